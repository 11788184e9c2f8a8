"""Lists of the program before: open ones are cancelled, a half-taken one stops the step before anything changes."""

import importlib
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import pre_migrate

from wegbuch.cases.half_taken import STEP, refuse_half_taken
from wegbuch.cases.models import ImportRun
from wegbuch.core import clock

BEFORE = ("cases", "0006_double_search")


@pytest.fixture
def loader(bruecke):
    return MigrationExecutor(connection).loader


@pytest.fixture
def before(loader):
    return loader.project_state(BEFORE).apps


@pytest.fixture
def plan(loader):
    return [(loader.get_migration(*STEP), False)]


def a_list(bruecke, state: str, **mapping: object) -> ImportRun:
    run = ImportRun(uploaded_by=bruecke.jana, uploaded_at=clock.now(), state=state, mapping=mapping, counts={"take": 3})
    run.save()
    return run


def migrated(apps, run: ImportRun) -> tuple[str, dict[str, int]]:
    step = importlib.import_module("wegbuch.cases.migrations.0007_list_portions")
    step.cancel_open_lists(apps, SimpleNamespace(connection=connection))
    fresh = ImportRun.objects.get(pk=run.pk)
    return fresh.state, fresh.counts


@pytest.mark.parametrize("state", ["mapping", "checked"])
def test_open_list_is_cancelled(bruecke, before, state):
    assert migrated(before, a_list(bruecke, state)) == ("cancelled", {})


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_list_that_is_over_keeps_its_counts(bruecke, before, state):
    assert migrated(before, a_list(bruecke, state)) == (state, {"take": 3})


def test_half_taken_list_stops_the_step(bruecke, before, plan):
    a_list(bruecke, "checked", begun=True)
    with pytest.raises(CommandError, match="erst zum Teil übernommen"):
        refuse_half_taken(apps=before, plan=plan, using="default")


@pytest.mark.parametrize(("state", "mapping"), [("checked", {}), ("cancelled", {"begun": True})])
def test_other_lists_do_not(bruecke, before, plan, state, mapping):
    a_list(bruecke, state, **mapping)
    refuse_half_taken(apps=before, plan=plan, using="default")


def test_later_steps_ask_nothing(bruecke, before):
    a_list(bruecke, "checked", begun=True)
    refuse_half_taken(apps=before, plan=[], using="default")


def test_new_database_is_asked_nothing(loader):
    plan = [(loader.get_migration("cases", "0001_initial"), False), (loader.get_migration(*STEP), False)]
    refuse_half_taken(apps=loader.project_state([]).apps, plan=plan, using="default")


def test_every_migrate_asks(loader):
    assert any(receiver() is refuse_half_taken for _, receiver, *_ in pre_migrate.receivers)
