"""What opens, closes and begins within 90 days; today is 26.11.2026."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from lawbook.entitlements.perspective import periods_of
from tests.lawbook.entitlements.change_calendar import ANALOG
from tests.lawbook.entitlements.people import some_people
from wegbuch.access.services import name_deputy
from wegbuch.cases.services.cases import close_case
from wegbuch.core import tenant
from wegbuch.entitlements import impact, law, opening_page

from .making_affected import REFUGEE, SUBSIDIARY, husband, take_in

PAGE = "/rechte/90-tage/"
ANALOG_OPENS = {**ANALOG, "entry_date": date(2023, 12, 10)}
TOLERATED_HELD = {"status": "gestattung", "obliged_44a": False}


def rows_of(answer):
    return [(row.day, row.kind, row.rule.id) for week in answer.context["weeks"] for row in week.rows]


def test_a_waiting_time_opens_on_the_careful_day_after_its_end(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    assert (date(2026, 12, 11), "opens", "asylblg_analog_36_months") in rows_of(signed_in("jana").get(PAGE))


def test_a_last_day_is_a_closing_door(signed_in, bruecke):
    case = take_in(bruecke, "Almaz", status=REFUGEE, protection_final_on=date(2026, 9, 30))
    husband(case, bruecke.jana, reunification_applied_on=None)
    found = rows_of(signed_in("jana").get(PAGE))
    assert (date(2026, 12, 30), "closes", "reunification_refugee_privileged") in found


def test_a_restriction_that_ends_falls_away_on_the_day_after(signed_in, bruecke):
    take_in(bruecke, "Rahel", **TOLERATED_HELD)
    assert (date(2027, 1, 1), "ends", "integration_course_admission_stop") in rows_of(signed_in("jana").get(PAGE))


@pytest.mark.parametrize(
    ("opens", "is_listed"), [(date(2023, 11, 27), True), (date(2024, 2, 23), True), (date(2024, 2, 24), False)]
)
def test_only_the_next_90_days_are_listed(signed_in, bruecke, opens, is_listed):
    take_in(bruecke, "Rahel", **{**ANALOG, "entry_date": opens})
    rules = [rule for _day, _kind, rule in rows_of(signed_in("jana").get(PAGE))]
    assert ("asylblg_analog_36_months" in rules) == is_listed


@pytest.mark.parametrize(
    ("way", "kinds"),
    [("schliesst", {"closes"}), ("oeffnet", {"opens", "ends"}), ("sonst", {"closes", "opens", "ends"})],
)
def test_the_list_can_be_narrowed_to_what_closes_or_opens(signed_in, bruecke, way, kinds):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    take_in(bruecke, "Hanna", **TOLERATED_HELD)
    case = take_in(bruecke, "Almaz", status=REFUGEE, protection_final_on=date(2026, 9, 30))
    husband(case, bruecke.jana, reunification_applied_on=None)
    assert {kind for _day, kind, _rule in rows_of(signed_in("jana").get(PAGE, {"art": way}))} == kinds


def test_the_list_goes_week_by_week(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    weeks = signed_in("jana").get(PAGE).context["weeks"]
    assert all(week.monday <= row.day <= week.sunday for week in weeks for row in week.rows)
    assert [week.monday for week in weeks] == sorted({week.monday for week in weeks})


def test_the_whole_caseload_finds_what_each_person_alone_is_told(bruecke):
    files = _files(bruecke, some_people(25, known=0.7, seed=5))
    found = {(row.subject.key, row.rule.id) for row in opening_page.turnings(files, bruecke.today)}
    book, last = impact.shown_rules(law.book(), False), bruecke.today + timedelta(days=91)
    wanted = set()
    for subject in files.here:
        for rule in book:
            results = [each.result for each in periods_of(book, rule, subject.facts, bruecke.today, last)]
            if any(opening_page.kind_of(old, new) for old, new in pairwise(results)):
                wanted.add((subject.key, rule.id))
    assert found == wanted


def _files(world, people):
    """Files of people about whom the test knows everything itself."""
    from lawbook.entitlements.columns import Caseload
    from wegbuch.cases.fact_sources import Known
    from wegbuch.entitlements.knowledge import Subject

    here = tuple(
        Subject(case.person, None, {name: Known(value, "") for name, value in facts.items()})
        for case, facts in ((take_in(world, f"P{number}"), facts) for number, facts in enumerate(people))
    )
    cases = {subject.person.pk: subject.person.cases.get() for subject in here}
    return impact.Files(cases, here, (), (Caseload([each.facts for each in here]), Caseload([])))


def test_a_rule_of_level_3_never_turns_a_door_here(bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    book = impact.shown_rules(law.book(), False)
    assert [rule.id for rule in book if rule.level == 3 or law.path_of(rule.topic) == "return"] == []


def test_a_stranger_sees_nothing_of_the_files_of_others(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    assert "Rahel" not in signed_in("katja").get(PAGE).content.decode()


def test_who_stands_in_sees_the_doors_too(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    name_deputy(
        absent=bruecke.jana, deputy=bruecke.thomas, starts_on=bruecke.today, ends_on=bruecke.today, reason="Urlaub"
    )
    assert "Rahel" in signed_in("thomas").get(PAGE).content.decode()


def test_a_closed_file_is_not_listed(signed_in, bruecke):
    case = take_in(bruecke, "Rahel", **ANALOG_OPENS)
    close_case(case, closed_on=date(2026, 11, 1), reason="moved", version=case.version)
    assert "Rahel" not in signed_in("jana").get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["lead", "settlement", "dpo"])
def test_who_does_no_casework_finds_no_page(signed_in, name):
    assert signed_in(name).get(PAGE).status_code == 404


def test_thirty_people_take_no_more_queries_than_three(world, django_assert_max_num_queries, django_assert_num_queries):
    def look():
        return len(impact.files_of(world.jana, world.today).cases)

    with tenant.acting_for(world.bruecke.pk):
        for number in range(3):
            husband(take_in(world, f"A{number}", status=SUBSIDIARY), world.jana)
        with django_assert_max_num_queries(40) as few:
            assert look() == 5
        for number in range(27):
            husband(take_in(world, f"B{number}", status=SUBSIDIARY), world.jana)
        with django_assert_num_queries(len(few)):
            assert look() == 32
