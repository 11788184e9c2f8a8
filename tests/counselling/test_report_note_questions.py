"""Whether a text for the Sachbericht may name somebody: who may ask, how often, and about which text."""

from datetime import date

import pytest

from wegbuch.access.models import Membership
from wegbuch.access.models.log import ReadEvent
from wegbuch.access.roles import Role
from wegbuch.counselling import report_notes

from .test_report_notes import ASKED, LIST, PLAIN, decided, note

# Of the other team, and hidden from Jana's.
HIDDEN = "Selam wartet."


@pytest.fixture
def jana_leads(bruecke):
    """Jana counsels and leads, beside the lead there is."""
    Membership(user=bruecke.jana, role=Role.LEAD, starts_on=date(2026, 1, 1)).save()
    return bruecke.jana


@pytest.fixture(params=["her role ended", "her account is closed"])
def jana_leads_alone(request, bruecke, jana_leads):
    row = bruecke.lead.running_memberships[0] if request.param == "her role ended" else bruecke.lead
    if row is bruecke.lead:
        row.is_active = False
    else:
        row.ends_on = date(2026, 11, 25)
    row.save()
    return jana_leads


def questions(user) -> list[tuple[str, str, object]]:
    """What stands in the read log about this user's questions."""
    asked = ReadEvent.objects.filter(user=user.pk, purpose="report_note.decide")
    return list(asked.values_list("what", "object_id", "subject"))


# one's own text


@pytest.mark.parametrize("text", [HIDDEN, PLAIN])
@pytest.mark.parametrize("state", ["taken", "left_out"])
def test_about_her_own_text_another_lead_decides(jana_leads, signed_in, text, state):
    row = note(jana_leads, text=text)
    page = decided(signed_in("jana"), row, state=state)
    assert ("Über Ihren eigenen Text entscheidet eine andere Leitung." in page, ASKED in page) == (True, False)
    assert row.is_open


def test_under_her_own_text_no_button_decides(jana_leads, bruecke, signed_in):
    own, other = note(jana_leads), note(bruecke.thomas)
    page = signed_in("jana").get(LIST).content.decode()
    assert [f"{row.pk}/stand/" in page for row in (own, other)] == [False, True]
    assert page.count("Darüber entscheidet eine andere Leitung.") == 1


def test_the_other_lead_is_asked_about_it_as_about_any(jana_leads, signed_in):
    row = note(jana_leads, text=HIDDEN)
    assert ASKED in decided(signed_in("lead"), row)
    assert row.is_open


def test_an_only_lead_decides_about_her_own_text(jana_leads_alone, signed_in):
    row = note(jana_leads_alone)
    assert f"{row.pk}/stand/" in signed_in("jana").get(LIST).content.decode()
    decided(signed_in("jana"), row)
    assert row.state == "taken"


@pytest.mark.parametrize("text", [HIDDEN, "Familie Tekle wartet.", "Siehe {number}."])
def test_an_only_lead_learns_of_nobody_whose_file_is_closed_to_her(jana_leads_alone, bruecke, signed_in, text):
    row = note(jana_leads_alone, text=text.format(number=bruecke.hidden_case.number))
    page = decided(signed_in("jana"), row)
    assert (ASKED in page, "Nummer aus einer Akte" in page, row.state) == (False, False, "taken")


def test_an_only_lead_is_asked_about_names_of_her_own_files(jana_leads_alone, signed_in):
    row = note(jana_leads_alone, text="Die Zahra-Moschee lädt ein.", is_no_name=True)
    client = signed_in("jana")
    assert ASKED in decided(client, row)
    decided(client, row, is_no_name="on")
    assert row.state == "taken"


def test_an_only_lead_is_asked_about_others_texts_as_any_lead(jana_leads_alone, bruecke, signed_in):
    assert ASKED in decided(signed_in("jana"), note(bruecke.thomas, text=HIDDEN))


# every question is noted


@pytest.mark.parametrize("text", [HIDDEN, PLAIN, "Siehe {number}."])
def test_every_question_stands_in_the_read_log_whatever_the_answer(bruecke, signed_in, text):
    row = note(bruecke.jana, text=text.format(number=bruecke.katjas_case.number))
    decided(signed_in("lead"), row)
    assert questions(bruecke.lead) == [("report_note", str(row.pk), None)]


def test_a_question_about_a_text_that_was_changed_meanwhile_is_noted_too(bruecke, signed_in):
    row = note(bruecke.jana)
    decided(signed_in("lead"), row, seen_version="7")
    assert len(questions(bruecke.lead)) == 1


def test_nothing_is_noted_where_nothing_is_asked(bruecke, signed_in):
    row = note(bruecke.jana, text=HIDDEN)
    client = signed_in("lead")
    decided(client, row, state="left_out")
    decided(client, row, state="stolen")
    assert questions(bruecke.lead) == []


def test_the_data_protection_officer_reads_in_german_what_was_asked(bruecke, signed_in):
    decided(signed_in("lead"), note(bruecke.jana, text=HIDDEN))
    page = signed_in("dpo").get("/protokoll/").content.decode()
    assert "Text für den Sachbericht: ob ein Name darin steht" in page


# the brake of the search


def test_questions_and_searches_have_one_brake(bruecke, signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "person_search": "2/5m/user"}
    rows = [note(bruecke.jana, text=HIDDEN) for _ in range(3)]
    pages = [decided(signed_in("lead"), row) for row in rows]
    assert [ASKED in page for page in pages] == [True, True, False]
    assert "In 5 Minuten geht es weiter." in pages[-1]
    assert len(questions(bruecke.lead)) == 2


def test_who_searched_too_often_asks_nothing(jana_leads, bruecke, signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "person_search": "1/5m/user"}
    client, row = signed_in("jana"), note(bruecke.thomas)
    client.post("/suche/", {"q": "Mariam"})
    assert "In 5 Minuten geht es weiter." in decided(client, row)
    assert row.is_open


def test_to_leave_a_text_out_is_not_braked(bruecke, signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "person_search": "1/5m/user"}
    client, rows = signed_in("lead"), [note(bruecke.jana) for _ in range(2)]
    for row in rows:
        decided(client, row, state="left_out")
    assert [row.state for row in rows] == ["left_out", "left_out"]


# the answer is about the text as it was read


def test_a_text_written_on_after_the_question_is_asked_about_anew(bruecke, signed_in):
    row, client = note(bruecke.jana, text="Hodan ist ein Ort."), signed_in("lead")
    typed = {"state": "taken", "seen_version": "1"}
    address = client.post(f"{LIST}{row.pk}/stand/", typed).url
    assert 'name="is_no_name"' in client.get(address).content.decode()
    report_notes.change(row, version=1, month=row.month, task_area=3, text=HIDDEN)
    page = client.get(address).content.decode()
    assert (HIDDEN in page, ASKED in page, 'name="is_no_name"' in page) == (True, False, False)
    assert 'name="is_no_name"' in decided(client, row)
    assert row.is_open


def test_the_answer_about_an_older_text_takes_no_newer_one(bruecke, signed_in):
    row, client = note(bruecke.jana, text="Hodan ist ein Ort."), signed_in("lead")
    report_notes.change(row, version=1, month=row.month, task_area=3, text=HIDDEN)
    decided(client, row, seen_version="1", is_no_name="on")
    assert row.is_open


@pytest.mark.parametrize("asked", ["", "x", "-1", "{pk}", "{pk}-", "{pk}-2", "{pk}-1-1"])
def test_an_address_that_names_no_text_as_it_is_answers_nothing(bruecke, signed_in, asked):
    row = note(bruecke.jana)
    page = signed_in("lead").get(LIST, {"name": asked.format(pk=row.pk)}).content.decode()
    assert (PLAIN in page, 'name="is_no_name"' in page) == (True, False)
