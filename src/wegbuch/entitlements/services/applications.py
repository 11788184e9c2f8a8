"""Applications noted, filed with a proof, decided, objected to. Every step is kept, one taken back too."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases import due, files
from wegbuch.cases.models import Office, Person, StoredFile
from wegbuch.core import clock

from .. import doors
from ..models import Application, ApplicationPaper, ApplicationState, Outcome
from .application_way import check_days, earlier_states, last, stand, stops, take

# A habit, no law: long enough for post to be opened, short enough to notice that it was lost.
ASK_AFTER = timedelta(days=14)
ASKED = "nachgefragt"
# Within it the same words of the same person are a button pressed twice.
TWICE = timedelta(minutes=1)
S = ApplicationState
# What may come after a state; going back is a correction.
NEXT = {
    S.CLAIMED: (S.PAPERS, S.FILED, S.CLOSED),
    S.PAPERS: (S.FILED, S.CLOSED),
    S.FILED: (S.DECIDED, S.CLOSED),
    S.DECIDED: (S.OBJECTION, S.CLOSED),
    S.OBJECTION: (S.DECIDED, S.CLOSED),
    S.CLOSED: (),
}
NO_PROOF = "Bitte nennen Sie den Nachweis oder legen Sie ein Foto bei. Fehlt beides: „noch kein Nachweis“ ankreuzen."
NO_PROOF_OF_OBJECTION = "Bitte nennen Sie den Nachweis, legen Sie ein Foto bei oder wählen Sie vorher die Frist."


def next_day_to_ask() -> date:
    return clock.today() + ASK_AFTER


def running_for(person: Person, rule: str) -> Application | None:
    """The running application of this person for a rule."""
    return Application.objects.running().filter(person=person, rule=rule).first() if rule else None


def plan(
    *,
    person: Person,
    by: User,
    title: str,
    rule: str = "",
    papers: Iterable[str] = (),
    responsible: User | None = None,
    office: Office | None = None,
    **fields: Any,
) -> Application:
    """Note that something is to be applied for.

    fields  authority, reference, look_again_on, note
    raises  NotPossible where one for this rule is running, where the same was noted just now, and for a rule that only
            the sealed page shows
    """
    if rule and rule not in {known.id for known in doors.of_life()}:
        raise NotPossible("Zu dieser Regel lässt sich hier kein Antrag vormerken.")
    made = {"entered_by": by, "entered_at": clock.now(), "responsible": responsible or by}
    application = Application(person=person, title=title, rule=rule, office=office, **made, **fields)
    with transaction.atomic():
        _refuse_second(person, rule)
        _refuse_twice(application)
        application.save()
        take(application, S.CLAIMED, by=by, on=clock.today())
        for name in dict.fromkeys(papers):
            ApplicationPaper(application=application, name=name).save()
    return application


def _refuse_second(person: Person, rule: str) -> None:
    # Holds the person, so that two who note something at the same time follow one another.
    Person.objects.select_for_update().filter(pk=person.pk).first()
    if running_for(person, rule):
        raise NotPossible("Für diese Leistung läuft schon ein Antrag.")


def _refuse_twice(new: Application) -> None:
    """Words of one's own rest on no rule that would tell a double; titles are sealed and compared here."""
    just_now = Application.objects.running().filter(
        person=new.person, rule="", entered_by=new.entered_by, entered_at__gt=new.entered_at - TWICE
    )
    if not new.rule and any(row.title == new.title for row in just_now):
        raise NotPossible("Diesen Antrag haben Sie eben schon vorgemerkt.")


def change(application: Application, *, version: int, **fields: Any) -> None:
    """Write what is known about an application over this version of it. raises SavedMeanwhile"""
    for name, value in fields.items():
        setattr(application, name, value)
    application.version = version
    application.save()


def ask_again(application: Application, *, by: User, look_again_on: date, was_asked: bool = True) -> None:
    """Ask on this day how it stands.

    was_asked  somebody asked today; the history keeps it
    raises     NotPossible for one that has ended
    """
    if not application.is_running:
        raise NotPossible("Dieser Antrag ist beendet.")
    with transaction.atomic():
        if was_asked:
            take(application, S(application.state), by=by, on=clock.today(), note=ASKED)
        application.look_again_on = look_again_on
        application.save()


def add_paper(application: Application, *, name: str) -> ApplicationPaper:
    """raises NotPossible for one that is on the list"""
    if any(paper.name.casefold() == name.casefold() for paper in application.papers.all()):
        raise NotPossible("Diese Unterlage steht schon auf der Liste.")
    paper = ApplicationPaper(application=application, name=name)
    paper.save()
    return paper


def tick_paper(paper: ApplicationPaper, *, by: User, is_there: bool) -> None:
    """A paper is there since today, or is missing again. With the first one collecting has begun."""
    application = paper.application
    with transaction.atomic():
        paper.got_on = (paper.got_on or clock.today()) if is_there else None
        paper.save()
        if is_there and application.state == S.CLAIMED:
            take(application, S.PAPERS, by=by, on=clock.today())
            stand(application, application.version)


def file(
    application: Application,
    *,
    by: User,
    version: int,
    on: date,
    received_on: date | None = None,
    proof: str = "",
    papers: Sequence[UUID] = (),
    without_proof: bool = False,
    look_again_on: date | None = None,
) -> None:
    """It was filed, and this shows it.

    received_on    day on which it came in, where it is known; from then on waiting counts
    papers         ids of uploads that wait; the first one counts
    without_proof  somebody says that nothing shows it yet; asked for again until something does
    raises         NotPossible for days that cannot be right, and without a proof and these words; SavedMeanwhile
    """
    if not (proof.strip() or papers or without_proof):
        raise NotPossible(NO_PROOF)
    with transaction.atomic():
        shown = {"note": proof, "stored": _claimed(application, papers, by)}
        _move(application, S.FILED, by=by, on=on, received_on=received_on, **shown)
        application.look_again_on = look_again_on
        stand(application, version)


def prove(
    application: Application,
    *,
    by: User,
    version: int,
    proof: str,
    received_on: date | None = None,
    papers: Sequence[UUID] = (),
) -> None:
    """What shows that it was filed, found later.

    raises  NotPossible without anything, and for a day of receipt that cannot be right; SavedMeanwhile
    """
    if not (proof.strip() or papers):
        raise NotPossible("Bitte nennen Sie den Nachweis oder legen Sie ein Foto bei.")
    filed = last(stops(application.steps.all()), S.FILED)
    if filed is None:
        raise NotPossible("Dieser Antrag ist noch nicht gestellt.")
    with transaction.atomic():
        check_days(filed.on, received_on)
        filed.note, filed.received_on = proof, received_on
        filed.proof_file = _claimed(application, papers, by) or filed.proof_file
        filed.save()
        stand(application, version)


def decide(application: Application, *, by: User, version: int, on: date, outcome: str, note: str = "") -> None:
    """The authority decided, or the application was taken back. raises NotPossible, SavedMeanwhile"""
    if application.filed_on and on < application.filed_on:
        raise NotPossible("Die Entscheidung kann nicht vor dem Antrag liegen. Bitte prüfen Sie beide Tage.")
    with transaction.atomic():
        _move(application, S.DECIDED, by=by, on=on, note=note, outcome=outcome)
        application.deadline = None
        if outcome in (Outcome.GRANTED, Outcome.WITHDRAWN):
            application.look_again_on = None
        stand(application, version)


def link_deadline(application: Application, *, by: User, version: int, deadline: UUID | None) -> None:
    """The deadline that runs against the decision; None for none.

    raises  NotPossible for a deadline that is not this person's, or that this user may not see; SavedMeanwhile
    """
    if deadline and due.find(deadline, person=application.person_id, user=by) is None:
        raise NotPossible("Diese Frist gehört nicht zu dieser Person.")
    change(application, version=version, deadline=deadline)


def object_to(
    application: Application,
    *,
    by: User,
    version: int,
    on: date,
    received_on: date | None = None,
    proof: str = "",
    papers: Sequence[UUID] = (),
    look_again_on: date | None = None,
) -> None:
    """An objection was sent. Its proof lies with the linked deadline, or is given here.

    raises  NotPossible without one of both, and for days that cannot be right; SavedMeanwhile
    """
    if not (proof.strip() or papers or due.find(application.deadline, person=application.person_id, user=by)):
        raise NotPossible(NO_PROOF_OF_OBJECTION)
    if application.decided_on and on < application.decided_on:
        raise NotPossible("Der Widerspruch kann nicht vor der Entscheidung liegen. Bitte prüfen Sie beide Tage.")
    with transaction.atomic():
        shown = {"note": proof, "stored": _claimed(application, papers, by)}
        _move(application, S.OBJECTION, by=by, on=on, received_on=received_on, **shown)
        application.look_again_on = look_again_on
        stand(application, version)


def close(application: Application, *, by: User, version: int, note: str = "") -> None:
    """Nothing more is to be done. raises NotPossible, SavedMeanwhile"""
    with transaction.atomic():
        _move(application, S.CLOSED, by=by, on=clock.today(), note=note)
        application.look_again_on = None
        stand(application, version)


def put_back(application: Application, *, by: User, version: int, state: str, reason: str) -> None:
    """What came after a state was noted by mistake; it stays in the history.

    raises  NotPossible for a state it did not have before, without a reason, and where it would run beside another for
            the same rule; SavedMeanwhile
    """
    if state not in earlier_states(application.steps.all()):
        raise NotPossible("Diesen Stand hatte der Antrag noch nicht. Bitte wählen Sie einen anderen.")
    if not reason.strip():
        raise NotPossible("Bitte nennen Sie den Grund in einem Satz.")
    with transaction.atomic():
        if not application.is_running:
            _refuse_second(application.person, application.rule)
        take(application, S(state), by=by, on=clock.today(), note=reason, is_correction=True)
        stand(application, version)


def _move(application: Application, state: ApplicationState, *, by: User, on: date, **given: Any) -> None:
    if state not in NEXT[S(application.state)]:
        raise NotPossible("Dieser Schritt passt nicht zum Stand des Antrags. Bitte sehen Sie noch einmal nach.")
    check_days(on, given.get("received_on"))
    take(application, state, by=by, on=on, proof_file=given.pop("stored", None), **given)


def _claimed(application: Application, papers: Sequence[UUID], by: User) -> StoredFile | None:
    return files.claim(papers[:1], by=by, person=application.person)[0] if papers else None
