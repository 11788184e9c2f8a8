"""Checks a list of as many invented people as are asked for and starts to take it over; prints the id of the job."""

import os

from wegbuch.access.models import User
from wegbuch.cases.list_jobs import TAKE
from wegbuch.cases.lists import Field
from wegbuch.cases.services import list_chunks, lists
from wegbuch.core import audit, tenant
from wegbuch.jobs import services as jobs

HEADINGS = "BG-Nr.;Name;Vorname;Geschl.;geb. am;AZ BAMF"
PEOPLE = int(os.environ["PEOPLE"])

rows = [
    f"HB-{number // 3};Saleh{number // 3};Kind{number};m;"
    f"{1 + number % 28:02d}.{1 + number % 12:02d}.{1930 + number % 90};{1000000 + number}-{100 + number % 900}"
    for number in range(PEOPLE)
]
jana = User.objects.get(email="jana@example.org")
with tenant.acting_for(jana.organisation_id), audit.acting_as(audit.Actor(jana.pk)):
    run = lists.receive(user=jana, content="\n".join([HEADINGS, *rows, ""]).encode(), file_name="liste.csv")
    columns = {Field(name): column for name, column in run.mapping["columns"].items()}
    run = lists.check(run, columns=columns, team=jana.team, form=lists.FORM, workers=[jana])
    assert run.counts == {"take": PEOPLE}, run.counts
    list_chunks.begin(run, choices={})
    print(jobs.start(TAKE, owner=jana, subject=run.pk).pk)
