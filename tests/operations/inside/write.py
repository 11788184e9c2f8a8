"""Enters contacts until its input ends; prints the note of each one that is saved."""

import secrets
import sys
import threading

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import audit, clock, tenant
from wegbuch.counselling.services import record_contact

is_over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), is_over.set()), daemon=True).start()
jana = User.objects.get(email="jana@example.org")
with tenant.acting_for(jana.organisation_id), audit.acting_as(audit.Actor(jana.pk)):
    case = Case.objects.visible_to(jana).order_by("number").first()
    while not is_over.is_set():
        note = "ZQ" + secrets.token_hex(8)
        record_contact(
            author=jana,
            team=jana.team,
            cases=[case],
            held_on=clock.today(),
            task_area=3,
            form="conversation",
            minutes=10,
            language="prs",
            channel="video",
            note=note,
        )
        print(note, flush=True)
