"""Which records are compared, and what speaks for one person: without database, with invented people."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from wegbuch.cases import spelling
from wegbuch.cases.twins import Entry, LeftOut, Strength, pairs
from wegbuch.demo import names, source

BORN = date(1992, 3, 14)


def entry(number, given, surname, *, more=(), **known):
    written = (f"{given} {surname}".strip(), *more)
    keys = frozenset(token for kind, token in spelling.tokens(names=written) if kind == "skeleton")
    return Entry(id=UUID(int=number), given_name=given, surname=surname, names=written, keys=keys, **known)


def found(*entries, left_out=None):
    return list(pairs([entries], left_out or LeftOut()))


def one(*entries):
    [pair] = found(*entries)
    return pair


AFGHAN = {"nationalities": frozenset({"AFG"})}
MARIAM = entry(1, "Mariam", "Habibi", birth_date=BORN, sex="f", **AFGHAN)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (entry(2, "Maryam", "Habiby", birth_date=BORN, **AFGHAN), "same_sound"),
        (entry(2, "Miryam", "Habibi", birth_date=BORN, **AFGHAN), "alike_name"),
        (entry(2, "مریم", "حبیبی", birth_date=BORN, **AFGHAN), "same_birth"),
        (entry(2, "Habibi", "Mariam", birth_date=BORN, **AFGHAN), "swapped_name"),
        (entry(2, "Mariam", "Habibi", birth_year=1992, **AFGHAN), "same_year"),
        (entry(2, "Mariam", "Habibi", birth_date=date(1992, 1, 1), **AFGHAN), "same_year"),
        (entry(2, "Marjiam", "Habibi", birth_date=BORN, **AFGHAN), "same_birth"),
    ],
    ids=["sound", "nearly the sound", "script", "swapped names", "year only", "first of january", "one letter"],
)
def test_double_is_found_however_it_was_written(other, reason):
    assert reason in one(MARIAM, other).reasons


def test_day_and_month_may_be_swapped():
    a = replace(MARIAM, birth_date=date(1992, 3, 4))
    b = replace(MARIAM, id=UUID(int=2), birth_date=date(1992, 4, 3))
    assert one(a, b).reasons == ("swapped_birth", "same_name", "same_nationality")


def test_another_day_of_the_same_year_is_another_person():
    assert found(MARIAM, replace(MARIAM, id=UUID(int=2), birth_date=date(1992, 3, 15))) == []


def test_same_name_and_birth_with_the_same_nationality_is_very_likely():
    assert one(MARIAM, replace(MARIAM, id=UUID(int=2))).strength == Strength.STRONG


def test_first_of_january_with_the_same_name_is_not_enough():
    born = {"birth_date": date(1992, 1, 1)}
    assert found(replace(MARIAM, **born), replace(MARIAM, id=UUID(int=2), **born)) == []


def test_first_of_january_with_the_same_day_of_entry_is_possible():
    known = {"birth_date": date(1992, 1, 1), "entered_on": date(2025, 3, 12)}
    pair = one(replace(MARIAM, **known), replace(MARIAM, id=UUID(int=2), **known))
    assert (pair.strength, "both_open" in pair.reasons) == (Strength.POSSIBLE, True)


def test_common_name_with_the_year_alone_is_not_enough():
    crowd = [
        entry(number, "Mohammad", "Ali", birth_date=date(1990, 1, 1) + timedelta(days=number)) for number in range(1, 9)
    ]
    unknown = entry(99, "Mohammad", "Ali", birth_year=1990)
    nationality = {"nationalities": frozenset({"SYR"})}
    assert found(*(replace(each, **nationality) for each in [*crowd, unknown])) == []


def test_birth_that_nobody_knows_needs_the_day_of_entry():
    known = {"birth_date": None, "entered_on": date(2025, 3, 12)}
    assert one(replace(MARIAM, **known), replace(MARIAM, id=UUID(int=2), entered_on=date(2025, 3, 12)))
    assert found(replace(MARIAM, birth_date=None), replace(MARIAM, id=UUID(int=2))) == []


def test_same_azr_number_finds_somebody_with_another_name():
    a, b = replace(MARIAM, azr=frozenset({"7"})), entry(2, "Mariam", "Rahimi", birth_date=BORN, azr=frozenset({"7"}))
    assert one(a, b).reasons[0] == "same_azr"


def test_other_azr_number_speaks_against():
    a, b = replace(MARIAM, azr=frozenset({"7"})), replace(MARIAM, id=UUID(int=2), azr=frozenset({"8"}))
    assert found(a, b) == []


def test_other_sex_is_said_where_much_else_is_alike():
    number = {"azr": frozenset({"7"})}
    assert "other_sex" in one(replace(MARIAM, **number), replace(MARIAM, id=UUID(int=2), sex="m", **number)).reasons


def test_family_that_shares_a_number_is_no_double():
    number = {"numbers": frozenset({"bamf 1"}), "entered_on": date(2025, 3, 12)}
    child = entry(2, "Zahra", "Habibi", birth_date=date(2017, 5, 2), **number, **AFGHAN)
    assert found(replace(MARIAM, **number), child) == []


def test_twins_with_names_of_their_own_are_no_double():
    born = {"birth_date": BORN, "entered_on": date(2025, 3, 12), "numbers": frozenset({"bamf 1"}), **AFGHAN}
    assert found(entry(1, "Hassan", "Rahimi", **born), entry(2, "Hussein", "Rahimi", **born)) == []


def test_ids_stand_in_order():
    pair = one(replace(MARIAM, id=UUID(int=9)), replace(MARIAM, id=UUID(int=2)))
    assert (pair.first.int, pair.second.int) == (2, 9)


def test_number_that_too_many_share_is_left_out_and_told():
    left_out = LeftOut()
    crowd = [
        entry(n, f"Nur{chr(97 + n % 26)}", f"Kaya{chr(97 + n // 26)}", numbers=frozenset({"other 0"}))
        for n in range(1, 150)
    ]
    found(*crowd, left_out=left_out)
    assert (left_out.groups, left_out.records) == (1, 149)


def test_same_whole_name_is_compared_even_among_too_many():
    day = date(1990, 6, 1)
    crowd = [entry(n, "Ali", f"Kaya{chr(97 + n % 26)}{chr(97 + n // 26)}r", birth_date=day) for n in range(1, 150)]
    same = [replace(entry(n, "Ali", "Habibi", birth_date=day), keys=entry(1, "Ali", "").keys) for n in (900, 901)]
    met = found(*crowd, *same)
    assert (UUID(int=900), UUID(int=901)) in {(pair.first, pair.second) for pair in met}


# a crowd with planted doubles


def person(number, dice):
    book = names.of(dice.choice(["ara", "prs", "ukr", "som", "tur", "rus"]))
    sex = dice.choice("fm")
    return entry(
        number,
        book.given(sex, dice).papers,
        dice.choice(book.surnames).of(sex).papers,
        birth_date=date(dice.randint(1950, 2024), dice.randint(1, 12), dice.randint(2, 28)),
        sex=sex,
        entered_on=date(2015, 1, 1) + timedelta(days=dice.randint(0, 4000)),
        azr=frozenset({str(number)}) if dice.chance(70) else frozenset(),
        nationalities=frozenset({dice.choice(["SYR", "AFG", "UKR"])}),
    )


def written_again(somebody, number, kind):
    """The same person as another office wrote her, without a number."""
    fields = {name: getattr(somebody, name) for name in ("birth_date", "sex", "entered_on", "nationalities")}
    given, surname = somebody.given_name, somebody.surname
    if kind == "swapped":
        given, surname = surname, given
    if kind == "year":
        fields |= {"birth_date": None, "birth_year": somebody.year}
    if kind == "doubled":
        given = given[:2] + given[1] + given[2:]
    return entry(number, given, surname, **fields)


def test_planted_doubles_are_found_among_thousands():
    dice = source.Dice(5, "twins")
    crowd = [person(number, dice) for number in range(1, 4001)]
    kinds = ["swapped", "year", "doubled", "plain"]
    again = [written_again(crowd[n * 50], 10_000 + n, kinds[n % 4]) for n in range(80)]
    wanted = {(crowd[n * 50].id, again[n].id) for n in range(80)}
    met = {(pair.first, pair.second) for pair in found(*crowd, *again)}
    assert len(wanted - met) <= 2
    assert len(met - wanted) <= 20
