"""Looks at what the last list made: its job, its people, and what there is twice or by halves."""

import json
from collections import Counter

from wegbuch.access import log
from wegbuch.access.models import User
from wegbuch.cases.models import Case, FileNumber, Household, HouseholdMember, ImportRun, Person, SearchToken
from wegbuch.core import tenant
from wegbuch.jobs.models import Job


def twice(values) -> int:
    return sum(count > 1 for count in Counter(values).values())


jana = User.objects.get(email="jana@example.org")
with tenant.acting_for(jana.organisation_id):
    job, run = Job.objects.select_related("progress").get(), ImportRun.objects.get()
    people = Person.objects.filter(surname__startswith="Saleh")
    of_them = Case.objects.filter(person__in=people)
    found = {
        "job": job.state,
        "attempts": job.progress.attempt,
        "list": run.state,
        "counts": run.counts,
        "people": people.count(),
        "twice": twice(FileNumber.objects.values_list("number", flat=True))
        + twice(people.values_list("given_name", flat=True))
        + twice(Case.objects.values_list("number", flat=True)),
        "cases": of_them.count(),
        "households": Household.objects.filter(number__startswith="HB-").count(),
        "members": HouseholdMember.objects.filter(person__in=people).count(),
        "unfound": people.exclude(pk__in=SearchToken.objects.values("person_id")).count(),
        "breaks": [f"{one.chain} {one.number}: {one.reason}" for one in log.breaks()],
    }
print(json.dumps(found))
