"""One row of every kind of the room of rights in a person's file, an office, and work that stands in no file."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from wegbuch.cases.models import Office
from wegbuch.core import clock
from wegbuch.counselling import report_notes, work
from wegbuch.entitlements.models import Answer, ApplicationPaper, SealedAnswer
from wegbuch.entitlements.services import affected, applications, schemes
from wegbuch.jobs.models import Job, JobFile, Progress
from wegbuch.staffing import services as staffing

# What stands in an address beside the id: a rule, a fact and a step that everybody may look at.
WORDS = {
    "<slug:rule>": "asylblg_in_scope",
    "<slug:fact>": "needy",
    "<slug:item>": "bank_account",
    # Only the yearly report takes texts.
    "<slug:report>/text": "activity/text",
    "<slug:report>": "half_year",
    "<slug:ending>": "csv",
    "<slug:month>": "2026-10",
}


def furnish(case: Any, user: Any) -> dict[str, UUID]:
    """Make the rows; their ids by name of the model."""
    person, made = case.person, {"entered_by": user, "entered_at": clock.now()}
    Answer(person=person, fact="needy", content='{"value": true}', known_on=date(2026, 11, 20), **made).save()
    SealedAnswer(person=person, content='{"mark": "midwife", "state": "done"}', **made).save()
    application = applications.plan(person=person, by=user, title="ZQapplication", papers=["ZQpaper"], note="ZQnote")
    change = schemes.begin(
        user=user, person=person, old_scheme="asylblg_3", new_scheme="sgb2", right_since=date(2026, 12, 1)
    )
    seen = affected.see(case, user=user, change="day:2027-03-05", rules=["asylblg_in_scope"], note="ZQseen")
    office = Office(name="ZQoffice", kind="jobcenter")
    office.save()
    return {
        "Application": application.pk,
        "ApplicationPaper": ApplicationPaper.objects.get(application=application).pk,
        "SchemeChange": change.pk,
        "SeenChange": seen[0].pk,
        "Office": office.pk,
    }


def furnish_work(user: Any, mark: str) -> dict[str, UUID]:
    """A group offer, an entry about networking and a text for the report; mark stands in what was written."""
    offer = work.record_offer(
        author=user, held_on=date(2026, 11, 20), theme=f"{mark}theme", kind="women", task_area=5, minutes=90,
        language="deu", channel="none", women=6, place=f"{mark}place", note=f"{mark}offernote",
    )  # fmt: skip
    entry = work.record_networking(
        author=user, held_on=date(2026, 11, 20), partner=f"{mark}partner", kind="exchange", topic=f"{mark}meeting",
        minutes=60, result="open", note=f"{mark}netnote",
    )  # fmt: skip
    text = report_notes.write(author=user, month=date(2026, 11, 1), task_area=3, text=f"{mark}text")
    return {"GroupOffer": offer.pk, "NetworkEntry": entry.pk, "ReportNote": text.pk}


def furnish_job(user: Any) -> dict[str, UUID]:
    """A job that is over, and the file it left."""
    job = Job(kind="list.take", owner=user, key="ZQkey", state="done", made_at=clock.now())
    job.save()
    Progress.objects.create(organisation_id=job.organisation_id, job=job, beat_at=clock.now())
    now = clock.now()
    file = JobFile(job=job, name="ZQfile.csv", content_type="text/csv", size=2, content="WlE=", made_at=now)
    file.expires_at = now + timedelta(days=7)
    file.save()
    return {"Job": job.pk, "JobFile": file.pk}


def furnish_posts(lead: Any, user: Any, mark: str) -> dict[str, UUID]:
    """A post that somebody holds, and people announced to the organisation; mark stands in what was written."""
    post = staffing.add_post(
        label=f"{mark}label",
        form="housing_based_msa",
        share=Decimal(1),
        starts_on=date(2026, 1, 1),
        funding=f"{mark}funding",
    )
    holding = staffing.fill_post(
        post, user=user, share=Decimal("0.50"), starts_on=date(2026, 1, 1), qualification="recognised"
    )
    announced = staffing.announce(
        by=lead, month=date(2026, 12, 1), direction="arrival", number=38, source=f"{mark}source"
    )
    return {"Post": post.pk, "Holding": holding.pk, "Announcement": announced.pk}
