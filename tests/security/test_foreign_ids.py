"""What a stranger gets who knows the ids: nothing, reading and writing (S-02). Two organisations, two teams."""

import hashlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client

from tests import world_again
from tests.world import build
from wegbuch.cases.models.cases import CaseQuerySet
from wegbuch.core import row_security, tenant
from wegbuch.core.models import Wall

from .routes import foreign_address, furnish, furnish_neighbour, routes

# Whole words: two letters alone would turn up by chance in a form's random token.
MARKERS = (
    "ZQnote", "ZQfollow", "ZQlist", "ZQreason", "ZQleave", "ZQtopic", "ZQaddress", "ZQphone", "ZQrelative", "ZQ-1",
    "Samir", "Osman", "zqinvited", "ZQfile", "ZQpost",
    "ZQtheme", "ZQplace", "ZQoffernote", "ZQpartner", "ZQmeeting", "ZQnetnote", "ZQtext",
    "ZQlabel", "ZQfunding", "ZQsource",
)  # fmt: skip
TEAM_ROWS = ("visible_to", "changeable_by")
# Field names under which a form might take an id from outside.
ID_FIELDS = (
    "fall", "case", "cases", "person", "members", "household", "haushalt", "other", "keep", "team", "user", "users",
    "workers", "topic", "facility", "absent", "deputy", "owner", "row", "run", "follow_up", "contact",
    "resident", "house", "asked", "responsible", "together", "papers", "proceeding", "office",
)  # fmt: skip
pytestmark = pytest.mark.keeps_counts


@pytest.fixture
def strangers(db, acting) -> SimpleNamespace:
    return world_again.again("strangers", _furnished)


def _furnished() -> SimpleNamespace:
    world = build()
    furnish(world)
    world.foreign = furnish_neighbour(world)
    return world


def signed_in(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def fingerprint(world) -> str:
    """Everything the neighbour has, in one number."""
    content = hashlib.sha256()
    with tenant.without_wall("everything of the neighbour's"), connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            if "organisation_id" in columns:
                cursor.execute(
                    f'SELECT * FROM "{table}" WHERE organisation_id = %s ORDER BY 1', [world.diakonie.pk.hex]
                )
                content.update(repr((table, cursor.fetchall())).encode())
    return content.hexdigest()


def bodies(world) -> list[dict[str, str]]:
    """POST bodies that carry a neighbour's ids wherever a form could take one."""
    ids = vars(world.foreign)
    return [
        {name: str(value) for name in ID_FIELDS}
        for value in {ids["Case"], ids["Household"], world.rathsow.pk, world.olga.pk}
    ]


def sweep(world, user) -> Iterator[str]:
    """Addresses and answers at which a stranger learns or changes something."""
    client = signed_in(user)
    for route, (pattern, its_gate) in routes().items():
        for path in foreign_address(world.foreign, pattern, its_gate, route, world.mariams_case.pk):
            for method in its_gate.methods:
                answer = client.generic(method, path)
                if answer.status_code != 404 or leaks(answer):
                    yield f"{method} {route} {answer.status_code}"


def leaks(answer) -> bool:
    text = answer.content.decode(errors="replace") + str(answer.headers)
    return any(marker in text for marker in MARKERS)


@pytest.mark.parametrize("name", ["jana", "lead", "house", "dpo", "coordination", "admin"])
def test_a_neighbours_ids_open_nothing(strangers, name):
    before = fingerprint(strangers)
    assert list(sweep(strangers, getattr(strangers, name))) == []
    assert fingerprint(strangers) == before


@pytest.mark.parametrize("name", ["jana", "lead", "house", "dpo"])
def test_no_page_of_ours_names_a_neighbour(strangers, name):
    client, found = signed_in(getattr(strangers, name)), []
    for route, (_, its_gate) in routes().items():
        if "GET" in its_gate.methods and "<" not in route and leaks(client.get(route)):
            found.append(route)
    assert found == []


def test_ids_in_a_form_reach_no_neighbour(strangers):
    before = fingerprint(strangers)
    for name in ("jana", "lead", "house"):
        client = signed_in(getattr(strangers, name))
        for route, (_, its_gate) in routes().items():
            if "POST" not in its_gate.methods or its_gate.action == "open" or "abmelden" in route or "sperren" in route:
                continue
            path = route.replace("<uuid:pk>", str(strangers.mariams_case.pk))
            if "<" in path:
                continue
            for body in bodies(strangers):
                assert not leaks(client.post(path, body)), route
    assert fingerprint(strangers) == before


def test_searching_finds_nobody_of_a_neighbour(strangers):
    answer = signed_in(strangers.jana).post("/suche/", {"q": "Samir Osman"}, follow=True)
    assert "Samir" not in answer.content.decode().replace("Samir Osman", "", 2)


def test_a_colleague_of_the_same_team_learns_nothing_of_a_case_that_is_not_hers(strangers):
    client, found = signed_in(strangers.thomas), []
    with tenant.acting_for(strangers.bruecke.pk):
        case, contact = strangers.mariams_case.pk, strangers.contact.pk
    for route, (_, its_gate) in routes().items():
        if its_gate.on is not None and its_gate.on.__name__ in {"Case", "Contact"} and its_gate.rows in TEAM_ROWS:
            path = route.replace("<uuid:pk>", str(case if its_gate.on.__name__ == "Case" else contact))
            if "<" not in path:
                found += [
                    f"{method} {route}"
                    for method in its_gate.methods
                    if client.generic(method, path).status_code != 404
                ]
    assert found == []


@pytest.fixture
def _no_wall(strangers, monkeypatch):
    """From now on the program forgets whose rows are whose."""
    monkeypatch.setattr(Wall, "get_queryset", lambda self: super(Wall, self).get_queryset())
    for question in TEAM_ROWS:
        monkeypatch.setattr(CaseQuerySet, question, lambda self, user: self.all())


@pytest.mark.usefixtures("_no_wall")
def test_a_missing_wall_is_found(strangers, monkeypatch):
    monkeypatch.setattr(row_security, "meant", lambda: row_security.Meant("", row_security.LIFTED))
    assert any(sweep(strangers, strangers.jana))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the second wall stands in PostgreSQL")
@pytest.mark.usefixtures("_no_wall")
def test_where_the_program_forgets_the_wall_the_database_holds_it(strangers):
    assert list(sweep(strangers, strangers.jana)) == []
