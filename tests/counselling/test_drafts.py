"""Texts of the quick entry that are not saved: one for each person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from wegbuch.access.models import Draft
from wegbuch.core import clock
from wegbuch.counselling.models import Contact

PAGE = "/eintrag/"
MARIAMS, ZAHRAS = (
    "Ihr Text zu <bdi>Mariam Habibi</bdi> ist noch da.",
    "Ihr Text zu <bdi>Zahra Habibi</bdi> ist noch da.",
)


@pytest.fixture
def jana(bruecke, signed_in, quick):
    """Jana's browser; `jana.types` is what the page keeps every few seconds."""
    client = signed_in("jana")
    client.types = lambda **fields: client.post(reverse("access:keep_draft"), quick(path=PAGE, **fields))
    client.reads = lambda **query: client.get(PAGE, query).content.decode()
    return client


def test_a_text_for_one_person_does_not_replace_that_for_another(bruecke, jana):
    jana.types(case=bruecke.mariams_case.pk, note="Mariams Notiz")
    jana.types(case=bruecke.zahras_case.pk, note="Zahras Notiz")
    for case, note in ((bruecke.mariams_case, "Mariams Notiz"), (bruecke.zahras_case, "Zahras Notiz")):
        form = jana.get(f"{PAGE}?fall={case.pk}&entwurf=1").context["form"]
        assert (form.visitor.case.pk, form["note"].value()) == (case.pk, note)


def test_the_note_about_a_text_names_the_person_and_leads_to_it(bruecke, jana):
    jana.types(case=bruecke.mariams_case.pk, note="Mariams Notiz")
    page = jana.reads()
    assert MARIAMS in page
    assert f"{PAGE}?fall={bruecke.mariams_case.pk}&amp;entwurf=1" in page


def test_on_a_persons_form_no_other_persons_text_is_offered(bruecke, jana):
    jana.types(case=bruecke.mariams_case.pk, note="Mariams Notiz")
    assert "ist noch da" not in jana.reads(fall=bruecke.zahras_case.pk)
    assert MARIAMS in jana.reads(fall=bruecke.mariams_case.pk)


def test_a_text_about_a_file_that_is_closed_to_the_user_now_names_nobody(bruecke, jana):
    jana.types(case=bruecke.katjas_case.pk, note="Hodans Notiz")
    assert "Warsame" not in jana.reads()
    assert jana.get(f"{PAGE}?fall={bruecke.katjas_case.pk}&entwurf=1").context["form"]["note"].value() == "Hodans Notiz"


@pytest.mark.parametrize("typed", [{"who": "Mari"}, {"task_area": ""}, {"who": "Mari", "minutes": "20"}])
def test_a_name_to_search_for_and_chips_are_no_text(bruecke, jana, typed):
    jana.types(**typed)
    assert "ist noch da" not in jana.reads()


def test_saving_discards_this_persons_text_alone(bruecke, jana, quick):
    jana.types(case=bruecke.mariams_case.pk, note="Mariams Notiz")
    jana.types(case=bruecke.zahras_case.pk, note="Zahras Notiz")
    jana.post(PAGE, quick(case=bruecke.mariams_case.pk, note="Mariams Notiz"))
    page = jana.reads()
    assert (MARIAMS in page, ZAHRAS in page) == (False, True)


def test_what_was_typed_before_the_person_was_chosen_is_one_text_with_it(bruecke, jana, quick):
    sheet = uuid4()
    jana.types(entry_key=sheet, who="Mariam", note="Mariams Notiz")
    jana.types(entry_key=sheet, who="Mariam", case=bruecke.mariams_case.pk, note="Mariams Notiz")
    assert Draft.objects.count() == 1
    jana.post(PAGE, quick(entry_key=sheet, who="Mariam", note="Mariams Notiz", is_anonymous="on"))
    assert not Draft.objects.exists()


def test_a_text_is_thrown_away_alone(bruecke, jana):
    jana.types(case=bruecke.mariams_case.pk, note="Mariams Notiz")
    jana.types(note="ohne Person")
    draft = jana.get(PAGE, {"fall": bruecke.mariams_case.pk}).context["kept_texts"][0]["draft"]
    jana.post(reverse("access:discard_draft"), {"path": draft.form, "next": PAGE})
    assert [kept.form for kept in Draft.objects.all()] == [PAGE]


def test_a_locked_session_leads_back_to_the_persons_text(bruecke, jana, quick):
    jana.get(PAGE)
    with clock.travelled(timedelta(minutes=16)):
        locked = jana.post(PAGE, quick(case=bruecke.mariams_case.pk, note="Mariams Notiz"))
        back = jana.post(locked["Location"], {"password": bruecke.password})
        assert back["Location"] == f"{PAGE}?fall={bruecke.mariams_case.pk}"
        assert MARIAMS in jana.get(back["Location"]).content.decode()
    assert Contact.objects.count() == 1
