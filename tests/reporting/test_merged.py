"""Two records merged after a month was closed: the month stays, over several months they are one person."""

from datetime import date

import pytest

from tests.cases.test_batch_doubles_kept import take_in
from wegbuch.cases.services import merges
from wegbuch.core import tenant
from wegbuch.counselling.services import record_contact
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.counting.ledger import Ledger, MergeRow, Month, PersonRow, TurnRow
from wegbuch.reporting.counting.merged import as_one
from wegbuch.reporting.counting.records import records_of
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import Period, from_months
from wegbuch.reporting.services.closing import close_month
from wegbuch.reporting.services.corrections import changed_since
from wegbuch.reporting.services.ledgers import ledger_of

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
ALONE, BOTH = from_months(OCTOBER, OCTOBER), from_months(OCTOBER, NOVEMBER)


def person(sign: str, **fields) -> PersonRow:
    plain = dict.fromkeys(PersonRow._fields, "") | {"is_supported": True, "is_new": False, "is_running": True}
    return PersonRow(**(plain | {"person": sign, "household": sign, "is_closed": False} | fields))


def people(period: Period) -> int:
    return sum(record["supported"] == "1" for record in records_of(ledger_of(period))["people"])


@pytest.fixture
def merged(november):
    """Mariam a second time, with a contact of her own in October; merged after October was closed."""
    with tenant.acting_for(november.bruecke.pk):
        twin = take_in(november, november.jana, november.muehlenau)
        twin.opened_on = date(2026, 10, 2)
        twin.save()
        record_contact(
            author=november.jana,
            team=november.muehlenau,
            cases=[twin],
            held_on=date(2026, 10, 8),
            task_area=1,
            minutes=15,
            form="conversation",
            language="prs",
            channel="video",
        )
        november.before = people(ALONE), people(BOTH)
        close_month(user=november.lead, first=OCTOBER)
        merges.merge(kept=november.mariam, merged=twin.person, user=november.jana)
        yield november


def test_the_closed_month_stays(merged):
    assert people(ALONE) == merged.before[0]


def test_over_a_closed_and_an_open_month_they_are_one(merged):
    assert people(BOTH) == merged.before[1] - 1


def test_over_two_closed_months_they_are_one_when_the_later_knew_it(merged):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("wegbuch.reporting.services.closing.closed_from", lambda first: first)
        close_month(user=merged.lead, first=NOVEMBER)
    assert people(BOTH) == merged.before[1] - 1


def test_the_correction_beside_the_closed_month_is_one_person_less(merged):
    changed = changed_since(ClosedMonth.objects.get(first=OCTOBER), book().reports["monthly"])
    assert [(each.kind, each.came, each.went) for each in changed.moved if each.kind == "persons"] == [
        ("persons", 0, 1)
    ]
    assert {each.difference for each in changed.numbers if each.measure.id == "supported" and not each.table} == {-1}


def test_who_took_part_twice_in_a_contact_took_part_once():
    month = Month(OCTOBER, OCTOBER, (person("a"), person("b")), turns=(TurnRow("1", "a"), TurnRow("1", "b")))
    [one] = as_one(Ledger((month, Month(NOVEMBER, NOVEMBER, merges=(MergeRow("a", "b"),))))).months[:1]
    assert one.turns == (TurnRow("1", "b"),)


def test_the_record_that_stands_has_the_last_word_and_its_household():
    month = Month(OCTOBER, OCTOBER, (person("b", sex="f"), person("a", sex="m")), merges=(MergeRow("a", "b"),))
    [record] = records_of(Ledger((month,)))["people"]
    assert (record["person"], record["household"], record["sex"]) == ("b", "b", "f")


def test_a_record_that_went_over_another_ends_with_the_last():
    months = (
        Month(OCTOBER, OCTOBER, (person("a"),)),
        Month(NOVEMBER, NOVEMBER, merges=(MergeRow("b", "c"), MergeRow("a", "b"))),
    )
    assert [row.person for row in as_one(Ledger(months)).months[0].persons] == ["c"]


def test_rows_kept_before_merges_were_noted_are_read():
    old = Month(OCTOBER, OCTOBER, (person("a"),)).packed().replace(',"merges":[]', "")
    assert Month.unpacked(old).merges == ()
