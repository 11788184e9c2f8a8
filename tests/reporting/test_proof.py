"""The proof file is counted again by the auditor's script, and no row of it says more than its number needs."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from wegbuch.core import tenant
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.periods import half_year_of, month_of, year_of
from wegbuch.reporting.services.closing import close_month
from wegbuch.reporting.services.proof import proof_file

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
MONTHLY = book().reports["monthly"]
SIGNS = {"person", "household", "contact", "turn", "offer", "entry"}


def unpacked(data, folder):
    zipfile.ZipFile(io.BytesIO(data)).extractall(folder)
    return folder


def recount(folder):
    words = [sys.executable, "-I", str(folder / "nachzaehlen.py"), str(folder)]
    return subprocess.run(words, capture_output=True, text=True, encoding="utf-8")


def rows(path):
    return list(csv.DictReader(path.read_text().splitlines(), delimiter=";"))


def heads(path):
    return path.read_text().splitlines()[0].split(";")


def signs(folder):
    """Every sign of each file."""
    return {
        path.name: {row[name] for row in rows(path) for name in SIGNS & set(heads(path))}
        for path in folder.glob("*.csv")
    }


@pytest.fixture
def proof(november, bruecke, tmp_path):
    return unpacked(proof_file(MONTHLY, month_of(NOVEMBER), whose="Brücke e. V."), tmp_path)


def test_the_auditors_script_counts_every_number_again(proof):
    done = recount(proof)
    numbers = len(json.loads((proof / "zahlen.json").read_text())["numbers"])
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"{numbers} Zahlen nachgezählt, alle gleich.")
    assert numbers > 100


def test_the_script_names_a_number_that_is_not_counted(proof):
    report = json.loads((proof / "zahlen.json").read_text())
    report["numbers"][5]["number"] += 1
    (proof / "zahlen.json").write_text(json.dumps(report))
    done = recount(proof)
    assert (done.returncode, done.stdout.count("ABWEICHUNG")) == (1, 1)


def test_the_script_finds_a_row_that_was_taken_away(proof):
    lines = (proof / "sex-people.csv").read_text().splitlines()
    (proof / "sex-people.csv").write_text("\n".join([lines[0], *lines[2:]]))
    assert recount(proof).returncode == 1


def test_the_proof_file_bears_no_name_and_no_id(proof, world):
    text = "".join(path.read_text() for path in proof.iterdir())
    with tenant.acting_for(world.bruecke.pk):
        people = [case.person for case in (world.mariams_case, world.zahras_case, world.katjas_case)]
    marks = [mark for person in people for mark in (person.surname, str(person.pk))] + [world.jana.name]
    assert [mark for mark in marks if mark in text] == []


@pytest.mark.parametrize("period", [half_year_of(NOVEMBER), year_of(NOVEMBER)])
@pytest.mark.parametrize("report", ["half_year", "activity"])
def test_the_proof_of_a_longer_time_counts_too(november, bruecke, tmp_path, report, period):
    data = proof_file(book().reports[report], period, whose="Brücke e. V.")
    assert recount(unpacked(data, tmp_path)).returncode == 0


def test_the_same_records_give_the_same_file(november, bruecke):
    close_month(user=bruecke.lead, first=OCTOBER)
    asked = {"report": MONTHLY, "period": month_of(OCTOBER), "whose": "Brücke e. V."}
    assert proof_file(**asked) == proof_file(**asked)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("sex-people.csv", ["person", "age", "sex", "supported"]),
        ("scheme-people.csv", ["person", "scheme", "supported"]),
        ("scheme-people-household.csv", ["household", "scheme", "supported"]),
        ("scheme-turns-person.csv", ["person", "scheme", "counselling"]),
        ("topic-contacts.csv", ["contact", "topic", "minutes", "counselling"]),
        ("posts-posts.csv", ["post_form", "posts", "filled", "vacant"]),
        ("abschnitt-1-running.csv", ["person", "running"]),
        ("abschnitt-1-households.csv", ["household", "supported"]),
    ],
)
def test_a_file_has_only_the_columns_of_its_table(proof, name, columns):
    assert heads(proof / name) == columns


def test_no_sign_stands_in_two_files(proof):
    found = [sign for each in signs(proof).values() for sign in each]
    assert len(found) > 100
    assert len(found) == len(set(found))


def test_signs_of_two_periods_and_of_two_reports_have_nothing_in_common(november, bruecke, tmp_path):
    asked = [
        (MONTHLY, month_of(NOVEMBER)),
        (MONTHLY, month_of(OCTOBER)),
        (book().reports["half_year"], month_of(NOVEMBER)),
    ]
    files = [
        unpacked(proof_file(report, period, whose=""), tmp_path / str(place))
        for place, (report, period) in enumerate(asked)
    ]
    found = [set().union(*signs(folder).values()) for folder in files]
    assert all(found)
    assert not found[0] & (found[1] | found[2])


def test_rows_stand_in_the_order_of_their_signs(proof):
    """Else the third row of one table would be the third of another."""
    found = [row["person"] for row in rows(proof / "sex-people.csv")]
    assert len(found) > 3
    assert found == sorted(found)


def test_no_row_tells_how_often_somebody_came_or_how_large_a_household_is(proof):
    """Else a person with 37 contacts in one table would be the one with 37 in another."""
    for path in proof.glob("*.csv"):
        if {"person", "household"} & set(heads(path)):
            assert len(rows(path)) == len({tuple(row.values()) for row in rows(path)})


def test_no_file_has_two_signs(proof):
    assert [path.name for path in proof.glob("*.csv") if len(SIGNS & set(heads(path))) > 1] == []


def test_a_task_has_only_the_rows_of_the_task(november, bruecke, tmp_path):
    activity = book().reports["activity"]
    folder = unpacked(proof_file(activity, year_of(NOVEMBER), whose=""), tmp_path)
    number = [section.task for section in activity.sections].index("3") + 1
    assert {row["task"] for row in rows(folder / f"abschnitt-{number}-contacts.csv")} == {"3"}


def test_people_are_never_counted_by_topic():
    assert "turns" not in book().dimensions["topic"].of


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"tabelle": "sex", "mass": "supported"}, "sex-people.csv"),
        ({"tabelle": "scheme", "mass": "counselled"}, "scheme-turns-person.csv"),
        ({"abschnitt": "1", "mass": "households"}, "abschnitt-1-households.csv"),
        ({"tabelle": "topic", "mass": "minutes"}, "topic-contacts.csv"),
    ],
)
def test_an_auditor_finds_the_sign_of_a_row_on_the_page_of_its_number(november, signed_in, proof, query, name):
    asked = {"von": "2026-11", "bis": "2026-11", **query}
    lines = signed_in("lead").get(reverse("reporting:counted", args=["monthly"]), asked).context["lines"]
    own = heads(proof / name)[0]
    assert lines
    assert [signs[0] for signs, _words, _numbers in lines] == [row[own] for row in rows(proof / name)]


def test_the_script_is_short_and_needs_nothing(proof):
    text = (proof / "nachzaehlen.py").read_text()
    imports = [line for line in text.splitlines() if line.startswith(("import", "from"))]
    assert len(text.splitlines()) < 60
    assert imports == ["import csv", "import json", "import sys", "from pathlib import Path"]
