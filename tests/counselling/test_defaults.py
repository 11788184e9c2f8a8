"""What stands in the form between two people before anything is typed."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.cases.models import LanguageSkill
from wegbuch.counselling.services import record_contact

PAGE = "/eintrag/"


def first(page) -> tuple:
    form = page.context["form"]
    return tuple(form[name].value() for name in ("minutes", "form", "language"))


def had(world, **fields) -> None:
    """Jana saw Mariam once more."""
    plain = {"task_area": 4, "form": "phone", "minutes": 15, "language": "eng", "channel": "none"}
    record_contact(
        author=world.jana,
        team=world.muehlenau,
        cases=[world.mariams_case],
        held_on=date(2026, 11, 25),
        **plain | fields,
    )


def test_without_a_person_nothing_is_as_with_the_last_one(bruecke, signed_in):
    assert first(signed_in("jana").get(PAGE)) == ("10", "conversation", "deu:none")


def test_with_a_person_it_is_as_her_last_contact(bruecke, signed_in):
    had(bruecke)
    assert first(signed_in("jana").get(PAGE, {"fall": bruecke.mariams_case.pk})) == ("15", "phone", "eng:none")


def test_a_rare_length_is_not_taken_over(bruecke, signed_in):
    had(bruecke, minutes=55)
    assert first(signed_in("jana").get(PAGE, {"fall": bruecke.mariams_case.pk}))[0] == "10"


def test_german_is_offered_without_interpreter_only(bruecke, signed_in):
    LanguageSkill(person=bruecke.mariam, language="deu").save()
    form = signed_in("jana").get(PAGE, {"fall": bruecke.mariams_case.pk}).context["form"]
    offered = [value for value, _label in form.fields["language"].choices]
    assert offered == ["prs:video", "deu:none", "other"]


def swap(client, **sent) -> tuple:
    return first(client.post(reverse("counselling:quick_person"), sent))


@pytest.fixture
def plain() -> dict[str, str]:
    return {"minutes": "10", "form": "conversation", "language": "deu:none"}


def test_the_chosen_person_brings_her_usual_values(bruecke, signed_in, plain):
    assert swap(signed_in("jana"), case=bruecke.mariams_case.pk, **plain) == ("20", "conversation", "prs:video")


def test_what_was_changed_before_the_person_was_chosen_stays(bruecke, signed_in, plain):
    sent = plain | {"minutes": "30"}
    assert swap(signed_in("jana"), case=bruecke.mariams_case.pk, **sent) == ("30", "conversation", "prs:video")


def test_another_person_does_not_keep_the_first_ones_language(bruecke, signed_in):
    usual = {"minutes": "20", "form": "conversation", "language": "prs:video", "usual_of": bruecke.mariams_case.pk}
    jana = signed_in("jana")
    assert swap(jana, case=bruecke.zahras_case.pk, **usual) == ("10", "conversation", "deu:none")
    anonymous = swap(jana, case=bruecke.mariams_case.pk, is_anonymous="on", **usual)
    assert anonymous == ("10", "conversation", "deu:none")


def test_the_cursor_stands_where_the_next_answer_is_asked(bruecke, signed_in):
    jana = signed_in("jana")
    for address, field in ((PAGE, "who"), (f"{PAGE}?fall={bruecke.mariams_case.pk}", "task_area")):
        page = jana.get(address)
        assert page.content.decode().count(" autofocus") == 1
        assert "autofocus" in page.context["form"].fields[field].widget.attrs


def test_the_browser_is_told_not_to_fill_the_form_again(bruecke, signed_in):
    assert 'method="post" autocomplete="off"' in signed_in("jana").get(PAGE).content.decode()
