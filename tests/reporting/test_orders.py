"""A report that takes long is made in the background, for the one who ordered it and nobody else."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from wegbuch.access.models import AuditEvent, Membership
from wegbuch.access.roles import Role
from wegbuch.core import clock, tenant
from wegbuch.jobs import queue, running
from wegbuch.jobs.models import Job, JobFile
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.models import ReportOrder
from wegbuch.reporting.periods import month_of
from wegbuch.reporting.services import files, orders
from wegbuch.reporting.services.proof import proof_file

DAY, MONTHLY = date(2026, 11, 1), book().reports["monthly"]
NOVEMBER = {"von": "2026-11", "bis": "2026-11"}
YEAR = {"von": "2026-01", "bis": "2026-12"}
PROOF = reverse("reporting:proof", args=["monthly"])


def file_of(report, ending):
    return reverse("reporting:report_file", args=[report, ending])


@pytest.fixture
def queued(settings, monkeypatch):
    """Jobs wait until the test does them, in the connection of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def ordered(november, bruecke, signed_in, queued):
    """The yearly report as CSV, ordered by the lead; nobody makes it yet."""
    signed_in("lead").post(file_of("activity", "csv"), YEAR)
    return Job.objects.get()


def make() -> None:
    queue.carry_out_ready(lambda: True)


def exported():
    return list(AuditEvent.objects.filter(action="exported").values_list("object_id", "user"))


def test_a_yearly_report_is_made_in_the_background(ordered, november):
    assert (ordered.state, exported()) == ("waiting", [])
    make()
    file = JobFile.objects.get()
    assert (file.name, file.content_type) == ("sachbericht-2026-01-bis-2026-12.csv", "text/csv; charset=utf-8")
    assert "Jahr 2026" in file.clear_content.decode()


def test_what_left_the_house_stands_in_the_log_once(ordered, november):
    make()
    ordered.refresh_from_db()
    ordered.state = Job.State.WAITING
    ordered.save()
    running.call_for(ordered)
    make()
    assert exported() == [("activity 2026-01 2026-12 csv", november.lead.pk)]


def test_ordered_twice_it_is_made_once(ordered, signed_in):
    signed_in("lead").post(file_of("activity", "csv"), YEAR)
    assert (Job.objects.count(), ReportOrder.objects.count()) == (1, 1)


def test_a_short_month_comes_at_once(november, bruecke, signed_in):
    answer = signed_in("lead").post(file_of("monthly", "csv"), NOVEMBER)
    assert (answer.status_code, Job.objects.exists()) == (200, False)


@pytest.mark.parametrize(("address", "ending"), [(file_of("monthly", "csv"), "csv"), (PROOF, "proof")])
def test_a_month_with_many_contacts_does_not(november, bruecke, signed_in, monkeypatch, address, ending):
    monkeypatch.setattr(orders, "LONG", 3)
    answer = signed_in("lead").post(address, NOVEMBER)
    assert answer.headers["Location"] == Job.objects.get().get_absolute_url()
    assert exported() == [(f"monthly 2026-11 2026-11 {ending}", november.lead.pk)]


def test_the_proof_of_the_background_is_the_proof(november, bruecke, signed_in, monkeypatch):
    monkeypatch.setattr(orders, "LONG", 3)
    signed_in("lead").post(PROOF, NOVEMBER)
    assert JobFile.objects.get().clear_content == proof_file(MONTHLY, month_of(DAY), whose="Brücke e. V.")


def test_it_says_section_by_section_how_far_it_is(november, bruecke):
    said = []
    pace = SimpleNamespace(step=lambda done, total, word: said.append((done, total)))
    files.of_organisation(MONTHLY, month_of(DAY), "csv", user=november.lead, pace=pace)
    assert said == [(place, len(MONTHLY.sections)) for place in range(len(MONTHLY.sections))]


def test_the_file_is_closed_to_another_lead(ordered, november, signed_in):
    make()
    Membership(user=november.thomas, role=Role.LEAD, starts_on=date(2026, 1, 1)).save()
    addresses = [ordered.get_absolute_url(), JobFile.objects.get().get_absolute_url()]
    clients = [signed_in("thomas"), signed_in("other_lead")]
    assert [client.get(each).status_code for client in clients for each in addresses] == [404] * 4
    assert [signed_in("lead").get(each).status_code for each in addresses] == [200, 200]


def test_an_order_is_seen_by_whoever_gave_it(ordered, november, world):
    assert ReportOrder.objects.visible_to(november.lead).count() == 1
    assert not ReportOrder.objects.visible_to(november.thomas).exists()
    with tenant.acting_for(world.diakonie.pk):
        assert not ReportOrder.objects.exists()


def test_whoever_lost_the_right_meanwhile_gets_no_file(ordered, november):
    membership = november.lead.memberships.get()
    membership.ends_on = clock.today() - timedelta(days=1)
    membership.save()
    make()
    ordered.refresh_from_db()
    assert (ordered.state, ordered.error) == ("failed", running.NOT_YOURS)
    assert (JobFile.objects.exists(), exported()) == (False, [])


def test_a_pdf_that_does_not_succeed_is_said_where_it_was_made(november, bruecke, signed_in, monkeypatch):
    monkeypatch.setattr("wegbuch.reporting.outputs.paper.SETTER", "wegbuch.reporting.outputs.nothing")
    signed_in("lead").post(file_of("activity", "pdf"), YEAR)
    assert (Job.objects.get().error, exported()) == ("Das PDF ist nicht gelungen. Word und Excel gehen trotzdem.", [])


def test_coordination_gets_its_file_at_once(november, signed_in, monkeypatch):
    monkeypatch.setattr(orders, "LONG", -1)
    answer = signed_in("coordination").post(file_of("half_year", "csv"), {"von": "2026-01", "bis": "2026-06"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")


def later(client, minutes):
    """The session as if the password had been given so many minutes ago."""
    client.get("/")
    session = client.session
    session["proved_at"] = (clock.now() - timedelta(minutes=minutes)).isoformat()
    session.save()
    return client


def test_a_proof_asks_for_the_password_when_it_was_given_long_ago(november, bruecke, signed_in):
    answer = later(signed_in("lead"), 11).post(PROOF, NOVEMBER)
    page = "%2Fzahlen%2Fberichte%2Fmonthly%2F%3Fvon%3D2026-11%26bis%3D2026-11"
    assert answer.headers["Location"] == f"{reverse('access:unlock')}?next={page}"
    assert exported() == []


def test_with_the_password_one_comes_back_to_the_report_and_takes_the_proof(november, bruecke, signed_in):
    client = later(signed_in("lead"), 11)
    asked = client.post(PROOF, NOVEMBER, follow=True)
    assert "Dafür brauchen wir Ihr Passwort noch einmal." in asked.content.decode()
    back = client.post(asked.redirect_chain[-1][0], {"password": november.password}, follow=True)
    assert back.context["period"].label == "November 2026"
    assert client.post(PROOF, NOVEMBER).headers["Content-Type"] == "application/zip"


def test_a_moment_after_signing_in_no_password_is_asked(november, bruecke, signed_in):
    assert later(signed_in("lead"), 9).post(PROOF, NOVEMBER).status_code == 200


def test_without_a_known_moment_the_password_is_asked(november, bruecke, signed_in):
    client = signed_in("lead")
    client.get("/")
    session = client.session
    del session["proved_at"]
    session.save()
    assert client.post(PROOF, NOVEMBER).status_code == 302
