"""One tabulation: what a number counts, and which records it can name."""

from datetime import date

import pytest

from wegbuch.reporting.catalogue import book
from wegbuch.reporting.catalogue.book import BadCatalogue, read
from wegbuch.reporting.counting.ledger import Ledger, Month, PostRow
from wegbuch.reporting.counting.records import records_of
from wegbuch.reporting.counting.tables import ALL, Place, count, figure, number, units
from wegbuch.reporting.periods import month_of
from wegbuch.reporting.services.ledgers import ledger_of

PERSONS = [
    {"person": "a", "household": "x", "supported": "1", "new": "1", "sex": "f", "age": "18", "housing": "own_flat"},
    {"person": "b", "household": "x", "supported": "1", "new": "0", "sex": "m", "age": "0", "housing": "own_flat"},
    {"person": "c", "household": "c", "supported": "1", "new": "0", "sex": "m", "age": "18", "housing": "emergency"},
    {"person": "d", "household": "d", "supported": "0", "new": "0", "sex": "f", "age": "18", "housing": "emergency"},
]
CONTACTS = [
    {"contact": "1", "task": "1", "counselling": "1", "minutes": 20, "topic": "Dublin"},
    {"contact": "2", "task": "1", "counselling": "1", "minutes": 10, "topic": "unknown"},
    {"contact": "3", "task": "3", "counselling": "1", "minutes": 5, "topic": "Miete"},
    {"contact": "4", "task": "8", "counselling": "0", "minutes": 60, "topic": "Miete"},
]
TURNS = [{**PERSONS[0], **CONTACTS[0]}, {**PERSONS[1], **CONTACTS[0]}, {**PERSONS[0], **CONTACTS[1]}]
RECORDS = {"people": PERSONS, "contacts": CONTACTS, "turns": TURNS, "offers": [], "network": [], "posts": []}


def measure(name):
    return book().measures[name]


def table(report, name):
    return next((section, each) for section, each in book().reports[report].tables if each.id == name)


def lines(counted):
    return {line.key: line.numbers for line in counted.lines if any(line.numbers)}


def test_different_people_and_households_are_counted_once():
    section, _table = table("monthly", "sex")
    numbers = [figure(measure(name), section, RECORDS) for name in ("supported", "households", "new")]
    assert numbers == [3, 2, 1]


def test_networking_is_not_in_the_sum_of_contacts():
    section, tasks = table("monthly", "task")
    counted = count(section, tasks, RECORDS)
    assert lines(counted) == {"1": (2, 30, 2), "3": (1, 5, 0)}
    assert counted.totals == (3, 35, 2)


def test_a_total_counts_a_person_of_two_rows_once():
    section, topics = table("activity", "task")
    counted = count(section, topics, {**RECORDS, "turns": [*TURNS, {**PERSONS[0], **CONTACTS[2]}]})
    assert [line.numbers[2] for line in counted.lines if line.numbers[2]] == [2, 1]
    assert counted.totals[2] == 2


def test_two_dimensions_cross_and_have_their_sums():
    section, ages = table("monthly", "sex")
    counted = count(section, ages, RECORDS)
    heads = [key for key, _label in counted.heads]
    assert [dict(zip(heads, counted.lines[row].numbers, strict=True))["m"] for row in (0, 2)] == [1, 1]
    assert (counted.lines[2].numbers[-1], counted.totals[-1]) == (2, 3)


def test_a_section_of_a_task_counts_this_task_only():
    section, topics = table("activity", "t1_topic")
    assert lines(count(section, topics, RECORDS)) == {"Dublin": (1, 20), "unknown": (1, 10)}


def test_what_is_not_known_stands_last_in_words():
    section, topics = table("activity", "t1_topic")
    assert [line.label for line in count(section, topics, RECORDS).lines] == ["Dublin", "ohne Thema"]


@pytest.mark.parametrize(("row", "expected"), [("1", {"1", "2"}), (ALL, {"1", "2", "3"}), ("2", set())])
def test_a_number_names_the_records_it_counted(row, expected):
    _section, tasks = table("monthly", "task")
    found = units(Place(measure("contacts"), rows=tasks.rows, row=row), RECORDS)
    assert {record["contact"] for record in found} == expected


def test_every_number_of_a_report_is_the_number_of_its_records(november, bruecke):
    records = records_of(ledger_of(month_of(date(2026, 11, 1))))
    for section, each in book().reports["monthly"].tables:
        counted = count(section, each, records)
        for line in counted.lines:
            for (head, _label), which, shown in zip(counted.heads, counted.measures, line.numbers, strict=True):
                place = Place(which, section.task, each.rows, line.key, each.columns, head if each.columns else ALL)
                assert number(which, units(place, records)) == shown


@pytest.mark.parametrize(
    ("value", "key", "label"),
    [(0, "0", "0 bis 5 Jahre"), (5, "0", "0 bis 5 Jahre"), (6, "6", "6 bis 17 Jahre"), (99, "65", "65 und mehr Jahre")],
)
def test_bands_begin_with_their_first_year(value, key, label):
    ages = book().dimensions["age"]
    assert (ages.key(value), ages.label(ages.key(value))) == (key, label)


def test_a_country_belongs_to_one_region_at_most():
    groups = book().dimensions["nationality_group"].groups
    countries = [country for group in groups.values() for country in group]
    assert len(countries) == len(set(countries))


def test_every_dimension_has_a_word_for_each_of_its_keys():
    for dimension in book().dimensions.values():
        labels = [dimension.label(key) for key in dimension.keys]
        assert all(labels), dimension.id
        assert len(set(labels)) == len(labels), dimension.id


@pytest.fixture
def catalogue(tmp_path):
    """A catalogue with one report: `catalogue("measures: [contacts], rows: sex")`."""

    def write(table):
        (tmp_path / "reports").mkdir()
        for name in ("dimensions.yaml", "measures.yaml"):
            (tmp_path / name).write_text((read.__globals__["HERE"] / name).read_text())
        (tmp_path / "reports" / "one.yaml").write_text(
            "{id: one, title: Eins, period: month, for: [organisation], plain: x, sections: "
            f"[{{title: A, tables: [{{id: t, {table}}}]}}]}}"
        )
        return tmp_path

    return write


def test_a_new_report_is_a_new_file(catalogue):
    report = read(catalogue("rows: form, measures: [contacts]")).reports["one"]
    assert [each.title for _section, each in report.tables] == ["Kontakte nach Form"]


@pytest.mark.parametrize(
    "table",
    [
        "rows: sex, measures: [contacts]",
        "rows: shoe_size, measures: [contacts]",
        "rows: sex, measures: [happiness]",
        "rows: sex, columns: age, measures: [supported, new]",
    ],
)
def test_a_table_that_cannot_be_counted_is_refused(catalogue, table):
    with pytest.raises(BadCatalogue):
        read(catalogue(table))


def posts_of(*months):
    return records_of(Ledger(tuple(Month(first, first, posts=rows) for first, rows in months)))["posts"]


def test_posts_of_a_longer_time_are_the_average_of_its_days():
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    found = posts_of((january, (PostRow("msa", 100, 100, 0),)), (february, (PostRow("msa", 200, 100, 100),)))
    assert found == [{"post_form": "msa", "posts": 147, "filled": 100, "vacant": 47}]


def test_a_month_without_posts_counts_as_none():
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    found = posts_of((january, ()), (february, (PostRow("msa", 100, 0, 100),)))
    assert found == [{"post_form": "msa", "posts": 47, "filled": 0, "vacant": 47}]


def test_filled_and_vacant_posts_are_all_posts():
    (found,) = posts_of((date(2026, 7, 1), (PostRow("msa", 3, 1, 2),)), (date(2026, 8, 1), ()))
    assert found["filled"] + found["vacant"] == found["posts"]
