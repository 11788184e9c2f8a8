"""The second wall: what passes the managers by, the database itself refuses."""

from itertools import chain
from threading import Thread

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from wegbuch.access.models import Organisation, Team, User
from wegbuch.core import readiness, row_security, tenant

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
    pytest.mark.django_db,
]

# Tables with the column of an organisation that hold no case data and are asked for before anybody stands in one.
WITHOUT_WALL = {"access.Draft", "access.Invitation", "access.OrganisationKey", "access.User", "staffing.Announcement"}


def _teams() -> list[str]:
    """Names of the teams that raw SQL gives, past every manager."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM access_team ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def _ask_and_roll_back(organisation: Organisation) -> None:
    with transaction.atomic(), tenant.acting_for(organisation.pk):
        _teams()
        transaction.set_rollback(True)


def _fail_within(organisation: Organisation) -> None:
    with tenant.acting_for(organisation.pk):
        _run("UPDATE access_team SET name = NULL")


def _run(sql: str, *values: object) -> int:
    """How many rows a raw statement changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.fixture
def teams(world):
    """The names by organisation, as the managers give them."""
    found = {}
    for organisation in (world.bruecke, world.diakonie):
        with tenant.acting_for(organisation.pk):
            found[organisation.pk] = sorted(Team.objects.values_list("name", flat=True))
    assert all(found.values())
    return found


def test_raw_sql_sees_only_the_rows_of_the_organisation(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        assert _teams() == teams[world.bruecke.pk]


def test_raw_sql_sees_nothing_where_no_organisation_is_meant(world, teams):
    assert _teams() == []


def test_raw_sql_sees_every_row_where_the_wall_is_lifted(world, teams):
    with tenant.without_wall("a test of the wall"):
        assert _teams() == sorted(chain(*teams.values()))


def test_raw_sql_changes_no_row_of_another_organisation(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        assert _run("UPDATE access_team SET name = 'x' WHERE organisation_id = %s", world.diakonie.pk) == 0


def test_raw_sql_deletes_no_row_of_another_organisation(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        assert _run("DELETE FROM cases_case WHERE organisation_id = %s", world.diakonie.pk) == 0


INSERT = "INSERT INTO access_team (id, version, name, organisation_id) VALUES (gen_random_uuid(), 1, 'x', %s)"


def test_raw_sql_adds_a_row_to_the_own_organisation(world):
    with tenant.acting_for(world.bruecke.pk):
        assert _run(INSERT, world.bruecke.pk) == 1


def test_raw_sql_adds_no_row_to_another_organisation(world):
    with tenant.acting_for(world.bruecke.pk), pytest.raises(DatabaseError, match="row-level security"):
        _run(INSERT, world.diakonie.pk)


def test_a_row_is_not_given_away_to_another_organisation(world):
    with tenant.acting_for(world.bruecke.pk), pytest.raises(DatabaseError, match="row-level security"):
        _run("UPDATE access_team SET organisation_id = %s", world.diakonie.pk)


def test_a_manager_without_a_wall_meets_the_wall_of_the_database(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        assert sorted(Team.objects.model._meta.base_manager.values_list("name", flat=True)) == teams[world.bruecke.pk]


def test_a_join_brings_nothing_of_another_organisation(world):
    with tenant.acting_for(world.bruecke.pk):
        assert not User.objects.filter(memberships__team__organisation=world.diakonie).exists()


def test_the_wall_stands_right_after_a_change_of_organisation(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        _teams()
        with tenant.acting_for(world.diakonie.pk):
            assert _teams() == teams[world.diakonie.pk]
        assert _teams() == teams[world.bruecke.pk]
    assert _teams() == []


def test_the_wall_stands_again_after_it_was_lifted(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        with tenant.without_wall("a test of the wall"):
            _teams()
        assert _teams() == teams[world.bruecke.pk]


def test_the_wall_stands_right_after_a_savepoint_is_rolled_back(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        _teams()
    _ask_and_roll_back(world.diakonie)
    with tenant.acting_for(world.diakonie.pk):
        assert _teams() == teams[world.diakonie.pk]


def test_the_wall_stands_right_after_a_statement_failed(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        with pytest.raises(IntegrityError), transaction.atomic():
            _fail_within(world.diakonie)
        assert _teams() == teams[world.bruecke.pk]


@pytest.mark.django_db(transaction=True)
def test_the_wall_stands_right_after_a_transaction_is_rolled_back(world, teams):
    assert _teams() == []
    _ask_and_roll_back(world.bruecke)
    with tenant.acting_for(world.bruecke.pk):
        assert _teams() == teams[world.bruecke.pk]


@pytest.mark.django_db(transaction=True)
def test_the_wall_stands_right_on_a_connection_made_anew(world, teams):
    with tenant.acting_for(world.bruecke.pk):
        _teams()
        connection.close()
        assert _teams() == teams[world.bruecke.pk]


@pytest.mark.django_db(transaction=True)
def test_a_thread_inherits_no_organisation(world, teams):
    seen: list[str] = ["nothing asked"]

    def ask() -> None:
        seen[:] = _teams()
        connection.close()

    with tenant.acting_for(world.bruecke.pk):
        _teams()
        thread = Thread(target=ask)
        thread.start()
        thread.join()
    assert seen == []


def test_an_open_cursor_goes_on_for_the_organisation_it_was_opened_for(world, teams):
    with tenant.acting_for(world.bruecke.pk), transaction.atomic():
        for number in range(30):
            _run(INSERT.replace("'x'", f"'x{number:02}'"), world.bruecke.pk)
        expected, found = _teams(), []
        for name in Team.objects.order_by("name").values_list("name", flat=True).iterator(chunk_size=5):
            found.append(name)
            with tenant.acting_for(world.diakonie.pk):
                _teams()
    assert found == expected


def test_a_second_request_of_the_same_organisation_tells_the_server_nothing(signed_in, monkeypatch):
    jana = signed_in("jana")
    jana.get("/heute/")
    told: list[row_security.Meant] = []
    monkeypatch.setattr(connection, "tell", told.append)
    assert jana.get("/heute/").status_code == 200
    assert told == []


def test_every_walled_table_has_its_wall(db):
    assert row_security.gaps() == []


def test_every_table_with_an_organisation_is_walled_or_named_here():
    owned = {model for model in apps.get_models() if any(f.attname == "organisation_id" for f in model._meta.fields)}
    assert {model._meta.label for model in owned if not row_security.is_walled(model)} == WITHOUT_WALL


FLAWS = {
    "no policy": "DROP POLICY wegbuch_wall ON cases_case",
    "a second policy": "CREATE POLICY open ON cases_case USING (true)",
    "another condition": "ALTER POLICY wegbuch_wall ON cases_case USING (true)",
    "not for the owner": "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
    "switched off": "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
}


@pytest.mark.parametrize("flaw", FLAWS.values(), ids=FLAWS.keys())
def test_a_flaw_in_one_wall_is_found(flaw):
    _run(flaw)
    assert row_security.gaps() == ["cases_case"]


@pytest.mark.parametrize("flaw", FLAWS.values(), ids=FLAWS.keys())
def test_a_flaw_is_mended_by_the_next_migration(flaw):
    _run(flaw)
    row_security.erect()
    assert row_security.gaps() == []


def test_daily_work_does_not_start_with_a_flaw():
    _run(FLAWS["no policy"])
    assert any("cases_case" in sentence for sentence in readiness.obstacles_of_the_wall())


def test_daily_work_does_not_start_with_a_role_that_passes_the_wall(monkeypatch):
    monkeypatch.setattr(row_security, "passes_walls", lambda: True)
    assert any("Superuser" in sentence for sentence in readiness.obstacles_of_the_wall())


def test_daily_work_does_not_start_where_connections_are_shared(monkeypatch):
    shared = connection.copy()
    monkeypatch.setattr(type(connections["default"]), "copy", lambda self: shared)
    assert any("pool_mode = session" in sentence for sentence in readiness.obstacles_of_the_wall())


def test_connections_that_change_their_session_are_shared(monkeypatch):
    sessions = chain([1, 2, 1, 2, 3, 1], chain.from_iterable(zip([1] * 20, [2] * 20, strict=True)))
    monkeypatch.setattr(row_security, "_session", lambda connection: next(sessions))
    assert row_security.shares_connections()


def test_daily_work_starts_where_the_wall_stands():
    assert list(readiness.obstacles_of_the_wall()) == []
