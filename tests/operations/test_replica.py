"""A replica answers only who looks, only what is counted without asking rights, and only while it keeps up."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from wegbuch.access.models import AuditEvent, Draft, ReadEvent, User
from wegbuch.cases.models import Case, Person
from wegbuch.config import routing
from wegbuch.config.database import databases
from wegbuch.config.environment import from_environment
from wegbuch.core import replica
from wegbuch.counselling.models import Contact

PRIMARY, REPLICA = "default", "replica"
POSTGRESQL = "postgresql://wegbuch@eins/wegbuch"


@contextmanager
def answering():
    """A request that looks, in a place that counts."""
    with replica.offered(), replica.counting():
        yield


@pytest.fixture
def router():
    return routing.ReadRouter()


def test_without_a_request_everything_is_read_from_the_primary(router):
    assert router.db_for_read(Case) == PRIMARY


def test_what_a_look_counts_is_read_from_the_replica(router):
    with answering():
        assert router.db_for_read(Case) == REPLICA


def test_a_look_that_does_not_count_is_read_from_the_primary(router):
    with replica.offered():
        assert router.db_for_read(Case) == PRIMARY


def test_whoever_saves_or_works_in_the_background_counts_on_the_primary(router):
    with replica.counting():
        assert router.db_for_read(Case) == PRIMARY


@pytest.mark.parametrize("model", [User, Draft, ReadEvent, AuditEvent, Session])
def test_accounts_drafts_logs_and_sessions_are_never_read_from_the_replica(router, model):
    with answering():
        assert router.db_for_read(model) == PRIMARY


def test_everything_is_written_to_the_primary(router):
    with answering():
        assert router.db_for_write(Case) == PRIMARY


def test_after_a_write_the_rest_of_the_request_reads_from_the_primary(router):
    with answering():
        router.db_for_write(Case)
        assert router.db_for_read(Person) == PRIMARY


def test_an_entry_of_the_read_log_leaves_the_page_with_the_replica(router):
    with answering():
        router.db_for_write(ReadEvent)
        assert router.db_for_read(Case) == REPLICA


def test_what_belongs_to_a_row_is_read_where_the_row_was_read(router):
    case = Case()
    case._state.db = PRIMARY
    with answering():
        assert router.db_for_read(Person, instance=case) == PRIMARY


def test_rows_of_both_databases_may_belong_together(router):
    assert router.allow_relation(Case(), Person())


@pytest.mark.parametrize(("alias", "migrates"), [(PRIMARY, True), (REPLICA, False)])
def test_only_the_primary_is_migrated(router, alias, migrates):
    assert router.allow_migrate(alias, "cases") is migrates


@pytest.fixture
def ask(settings, monkeypatch):
    """Send a request through the middleware; gives which database its view would read cases from."""
    settings.DATABASE_ROUTERS = ["wegbuch.config.routing.ReadRouter"]
    monkeypatch.setattr(routing.Watch, "keeps_up", lambda watch: True)
    seen = []

    def view(request):
        with replica.counting():
            seen.append(routing.ReadRouter().db_for_read(Case))
        return HttpResponse()

    handle = routing.read_from_replica(view)

    def send(method: str, session: dict) -> str:
        request = RequestFactory().generic(method, "/")
        request.session, request.user = session, SimpleNamespace(is_authenticated=True)
        handle(request)
        return seen.pop()

    return send


@pytest.mark.parametrize(("method", "database"), [("GET", REPLICA), ("HEAD", REPLICA), ("POST", PRIMARY)])
def test_who_looks_reads_from_the_replica_and_who_saves_from_the_primary(ask, method, database):
    assert ask(method, {}) == database


def test_a_person_reads_what_she_has_just_saved(ask):
    session: dict = {}
    ask("POST", session)
    assert ask("GET", session) == PRIMARY


def test_a_person_goes_back_to_the_replica_when_it_surely_has_what_she_saved(ask, monkeypatch):
    session: dict = {}
    ask("POST", session)
    session[routing.WROTE_AT] -= routing.PINNED_FOR
    assert ask("GET", session) == REPLICA


def test_a_person_is_pinned_for_longer_than_a_replica_in_use_may_lag():
    assert routing.PINNED_FOR > 3 * routing.LOOKS_EVERY


def test_the_next_request_starts_without_the_replica(ask):
    ask("GET", {})
    with replica.counting():
        assert not replica.may_answer()


def test_a_replica_that_lags_is_not_asked(ask, monkeypatch):
    monkeypatch.setattr(routing.Watch, "keeps_up", lambda watch: False)
    assert ask("GET", {}) == PRIMARY


def test_without_a_replica_the_middleware_goes_away(settings):
    settings.DATABASE_ROUTERS = []
    with pytest.raises(MiddlewareNotUsed):
        routing.read_from_replica(lambda request: HttpResponse())


@pytest.fixture
def asked(settings):
    """Which model was read from where, in order, while pages are looked at; the one database answers for both."""
    found = []

    class Recorder(routing.ReadRouter):
        def db_for_read(self, model, **hints):
            found.append((model, super().db_for_read(model, **hints)))
            return PRIMARY

    settings.DATABASE_ROUTERS = [Recorder()]
    with replica.offered():
        yield found


@pytest.mark.parametrize("name", ["lead", "jana"])
@pytest.mark.parametrize("url", ["/menschen/", "/heute/", "/fristen/", "/zahlen/personen/", "/im-hintergrund/"])
def test_a_page_that_asks_rights_is_read_from_the_primary(signed_in, asked, name, url):
    signed_in(name).get(url)
    assert {place for _model, place in asked} == {PRIMARY}


def test_a_file_is_read_from_the_primary(world, signed_in, asked):
    assert signed_in("jana").get(f"/akte/{world.mariams_case.pk}/").status_code == 200
    assert {place for _model, place in asked} == {PRIMARY}


COUNTED = ["/zahlen/", "/zahlen/berichte/half_year/", "/zahlen/monate/2026-11/"]
# Tables that say who may see what.
RIGHTS = ("cases_caseaccess", "access_deputyship", "access_membership", "access_user")


@pytest.mark.parametrize("url", COUNTED)
def test_what_the_lead_has_counted_comes_from_the_replica(signed_in, asked, url):
    assert signed_in("lead").get(url).status_code == 200
    assert (Contact, REPLICA) in asked


@pytest.mark.parametrize("url", COUNTED)
def test_no_question_that_may_go_to_the_replica_asks_rights(signed_in, asked, url):
    questions = []

    def listen(execute, sql, *rest):
        if replica.may_answer():
            questions.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        signed_in("lead").get(url)
    assert questions
    assert [sql for sql in questions if any(table in sql for table in RIGHTS)] == []


def test_numbers_of_ones_own_cases_come_from_the_primary(signed_in, asked):
    assert signed_in("jana").get("/zahlen/").status_code == 200
    assert {place for _model, place in asked} == {PRIMARY}


@pytest.fixture
def servers(monkeypatch):
    """Two servers that are only figures: how far each has come, and a clock."""
    figures = SimpleNamespace(primary=1, replica=1, now=100.0, is_down=False)

    def answer(alias: str, question: str, *values: str) -> object:
        if alias == PRIMARY:
            return str(figures.primary)
        if figures.is_down:
            raise DatabaseError
        return figures.replica >= int(values[0])

    monkeypatch.setattr(routing, "_ask", answer)
    monkeypatch.setattr(routing, "monotonic", lambda: figures.now)
    return figures


def _look_twice(watch: routing.Watch, servers: SimpleNamespace, *, apart: float = 2.0) -> bool:
    watch.keeps_up()
    servers.now += apart
    return watch.keeps_up()


def test_a_replica_that_has_come_as_far_as_the_primary_had_keeps_up(servers):
    assert _look_twice(routing.Watch(), servers)


def test_nothing_is_known_of_a_replica_at_the_first_look(servers):
    assert not routing.Watch().keeps_up()


def test_nothing_is_known_of_a_replica_after_a_long_silence(servers):
    assert not _look_twice(routing.Watch(), servers, apart=60.0)


def test_a_replica_that_stands_still_does_not_keep_up(servers):
    servers.primary = 2
    assert not _look_twice(routing.Watch(), servers)


def test_a_replica_that_does_not_answer_is_left_alone_for_a_while(servers):
    watch = routing.Watch()
    _look_twice(watch, servers)
    servers.is_down, servers.now = True, servers.now + 2
    watch.keeps_up()
    servers.is_down, servers.now = False, servers.now + routing.RESTS_FOR
    assert not watch.keeps_up()


def test_a_replica_is_named_beside_its_primary(tmp_path):
    environment = from_environment(
        {"WEGBUCH_DATABASE": POSTGRESQL, "WEGBUCH_REPLICA": POSTGRESQL.replace("eins", "zwei")}
    )
    assert {alias: place["HOST"] for alias, place in databases(environment).items()} == {
        PRIMARY: "eins",
        REPLICA: "zwei",
    }


def test_sqlite_has_no_replica():
    with pytest.raises(ImproperlyConfigured, match="WEGBUCH_REPLICA"):
        databases(from_environment({"WEGBUCH_REPLICA": POSTGRESQL}))
