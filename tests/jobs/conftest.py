"""Work for the tests: a job that counts, and a queue that keeps what is called for until somebody does it."""

from types import SimpleNamespace

import pytest

from wegbuch.jobs import kinds
from wegbuch.jobs.models import Job


@pytest.fixture
def queued(settings, monkeypatch):
    """Jobs wait until the test does them, in the connection of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def counting(monkeypatch):
    """A kind of job `count` that does what the test puts into `counting.does`; `counting.done` counts its runs.

    `counting.note` is what it says at its end.
    """
    plan = SimpleNamespace(does=lambda work: None, done=0, note="")

    def run(work):
        plan.done += 1
        plan.does(work)
        return plan.note

    kind = kinds.Kind("count", "Zählen", "list.import", run, None, "", "")
    monkeypatch.setitem(kinds._kinds, "count", kind)
    return plan


@pytest.fixture
def found(bruecke):
    """The only job, as it lies in the database."""
    return lambda: Job.objects.select_related("progress").get()
