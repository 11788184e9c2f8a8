"""Keeps an invented letter in the first person's papers; prints its id."""

from django.core.files.uploadedfile import SimpleUploadedFile

from wegbuch.access.models import User
from wegbuch.cases import files
from wegbuch.cases.models import Case
from wegbuch.core import audit, tenant

PDF = b"%PDF-1.4\n% ZQletter \n%%EOF"

jana = User.objects.get(email="jana@example.org")
with tenant.acting_for(jana.organisation_id), audit.acting_as(audit.Actor(jana.pk)):
    stored = files.keep(SimpleUploadedFile("brief.pdf", PDF), by=jana)
    files.claim([stored.pk], by=jana, person=Case.objects.visible_to(jana).first().person)
print(stored.pk)
