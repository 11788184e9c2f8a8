"""Postbuch of a house: its management sees names, rooms and envelopes, and nothing else."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases.paper_samples import PDF, upload
from wegbuch.access import services as access
from wegbuch.access.models import ReadEvent
from wegbuch.access.roles import Role
from wegbuch.cases.models import Facility, HousingPeriod
from wegbuch.cases.services import people
from wegbuch.procedures.models import HouseKeeper, PostItem
from wegbuch.procedures.services import houses, post
from wegbuch.procedures.services.letters import Contradiction

from . import making
from .making import NO_DAYS, entered_post, photo

pytestmark = pytest.mark.django_db
LIST, NEW, KEEPERS = "/haus/post/", "/haus/post/neu/", "/haeuser/"


@pytest.fixture(autouse=True)
def disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def kept(bruecke):
    """Renate Kolb keeps the house in which Mariam and Zahra live; the other house is nobody's."""
    houses.set_keepers(bruecke.kiefernweg, [bruecke.house])
    bruecke.other_house = Facility(name="GU Am Anger", form="shared_accommodation")
    bruecke.other_house.save()
    return bruecke


def sheet(world, **fields) -> dict[str, object]:
    days = {"arrived_on": "heute", "served_on": "25.11."}
    who = {"resident": str(world.mariam.pk)}
    return {"entry_key": str(uuid4()), "sender": "bamf", "channel": "yellow", **days, **who, **fields}


def logged(world, **fields) -> PostItem:
    """A yellow envelope for Mariam, entered in her house."""
    given = {"user": world.house, "facility": world.kiefernweg} | fields
    return entered_post(world, **given)


def action(name: str, item: PostItem) -> str:
    return reverse(f"procedures:house_{name}", args=[item.pk])


def hide_address(person) -> None:
    HousingPeriod(person=person, form="shelter", is_hidden=True, since=date(2026, 11, 1), address="ZQaddress").save()


def hide(person) -> None:
    person.is_hidden = True
    person.save()


def test_a_keeper_begins_the_day_at_the_post_of_her_house(kept, signed_in):
    page = signed_in("house").get("/", follow=True)
    assert page.request["PATH_INFO"] == LIST
    assert "GU Am Kiefernweg" in page.content.decode()


def test_who_keeps_no_house_is_told_whom_to_ask(bruecke, signed_in):
    text = signed_in("house").get(LIST).content.decode()
    assert "Ihnen ist noch kein Haus zugeordnet. Bitte fragen Sie die Teamleitung." in text
    assert signed_in("house").get(NEW)["Location"] == LIST


def test_post_of_a_resident_reaches_her_case_team_at_once(kept, signed_in):
    signed_in("house").post(NEW, sheet(kept))
    item = PostItem.objects.get()
    found = (item.person, item.facility, item.team, item.arrived_on, item.served_on)
    assert found == (kept.mariam, kept.kiefernweg, kept.muehlenau, date(2026, 11, 26), date(2026, 11, 25))
    text = signed_in("jana").get("/post/").content.decode()
    assert ("noch nicht gelesen" in text, "liegt im Haus" in text) == (True, True)


def test_a_name_that_is_on_no_list_reaches_the_team_of_the_house(kept, signed_in):
    signed_in("house").post(NEW, sheet(kept, resident="", recipient="Farid H."))
    item = PostItem.objects.get()
    assert (item.person, item.recipient, item.team) == (None, "Farid H.", kept.muehlenau)
    assert "Farid H." in signed_in("thomas").get("/post/").content.decode()


def test_the_same_sheet_sent_twice_is_one_item(kept, signed_in):
    client, twice = signed_in("house"), sheet(kept)
    client.post(NEW, twice)
    assert client.post(NEW, twice)["Location"] == action("post_item", PostItem.objects.get())


def test_residents_are_offered_by_name_and_room(kept, signed_in):
    text = signed_in("house").get(NEW).content.decode()
    assert re.findall(r"<option[^>]*>([^<]+)</option>", text) == [
        "nicht in der Liste",
        "Mariam Habibi · B14",
        "Zahra Habibi · B14",
    ]


@pytest.mark.parametrize("hiding", [hide, hide_address])
def test_whoever_hides_appears_nowhere_in_the_house(kept, signed_in, hiding):
    item = logged(kept)
    envelope = photo(kept, item, "envelope")
    hiding(kept.mariam)
    client = signed_in("house")
    pages = [client.get(LIST).content.decode(), client.get(NEW).content.decode()]
    assert ["Mariam" in page for page in pages] == [False, False]
    closed = [action("post_item", item), action("post_change", item), action("photo", envelope)]
    assert [client.get(address).status_code for address in closed] == [404, 404, 404]


@pytest.mark.parametrize("hiding", [hide, hide_address])
def test_post_for_whoever_hides_is_not_taken_by_id(kept, signed_in, hiding):
    hiding(kept.mariam)
    page = signed_in("house").post(NEW, sheet(kept))
    assert (list(page.context["form"].errors), PostItem.objects.exists()) == (["resident"], False)


def test_residents_of_other_houses_are_not_taken_by_id(kept, signed_in):
    page = signed_in("house").post(NEW, sheet(kept, resident=str(kept.hodan.pk)))
    assert list(page.context["form"].errors) == ["resident"]


def test_who_moved_out_or_was_merged_is_not_offered(kept):
    period = HousingPeriod.objects.get(person=kept.mariam)
    period.until = date(2026, 11, 1)
    period.save()
    assert [one.called for one in houses.residents([kept.kiefernweg])] == ["Zahra Habibi · B14"]


def test_a_keeper_sees_only_the_post_of_her_houses(kept, signed_in):
    mine, theirs, without = logged(kept), logged(kept, facility=kept.other_house), entered_post(kept)
    client = signed_in("house")
    assert [row.item for row in client.get(f"{LIST}?alle=1").context["page"]] == [mine]
    assert [client.get(action("post_item", item)).status_code for item in (mine, theirs, without)] == [200, 404, 404]


def test_a_keeper_sees_envelopes_and_never_what_was_inside(kept, signed_in):
    item = logged(kept)
    envelope, letter = photo(kept, item, "envelope"), photo(kept, item, "letter")
    client = signed_in("house")
    text = client.get(action("post_item", item)).content.decode()
    assert [action("photo", row) in text for row in (envelope, letter)] == [True, False]
    assert [client.get(action("photo", row)).status_code for row in (envelope, letter)] == [200, 404]
    assert client.get(reverse("procedures:post_photo", args=[letter.pk])).status_code == 404


def test_no_page_of_the_house_leads_to_a_file(kept, signed_in):
    item = logged(kept)
    making.letter(kept, item=PostItem.objects.get(pk=item.pk))
    client = signed_in("house")
    text = "".join(client.get(address).content.decode() for address in (LIST, NEW, action("post_item", item)))
    assert re.findall(r'"/(akte|brief|frist|verfahren|post|haushalt|eintrag|suche)/', text) == []
    assert [word for word in ("offensichtlich", "Klage", "KW-0", "1992") if word in text] == []


def test_a_keepers_look_is_noted(kept, signed_in):
    logged(kept)
    signed_in("house").get(LIST)
    assert ReadEvent.objects.filter(user=kept.house.pk, subject=kept.mariam.pk, purpose="post.house").count() == 1


def test_the_list_takes_as_many_queries_for_one_item_as_for_many(kept, signed_in, django_assert_num_queries):
    logged(kept)
    client = signed_in("house")
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(8):
        logged(kept)
    with django_assert_num_queries(len(one)):
        client.get(LIST)


def test_handing_out_is_noted_with_whom_it_went_to(kept, signed_in):
    item = logged(kept)
    typed = {"handed_on": "heute", "handed_to": "Mariam Habibi, mit Ausweis"}
    signed_in("house").post(action("post_handed", item), typed)
    item.refresh_from_db()
    assert (item.handed_on, item.handed_to) == (kept.today, "Mariam Habibi, mit Ausweis")


def test_a_day_that_cannot_be_is_refused_when_handing_out(kept, signed_in):
    item = logged(kept, channel="reception_centre", days={"arrived_on": date(2026, 11, 20)})
    page = signed_in("house").post(action("post_handed", item), {"handed_on": "19.11."})
    assert page.context["form"].errors["handed_on"] == [
        "Im Haus angekommen am 20.11.2026, Ausgehändigt am 19.11.2026: Bitte prüfen Sie beide Tage."
    ]


def test_what_the_letter_says_is_not_told_when_a_day_does_not_fit_it(kept, signed_in, monkeypatch):
    item = logged(kept, days={"served_on": date(2026, 11, 25)})
    making.letter(kept, item=PostItem.objects.get(pk=item.pk))

    def refuse(*args: object, **kwargs: object) -> None:
        raise Contradiction("ZQ Bescheid", "decided_on")

    monkeypatch.setattr(post.letters, "change_letter", refuse)
    page = signed_in("house").post(action("post_handed", item))
    assert page.context["form"].errors["handed_on"] == ["Der Tag passt nicht zum Brief. Bitte fragen Sie das Fallteam."]
    assert PostItem.objects.get(pk=item.pk).handed_on is None


def test_a_keeper_corrects_until_the_case_team_has_read_it(kept, signed_in):
    item, client = logged(kept), signed_in("house")
    client.post(
        action("post_change", item), sheet(kept, resident=str(kept.zahras_case.person.pk), seen_version=item.version)
    )
    item.refresh_from_db()
    assert (item.person, item.served_on) == (kept.zahras_case.person, date(2026, 11, 25))
    read = logged(kept, days={"served_on": date(2026, 11, 25)})
    making.letter(kept, item=PostItem.objects.get(pk=read.pk))
    assert client.get(action("post_change", read)).status_code == 404


def test_photos_do_not_lose_their_person_through_a_correction(kept, signed_in):
    item = logged(kept)
    photo(kept, item, "envelope")
    typed = sheet(kept, resident="", recipient="Farid H.", seen_version=item.version)
    page = signed_in("house").post(action("post_change", item), typed)
    assert page.context["form"].non_field_errors() == [
        "Zu dieser Post gehören Fotos. Bitte wählen Sie, wessen Post es ist."
    ]
    assert PostItem.objects.get(pk=item.pk).person == kept.mariam


def test_a_photo_of_the_envelope_comes_with_the_entry(kept, signed_in):
    signed_in("house").post(NEW, sheet(kept, envelope=upload(PDF), letter=upload(PDF)))
    assert [row.kind for row in PostItem.objects.get().files.all()] == ["envelope"]


def test_with_two_houses_an_unknown_name_needs_its_house(kept, signed_in):
    houses.set_keepers(kept.other_house, [kept.house])
    client, typed = signed_in("house"), sheet(kept, resident="", recipient="Farid H.")
    assert list(client.post(NEW, typed).context["form"].errors) == ["house"]
    client.post(NEW, typed | {"house": str(kept.other_house.pk)})
    assert PostItem.objects.get().facility == kept.other_house


# who keeps which house


def test_a_lead_names_who_keeps_a_house_and_takes_it_back(kept, signed_in):
    client = signed_in("lead")
    name = f"house_{kept.other_house.pk.hex}"
    assert re.search(rf'value="{kept.house.pk}"[^>]* checked', client.get(KEEPERS).content.decode())
    client.post(KEEPERS, {name: [str(kept.house.pk)]})
    assert [row.facility for row in HouseKeeper.objects.all()] == [kept.other_house]


def test_only_the_house_management_of_the_own_organisation_can_keep_a_house(kept, signed_in):
    foreign = access.add_account(
        email="haus@example.org",
        name="Lutz Wald",
        password=None,
        role=Role.HOUSE_MANAGEMENT,
        organisation=kept.diakonie,
    )
    name = f"house_{kept.other_house.pk.hex}"
    for user in (foreign, kept.jana):
        page = signed_in("lead").post(KEEPERS, {name: [str(user.pk)]})
        assert list(page.context["form"].errors) == [name]


def test_a_house_that_is_no_longer_kept_closes_its_post(kept, signed_in):
    item = logged(kept)
    houses.set_keepers(kept.kiefernweg, [])
    assert signed_in("house").get(action("post_item", item)).status_code == 404


def test_without_house_management_the_lead_is_told_to_invite(kept, signed_in):
    membership = kept.house.memberships.get()
    membership.ends_on = date(2026, 11, 25)
    membership.save()
    assert "Noch niemand hat die Rolle Heimleitung." in signed_in("lead").get(KEEPERS).content.decode()


def test_post_of_a_person_without_a_running_file_goes_to_the_team_of_the_house(kept):
    new = people.take_in(
        user=kept.katja, team=kept.seedorf, form="housing_based_msa", opened_on=date(2026, 1, 2), surname="Amin"
    )
    new.closed_on = date(2026, 11, 1)
    new.save()
    days = NO_DAYS
    item = post.enter_post(
        user=kept.house, person=new.person, facility=kept.kiefernweg, sender="bamf", channel="yellow", days=days
    )
    assert item.team == kept.muehlenau
