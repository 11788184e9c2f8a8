"""`./wegbuch bench` measures everything it names; no figure decides here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import goals, place

ROOT = Path(__file__).parents[2]
NAMED = [*(f"P{number}" for number in range(1, 13)), *(f"X{number}" for number in range(1, 7))]


@pytest.fixture(scope="module")
def told() -> str:
    """What a run of the size for checks prints, each page asked a few times only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEGBUCH_", "DJANGO_"))}
    words = ["--rounds", "1", "--at-most", "1", "--profile", "--only", ",".join([*NAMED[:12], "X"])]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bench", *words],
        env=kept | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("number", NAMED)
def test_every_goal_has_a_line(told, number):
    assert f"| {number} " in told


def test_eight_people_at_once_meet_no_error(told):
    line = next(line for line in told.splitlines() if "Fehler dabei" in line)
    assert "keine; gesperrte Datenbank: 0" in line


def test_no_page_asks_more_of_ten_times_as_many_people(told):
    lines = [line for line in told.splitlines() if line.startswith("| P8 ")]
    assert len(lines) == 5
    assert [line for line in lines if not line.rstrip(" |").endswith("ja")] == []


def test_the_profile_names_the_layers(told):
    assert "| Vorlagen " in told


def test_nothing_stays_behind_on_the_disk():
    with place.made() as made:
        folder = made.root
        assert (folder / "data" / place.MARKER).exists()
    assert not folder.exists()


def test_rows_past_the_log_are_refused_outside_its_own_place(settings):
    from bench import bulk

    with pytest.raises(bulk.NotABenchPlace):
        bulk.refuse_other_places()


def test_a_page_above_its_goal_is_said_to_miss_it():
    pages = {"search": page(cpu=30.0, floor=10.0), "ask": page(cpu=1.0, floor=1.0)}
    line = goals._page("P1", pages["search"], 2.0)
    assert (line.ratio, line.is_met) == ("3,00 ×", False)


def page(*, cpu: float, floor: float) -> dict:
    return {"title": "Suche", "raw": 1.0, "product": {"cpu": cpu}, "floor": {"cpu": floor}}
