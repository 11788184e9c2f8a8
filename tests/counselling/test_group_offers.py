"""Group offers: numbers of those who came, entered in seconds, seen by the team, without notes by the lead."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from wegbuch.access.models import AuditEvent, Draft
from wegbuch.access.services import NotPossible
from wegbuch.counselling import work
from wegbuch.counselling.models import GroupOffer

NEW = "/eintrag/gruppenangebot/"
LIST = "/gruppenangebote/"


@pytest.fixture
def typed(bruecke):
    """The form as sent: a women's café in the house, fourteen came."""

    def make(**fields):
        return {
            "entry_key": str(uuid4()), "theme": "Frauencafé", "kind": "women", "task_area": "5", "minutes": "90",
            "minutes_other": "", "women": "9", "men": "", "diverse": "", "children": "3",
            "facility": str(bruecke.kiefernweg.pk), "place": "", "language": "deu:none", "language_other": "",
            "channel_other": "none", "held_on": "heute", "colleagues": "1", "volunteers": "2", "note": "",
        } | fields  # fmt: skip

    return make


def offer(author, **fields) -> GroupOffer:
    plain = {
        "held_on": date(2026, 11, 20), "theme": "Nähwerkstatt", "kind": "creative", "task_area": 5, "minutes": 120,
        "language": "deu", "channel": "none", "women": 6, "children": 1, "place": "Bürgerhaus", "note": "ZQnote",
    }  # fmt: skip
    return work.record_offer(author=author, **(plain | fields))


def test_an_offer_is_entered_with_numbers_only(bruecke, signed_in, typed):
    assert signed_in("jana").post(NEW, typed())["Location"] == LIST
    row = GroupOffer.objects.get()
    assert (row.theme, row.minutes, row.participants, row.children, row.volunteers) == ("Frauencafé", 90, 9, 3, 2)
    assert (row.held_on, row.team, row.author) == (bruecke.today, bruecke.muehlenau, bruecke.jana)


def test_a_theme_reads_the_way_it_was_typed(bruecke, signed_in, typed):
    signed_in("jana").post(NEW, typed(theme="Café \u202eneknirt"))
    assert GroupOffer.objects.get().theme == "Café neknirt"


def test_the_table_of_offers_points_at_no_person():
    pointed_at = {field.related_model._meta.label for field in GroupOffer._meta.concrete_fields if field.related_model}
    assert pointed_at == {"access.Organisation", "access.Team", "access.User", "cases.Facility"}


def test_the_same_form_sent_twice_is_one_offer(signed_in, typed, bruecke):
    client, sent = signed_in("jana"), typed()
    client.post(NEW, sent)
    client.post(NEW, sent)
    assert GroupOffer.objects.count() == 1


def test_the_next_offer_begins_as_the_last_one_without_its_numbers(bruecke, signed_in):
    offer(bruecke.jana, theme="Elterntreff", kind="parents", minutes=75)
    form = signed_in("jana").get(NEW).context["form"]
    assert (form["theme"].value(), form["kind"].value(), form["place"].value()) == (
        "Elterntreff",
        "parents",
        "Bürgerhaus",
    )
    assert (form["minutes"].value(), form["minutes_other"].value()) == ("other", 75)
    assert (form["held_on"].value(), form["women"].value(), form["note"].value()) == ("heute", None, None)


def test_the_form_says_from_which_day_it_begins(bruecke, signed_in, typed):
    client = signed_in("jana")
    assert "Übernommen vom letzten Mal" not in client.get(NEW).content.decode()
    row = offer(bruecke.jana)
    words = "Übernommen vom letzten Mal, Fr 20.11.2026: Thema, Art, Aufgabe, Minuten, Ort und Sprache."
    assert words in client.get(NEW).content.decode()
    assert words not in client.get(f"/gruppenangebot/{row.pk}/aendern/").content.decode()
    client.post(reverse("access:keep_draft"), typed(path=NEW, theme="Halb fertig"))
    assert words not in client.get(f"{NEW}?entwurf=1").content.decode()


def test_an_offer_to_which_nobody_came_is_refused_and_keeps_what_was_typed(bruecke, signed_in, typed):
    page = signed_in("jana").post(NEW, typed(women="", children="", note="Regen"))
    assert page.context["form"].errors == {
        "women": ["Bitte tragen Sie ein, wie viele da waren: mindestens eine Person."]
    }
    assert (page.context["form"]["theme"].value(), page.context["form"]["note"].value()) == ("Frauencafé", "Regen")
    assert not GroupOffer.objects.exists()


def test_a_number_that_is_wrong_is_said_alone(signed_in, typed):
    form = signed_in("jana").post(NEW, typed(women="viele")).context["form"]
    assert list(form.errors) == ["women"]
    assert len(form.errors["women"]) == 1


@pytest.mark.parametrize("came", ["men", "diverse"])
def test_one_person_is_enough(bruecke, signed_in, typed, came):
    signed_in("jana").post(NEW, typed(women="", children="", **{came: "1"}))
    assert GroupOffer.objects.get().participants == 1


def test_every_way_into_an_offer_asks_for_people(bruecke):
    with pytest.raises(NotPossible, match="mindestens eine Person"):
        offer(bruecke.jana, women=0, children=0)
    row = offer(bruecke.jana)
    with pytest.raises(NotPossible, match="mindestens eine Person"):
        work.change(row, version=1, held_on=row.held_on, women=0, children=0)


def test_more_children_than_people_are_refused(bruecke, signed_in, typed):
    page = signed_in("jana").post(NEW, typed(children="10")).content.decode()
    assert "Es können nicht mehr unter 18 sein, als da waren." in page
    assert not GroupOffer.objects.exists()


def test_the_database_refuses_more_children_than_people(bruecke):
    with pytest.raises(IntegrityError), transaction.atomic():
        offer(bruecke.jana, women=1, children=2)


@pytest.mark.parametrize(
    ("field", "number"), [("women", "501"), ("men", "-1"), ("diverse", "viele"), ("women", "1.000"), ("women", "9.0")]
)
def test_numbers_out_of_bounds_are_refused(signed_in, typed, bruecke, field, number):
    assert signed_in("jana").post(NEW, typed(**{field: number})).status_code == 200
    assert not GroupOffer.objects.exists()


def test_an_offer_needs_a_place(signed_in, typed):
    page = signed_in("jana").post(NEW, typed(facility="")).content.decode()
    assert "Bitte wählen Sie ein Haus oder tragen Sie den Ort ein." in page


def test_another_place_counts_instead_of_the_house_of_the_last_time(bruecke, signed_in, typed):
    offer(bruecke.jana, facility=bruecke.kiefernweg, place="")
    signed_in("jana").post(NEW, typed(place="Stadtpark"))
    row = GroupOffer.objects.get(theme="Frauencafé")
    assert (row.facility, row.where) == (None, "Stadtpark")


def test_a_house_counts_instead_of_the_place_of_the_last_time(bruecke, signed_in, typed):
    offer(bruecke.jana, place="Bürgerhaus")
    signed_in("jana").post(NEW, typed(place="Bürgerhaus"))
    row = GroupOffer.objects.get(theme="Frauencafé")
    assert (row.facility, row.place) == (bruecke.kiefernweg, "")


def test_a_house_and_another_place_are_refused_by_name(bruecke, signed_in, typed):
    page = signed_in("jana").post(NEW, typed(place="Stadtpark"))
    sentence = f"Gewählt ist „{bruecke.kiefernweg}“, hier steht „Stadtpark“. Bitte nur eines von beiden."
    assert page.context["form"].errors == {"place": [sentence]}
    assert page.context["form"]["place"].value() == "Stadtpark"


def test_another_place_counts_when_an_offer_is_changed(bruecke, signed_in, typed):
    row = offer(bruecke.jana, facility=bruecke.kiefernweg, place="")
    signed_in("jana").post(f"/gruppenangebot/{row.pk}/aendern/", typed(seen_version="1", place="Stadtpark"))
    row.refresh_from_db()
    assert (row.facility, row.place) == (None, "Stadtpark")


def test_networking_is_no_task_of_a_group(signed_in, typed):
    signed_in("jana").post(NEW, typed(task_area="8"))
    assert '<input type="radio" name="task_area" value="8"' not in signed_in("jana").get(NEW).content.decode()


def test_a_day_to_come_is_refused(bruecke):
    with pytest.raises(NotPossible, match="Zukunft"):
        offer(bruecke.jana, held_on=date(2026, 11, 27))


def test_the_team_reads_the_note(bruecke, signed_in):
    row = offer(bruecke.jana)
    assert "ZQnote" in signed_in("thomas").get(f"/gruppenangebot/{row.pk}/").content.decode()


@pytest.mark.parametrize("name", ["katja", "lead", "olga", "house", "dpo"])
def test_nobody_else_opens_it(bruecke, signed_in, name):
    row = offer(bruecke.jana)
    assert signed_in(name).get(f"/gruppenangebot/{row.pk}/").status_code == 404


def test_the_lead_sees_the_list_of_every_team_without_notes(bruecke, signed_in):
    offer(bruecke.jana)
    offer(bruecke.katja, theme="Lauftreff")
    page = signed_in("lead").get(LIST).content.decode()
    assert "Nähwerkstatt" in page
    assert "Lauftreff" in page
    assert "ZQnote" not in page


def test_a_team_sees_its_own_list(bruecke, signed_in):
    offer(bruecke.katja, theme="Lauftreff")
    assert "Lauftreff" not in signed_in("jana").get(LIST).content.decode()


def test_the_list_shows_one_month_and_what_was_chosen(bruecke, signed_in):
    offer(bruecke.jana, held_on=date(2026, 10, 2), theme="Erntefest")
    offer(bruecke.jana)
    offer(bruecke.thomas, theme="Lauftreff", kind="sport")
    client = signed_in("jana")
    shown = [
        {row.theme for row in client.get(f"{LIST}?{query}").context["page"]}
        for query in ("monat=2026-10", "", "art=sport", "wessen=eigene", "monat=2000-01")
    ]
    assert shown == [{"Erntefest"}, {"Nähwerkstatt", "Lauftreff"}, {"Lauftreff"}, {"Nähwerkstatt"}, set()]


@pytest.mark.parametrize("month", ["0001-01", "1900-01", "1999-12", "2026-12", "2026-13", "heute"])
@pytest.mark.parametrize("address", [LIST, "/netzwerk/", "/sachbericht/texte/", "/sachbericht/texte/neu/"])
def test_a_month_without_a_list_is_not_found(signed_in, bruecke, address, month):
    assert signed_in("jana").get(f"{address}?monat={month}").status_code == 404


def test_the_first_list_leads_no_further_back(signed_in, bruecke):
    assert 'rel="prev"' not in signed_in("jana").get(f"{LIST}?monat=2000-01").content.decode()


def test_a_day_long_ago_is_refused(bruecke, signed_in, typed):
    form = signed_in("jana").post(NEW, typed(held_on="01.01.1900")).context["form"]
    assert form.errors == {"held_on": ["Bitte prüfen Sie das Jahr 1900. Eintragen lassen sich Tage ab dem 01.01.2000."]}
    with pytest.raises(NotPossible, match="Jahr 1999"):
        offer(bruecke.jana, held_on=date(1999, 12, 31))
    assert offer(bruecke.jana, held_on=date(2000, 1, 1)).pk


def test_an_offer_of_an_earlier_month_leads_to_its_list(bruecke, signed_in, typed):
    client, october = signed_in("jana"), f"{LIST}?monat=2026-10"
    assert client.post(NEW, typed(held_on="2.10.2026"))["Location"] == october
    row = GroupOffer.objects.get()
    assert f'href="{october}"' in client.get(f"/gruppenangebot/{row.pk}/aendern/").content.decode()
    assert client.post(f"/gruppenangebot/{row.pk}/loeschen/")["Location"] == october


def test_an_entry_that_was_kept_before_every_list_can_still_be_deleted(bruecke, signed_in):
    row = offer(bruecke.jana)
    row.held_on = date(1900, 1, 1)
    row.save()
    assert signed_in("jana").post(f"/gruppenangebot/{row.pk}/loeschen/")["Location"] == LIST


def test_only_the_author_changes_an_offer(bruecke, signed_in, typed):
    row = offer(bruecke.jana)
    address = reverse("counselling:group_offer_change", args=[row.pk])
    assert signed_in("thomas").post(address, typed(seen_version="1")).status_code == 404
    signed_in("jana").post(address, typed(seen_version="1", women="12"))
    row.refresh_from_db()
    assert (row.theme, row.women, row.place, row.facility) == ("Frauencafé", 12, "", bruecke.kiefernweg)


def test_a_change_is_in_the_log(bruecke, signed_in, typed):
    row = offer(bruecke.jana)
    signed_in("jana").post(f"/gruppenangebot/{row.pk}/aendern/", typed(seen_version="1"))
    event = AuditEvent.objects.filter(object_id=str(row.pk), action="changed").get()
    assert event.user == bruecke.jana.pk


def test_two_windows_do_not_overwrite_each_other(bruecke, signed_in, typed):
    row = offer(bruecke.jana)
    work.change(row, version=1, held_on=row.held_on, theme="Nähstube")
    page = signed_in("jana").post(f"/gruppenangebot/{row.pk}/aendern/", typed(seen_version="1"))
    assert "hat inzwischen gespeichert." in page.content.decode()
    assert GroupOffer.objects.get().theme == "Nähstube"


def test_only_the_author_deletes_an_offer(bruecke, signed_in):
    row = offer(bruecke.jana)
    address = f"/gruppenangebot/{row.pk}/loeschen/"
    assert signed_in("thomas").post(address).status_code == 404
    signed_in("jana").post(address)
    assert not GroupOffer.objects.exists()


def test_a_form_left_behind_is_there_again(bruecke, signed_in, typed):
    client = signed_in("jana")
    client.post(reverse("access:keep_draft"), typed(path=NEW, theme="Halb fertig"))
    assert "Ihr Text ist noch da." in client.get(NEW).content.decode()
    assert client.get(f"{NEW}?entwurf=1").context["form"]["theme"].value() == "Halb fertig"
    client.post(NEW, typed())
    assert not Draft.objects.exists()


def test_counted_gives_the_offers_of_these_days(bruecke):
    offer(bruecke.jana, held_on=date(2026, 10, 31))
    kept = [offer(bruecke.jana, held_on=date(2026, 11, day)) for day in (1, 26)]
    assert set(GroupOffer.objects.counted(date(2026, 11, 1), date(2026, 11, 30))) == set(kept)
