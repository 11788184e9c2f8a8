"""What the rehearsal of a failover does through the program itself: rows without end, and pages."""

import os
import sys
import time
from collections import Counter
from contextlib import ExitStack
from typing import Any

TRIES_AGAIN_AFTER = 0.05
TRIES = 20
# Only what is counted may come from the second server.
PAGE = "/zahlen/"


def write(name: str) -> None:
    """Save one row after the other; each that was acknowledged is printed with its time, until somebody ends this."""
    from django.db import DatabaseError, connection

    from wegbuch.access.models import Organisation, Team
    from wegbuch.core import audit, tenant

    organisation = Organisation.objects.get().pk
    number = 0
    with tenant.acting_for(organisation), audit.acting_as(audit.Actor(None, part="rehearsal")):
        while True:
            number += 1
            try:
                Team(organisation_id=organisation, name=f"{name} {number}").save()
            except DatabaseError:
                connection.close()
                time.sleep(TRIES_AGAIN_AFTER)
            else:
                print(number, time.time(), flush=True)


def look() -> None:
    """Look at a page until the replica answers, and try what the replica must refuse."""
    from django.conf import settings
    from django.db import DatabaseError, connections
    from django.test import Client

    from wegbuch.config import routing
    from wegbuch.core import readiness, tenant

    readiness.collect_static_files()
    settings.ALLOWED_HOSTS = ["testserver"]
    lead = _lead()
    client = Client()
    client.force_login(lead)
    for _ in range(TRIES):
        if (asked := _asked(lambda: client.get(PAGE)))["replica"]:
            break
        time.sleep(routing.LOOKS_EVERY / 4)
    print(f"Lesen: {asked['default']} Anfragen an den ersten Server, {asked['replica']} an den zweiten.")
    with connections["replica"].cursor() as cursor:
        for title, organisation in (("ohne Träger", None), ("im Träger", lead.organisation_id)):
            with tenant.acting_for(organisation):
                cursor.execute("SELECT count(*) FROM access_team")
                print(f"Mauer auf dem zweiten Server, {title}: {cursor.fetchone()[0]} Teams zu sehen.")
        try:
            cursor.execute("UPDATE access_organisation SET name = 'x'")
        except DatabaseError as refused:
            print(f"Schreiben auf dem zweiten Server: abgelehnt ({type(refused.__cause__).__name__}).")


def _lead() -> Any:
    from wegbuch.access import services
    from wegbuch.access.models import Organisation, Team
    from wegbuch.access.roles import Role
    from wegbuch.core import audit, tenant

    organisation = Organisation.objects.get()
    with tenant.acting_for(organisation.pk), audit.acting_as(audit.Actor(None, part="rehearsal")):
        return services.add_account(
            email="probe@example.org",
            name="Paula Probe",
            password=None,
            role=Role.LEAD,
            organisation=organisation,
            district=None,
            team=Team.objects.first(),
        )


def _asked(ask: Any) -> "Counter[str]":
    """How many statements went to which server while something was asked."""
    from django.db import connections

    asked: Counter[str] = Counter()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked[context["connection"].alias] += 1
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(count))
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{PAGE}: {answer.status_code}")
    return asked


def main(task: str, *words: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wegbuch.config.settings")
    import django

    django.setup()
    if task == "write":
        write(*words)
    else:
        look()


if __name__ == "__main__":
    main(*sys.argv[1:])
