"""Texts for the Sachbericht: written without names, then taken into it or left out."""

from collections.abc import Callable, Iterable
from datetime import date

from wegbuch.access.models import Membership, User
from wegbuch.access.models.people import running
from wegbuch.access.roles import Role
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from . import names_in_text
from .models import Contact, GroupOffer, NetworkEntry, ReportNote, ReportNoteState

DECIDED = "Ihre Leitung hat über diesen Text schon entschieden. Er lässt sich nicht mehr ändern."
OWN = "Über Ihren eigenen Text entscheidet eine andere Leitung."
SETTLED = "Der Sachbericht für diese Zeit ist abgeschlossen. Seine Texte bleiben, wie sie sind."
# A room that closes reports says here whether the one of a month is closed for good.
closers: list[Callable[[date], bool]] = []


class PerhapsAName(NotPossible):
    """A word of the text may be a name in somebody's file; whoever is asked may say that it is none."""


def plug(closer: Callable[[date], bool]) -> None:
    """Let a room say which reports are closed; called once, when the room starts."""
    if closer not in closers:
        closers.append(closer)


def is_settled(month: date) -> bool:
    """Whether the report that this month's texts stand in is closed for good."""
    return any(closer(month) for closer in closers)


def write(
    *,
    author: User,
    month: date,
    task_area: int,
    text: str,
    is_no_name: bool = False,
    contact: Contact | None = None,
    group_offer: GroupOffer | None = None,
    network_entry: NetworkEntry | None = None,
) -> ReportNote:
    """Offer a text for the report of a month.

    contact     what it is written beside, or an offer, or an entry; nothing of that is copied
    is_no_name  the author says that what looks like a name is none
    raises      NotPossible for a text with names or numbers, an author without a team, and a closed report
    """
    _refuse_settled(month)
    refuse_names(text, author=author, contact=contact, is_no_name=is_no_name)
    if author.team is None:
        raise NotPossible("Ihr Konto gehört zu keinem Team. Bitte fragen Sie Ihre Leitung.")
    note = ReportNote(
        author=author,
        team=author.team,
        written_at=clock.now(),
        month=month.replace(day=1),
        task_area=task_area,
        text=text,
        contact=contact,
        group_offer=group_offer,
        network_entry=network_entry,
    )
    note.save()
    return note


def change(note: ReportNote, *, version: int, month: date, task_area: int, text: str, is_no_name: bool = False) -> None:
    """Change a text about which nobody has decided yet.

    raises  SavedMeanwhile; NotPossible as `write`, or after the lead decided
    """
    if not note.is_open:
        raise NotPossible(DECIDED)
    _refuse_settled(note.month, month)
    refuse_names(text, author=note.author, contact=note.contact, is_no_name=is_no_name)
    note.version = version
    note.month, note.task_area, note.text = month.replace(day=1), task_area, text
    note.save()


def delete(note: ReportNote) -> None:
    """raises  NotPossible after the lead decided"""
    if not note.is_open:
        raise NotPossible(DECIDED)
    note.delete()


def decides_own(lead: User) -> bool:
    """Whether a lead is the only one of her organisation: then nobody else can decide about what she wrote."""
    leads = Membership.objects.visible_to(lead).filter(running(clock.today()), role=Role.LEAD, user__is_active=True)
    return Role.LEAD in lead.roles and not leads.exclude(user=lead).exists()


def decide(note: ReportNote, *, by: User, state: ReportNoteState, version: int, is_no_name: bool = False) -> None:
    """Take a text into the report, leave it out, or open it again.

    A text to be taken is searched for names; whoever calls this has noted that somebody asked.

    is_no_name  the lead says that what looks like a name is none
    raises      SavedMeanwhile if its author wrote on since it was read; NotPossible once the report is closed, for her
                own text beside another lead, and for a text to be taken that names somebody of the whole organisation:
                an only lead's own text is asked about as when she wrote it
    """
    _refuse_settled(note.month)
    is_own = note.author_id == by.pk
    if is_own and not decides_own(by):
        raise NotPossible(OWN)
    if state == ReportNoteState.TAKEN and is_own:
        refuse_names(note.text, author=by, contact=note.contact, is_no_name=is_no_name)
    elif state == ReportNoteState.TAKEN:
        _refuse_anybody(note.text, is_no_name=is_no_name)
    note.version = version
    note.state = state
    note.save()


def refuse_names(text: str, *, author: User, contact: Contact | None, is_no_name: bool) -> None:
    """raises  NotPossible with what kind of word was found, never with the word itself"""
    found = names_in_text.found(text, names_in_text.people_around(author, contact))
    if numbers := [kind.label for kind in found if kind.is_number]:
        raise NotPossible(f"Darin steht: {', '.join(numbers)}. Bitte schreiben Sie den Satz ohne Nummer.")
    if found and not is_no_name:
        words = ", ".join(kind.label for kind in found)
        raise PerhapsAName(f"Darin steht wohl ein Name aus Ihren Akten: {words}. Bitte schreiben Sie ohne Namen.")


def _refuse_anybody(text: str, *, is_no_name: bool) -> None:
    """As `refuse_names`, with everybody of the organisation; the sentence says nothing of whom."""
    if names_in_text.has_number_of_anybody(text):
        raise NotPossible("Im Text steht eine Nummer aus einer Akte. Bitte lassen Sie den Satz ohne Nummer schreiben.")
    if not is_no_name and names_in_text.may_name_anybody(text):
        raise PerhapsAName("Im Text steht vielleicht ein Name aus den Akten Ihres Trägers.")


def _refuse_settled(*months: date) -> None:
    if any(is_settled(month) for month in months):
        raise NotPossible(SETTLED)


def let_go(notes: Iterable[ReportNote]) -> None:
    """Keep these texts without what they were written beside."""
    for note in notes:
        note.contact = note.group_offer = note.network_entry = None
        note.save()
