"""One row of every kind of the room of rights in a person's file, and an office."""

from datetime import date
from typing import Any
from uuid import UUID

from wegbuch.cases.models import Office
from wegbuch.core import clock
from wegbuch.entitlements.models import Answer, ApplicationPaper, SealedAnswer
from wegbuch.entitlements.services import affected, applications, schemes

# What stands in an address beside the id: a rule, a fact and a step that everybody may look at.
WORDS = {"<slug:rule>": "asylblg_in_scope", "<slug:fact>": "needy", "<slug:item>": "bank_account"}


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
