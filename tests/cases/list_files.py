"""Lists for the tests: the sample of the invented district and small ones written here."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from wegbuch.cases.models import ImportRun

SAMPLE = Path(__file__).parents[1] / "data" / "lists" / "zuweisungsliste.xlsx"
HEADINGS = (
    "BG-Nr.;Name;Vorname;Geschl.;geb. am;Staatsang.;Sprache(n);Aufenthaltsstatus;Unterkunft / Zi.;AZ BAMF;Bemerkung"
)


def sample() -> SimpleUploadedFile:
    return SimpleUploadedFile("zuweisungsliste.xlsx", SAMPLE.read_bytes())


def text_list(*lines: str, name: str = "liste.csv", headings: str = HEADINGS) -> SimpleUploadedFile:
    """A text list with one person a line."""
    return SimpleUploadedFile(name, "\n".join([headings, *lines, ""]).encode())


def upload(client: Client, file: SimpleUploadedFile) -> ImportRun:
    """Send a file; gives the run that its page belongs to."""
    answer = client.post(reverse("cases:lists"), {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def columns_form(client: Client, run: ImportRun, **changes: object) -> dict[str, object]:
    """The form of the columns page as it stands there, with changes."""
    form = client.get(run.get_absolute_url()).context["form"]
    shown = {field.name: field.value() for field in form}
    return {name: value for name, value in {**shown, **changes}.items() if value is not None}


def check(client: Client, run: ImportRun, **changes: object) -> ImportRun:
    """Press „Prüfen“."""
    answer = client.post(reverse("cases:list_check", args=[run.pk]), columns_form(client, run, **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.get(pk=run.pk)


def take(client: Client, run: ImportRun, **choices: str) -> ImportRun:
    """Press „Übernehmen“."""
    assert client.post(reverse("cases:list_take", args=[run.pk]), choices).status_code == 302
    return ImportRun.objects.get(pk=run.pk)


def import_list(client: Client, file: SimpleUploadedFile, **changes: object) -> ImportRun:
    return take(client, check(client, upload(client, file), **changes))
