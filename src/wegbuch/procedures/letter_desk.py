"""Whose letter it is, and what the file tells already about it."""

from dataclasses import dataclass
from typing import Any

from wegbuch.access.models import User
from wegbuch.cases.models import Case, HousingPeriod, Person
from wegbuch.core import clock

from . import law, post_days
from .forms import letter_facts
from .forms.instructed import OTHER_DAY
from .models import Instruction, Letter, PostItem, Proceeding
from .services.proceedings import SHARED_DAYS


@dataclass(frozen=True)
class Desk:
    """Somebody reads a letter of a person.

    item    the piece of post, where it was entered before
    letter  what was read, where it is corrected
    """

    user: User
    person: Person
    item: PostItem | None = None
    letter: Letter | None = None

    @property
    def case(self) -> Case | None:
        """A file of the person this user may open, a running one first."""
        hers = Case.objects.visible_to(self.user).filter(person=self.person)
        return hers.order_by("closed_on", "-opened_on").first()

    @property
    def age(self) -> int | None:
        return self.person.age_on(clock.today())

    @property
    def place(self) -> str:
        """House and room; nothing of a hidden address."""
        row = HousingPeriod.objects.on(clock.today()).filter(person=self.person).select_related("facility").first()
        return row.place if row else ""

    def known(self, kind: str) -> dict[str, Any]:
        """Days, court and file number of the running proceedings, of the one this kind of letter belongs to first."""
        wanted = law.letter_kinds().get(kind, {}).get("proceeding")
        rows = list(Proceeding.objects.running().filter(person=self.person))
        rows.sort(key=lambda row: row.kind != wanted)
        found = {name: next((day for row in rows if (day := getattr(row, name))), None) for name in SHARED_DAYS}
        mine = next((row for row in rows if row.kind == wanted), None)
        if mine:
            found |= {"court": mine.court, "file_number": mine.file_number}
        return {name: value for name, value in found.items() if value}

    def filled(self, kind: str) -> dict[str, Any]:
        """First values of the form: the file's, over them those of the post, over them those of the letter."""
        first: dict[str, Any] = {"channel": "yellow", "instruction": Instruction.UNKNOWN, "instructed_period": ""}
        first |= self.known(kind)
        if self.item:
            first |= {name: getattr(self.item, name) for name in ("channel", *post_days.DAYS)}
        if self.letter:
            first |= _of_letter(self.letter)
        return first


def _of_letter(letter: Letter) -> dict[str, Any]:
    columns = ("kind", "instruction", "instructed_period", "instructed_day", "court", "file_number", "note")
    found = {name: getattr(letter, name) for name in columns}
    if letter.instructed_day:
        found["instructed_period"] = OTHER_DAY
    own = {name: value for name, value in letter.all_events().items() if name in letter.events}
    return found | {name: letter_facts.typed_value(name, value) for name, value in own.items()}
