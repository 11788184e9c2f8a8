"""Letters that say the same are counted once: what they say must be all that the law asks of them."""

from datetime import date

import pytest

from wegbuch.procedures import law
from wegbuch.procedures.models import Letter
from wegbuch.procedures.services import deadlines, recheck_sieve
from wegbuch.procedures.services.equal_letters import EqualLetters, said_by

from .making import LODGED, letter, post_item

SAID = {"item", "events", *recheck_sieve.OF_LETTER, "instructed_day"}
SAID_BY_ITEM = {"channel", *recheck_sieve.ITEM_DAYS}
LETTERS = (
    {},
    {"instruction": "missing"},
    {"instruction": "unknown", "court": ""},
    {"instructed_period": "1 week"},
    {"instructed_day": date(2026, 12, 1)},
    {"events": {}},
    {"events": {"lodged_on": LODGED, "oral_hearing_held": True}},
    {"kind": "bamf_rejected"},
    {"kind": "bamf_transfer_decision", "instructed_period": "1 week"},
    {"kind": "court_judgment_social", "events": {}, "court": ""},
)
DAYS = (
    {},
    {"served_on": date(2026, 11, 24)},
    {"channel": "post", "served_on": None, "posted_on": date(2026, 11, 20)},
    {"channel": "handed", "handed_on": date(2026, 11, 25)},
    {"channel": "portal", "served_on": None, "posted_on": date(2026, 11, 23)},
)


@pytest.fixture
def letters(bruecke):
    """One of each, and each once more."""
    said = [(of_letter, days) for of_letter in LETTERS for days in DAYS]
    for number, (of_letter, days) in enumerate(said * 2):
        letter(bruecke, item=post_item(bruecke, number=f"2026-{number:04d}", **days), **of_letter)
    return list(Letter.objects.select_related("item").order_by("item__number"))


def counted_alone(row):
    answers = law.answers_of(row)
    return {
        answer.rule: deadlines.days_of(row, answer, answers)
        for answer in reversed(answers)
        if deadlines.has_day(answer)
    }


def test_counted_with_others_each_comes_to_what_it_comes_to_alone(letters):
    known = EqualLetters()
    for row in letters:
        counted = known.of(row)
        assert counted.answers == law.answers_of(row)
        assert {rule: counted.fresh(rule) for rule in counted_alone(row)} == counted_alone(row)
        assert counted.fresh("no such rule") is None


def test_letters_that_say_the_same_are_counted_once(letters, monkeypatch):
    asked, answers_of, known = [], law.answers_of, EqualLetters()
    monkeypatch.setattr(law, "answers_of", lambda row: asked.append(row) or answers_of(row))
    for row in letters:
        known.of(row)
    assert len(asked) == len({said_by(row) for row in letters}) == len(letters) // 2


def test_true_and_one_are_not_the_same(letters):
    first, second = letters[0], letters[len(letters) // 2]
    first.events, second.events = {"oral_hearing_held": True}, {"oral_hearing_held": 1}
    assert said_by(first) != said_by(second)


class Watched:
    """A row that notes which of its columns are read."""

    def __init__(self, row, read):
        self._row, self._read = row, read
        self.columns = {field.name for field in row._meta.concrete_fields} | {
            field.attname for field in row._meta.concrete_fields
        }

    def __getattr__(self, name):
        if name in self.columns:
            self._read.add(name)
        found = getattr(type(self._row), name, None)
        if callable(found):
            return lambda *given: found(self, *given)
        return getattr(self._row, name)


def test_the_law_asks_nothing_of_a_letter_but_what_tells_letters_apart(letters):
    of_letter, of_item = set(), set()
    for row in letters:
        watched = Watched(row, of_letter)
        watched.item = Watched(row.item, of_item)
        answers = law.answers_of(watched)
        for answer in filter(deadlines.has_day, answers):
            deadlines.days_of(watched, answer, answers)
    assert of_letter <= SAID
    assert of_item <= SAID_BY_ITEM
    assert {"kind", "court", "events", "instruction", "instructed_day", "instructed_period"} <= of_letter
