"""A report as a file, at once or in the background, and the line in the log that it left the house."""

from dataclasses import dataclass
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.core import audit
from wegbuch.jobs.work import Pace

from ..catalogue import Report
from ..outputs.kinds import OUTPUTS
from ..outputs.words import Texts, file_name
from ..periods import Period
from .proof import proof_file
from .reports import Built, build
from .texts import taken_texts

PROOF = "proof"
ZIP = "application/zip"


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


def report_file(built: Built, ending: str, texts: Texts) -> File:
    """raises  NotSet for a PDF that does not succeed"""
    output = OUTPUTS[ending]
    return File(file_name(built, ending), output.content_type, output.make(built, texts))


def of_organisation(report: Report, period: Period, ending: str, *, user: User, pace: Pace | None = None) -> File:
    """A file of the organisation that acts; the texts in it are those the user may read.

    ending  of `OUTPUTS`, or PROOF
    raises  NotSet for a PDF that does not succeed
    """
    whose = str(user.organisation.name) if user.organisation else ""
    if ending == PROOF:
        name = f"wegbuch-nachweis-{report.id}-{period.first:%Y-%m}-{period.last:%Y-%m}.zip"
        return File(name, ZIP, proof_file(report, period, whose=whose, pace=pace))
    built = build(report, period, whose=whose, pace=pace)
    return report_file(built, ending, taken_texts(report, period, user))


def note_taken_out(report: Report, period: Period, ending: str, *, organisation: UUID | None) -> None:
    """Write down which numbers of which months left the house, and as what; inside a transaction."""
    which = f"{report.id} {period.first:%Y-%m} {period.last:%Y-%m} {ending}"
    audit.write([audit.Event("exported", "reporting.report", which, organisation)])
