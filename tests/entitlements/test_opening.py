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
from wegbuch.entitlements.opening_page import Turning

from .making_affected import REFUGEE, SUBSIDIARY, husband, take_in

PAGE = "/rechte/90-tage/"
ANALOG_OPENS = {**ANALOG, "entry_date": date(2023, 12, 10)}
TOLERATED_HELD = {"status": "gestattung", "obliged_44a": False}


def rows_of(answer):
    rows = [row for week in answer.context["weeks"] for row in week.rows]
    return [(row.first.day, row.first.kind, row.first.rule.id) for row in rows]


def test_a_waiting_time_opens_on_the_careful_day_after_its_end(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    assert (date(2026, 12, 11), "opens", "asylblg_analog_36_months") in rows_of(signed_in("jana").get(PAGE))


def test_a_window_stands_under_its_safe_day(signed_in, bruecke):
    case = take_in(bruecke, "Almaz", status=REFUGEE, protection_final_on=date(2026, 9, 30))
    husband(case, bruecke.jana, reunification_applied_on=None)
    answer = signed_in("jana").get(PAGE)
    assert (date(2026, 12, 28), "closes", "reunification_refugee_privileged") in rows_of(answer)
    assert "sicher bis Mo 28.12.2026 · letzter Tag Mi 30.12.2026" in answer.content.decode()


def test_a_window_closes_also_where_nobody_knows_whether_it_was_used(signed_in, bruecke):
    husband(take_in(bruecke, "Almaz", status=REFUGEE, protection_final_on=date(2026, 9, 30)), bruecke.jana)
    found = rows_of(signed_in("jana").get(PAGE))
    assert (date(2026, 12, 28), "closes", "reunification_refugee_privileged") in found


def test_a_window_whose_safe_day_has_passed_stands_under_today(signed_in, bruecke):
    case = take_in(bruecke, "Almaz", status=REFUGEE, protection_final_on=date(2026, 8, 27))
    husband(case, bruecke.jana, reunification_applied_on=None)
    answer = signed_in("jana").get(PAGE)
    assert (date(2026, 11, 26), "closes", "reunification_refugee_privileged") in rows_of(answer)
    assert "sicher: heute · letzter Tag Fr 27.11.2026" in answer.content.decode()


def test_a_window_is_listed_as_soon_as_its_safe_day_is_near(signed_in, bruecke):
    """The last day is 28.02.2027, moved from a Sunday; the safe one lies within the 90 days, the last one does not."""
    case = take_in(bruecke, "Almaz", status=REFUGEE, protection_final_on=date(2026, 11, 26))
    husband(case, bruecke.jana, reunification_applied_on=None)
    found = rows_of(signed_in("jana").get(PAGE))
    assert (date(2027, 2, 24), "closes", "reunification_refugee_privileged") in found


def test_a_duty_begins_on_the_day_of_the_rule_itself(signed_in, bruecke):
    facts = {"status": "gestattung", "birth_date": date(2017, 1, 5), "must_live_in_rc": False}
    take_in(bruecke, "Nadia", municipality_since=date(2026, 11, 1), **facts)
    found = rows_of(signed_in("jana").get(PAGE))
    assert (date(2026, 12, 13), "begins", "school_duty_municipality") in found


@pytest.mark.parametrize(("old", "new", "kind"), [
    ("duty", "open", ""),
    ("not_entitled", "open", ""),
    ("entitled", "open", "blurs"),
    ("deadline", "open", "blurs"),
    ("open", "entitled", "opens_at_last"),
    ("open", "not_entitled", "begins_at_last"),
    ("open", "condition_not_met", ""),
    ("waiting", "open", ""),
    ("duty", "condition_not_met", "ends"),
    ("entitled", "not_entitled", "closes"),
])  # fmt: skip
def test_what_is_not_known_is_neither_gone_nor_open(old, new, kind):
    assert opening_page.kind_of(old, new) == kind


def test_a_claim_that_becomes_unclear_says_so_on_its_last_sure_day(bruecke):
    turning = Turning(bruecke.today, "blurs", bruecke.mariams_case, None, law.open_rules()[0])
    assert (turning.badge.kind, turning.badge.text, turning.is_warning) == ("open", "wird unklar", True)


def test_what_another_rule_may_restrict_says_so_beside_it(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    answer = signed_in("jana").get(PAGE)
    rows = [row.first for week in answer.context["weeks"] for row in week.rows]
    assert answer.content.decode().count("kann eingeschränkt sein") == sum(row.can_be_restricted for row in rows) > 0


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
    assert all(week.monday <= row.first.day <= week.sunday for week in weeks for row in week.rows)
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


def test_a_family_is_one_row_with_every_name(bruecke):
    rule = law.open_rules()[0]
    one, other = (
        Turning(bruecke.today, "opens", each, None, rule) for each in (bruecke.mariams_case, bruecke.zahras_case)
    )
    later = Turning(bruecke.today + timedelta(days=1), "opens", bruecke.mariams_case, None, rule)
    assert [row.turnings for row in opening_page.rows_of([one, other, later])] == [(one, other), (later,)]
