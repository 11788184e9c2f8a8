"""Role × route: every address, every role, GET and POST, the exact status of each cell (S-01).

The table is matrix.txt. A route that is missing there fails. After adding a route, run once with WEGBUCH_MATRIX=write
and read every new cell before you keep it: the table is the statement, the program is what is tested.
"""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from tests import world_again
from tests.world import build
from wegbuch.access import policy
from wegbuch.cases.models.cases import CaseQuerySet
from wegbuch.core import tenant

from .routes import PERSONAS, address, furnish, routes

TABLE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "POST")
pytestmark = pytest.mark.xdist_group("matrix")


def read_table() -> dict[tuple[str, str], tuple[int, ...]]:
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line.startswith("/"):
            route, method, *cells = line.split()
            rows[route, method] = tuple(int(cell) for cell in cells)
    return rows


class Undo(Exception):
    """Ends a request's transaction without keeping anything."""


def knock(client: Client, method: str, path: str) -> int:
    """Status of one request, whose changes are taken back, to the data and to the browser."""
    status, cookies = 0, client.cookies.copy()
    try:
        with transaction.atomic():
            status = client.generic(method, path).status_code
            raise Undo
    except Undo:
        client.cookies = cookies
    return status


@pytest.fixture
def house(db, acting):
    """The furnished world and a signed-in client for everybody."""
    world = world_again.again("house", _furnished)
    clients = {name: Client(raise_request_exception=False) for name in PERSONAS}
    for name, client in clients.items():
        if name != "anonymous":
            client.force_login(getattr(world, name))
    return world, clients


def _furnished() -> SimpleNamespace:
    world = build()
    furnish(world)
    return world


def actual(house, beginning: str = "/") -> dict[tuple[str, str], tuple[int, ...]]:
    """What every route that begins so answers to everybody."""
    world, clients = house
    with tenant.acting_for(world.bruecke.pk):
        wanted = {route: found for route, found in routes().items() if route.startswith(beginning)}
        paths = {route: address(world, *found, route) for route, found in wanted.items()}
    return {
        (route, method): tuple(knock(clients[name], method, path) for name in PERSONAS)
        for route, path in sorted(paths.items())
        for method in METHODS
    }


def deviations(found: dict, expected: dict) -> list[str]:
    lines = []
    for key in sorted(found.keys() | expected.keys()):
        if found.get(key) != expected.get(key):
            lines.append(f"{key}: is {found.get(key)}, should be {expected.get(key)}")
    return lines


def write_table(found: dict[tuple[str, str], tuple[int, ...]]) -> None:
    width = max(len(route) for route, _ in found)
    head = f"# {'route'.ljust(width - 2)} method " + " ".join(name[:4].ljust(4) for name in PERSONAS)
    lines = [
        f"{route.ljust(width)} {method.ljust(6)} " + "  ".join(str(cell) for cell in row)
        for (route, method), row in found.items()
    ]
    TABLE.write_text("\n".join([head, *lines]) + "\n")


def test_every_role_gets_exactly_what_the_table_says_at_every_address(house):
    found = actual(house)
    if os.environ.get("WEGBUCH_MATRIX") == "write":
        write_table(found)
    assert deviations(found, read_table()) == []


def test_no_cell_of_the_table_is_an_error_of_the_program():
    assert [key for key, row in read_table().items() if any(cell >= 500 for cell in row)] == []


def test_people_without_case_work_see_no_page_of_a_case():
    blind = [PERSONAS.index(name) for name in ("settlement", "house", "coordination", "admin", "olga", "other_lead")]
    for (route, _), row in read_table().items():
        if route.startswith(("/akte/", "/haushalt/", "/kontakt/", "/wiedervorlage/")):
            assert {row[column] for column in blind} <= {404, 405}, route


def test_a_policy_that_lets_everybody_in_is_found(house, monkeypatch):
    monkeypatch.setattr(policy, "allows", lambda action, roles: True)
    assert len(deviations(actual(house, "/team/"), part_of_table("/team/"))) > 10


def test_a_forgotten_case_team_is_found(house, monkeypatch):
    for question in ("visible_to", "changeable_by"):
        monkeypatch.setattr(CaseQuerySet, question, lambda self, user: self.all())
    assert len(deviations(actual(house, "/akte/<uuid:pk>/k"), part_of_table("/akte/<uuid:pk>/k"))) > 5


def part_of_table(beginning: str) -> dict[tuple[str, str], tuple[int, ...]]:
    return {key: row for key, row in read_table().items() if key[0].startswith(beginning)}
