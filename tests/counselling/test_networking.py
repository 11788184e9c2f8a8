"""Networking: with whom, what came of it, what is next; and no minute counts twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from wegbuch.cases.models import Office
from wegbuch.counselling import work
from wegbuch.counselling.models import Contact, FollowUp, NetworkEntry
from wegbuch.counselling.services import record_contact

NEW = "/eintrag/netzwerk/"
LIST = "/netzwerk/"


@pytest.fixture
def office(bruecke) -> Office:
    row = Office(name="Jobcenter Havelbruch", kind="jobcenter")
    row.save()
    return row


@pytest.fixture
def typed(bruecke):
    """The form as sent: a round table in the town hall."""

    def make(**fields):
        return {
            "entry_key": str(uuid4()), "office": "", "partner": "Runder Tisch Mühlenau", "kind": "round_table",
            "topic": "Sprachkurse am Abend", "minutes": "90", "minutes_other": "", "result": "arranged",
            "agreed": "Ein Kurs ab Januar", "organisations": "7", "held_on": "heute", "next_step": "",
            "follow_up": "none", "follow_up_on": "", "note": "",
        } | fields  # fmt: skip

    return make


def entry(author, **fields) -> NetworkEntry:
    plain = {
        "held_on": date(2026, 11, 20), "partner": "Frauenhaus Wiesenruh", "kind": "exchange",
        "topic": "Wege am Wochenende", "minutes": 60, "result": "open", "note": "ZQnote",
    }  # fmt: skip
    return work.record_networking(author=author, **(plain | fields))


def short_entry(bruecke, **fields) -> Contact:
    plain = {
        "cases": [], "held_on": date(2026, 11, 25), "task_area": 8, "form": "third_party", "minutes": 20,
        "language": "deu", "channel": "none", "note": "Mit dem Schulamt gesprochen.",
    }  # fmt: skip
    return record_contact(author=bruecke.jana, team=bruecke.muehlenau, **(plain | fields))


def test_an_entry_says_with_whom_and_what_came_of_it(bruecke, signed_in, typed):
    assert signed_in("jana").post(NEW, typed())["Location"] == LIST
    row = NetworkEntry.objects.get()
    assert (row.with_whom, row.result, row.agreed, row.organisations) == (
        "Runder Tisch Mühlenau", "arranged", "Ein Kurs ab Januar", 7,
    )  # fmt: skip


def test_a_place_of_the_directory_is_chosen(bruecke, signed_in, typed, office):
    signed_in("jana").post(NEW, typed(office=str(office.pk), partner=""))
    row = NetworkEntry.objects.get()
    assert (row.office, row.partner, row.with_whom) == (office, "", "Jobcenter Havelbruch")


def test_another_partner_counts_instead_of_the_last_one(bruecke, signed_in, typed, office):
    entry(bruecke.jana, office=office, partner="")
    signed_in("jana").post(NEW, typed(office=str(office.pk)))
    row = NetworkEntry.objects.get(topic="Sprachkurse am Abend")
    assert (row.office, row.with_whom) == (None, "Runder Tisch Mühlenau")


def test_two_partners_are_refused_by_name(signed_in, typed, office):
    form = signed_in("jana").post(NEW, typed(office=str(office.pk), partner="Schulamt")).context["form"]
    assert form.errors == {
        "partner": ["Gewählt ist „Jobcenter Havelbruch“, hier steht „Schulamt“. Bitte nur eines von beiden."]
    }


def test_an_entry_of_an_earlier_month_leads_to_its_list_and_none_is_of_1900(signed_in, typed):
    client = signed_in("jana")
    assert client.post(NEW, typed(held_on="2.10.2026"))["Location"] == f"{LIST}?monat=2026-10"
    assert "held_on" in client.post(NEW, typed(held_on="01.01.1900")).context["form"].errors


def test_an_entry_without_a_partner_is_refused(signed_in, typed):
    page = signed_in("jana").post(NEW, typed(partner="")).content.decode()
    assert "Bitte wählen Sie eine Stelle oder tragen Sie ein, mit wem." in page


def test_the_next_entry_begins_with_the_last_partner(bruecke, signed_in, office):
    entry(bruecke.jana, office=office, partner="")
    page = signed_in("jana").get(NEW)
    form = page.context["form"]
    assert "Übernommen vom letzten Mal, Fr 20.11.2026: mit wem, Art und Minuten." in page.content.decode()
    assert (form["office"].value(), form["topic"].value(), form["result"].value()) == (office.pk, None, "open")


def test_a_next_step_comes_back_without_a_file(bruecke, signed_in, typed):
    signed_in("jana").post(NEW, typed(follow_up="week", next_step="Protokoll schicken"))
    found = NetworkEntry.objects.get().follow_up
    assert (found.case, found.owner, found.due_on) == (None, bruecke.jana, bruecke.today + timedelta(weeks=1))
    assert found.text == "Sprachkurse am Abend: Protokoll schicken"


def test_deleting_takes_the_follow_up_along(bruecke, signed_in):
    row = entry(bruecke.jana, follow_up_on=date(2026, 12, 1))
    before = FollowUp.objects.count()
    signed_in("jana").post(f"/netzwerk/{row.pk}/loeschen/")
    assert (NetworkEntry.objects.count(), FollowUp.objects.count()) == (0, before - 1)


def test_a_change_keeps_the_follow_up(bruecke, signed_in, typed):
    row = entry(bruecke.jana, follow_up_on=date(2026, 12, 1))
    signed_in("jana").post(f"/netzwerk/{row.pk}/aendern/", typed(seen_version="1", result="barrier_removed"))
    row.refresh_from_db()
    assert (row.result, row.follow_up.due_on) == ("barrier_removed", date(2026, 12, 1))


def test_the_lead_sees_the_list_and_neither_note_nor_entry(bruecke, signed_in):
    row = entry(bruecke.katja)
    page = signed_in("lead").get(LIST).content.decode()
    assert "Wege am Wochenende" in page
    assert "ZQnote" not in page
    assert signed_in("lead").get(f"/netzwerk/{row.pk}/").status_code == 404


def test_another_team_does_not_read_it(bruecke, signed_in):
    row = entry(bruecke.katja)
    assert signed_in("jana").get(f"/netzwerk/{row.pk}/").status_code == 404
    assert "Wege am Wochenende" not in signed_in("jana").get(LIST).content.decode()


def test_a_short_entry_written_out_counts_once(bruecke, signed_in, typed):
    short = short_entry(bruecke)
    page = signed_in("jana").get(f"{NEW}?kontakt={short.pk}")
    form = page.context["form"]
    assert (form["minutes_other"].value(), form["note"].value()) == (20, "Mit dem Schulamt gesprochen.")
    signed_in("jana").post(NEW, typed(contact=str(short.pk), minutes="other", minutes_other="20"))
    assert not Contact.objects.filter(task_area=8).exists()
    assert [row.minutes for row in NetworkEntry.objects.all()] == [20]


def test_what_was_to_come_back_comes_back_with_the_long_entry(bruecke, signed_in, typed):
    short = short_entry(bruecke, follow_up_on=date(2026, 12, 3), follow_up_text="Rückruf")
    signed_in("jana").post(NEW, typed(contact=str(short.pk)))
    found = NetworkEntry.objects.get().follow_up
    assert (found.text, found.due_on, found.contact) == ("Rückruf", date(2026, 12, 3), None)


def test_a_talk_in_a_file_is_not_written_out(bruecke, signed_in, typed):
    talk = short_entry(bruecke, cases=[bruecke.mariams_case])
    assert signed_in("jana").get(f"{NEW}?kontakt={talk.pk}").status_code == 404
    signed_in("jana").post(NEW, typed(contact=str(talk.pk)))
    assert Contact.objects.filter(pk=talk.pk).exists()


def test_anothers_short_entry_is_not_written_out(bruecke, signed_in, typed):
    short = short_entry(bruecke)
    assert signed_in("thomas").get(f"{NEW}?kontakt={short.pk}").status_code == 404
    signed_in("thomas").post(NEW, typed(contact=str(short.pk)))
    assert Contact.objects.filter(pk=short.pk).exists()


def test_the_page_of_a_short_entry_offers_to_write_it_out(bruecke, signed_in):
    short = short_entry(bruecke)
    words = "Als Netzwerkeintrag ausführlich"
    assert words in signed_in("jana").get(f"/kontakt/{short.pk}/").content.decode()
    assert words not in signed_in("jana").get(f"/kontakt/{bruecke.contact.pk}/").content.decode()


def test_counted_gives_the_entries_of_these_days(bruecke):
    entry(bruecke.jana, held_on=date(2026, 10, 31))
    kept = entry(bruecke.jana, held_on=date(2026, 11, 1))
    assert list(NetworkEntry.objects.counted(date(2026, 11, 1), date(2026, 11, 30))) == [kept]


def test_the_three_ways_to_enter_stand_side_by_side(signed_in):
    for address in ("/eintrag/", "/eintrag/gruppenangebot/", NEW):
        page = signed_in("jana").get(address).content.decode()
        assert [page.count(f'href="{way}"') > 0 for way in ("/eintrag/", "/eintrag/gruppenangebot/", NEW)] == [True] * 3
