"""Personas and their world: two organisations in one district, each with its own people."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings

from tests import sharing


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> sharing.ByFile:
    return sharing.ByFile(config, log)


def pytest_collection_modifyitems(config, items) -> None:
    """On PostgreSQL only what asks a database is run again."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    by_mark = item.get_closest_marker("django_db") or item.get_closest_marker("on_both")
    return bool(by_mark or {"db", "transactional_db"} & set(item.fixturenames))


@pytest.fixture(autouse=True)
def _demo_day(settings) -> None:
    settings.WEGBUCH_TODAY = date(2026, 11, 26)


@pytest.fixture(scope="session")
def _ring() -> str:
    """The root keys that every test starts with, so that a world built for one opens in all."""
    from wegbuch.core.keyring import new_ring

    return new_ring().dump()


@pytest.fixture(autouse=True)
def _key_ring(settings, tmp_path_factory, _ring) -> None:
    from wegbuch.access import keys
    from wegbuch.core.private_files import write_private

    settings.KEY_RING = tmp_path_factory.mktemp("keys") / "ring.json"
    write_private(settings.KEY_RING, _ring)
    keys.provider.forget()


@pytest.fixture(autouse=True)
def _counts_anew(request, monkeypatch) -> None:
    """The side bar counts anew on every page, so that no test hangs on the one before it or on the minute it runs in.

    With the marker `keeps_counts` it keeps them, as in the house.
    """
    from wegbuch.access import waiting

    waiting.forget()
    if "keeps_counts" not in request.keywords:
        monkeypatch.setattr(waiting.Glance, "_mark", property(lambda glance: waiting.Mark(0, object())))


@pytest.fixture
def acting() -> Iterator[None]:
    """Somebody acts: the tests themselves."""
    from wegbuch.core import audit

    with audit.acting_as(audit.Actor(None, part="tests")):
        yield


@pytest.fixture
def world(db, acting) -> SimpleNamespace:
    """Brücke e. V. with Jana, Thomas, Katja and their lead; Diakonie with Olga; the district with Herr Wendt."""
    from tests import world_again

    return world_again.build()


@pytest.fixture
def bruecke(world) -> Iterator[SimpleNamespace]:
    """The world, seen from inside Brücke e. V."""
    from wegbuch.core import tenant

    with tenant.acting_for(world.bruecke.pk):
        yield world


@pytest.fixture
def signed_in(world):
    """A test client signed in as a persona: `signed_in("jana").get(…)`."""
    from django.test import Client

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(world, name))
        return client

    return sign_in
