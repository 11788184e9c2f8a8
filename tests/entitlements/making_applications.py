"""Applications for tests."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wegbuch.cases import files
from wegbuch.entitlements.models import Application, ApplicationPaper
from wegbuch.entitlements.services import applications

TODAY = date(2026, 11, 26)
RULE = "child_benefit"


def planned(world: SimpleNamespace, **fields: Any) -> Application:
    """Child benefit for Mariam, noted by Jana with two papers."""
    given = {"person": world.mariam, "by": world.jana, "title": "Kindergeld", "rule": RULE} | fields
    return applications.plan(**{"papers": ["Ausweis", "Geburtsurkunde"], **given})


def filed(world: SimpleNamespace, **fields: Any) -> Application:
    """The same, filed on 02.11.2026 with a stamp."""
    row = planned(world)
    given = {"by": world.jana, "version": row.version, "on": date(2026, 11, 2), "proof": "Eingangsstempel"} | fields
    applications.file(row, **given)
    return row


def decided(world: SimpleNamespace, outcome: str = "refused", **fields: Any) -> Application:
    """The same, decided on 20.11.2026."""
    row = filed(world)
    given = {"by": world.jana, "version": row.version, "on": date(2026, 11, 20), "outcome": outcome} | fields
    applications.decide(row, **given)
    return row


def upload(name: str = "stempel.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF")


def kept_upload(world: SimpleNamespace) -> Any:
    return files.keep(upload(), by=world.jana).pk


def url(name: str, row: Any) -> str:
    return reverse(f"entitlements:{name}", args=[row.pk])


def paper(row: Application, name: str = "Ausweis") -> ApplicationPaper:
    return next(paper for paper in row.papers.all() if paper.name == name)


def states(row: Application) -> list[str]:
    """States of the steps, the oldest first."""
    return [step.state for step in row.steps.all()]


def seen(row: Application, **typed: Any) -> dict[str, Any]:
    """What a form sends that shows the row as it is."""
    return {"seen_version": str(row.version), **typed}
