"""Postbuch of the case team: entered, found, corrected, handed out."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access.models import ReadEvent
from wegbuch.access.services import NotPossible, name_deputy
from wegbuch.cases.services import people
from wegbuch.core import clock, tenant
from wegbuch.core.models import SavedMeanwhile
from wegbuch.procedures.models import CrossCheck, Deadline, PostItem
from wegbuch.procedures.services import checks, post
from wegbuch.procedures.services.letters import Contradiction

from . import making
from .making import NO_DAYS, photo
from .making import entered_post as entered

pytestmark = pytest.mark.django_db
LIST, NEW = "/post/", "/post/neu/"
YELLOW = {"sender": "bamf", "channel": "yellow", "served_on": "25.11."}


@pytest.fixture(autouse=True)
def disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def sheet(**fields) -> dict[str, object]:
    return {"entry_key": str(uuid4()), **YELLOW, **fields}


def newest() -> PostItem:
    return PostItem.objects.order_by("-entered_at").first()


def action(name: str, item: PostItem) -> str:
    return reverse(f"procedures:post_{name}", args=[item.pk])


# entering


def test_a_yellow_envelope_is_entered_with_a_name_a_sender_a_way_and_a_day(bruecke, signed_in):
    answer = signed_in("jana").post(NEW, sheet(who="Mariam Habibi"), follow=True)
    item = newest()
    found = (item.number, item.person, item.team, item.served_on)
    assert found == ("2026-0001", bruecke.mariam, bruecke.muehlenau, date(2026, 11, 25))
    assert "Eingetragen: Postbuch Nr. 2026-0001." in answer.content.decode()


def test_numbers_go_on_within_a_year_and_begin_anew_with_the_next(bruecke, settings):
    making.post_item(bruecke, number="2026-9999")
    assert [entered(bruecke).number, entered(bruecke).number] == ["2026-10000", "2026-10001"]
    settings.WEGBUCH_TODAY = date(2027, 1, 4)
    assert entered(bruecke).number == "2027-0001"


def test_two_organisations_count_their_own_post(world):
    with tenant.acting_for(world.bruecke.pk):
        entered(world)
    with tenant.acting_for(world.diakonie.pk):
        item = entered(world, user=world.olga, person=world.olgas_case.person)
    assert (item.number, item.team) == ("2026-0001", world.rathsow)


def test_two_who_enter_at_once_never_get_one_number(bruecke, monkeypatch):
    first = entered(bruecke)
    monkeypatch.setattr(post, "_next_number", lambda: first.number)
    with pytest.raises(Exception, match=r"(?i)unique"):
        entered(bruecke)


def test_the_same_sheet_sent_twice_is_one_item(bruecke, signed_in):
    client, twice = signed_in("jana"), sheet(who="Mariam Habibi")
    client.post(NEW, twice)
    answer = client.post(NEW, twice)
    assert (PostItem.objects.count(), answer["Location"]) == (1, action("item", newest()))


def test_the_same_sheet_that_overtook_itself_is_one_item(bruecke, monkeypatch):
    key = uuid4()
    first, asked = entered(bruecke, entry_key=key), []
    real = post.entered_before
    monkeypatch.setattr(
        post, "entered_before", lambda *given: (asked.append(1), real(*given) if asked[1:] else None)[1]
    )
    assert entered(bruecke, entry_key=key) == first


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ({"served_on": "27.11.2026"}, "served_on", "Das Datum liegt in der Zukunft. Meinen Sie den 27.11.2025?"),
        ({"served_on": "31.02."}, "served_on", "Der 31. Februar existiert nicht. Beispiel: 28.02.2026"),
        (
            {"served_on": "25.11.", "handed_on": "24.11."},
            "handed_on",
            "Zugestellt am 25.11.2026, Ausgehändigt am 24.11.2026: Bitte prüfen Sie beide Tage.",
        ),
    ],
)
def test_a_bad_day_gets_a_sentence_and_nothing_is_lost(bruecke, signed_in, days, field, sentence):
    page = signed_in("jana").post(NEW, sheet(who="Mariam Habibi", handed_to="Bruder", **days))
    form = page.context["form"]
    assert form.errors[field] == [sentence]
    assert (form["who"].value(), form["handed_to"].value()) == ("Mariam Habibi", "Bruder")
    assert not PostItem.objects.exists()


def test_a_letter_cannot_come_back_before_it_was_posted(bruecke):
    days = {"posted_on": date(2026, 11, 26), "returned_on": date(2026, 11, 25)}
    with pytest.raises(Contradiction, match=r"Aufgegeben am 26.11.2026, Zurückgegangen am 25.11.2026"):
        entered(bruecke, channel="returned", days=days)


def test_days_that_the_chosen_way_does_not_know_are_left_out(bruecke, signed_in):
    signed_in("jana").post(NEW, sheet(who="Mariam Habibi", channel="ordinary", posted_on="23.11.", served_on="99."))
    assert (newest().posted_on, newest().served_on) == (date(2026, 11, 23), None)


def test_several_people_who_may_be_meant_ask_for_a_choice(bruecke, signed_in):
    page = signed_in("jana").post(NEW, sheet(who="Habibi"))
    assert page.context["form"].errors["case"] == ["Bitte wählen Sie die Person und tragen Sie noch einmal ein."]
    assert "Zahra Habibi · GU Am Kiefernweg, B14" in page.content.decode()


def test_the_chosen_person_counts(bruecke, signed_in):
    signed_in("jana").post(NEW, sheet(who="Habibi", case=bruecke.zahras_case.pk))
    assert newest().person == bruecke.zahras_case.person


def test_a_choice_that_no_longer_fits_the_name_does_not_count(bruecke, signed_in):
    page = signed_in("jana").post(NEW, sheet(who="Zahra Habibi", case=bruecke.katjas_case.pk))
    assert (list(page.context["form"].errors), PostItem.objects.count()) == (["case"], 0)


def test_while_a_name_is_typed_only_files_open_to_the_writer_are_offered(bruecke, signed_in):
    texts = [signed_in("jana").post("/post/suche/", {"who": who}).content.decode() for who in ("Maria", "Hodan")]
    assert ("Mariam Habibi · GU Am Kiefernweg, B14" in texts[0], "Hodan" in texts[1]) == (True, False)
    assert "Niemand gefunden" in texts[1]


def test_initials_stand_in_for_names_while_others_look_on(bruecke, signed_in):
    client = signed_in("jana")
    client.post("/konto/blickschutz/")
    text = client.post("/post/suche/", {"who": "Maria"}).content.decode()
    assert ("MH · GU Am Kiefernweg" in text, "Habibi" in text) == (True, False)


def test_an_unknown_name_goes_to_the_whole_team(bruecke, signed_in):
    signed_in("jana").post(NEW, sheet(who="Farid H.", is_unknown="on"))
    item = newest()
    assert (item.person, item.recipient, item.team) == (None, "Farid H.", bruecke.muehlenau)
    seen = {name: signed_in(name).get(LIST).content.decode() for name in ("thomas", "katja")}
    assert ("Farid H." in seen["thomas"], "Farid H." in seen["katja"]) == (True, False)


@pytest.mark.parametrize(
    ("typed", "field"), [({"who": "Xyz Qqq"}, "who"), ({"who": ""}, "who"), ({"who": "", "is_unknown": "on"}, "who")]
)
def test_post_for_nobody_is_not_entered(bruecke, signed_in, typed, field):
    page = signed_in("jana").post(NEW, sheet(**typed))
    assert (list(page.context["form"].errors), PostItem.objects.count()) == ([field], 0)


def test_a_link_brings_person_and_way_along(bruecke, signed_in):
    text = signed_in("jana").get(f"{NEW}?fall={bruecke.mariams_case.pk}&weg=yellow").content.decode()
    assert re.search(rf'name="case" value="{bruecke.mariams_case.pk}"[^>]* checked', text)
    assert re.search(r'name="channel" value="yellow"[^>]* checked', text)


def test_a_strangers_file_in_the_link_names_nobody(bruecke, signed_in):
    assert "Hodan" not in signed_in("jana").get(f"{NEW}?fall={bruecke.katjas_case.pk}").content.decode()


# the list


def test_unread_yellow_envelopes_stand_first_then_what_is_unread(bruecke, signed_in):
    making.letter(bruecke, item=entered(bruecke, days={"served_on": date(2026, 11, 25)}))
    yellow, ordinary = entered(bruecke), entered(bruecke, channel="ordinary")
    page = signed_in("jana").get(LIST)
    rows = list(page.context["page"])
    assert [(row.item.number, row.is_unread) for row in rows] == [
        (yellow.number, True),
        (ordinary.number, True),
        ("2026-0001", False),
    ]
    assert "noch nicht gelesen" in page.content.decode()


def test_the_morning_page_shows_unread_post_and_the_way_to_enter_more(bruecke, signed_in):
    unread, read = entered(bruecke), entered(bruecke)
    post.mark_reading(read, needs_reading=False)
    client = signed_in("jana")
    page = client.get("/heute/post/", headers={"HX-Request": "true"})
    assert [row.item for row in page.context["rows"]] == [unread]
    assert NEW in page.content.decode()
    assert client.get("/heute/post/")["Location"] == LIST


def test_what_was_read_leaves_the_list_after_its_day(bruecke, signed_in):
    read, unread = entered(bruecke), entered(bruecke)
    post.mark_reading(read, needs_reading=False)
    with clock.travelled(timedelta(days=1)):
        client = signed_in("jana")
        shown = [[row.item for row in client.get(f"{LIST}{more}").context["page"]] for more in ("", "?alle=1")]
    assert shown == [[unread], [unread, read]]


def test_the_list_is_narrowed_to_a_house(bruecke, signed_in):
    entered(bruecke)
    elsewhere = people.take_in(
        user=bruecke.jana, team=bruecke.muehlenau, form="housing_based_msa", opened_on=date(2026, 1, 2), surname="Amin"
    )
    entered(bruecke, person=elsewhere.person)
    rows = signed_in("jana").get(f"{LIST}?haus={bruecke.kiefernweg.pk}").context["page"]
    assert [row.item.person for row in rows] == [bruecke.mariam]


def test_colleagues_and_neighbours_see_nothing_of_a_persons_post(bruecke, signed_in):
    item = entered(bruecke)
    pages = [signed_in(name).get(LIST).content.decode() for name in ("thomas", "katja", "olga")]
    assert [item.number in page for page in pages] == [False, False, False]
    assert [signed_in(name).get(action("item", item)).status_code for name in ("thomas", "lead", "house", "olga")] == [
        404
    ] * 4


def test_a_deputys_look_at_the_list_is_noted(bruecke, signed_in):
    entered(bruecke)
    day = bruecke.today
    name_deputy(absent=bruecke.jana, deputy=bruecke.katja, starts_on=day, ends_on=day, reason="Urlaub")
    for name in ("jana", "katja"):
        signed_in(name).get(LIST)
    looks = ReadEvent.objects.filter(purpose="post.log").values_list("user", "subject")
    assert list(looks) == [(bruecke.katja.pk, bruecke.mariam.pk)]


def test_the_list_takes_as_many_queries_for_one_item_as_for_many(bruecke, signed_in, django_assert_num_queries):
    entered(bruecke)
    client = signed_in("jana")
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(LIST)
    for _ in range(8):
        entered(bruecke)
    with django_assert_num_queries(len(one)):
        client.get(LIST)


# one item


def test_handing_out_is_one_click_and_a_second_one_says_so(bruecke, signed_in):
    item, client = entered(bruecke), signed_in("jana")
    client.post(action("handed", item))
    item.refresh_from_db()
    assert (item.handed_on, item.handed_to) == (date(2026, 11, 26), "")
    again = client.post(action("handed", item)).context["form"].non_field_errors()
    assert again == ["Diese Post ist schon ausgehändigt: Do 26.11.2026."]


def test_post_is_handed_out_to_somebody_else_on_another_day(bruecke, signed_in):
    item = entered(bruecke)
    signed_in("jana").post(action("handed", item), {"handed_on": "gestern", "handed_to": "Ehemann", "from_item": "1"})
    item.refresh_from_db()
    assert (item.handed_on, item.handed_to) == (date(2026, 11, 25), "Ehemann")


def test_without_a_deadline_it_need_not_be_read_and_that_can_be_taken_back(bruecke, signed_in):
    item, client = entered(bruecke), signed_in("jana")
    page = client.post(action("no_deadline", item), follow=True)
    assert not PostItem.objects.get(pk=item.pk).needs_reading
    assert action("to_read", item) in page.content.decode()
    client.post(action("to_read", item))
    assert PostItem.objects.get(pk=item.pk).needs_reading


def test_a_correction_keeps_whose_post_it_is(bruecke, signed_in):
    item = entered(bruecke, days={"served_on": date(2026, 11, 25)})
    signed_in("jana").post(action("change", item), YELLOW | {"served_on": "24.11.", "seen_version": item.version})
    item.refresh_from_db()
    assert (item.person, item.served_on) == (bruecke.mariam, date(2026, 11, 24))


def test_post_of_somebody_else_moves_with_its_photos(bruecke, signed_in):
    item = entered(bruecke)
    photo(bruecke, item)
    typed = YELLOW | {"who": "Zahra Habibi", "case": bruecke.zahras_case.pk, "seen_version": item.version}
    signed_in("jana").post(action("change", item), typed)
    item.refresh_from_db()
    assert (item.person, item.files.get().file.person) == (bruecke.zahras_case.person,) * 2


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(bruecke, signed_in):
    item = entered(bruecke, days={"served_on": date(2026, 11, 25)})
    before = item.version
    post.hand_out(item, handed_on=bruecke.today)
    page = signed_in("jana").post(action("change", item), YELLOW | {"served_on": "24.11.", "seen_version": before})
    assert "inzwischen gespeichert" in page.content.decode()
    assert PostItem.objects.get(pk=item.pk).served_on == date(2026, 11, 25)
    with pytest.raises(SavedMeanwhile):
        post.change_post(PostItem.objects.get(pk=item.pk), user=bruecke.jana, version=before, days=NO_DAYS)


def test_a_corrected_day_moves_confirmed_deadlines_and_somebody_looks_again(bruecke):
    item = entered(bruecke, days={"served_on": date(2026, 11, 25)})
    letter = making.letter(bruecke, item=item)
    check = checks.ask(letter, by=bruecke.jana, asked=bruecke.thomas)
    check.answered_by, check.answered_at = bruecke.thomas, clock.now()
    check.save()
    for row in Deadline.objects.filter(letter=letter):
        row.confirmation = "confirmed"
        row.save()
    item = PostItem.objects.get(pk=item.pk)
    post.change_post(item, user=bruecke.jana, version=item.version, days=NO_DAYS | {"served_on": date(2026, 11, 24)})
    row = Deadline.objects.get(letter=letter, rule="appeal_manifestly_unfounded_geas", is_companion=False)
    assert (row.counts_on, row.confirmation) == (date(2026, 12, 1), "unconfirmed")
    assert CrossCheck.objects.open().filter(letter=letter, asked=bruecke.thomas).exists()


def test_handing_out_a_yellow_envelope_leaves_confirmed_deadlines_alone(bruecke):
    item = entered(bruecke, days={"served_on": date(2026, 11, 25)})
    letter = making.letter(bruecke, item=item)
    for row in Deadline.objects.filter(letter=letter):
        row.confirmation = "confirmed"
        row.save()
    post.hand_out(PostItem.objects.get(pk=item.pk), handed_on=bruecke.today)
    assert {row.confirmation for row in Deadline.objects.filter(letter=letter)} == {"confirmed"}


def test_a_read_letter_stays_with_its_person(bruecke):
    item = entered(bruecke, days={"served_on": date(2026, 11, 25)})
    making.letter(bruecke, item=item)
    item = PostItem.objects.get(pk=item.pk)
    with pytest.raises(NotPossible, match="zuerst den Brief"):
        post.change_post(
            item, user=bruecke.jana, version=item.version, days=post.days_of(item), person=bruecke.zahras_case.person
        )
