"""A job runs once, under its owner's rights, and ends in a state that is said in one word."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from wegbuch.access.models import AuditEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Facility
from wegbuch.core import clock
from wegbuch.jobs import queue, running, services
from wegbuch.jobs.models import Job, Progress
from wegbuch.jobs.work import Interrupted, Overtaken, Place, Work, here

SECRET = "ZQ Mariam Habibi"


def do_what_waits() -> None:
    queue.carry_out_ready(lambda: True)


def make_house(name: str = "Haus am See") -> None:
    Facility(name=name, form="unknown").save()


def houses() -> set[str]:
    return set(Facility.objects.values_list("name", flat=True))


def test_the_same_started_twice_is_one_job(bruecke, queued, counting):
    first, second = (services.start("count", owner=bruecke.jana) for _ in range(2))
    do_what_waits()
    assert (first.pk, counting.done) == (second.pk, 1)


def test_after_the_end_the_same_starts_anew(bruecke, counting):
    first, second = (services.start("count", owner=bruecke.jana) for _ in range(2))
    assert (first.pk != second.pk, counting.done) == (True, 2)


def test_two_people_have_two_jobs(bruecke, queued, counting):
    assert services.start("count", owner=bruecke.jana).pk != services.start("count", owner=bruecke.katja).pk


def test_a_job_that_went_well_is_done(bruecke, counting, found):
    services.start("count", owner=bruecke.jana)
    assert (found().state, found().ended_at is not None) == ("done", True)


def test_what_a_job_writes_is_written_by_its_owner(bruecke, counting):
    def write(work):
        with work.chunk():
            make_house()

    counting.does = write
    services.start("count", owner=bruecke.jana)
    event = AuditEvent.objects.get(model="cases.facility", object_id=str(Facility.objects.get(name="Haus am See").pk))
    assert (event.user, event.part) == (bruecke.jana.pk, "job")


def test_whoever_lost_the_role_gets_nothing_done(bruecke, queued, counting, found):
    services.start("count", owner=bruecke.jana)
    membership = bruecke.jana.memberships.get()
    membership.ends_on = clock.today() - timedelta(days=1)
    membership.save()
    do_what_waits()
    assert (found().state, found().error, counting.done) == ("failed", running.NOT_YOURS, 0)


def test_whoever_loses_the_role_on_the_way_gets_no_more_done(bruecke, monkeypatch, counting, found):
    def work_on(work):
        work.step(1, 3)
        membership = bruecke.jana.memberships.get()
        membership.ends_on = clock.today() - timedelta(days=1)
        membership.save()
        work.step(2, 3)
        make_house()

    monkeypatch.setattr("wegbuch.jobs.work.SAYS_EVERY", 0)
    monkeypatch.setattr("wegbuch.jobs.work.ASKS_EVERY", 0)
    counting.does = work_on
    services.start("count", owner=bruecke.jana)
    assert (found().state, found().error, houses() & {"Haus am See"}) == ("failed", running.NOT_YOURS, set())


def test_a_kind_that_is_no_more_ends_as_failed(bruecke, queued, counting, found, monkeypatch):
    services.start("count", owner=bruecke.jana)
    monkeypatch.setattr("wegbuch.jobs.kinds.of", {}.__getitem__)
    do_what_waits()
    assert found().state == "failed"


def test_whoever_left_gets_nothing_done(bruecke, queued, counting, found):
    services.start("count", owner=bruecke.jana)
    bruecke.jana.is_active = False
    bruecke.jana.save()
    do_what_waits()
    assert (found().state, counting.done) == ("failed", 0)


def test_a_sentence_for_people_reaches_them(bruecke, counting, found):
    def refuse(work):
        raise NotPossible("Die Liste hat keine Überschriften.")

    counting.does = refuse
    services.start("count", owner=bruecke.jana)
    assert (found().state, found().error) == ("failed", "Die Liste hat keine Überschriften.")


def test_of_an_error_only_its_class_is_kept(bruecke, queued, counting, found, caplog):
    def fail(work):
        raise ValueError(SECRET)

    counting.does = fail
    services.start("count", owner=bruecke.jana)
    do_what_waits()
    message = DBTaskResult.objects.get()
    kept = f"{message.args_kwargs}{message.traceback}{message.exception_class_path}{found().error}{caplog.text}"
    assert (found().failure, found().error, SECRET in kept) == ("ValueError", running.BROKEN, False)


def test_the_queue_holds_two_ids_and_nothing_else(bruecke, queued, counting):
    job = services.start("count", owner=bruecke.jana)
    assert DBTaskResult.objects.get().args_kwargs == {
        "args": [],
        "kwargs": {"organisation": str(bruecke.bruecke.pk), "job": str(job.pk)},
    }


def test_stopped_in_the_middle_a_job_keeps_what_is_committed(bruecke, counting, found):
    def write_two(work):
        with work.chunk():
            make_house("Haus eins")
        services.stop(work.job)
        with work.chunk():
            make_house("Haus zwei")

    counting.does = write_two
    services.start("count", owner=bruecke.jana)
    assert found().state == "cancelled"
    assert ("Haus eins" in houses(), "Haus zwei" in houses()) == (True, False)


def test_stopped_before_it_began_a_job_never_runs(bruecke, queued, counting, found):
    services.stop(services.start("count", owner=bruecke.jana))
    do_what_waits()
    assert (found().state, counting.done) == ("cancelled", 0)


def test_what_is_over_is_not_stopped(bruecke, counting):
    with pytest.raises(NotPossible):
        services.stop(services.start("count", owner=bruecke.jana))


def test_how_far_it_is_can_be_read_meanwhile(bruecke, counting, found):
    seen = []

    def say(work):
        work.step(3, 7, "Zeilen werden verglichen")
        progress = found().progress
        seen.append((progress.done, progress.total, progress.word))

    counting.does = say
    services.start("count", owner=bruecke.jana)
    assert seen == [(3, 7, "Zeilen werden verglichen")]


def test_when_the_program_ends_the_job_waits_for_the_next(bruecke, queued, counting, found):
    def be_interrupted(work):
        before = here.set(Place("here", lambda: False))
        try:
            work.step(1, 2)
        finally:
            here.reset(before)

    counting.does = be_interrupted
    services.start("count", owner=bruecke.jana)
    queue._next(Place("here"))
    assert (found().state, DBTaskResult.objects.ready().count()) == ("waiting", 1)
    counting.does = lambda work: None
    do_what_waits()
    assert (found().state, counting.done) == ("done", 2)


def test_a_busy_database_is_asked_again(bruecke, counting, found):
    def fail_once(work):
        if counting.done == 1:
            raise OperationalError("database is locked")

    counting.does = fail_once
    services.start("count", owner=bruecke.jana)
    assert (found().state, counting.done) == ("done", 2)


def test_what_always_breaks_off_is_given_up(bruecke, counting, found):
    def fail(work):
        raise Interrupted

    counting.does = fail
    services.start("count", owner=bruecke.jana)
    assert (found().state, found().error, counting.done) == ("failed", running.GAVE_UP, running.MOST_FRUITLESS)


def test_whoever_was_overtaken_writes_nothing_more(bruecke, queued, counting):
    job = services.start("count", owner=bruecke.jana)
    slow = Work(job, attempt=0)
    Progress.objects.filter(job=job).update(attempt=1)
    with pytest.raises(Overtaken), slow.chunk():
        make_house()
    slow.end(Job.State.DONE)
    assert (Job.objects.get().state, "Haus am See" in houses()) == ("waiting", False)


def killed_in_hand(owner, worker: str) -> Job:
    """A job whose worker died in the middle of it."""
    job = services.start("count", owner=owner)
    message = DBTaskResult.objects.get()
    message.claim(worker)
    job.state = Job.State.RUNNING
    job.save()
    Progress.objects.filter(job=job).update(worker=worker, attempt=1, beat_at=clock.now())
    return job


def test_what_fell_here_is_raised_at_the_next_start(bruecke, queued, counting, found):
    killed_in_hand(bruecke.jana, queue.name_of_this_place())
    do_what_waits()
    assert counting.done == 0
    queue.raise_fallen()
    do_what_waits()
    assert (found().state, counting.done) == ("done", 1)


def test_what_is_in_hand_elsewhere_is_left_alone(bruecke, queued, counting):
    killed_in_hand(bruecke.jana, "another place")
    queue.raise_fallen()
    queue.raise_silent()
    do_what_waits()
    assert counting.done == 0


def test_what_is_silent_elsewhere_for_minutes_is_raised(bruecke, queued, counting, found):
    killed_in_hand(bruecke.jana, "another place")
    with clock.travelled(timedelta(minutes=3)):
        queue.raise_silent()
        do_what_waits()
    assert (found().state, counting.done) == ("done", 1)


def test_a_second_call_for_a_running_job_does_nothing(bruecke, queued, counting, found):
    job = killed_in_hand(bruecke.jana, "another place")
    running.call_for(job)
    do_what_waits()
    assert (found().state, counting.done) == ("running", 0)
