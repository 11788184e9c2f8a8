"""The pages of what goes on in the background: one's own, honest about how far it is, quiet for the session."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from wegbuch.access.models import ReadEvent
from wegbuch.core import clock
from wegbuch.jobs import kinds, services
from wegbuch.jobs.models import Job, JobFile, Progress

HTMX = {"HX-Request": "true", "X-Wegbuch-Autosave": "1"}


@pytest.fixture
def jana(signed_in):
    return signed_in("jana")


@pytest.fixture
def waiting(bruecke, queued, counting):
    return services.start("count", owner=bruecke.jana)


@pytest.fixture
def left(bruecke, counting):
    """A file that a job left for Jana."""
    counting.does = lambda work: work.leave("bericht.csv", "text/csv", b"ZQ1;2")
    return JobFile.objects.get(job=services.start("count", owner=bruecke.jana))


def text(answer) -> str:
    return answer.content.decode()


def test_own_jobs_are_listed(jana, waiting):
    page = text(jana.get(reverse("jobs:jobs")))
    assert "Zählen" in page
    assert waiting.get_absolute_url() in page


def test_without_jobs_the_page_says_what_comes_here(jana):
    assert "Hier läuft nichts." in text(jana.get(reverse("jobs:jobs")))


@pytest.mark.parametrize("name", ["job", "progress", "job_stop", "job_again"])
@pytest.mark.parametrize("persona", ["katja", "lead", "olga", "admin"])
def test_a_job_is_closed_to_everybody_else(signed_in, waiting, name, persona):
    client = signed_in(persona)
    ask = client.post if name in ("job_stop", "job_again") else client.get
    assert ask(reverse(f"jobs:{name}", args=[waiting.pk])).status_code == 404


def test_progress_is_shown_as_a_bar_with_words(jana, waiting):
    waiting.state = Job.State.RUNNING
    waiting.save()
    Progress.objects.update(done=1300, total=2000, word="Menschen werden angelegt")
    page = text(jana.get(waiting.get_absolute_url()))
    assert 'value="1300" max="2000"' in page
    assert ("Menschen werden angelegt" in page, "1.300 von 2.000." in page) == (True, True)


def test_an_open_job_asks_for_itself_and_one_that_is_over_does_not(jana, waiting):
    assert 'hx-trigger="every 2s"' in text(jana.get(reverse("jobs:progress", args=[waiting.pk]), headers=HTMX))
    services.stop(waiting)
    assert "hx-get" not in text(jana.get(reverse("jobs:progress", args=[waiting.pk]), headers=HTMX))


def test_asking_for_progress_does_not_prolong_an_idle_session(jana, waiting):
    jana.get(waiting.get_absolute_url())
    before = jana.session["seen_at"]
    with clock.travelled(timedelta(minutes=10)):
        jana.get(reverse("jobs:progress", args=[waiting.pk]), headers=HTMX)
        assert jana.session["seen_at"] == before


def test_progress_without_a_script_leads_to_the_page(jana, waiting):
    assert jana.get(reverse("jobs:progress", args=[waiting.pk])).url == waiting.get_absolute_url()


def test_a_job_is_stopped_from_its_page(jana, waiting):
    page = jana.post(reverse("jobs:job_stop", args=[waiting.pk]), follow=True)
    assert "Abgebrochen." in text(page)


def test_what_failed_is_started_again_from_its_page(jana, bruecke, counting):
    def fail(work):
        raise ValueError

    counting.does = fail
    failed = services.start("count", owner=bruecke.jana)
    assert "Nicht gelungen." in text(jana.get(failed.get_absolute_url()))
    counting.does = lambda work: None
    page = jana.post(reverse("jobs:job_again", args=[failed.pk]), follow=True)
    assert ("Fertig." in text(page), counting.done) == (True, 2)


def test_what_must_be_seen_first_is_not_simply_started_again(jana, waiting, counting, monkeypatch):
    kind = replace(kinds.of("count"), asked_at="jobs:jobs")
    monkeypatch.setitem(kinds._kinds, "count", kind)
    again = reverse("jobs:job_again", args=[waiting.pk])
    assert jana.post(again).url == waiting.get_absolute_url()
    services.stop(waiting)
    assert jana.post(again).url == reverse("jobs:jobs")
    assert (Job.objects.count(), counting.done) == (1, 0)


def test_what_a_job_says_at_its_end_stands_on_its_page(jana, bruecke, counting):
    counting.note = "Zwei blieben liegen."
    job = services.start("count", owner=bruecke.jana)
    assert "<b>Fertig.</b> Zwei blieben liegen." in text(jana.get(job.get_absolute_url()))


def test_a_job_that_nobody_takes_up_says_so(jana, waiting):
    with clock.travelled(timedelta(minutes=6)):
        assert "steht gerade still" in text(jana.get(waiting.get_absolute_url()))


def test_a_file_is_loaded_by_its_owner(jana, left):
    answer = jana.get(left.get_absolute_url())
    assert (answer.content, answer["Content-Type"]) == (b"ZQ1;2", "text/csv")
    assert answer["Content-Disposition"] == 'attachment; filename="bericht.csv"'


def test_a_file_that_was_loaded_is_in_the_read_log(jana, left):
    jana.get(left.get_absolute_url())
    assert ReadEvent.objects.filter(what="job_file", object_id=str(left.pk)).count() == 1


def test_a_file_is_closed_to_everybody_else(signed_in, left):
    assert signed_in("lead").get(left.get_absolute_url()).status_code == 404


def test_a_file_lies_sealed(left):
    fresh = JobFile.objects.get(pk=left.pk)
    assert {fresh.__dict__[name].token[:3] for name in ("name", "content")} == {"v1."}


def test_a_file_left_again_takes_the_place_of_the_first(bruecke, counting):
    def leave_two(work):
        work.leave("a.csv", "text/csv", b"1")
        work.leave("b.csv", "text/csv", b"2")

    counting.does = leave_two
    services.start("count", owner=bruecke.jana)
    assert [file.name for file in JobFile.objects.all()] == ["b.csv"]


def test_after_seven_days_a_file_is_gone(jana, left, capsys):
    with clock.travelled(timedelta(days=7, minutes=1)):
        jana.logout()
        jana.force_login(left.job.owner)
        assert jana.get(left.get_absolute_url()).status_code == 404
        call_command("cleanup")
    assert JobFile.objects.count() == 0


def test_after_two_weeks_a_job_is_forgotten(left, capsys):
    for days in (8, 15):
        with clock.travelled(timedelta(days=days)):
            call_command("cleanup")
    assert Job.objects.count() == 0


def test_the_queue_is_emptied_by_the_cleanup(waiting, capsys):
    message = DBTaskResult.objects.get()
    message.set_successful(None)
    DBTaskResult.objects.update(finished_at=message.finished_at - timedelta(days=15))
    call_command("cleanup")
    assert DBTaskResult.objects.count() == 0
