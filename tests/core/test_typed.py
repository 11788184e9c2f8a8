"""Days and numbers are read as people type them."""

from datetime import date
from pathlib import Path

import pytest
from django import forms

import wegbuch
from wegbuch.core.dates import NoSuchDay, read_day
from wegbuch.core.fields import WholeNumberField

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5.3.", date(2026, 3, 5)),
        ("5.3", date(2026, 3, 5)),
        ("05.03.2026", date(2026, 3, 5)),
        ("5. 3. 2026", date(2026, 3, 5)),
        ("5/3/2026", date(2026, 3, 5)),
        ("05032026", date(2026, 3, 5)),
        ("5.3.90", date(1990, 3, 5)),
        ("5.3.30", date(2030, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("Do 05.03.2026", date(2026, 3, 5)),
        ("Donnerstag, 5.3.", date(2026, 3, 5)),
        ("heute", date(2026, 11, 26)),
        ("Gestern", date(2026, 11, 25)),
        ("morgen", date(2026, 11, 27)),
        ("in 1 Woche", date(2026, 12, 3)),
        ("in einer Woche", date(2026, 12, 3)),
        ("in 2 Wochen", date(2026, 12, 10)),
        ("in 3 Tagen", date(2026, 11, 29)),
    ],
)
def test_day_is_read_as_people_type_it(typed, day):
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2026", "Der 31. Februar existiert nicht. Beispiel: 28.02.2026"),
        ("29.2.2025", "Der 29. Februar 2025 existiert nicht. Beispiel: 28.02.2025"),
        ("5.13.2026", "Einen Monat 13 gibt es nicht. Beispiel: 26.11.2026"),
        ("0.5.2026", "Der 0. Mai existiert nicht. Beispiel: 31.05.2026"),
        ("5.3.0202", "Bitte prüfen Sie das Jahr 202. Beispiel: 26.11.2026"),
        ("Mi 05.03.2026", "Der 05.03.2026 ist ein anderer Wochentag. Richtig ist: Do 05.03.2026"),
        ("bald", "Das lässt sich nicht als Tag lesen. Beispiel: 26.11.2026"),
        ("\x00", "Das lässt sich nicht als Tag lesen. Beispiel: 26.11.2026"),
    ],
)
def test_impossible_day_is_answered_with_a_sentence_and_an_example(typed, sentence):
    with pytest.raises(NoSuchDay) as refused:
        read_day(typed, TODAY)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("1000", 1000),
        ("1.000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1\u202f000", 1000),
        (" 1.234.567 ", 1234567),
        ("-1.000", -1000),
        ("", None),
    ],
)
def test_a_whole_number_is_read_with_its_thousands(typed, number):
    assert WholeNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["1.5", "1,5", "1.00", "1.", "1.0", "0.500", "1.0000", "1.000,5", "1.000 000", "viele"]
)
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="Bitte eine ganze Zahl"):
        WholeNumberField().clean(typed)


def test_every_number_that_is_typed_is_read_in_one_way():
    """Django's own field reads 1.000 as 1."""
    source = Path(wegbuch.__file__).parent
    own = [path.name for path in source.rglob("*.py") if "forms.IntegerField" in path.read_text("utf-8")]
    assert own == ["fields.py"]
