"""What is drawn by chance fits together."""

from collections import defaultdict
from datetime import date

import lawbook
from wegbuch.cases.models import (
    BenefitPeriod,
    Case,
    CaseAccess,
    FileNumber,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Person,
    ResidencePeriod,
    Spelling,
)
from wegbuch.counselling.models import Contact, FollowUp, GroupOffer, NetworkEntry, Participation, ReportNote
from wegbuch.demo.draw import draw
from wegbuch.demo.register import ORDER
from wegbuch.procedures.models import Letter, PostItem, PreparationPoint, Proceeding

SPOKEN_IN = {
    "AFG": {"prs", "pus"}, "SYR": {"ara", "kmr"}, "RUS": {"rus"}, "TUR": {"tur", "kmr"}, "IRQ": {"ara", "kmr"},
    "IRN": {"pes"}, "CMR": {"fra"}, "UKR": {"ukr"}, "GEO": {"kat", "rus"}, "KEN": {"eng"}, "PAK": {"urd", "pus"},
    "VNM": {"vie", "eng"}, "SOM": {"som"}, "ERI": {"tir"}, "TCD": {"fra", "ara"}, "NGA": {"eng"}, "XXX": {"rus"},
    "XXA": {"prs"},
}  # fmt: skip
ARABIC, CYRILLIC, GEORGIAN, ETHIOPIC = (
    ("\u0600", "\u06ff"),
    ("\u0400", "\u04ff"),
    ("\u10a0", "\u10ff"),
    ("\u1200", "\u137f"),
)
SCRIPTS = {
    "ara": ARABIC, "prs": ARABIC, "pes": ARABIC, "pus": ARABIC, "urd": ARABIC,
    "rus": CYRILLIC, "ukr": CYRILLIC, "che": CYRILLIC, "kat": GEORGIAN, "tir": ETHIOPIC,
}  # fmt: skip
HOLIDAYS = {
    "2025-12-25",
    "2025-12-26",
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-25",
}
CODES = {
    (ResidencePeriod, "status"): "residence_statuses", (ResidencePeriod, "document"): "residence_documents",
    (BenefitPeriod, "scheme"): "benefit_schemes", (HousingPeriod, "form"): "housing_forms",
    (LanguageSkill, "language"): "languages", (LanguageSkill, "level"): "language_levels",
    (Nationality, "country"): "countries", (Case, "form"): "case_forms", (Case, "closing_reason"): "closing_reasons",
    (Person, "sex"): "sexes", (Person, "literacy"): "literacy", (Person, "native_language"): "languages",
    (HouseholdMember, "relation"): "relations", (Contact, "form"): "contact_forms",
    (GroupOffer, "kind"): "group_offer_kinds", (GroupOffer, "language"): "languages",
    (GroupOffer, "channel"): "interpreter_channels", (NetworkEntry, "kind"): "network_kinds",
    (NetworkEntry, "result"): "network_results",
    (Contact, "language"): "languages", (Contact, "channel"): "interpreter_channels",
    (PostItem, "sender"): "post_senders", (PostItem, "channel"): "post_channels", (Letter, "court"): "courts",
    (Proceeding, "kind"): "procedure_kinds", (PreparationPoint, "point"): "interview_points",
}  # fmt: skip


def rows(district, model):
    return [row for register in district.registers.values() for row in register.rows[model]]


def values(district):
    """Every drawn row as plain values, in order."""
    return [
        tuple(row.__dict__[field.attname] for field in row._meta.concrete_fields)
        for register in district.registers.values()
        for model in ORDER
        for row in register.rows[model]
    ]


def test_same_seed_gives_the_same_district():
    assert values(draw(seed=7, scale=0.1)) == values(draw(seed=7, scale=0.1))


def test_another_seed_gives_another_district():
    assert values(draw(seed=7, scale=0.1)) != values(draw(seed=8, scale=0.1))


def test_every_code_stands_in_the_lawbook(district):
    book, unknown = lawbook.load(), set()
    for (model, name), list_name in CODES.items():
        known = book.list(list_name)
        found = {getattr(row, name) for row in rows(district, model)} - {""}
        unknown |= {(name, value) for value in found if value not in known}
    assert unknown == set()


def test_first_language_is_spoken_where_the_person_comes_from(district):
    first = {row.person_id: row.language for row in rows(district, LanguageSkill) if row.rank == 1}
    odd = {(row.country, first[row.person_id]) for row in rows(district, Nationality)}
    assert {pair for pair in odd if pair[1] not in SPOKEN_IN[pair[0]]} == set()


def test_native_name_is_written_in_the_script_of_its_language(district):
    wrong = []
    for person in rows(district, Person):
        bounds = SCRIPTS.get(person.native_language)
        letters = [letter for letter in person.native_name if letter.isalpha()]
        if bounds and not all(bounds[0] <= letter <= bounds[1] for letter in letters):
            wrong.append(person.native_name)
    assert wrong == []


def test_a_good_part_has_a_native_name(district):
    people = rows(district, Person)
    assert sum(bool(person.native_name) for person in people) > len(people) / 2


def test_age_fits_the_day_of_birth(district, demo_day):
    drawn = [one for register in district.registers.values() for home in register.homes for one in home.residents]
    assert [one.person.pk for one in drawn if one.person.age_on(demo_day) != one.member.age] == []


def test_some_people_have_a_year_of_birth_only(district):
    assert any(person.birth_year and not person.birth_date for person in rows(district, Person))


def test_parents_are_grown_up_when_their_children_are_born(district):
    for register in district.registers.values():
        for home in register.homes:
            children = [one.member.age for one in home.residents if one.member.role == "child"]
            assert not children or home.residents[0].member.age - max(children) >= 18


def test_household_lives_in_one_house(district):
    houses = {row.person_id: row.facility_id for row in rows(district, HousingPeriod)}
    hidden = {row.person_id for row in rows(district, HousingPeriod) if row.is_hidden}
    found = defaultdict(set)
    for row in rows(district, HouseholdMember):
        if row.person_id not in hidden:
            found[row.household_id].add(houses[row.person_id])
    assert {len(places) for places in found.values()} == {1}


def test_every_running_case_has_a_team(district):
    with_team = {row.case_id for row in rows(district, CaseAccess) if row.kind == "team"}
    assert [case.number for case in rows(district, Case) if case.closed_on is None and case.pk not in with_team] == []


def test_case_numbers_are_unique_in_an_organisation(district):
    for register in district.registers.values():
        numbers = [case.number for case in register.rows[Case]]
        assert len(numbers) == len(set(numbers))


def test_no_contact_on_a_weekend_or_holiday(district):
    days = {row.held_on for row in rows(district, Contact)}
    assert {day for day in days if day.weekday() > 4 or day.isoformat() in HOLIDAYS} == set()


def test_no_contact_before_or_after_its_case(district):
    wrong = [
        row.case.number
        for row in rows(district, Participation)
        if row.held_on < row.case.opened_on or (row.case.closed_on and row.held_on > row.case.closed_on)
    ]
    assert wrong == []


def test_nobody_writes_down_what_is_still_to_come(district, demo_day):
    assert max(row.held_on for row in rows(district, Contact)) == demo_day


def test_follow_ups_are_overdue_today_and_to_come(district, demo_day):
    days = [row.due_on for row in rows(district, FollowUp) if row.done_at is None]
    assert min(days) < demo_day < max(days)
    assert demo_day in days


def test_five_people_are_hidden_and_no_house_tells_where_they_live(district):
    hidden = {person.pk for person in rows(district, Person) if person.is_hidden}
    shown = [row for row in rows(district, HousingPeriod) if row.person_id in hidden and (row.facility_id or row.room)]
    assert (len(hidden), shown) == (5, [])


def test_some_papers_expire_within_eight_weeks(district, demo_day):
    left = [(row.valid_until - demo_day).days for row in rows(district, ResidencePeriod) if row.valid_until]
    assert sum(0 <= days <= 56 for days in left) > 50


def test_no_row_is_drawn_twice(district):
    for model, names in ((FileNumber, ("person_id", "kind", "number")), (Spelling, ("person_id", "text"))):
        keys = [tuple(getattr(row, name) for name in names) for row in rows(district, model)]
        assert len(keys) == len(set(keys))


def test_mariam_habibi_lives_with_her_children_in_room_b14(district):
    home = next(one for one in district.registers["bruecke"].homes if one.group.key == "habibi")
    rooms = {row.person_id: row.room for row in rows(district, HousingPeriod)}
    found = [(one.person.given_name, rooms[one.person.pk]) for one in home.residents]
    assert found == [("Mariam", "B14"), ("Zahra", "B14"), ("Omid", "B14")]


def test_a_full_post_holds_one_group_and_one_meeting_a_week(district):
    mine = [row for row in rows(district, GroupOffer) if row.author.name == "Jana Roth"]
    assert len(mine) == 46
    assert len(rows(district, GroupOffer)) == len(rows(district, NetworkEntry))


def test_groups_are_numbers_that_can_be(district):
    assert all(row.children <= row.women + row.men + row.diverse <= 500 for row in rows(district, GroupOffer))


def test_no_work_before_or_after_its_year(district, demo_day):
    days = [row.held_on for model in (GroupOffer, NetworkEntry) for row in rows(district, model)]
    assert date(2025, 12, 1) <= min(days)
    assert max(days) < demo_day


def test_texts_for_the_report_wait_are_taken_and_are_left_out(district):
    assert {row.state for row in rows(district, ReportNote)} == {"offered", "taken", "left_out"}
