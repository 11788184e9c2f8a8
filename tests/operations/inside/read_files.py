"""Opens every stored file; prints their contents."""

import json

from wegbuch.access.models import Organisation
from wegbuch.cases import files
from wegbuch.cases.models import StoredFile
from wegbuch.core import tenant

contents = []
for organisation in Organisation.objects.all():
    with tenant.acting_for(organisation.pk):
        contents += [files.content(stored).decode() for stored in StoredFile.objects.all()]
print(json.dumps(contents))
