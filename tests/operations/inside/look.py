"""Looks at a place from inside: notes that open, half records, breaks of the log, keys, the connection."""

import json

from django.db import connection

from wegbuch.access import log
from wegbuch.access.models import AuditEvent, Organisation, OrganisationKey
from wegbuch.core import tenant
from wegbuch.core.sealed import CannotOpen
from wegbuch.counselling.models import Contact

found = {"notes": [], "closed": 0, "half": [], "keys": sorted(OrganisationKey.objects.values_list("key_id", flat=True))}
logged = set(
    AuditEvent.objects.filter(model="counselling.contact", action="created").values_list("object_id", flat=True)
)
for organisation in Organisation.objects.all():
    with tenant.acting_for(organisation.pk):
        for contact in Contact.objects.prefetch_related("participations"):
            if str(contact.pk) not in logged or not contact.participations.all():
                found["half"].append(str(contact.pk))
            try:
                found["notes"].append(contact.note)
            except CannotOpen:
                found["closed"] += 1
found["breaks"] = [f"{one.chain} {one.number}: {one.reason}" for one in log.breaks()]
with tenant.without_wall("every contact is counted"), connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM counselling_contact")
    found["half"] += ["event without contact"] * (len(logged) - cursor.fetchone()[0])
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA integrity_check")
        found["integrity"] = cursor.fetchone()[0]
        found["pragmas"] = {}
        for name in ("synchronous", "journal_mode", "foreign_keys", "secure_delete"):
            cursor.execute(f"PRAGMA {name}")
            found["pragmas"][name] = cursor.fetchone()[0]
print(json.dumps(found))
