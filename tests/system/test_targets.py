"""How many clicks and keys the daily entry takes; the bounds are those of the interface concept, section 7."""

import pytest

from wegbuch.core import tenant
from wegbuch.counselling.models import Contact

KNOWN, ANONYMOUS = 4, 3


class Hand:
    """Jana's hand: every click and every key beyond a name is counted."""

    def __init__(self, page) -> None:
        self.page, self.steps, self.complaints = page, 0, []
        page.on("console", lambda message: self.complaints.append(message.text))

    def clicks(self, place) -> None:
        self.steps += 1
        place.click()

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.steps += 1
            self.page.keyboard.press(key)

    def names(self, text: str) -> None:
        """Type a name into the field the cursor stands in."""
        assert self.page.evaluate("document.activeElement.name") == "who"
        self.page.keyboard.type(text)

    def chip(self, text: str):
        return self.page.locator("main label", has_text=text).first

    def saves(self, button: str) -> None:
        with self.page.expect_navigation():
            self.clicks(self.page.get_by_role("button", name=button, exact=True))

    def is_at_the_task(self) -> None:
        """Wait until the chosen person's parts are there; the cursor stands on the task."""
        self.page.locator("[name=usual_of]").wait_for(state="attached")
        assert self.page.evaluate("document.activeElement.name") == "task_area"


@pytest.fixture
def hand(visit):
    return Hand(visit("jana"))


@pytest.fixture
def open_form(visit):
    return Hand(visit("jana", "/eintrag/"))


def entered(town) -> list[tuple[int, str, list]]:
    """Task, language and files of every entry of today, oldest first."""
    with tenant.acting_for(town.bruecke.pk):
        rows = Contact.objects.filter(held_on=town.today).order_by("entered_at")
        return [(row.task_area, row.language, [part.case_id for part in row.participations.all()]) for row in rows]


def test_a_known_person_takes_her_name_and_four_clicks(hand, town):
    hand.clicks(hand.page.get_by_role("link", name="Kurzkontakt").first)
    hand.page.wait_for_load_state()
    hand.names("Maryam")
    hand.clicks(hand.page.locator("#hits label"))
    hand.page.locator("[name=usual_of]").wait_for(state="attached")
    hand.clicks(hand.chip("Ankommen"))
    hand.saves("Eintragen")
    assert entered(town) == [(3, "prs", [town.mariams_case.pk])]
    assert hand.steps <= KNOWN


def test_a_known_person_takes_her_name_and_four_keys(open_form, town):
    open_form.names("Maryam")
    open_form.presses("Enter")
    open_form.is_at_the_task()
    open_form.presses("ArrowDown", "ArrowDown")
    with open_form.page.expect_navigation():
        open_form.presses("Enter")
    assert entered(town) == [(3, "prs", [town.mariams_case.pk])]
    assert open_form.steps <= KNOWN


def test_an_anonymous_contact_takes_three_clicks(open_form, town):
    open_form.clicks(open_form.page.get_by_label("anonym", exact=True))
    open_form.clicks(open_form.chip("Alltag"))
    open_form.saves("Eintragen")
    assert entered(town) == [(7, "deu", [])]
    assert open_form.steps <= ANONYMOUS


def test_the_next_person_takes_no_more_than_the_first(open_form, town):
    for name in ("Maryam", "Zahra"):
        open_form.steps = 0
        open_form.names(name)
        open_form.presses("Enter")
        open_form.is_at_the_task()
        if name == "Maryam":
            open_form.clicks(open_form.chip("Wohnen"))
        open_form.saves("Eintragen, nächste Person")
        assert open_form.steps <= KNOWN
    cases = [town.mariams_case.pk], [town.zahras_case.pk]
    assert entered(town) == [(4, "prs", cases[0]), (4, "deu", cases[1])]


def test_the_browser_has_nothing_to_complain_about(open_form):
    for name in ("Maryam", "Habibi", "Zahra"):
        open_form.page.get_by_label("Wer war da?").fill(name)
        open_form.presses("Enter")
        open_form.page.locator("#hits input:checked").wait_for()
    open_form.clicks(open_form.chip("Wohnen"))
    open_form.saves("Eintragen, nächste Person")
    open_form.names("Habibi")
    open_form.page.locator("#hits input").first.wait_for()
    assert open_form.complaints == []
