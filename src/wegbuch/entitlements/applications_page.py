"""What the pages of applications show: the way of one, what it waits for, and whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lawbook import deadlines
from lawbook.deadlines import Answer, Facts
from lawbook.entitlements import Rule
from wegbuch.access.models import Deputyship, User
from wegbuch.cases import due
from wegbuch.cases.due import Due
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind, Office
from wegbuch.core import clock, codes

from . import doors, wording
from .models import Application, ApplicationPaper, ApplicationState, ApplicationStep, Outcome
from .services.application_way import stops

FOR_ME, TEAM = "", "team"
MAIN_WAY = (ApplicationState.CLAIMED, ApplicationState.PAPERS, ApplicationState.FILED, ApplicationState.DECIDED)
# Whose silence a waiting time of the lawbook counts, by the event from which it counts.
WAITS_FROM = {
    ApplicationState.FILED: "application_received_on",
    ApplicationState.OBJECTION: "objection_received_on",
}
WAITING = "waiting_time"


@dataclass(frozen=True)
class Stop:
    """One dot of the way.

    when  done, now, next
    step  None where it lies ahead
    """

    label: str
    when: str
    step: ApplicationStep | None = None


@dataclass(frozen=True)
class ApplicationPage:
    """One application as its page shows it.

    rule     None where it rests on none, or the book does not have it any more
    due      the linked deadline, None where there is none or it has gone
    choices  deadlines of this person that could be linked
    silence  what the law says about waiting too long, the earliest day first
    since    day on which what is waited for came in; None where only the day of sending is known
    """

    application: Application
    case: Case
    rule: Rule | None
    way: Sequence[Stop]
    history: Sequence[ApplicationStep]
    papers: Sequence[ApplicationPaper]
    due: Due | None
    choices: Sequence[Due]
    silence: Sequence[Answer]
    since: date | None
    is_changeable: bool

    @property
    def missing(self) -> int:
        return sum(paper.got_on is None for paper in self.papers)

    @property
    def may_be_silent(self) -> bool:
        """Whether one of the waiting times is over."""
        return any(answer.earliest_day and answer.earliest_day <= clock.today() for answer in self.silence)

    @property
    def is_silent(self) -> bool:
        """Whether the waiting time is over for certain, whichever of them counts."""
        return self.since is not None and all(
            answer.earliest_day and answer.earliest_day <= clock.today() for answer in self.silence
        )

    @property
    def is_granted(self) -> bool:
        return self.application.outcome in (Outcome.GRANTED, Outcome.PARTLY)

    @property
    def takes_papers(self) -> bool:
        """Whether papers still matter."""
        return self.application.state in MAIN_WAY[:3]

    @property
    def is_doubtful(self) -> bool:
        return self.rule is not None and wording.is_doubtful(self.rule)

    @property
    def can_be_corrected(self) -> bool:
        return sum(stop.step is not None for stop in self.way) > 1


def page_of(application: Application, user: User) -> ApplicationPage:
    """The page of an application that this user may open, in a fixed number of queries."""
    steps = list(application.steps.select_related("entered_by", "proof_file"))
    way, papers = stops(steps), application.papers.all()
    choices = due.of_people([application.person_id], user)
    return ApplicationPage(
        application=application,
        case=case_of(application.person_id, user),
        rule=doors.rule_of(application.rule),
        way=_way(way),
        history=steps[::-1],
        papers=sorted(papers, key=lambda paper: paper.name.casefold()),
        due=next((one for one in choices if one.pk == application.deadline), None),
        choices=choices,
        silence=silence(application, way[-1].received_on or way[-1].on),
        since=way[-1].received_on,
        is_changeable=Application.objects.changeable_by(user).filter(pk=application.pk).exists(),
    )


def _way(done: Sequence[ApplicationStep]) -> list[Stop]:
    """Where it stood, where it stands, and what lies ahead on the ordinary way."""
    last = done[-1].state
    way = [Stop(step.get_state_display(), "done", step) for step in done[:-1]]
    way.append(Stop(done[-1].get_state_display(), "now", done[-1]))
    ahead = MAIN_WAY[MAIN_WAY.index(ApplicationState(last)) + 1 :] if last in MAIN_WAY else ()
    if last == ApplicationState.OBJECTION:
        ahead = (ApplicationState.DECIDED,)
    return way + [Stop(str(state.label), "next") for state in ahead]


def silence(application: Application, since: date) -> list[Answer]:
    """From when an action against silence is possible, as the deadline rules say.

    Which court it is follows from the kind of office; where that is not known, the rules of every court are named.
    since  the day on which the application or the objection came in; that of sending where this is not known
    """
    event = WAITS_FROM.get(ApplicationState(application.state))
    if event is None:
        return []
    book = deadlines.load()
    rules = [rule for rule in book if rule.kind == WAITING and event in rule.start]
    if (fitting := _rules_of_court(application)) is not None:
        rules = [rule for rule in rules if rule.id in fitting]
    answers = [deadlines.compute(book, rule.id, Facts({event: since})) for rule in rules]
    return sorted((one for one in answers if one.earliest_day), key=lambda one: one.earliest_day or date.max)


def _rules_of_court(application: Application) -> Sequence[str] | None:
    """What helps against the silence of the office an application went to; None where that is not known."""
    rule = doors.rule_of(application.rule)
    kind = application.office.kind if application.office else rule.authority_code if rule else ""
    kinds = codes.book().list("office_kinds")
    return kinds.get(kind).extra.get("rules") if kind in kinds else None


def offices_for(rule: Rule) -> list[Office]:
    """Places of the directory that a rule sends people to."""
    return list(Office.objects.filter(kind=rule.authority_code))


def case_of(person_id: UUID, user: User) -> Case:
    """The file of a person that this user may open; the running one before one that has ended."""
    rows = Case.objects.visible_to(user).filter(person=person_id).select_related("person")
    return min(rows, key=lambda case: case.closed_on is not None)


def case_team(person_id: UUID, *also: UUID) -> QuerySet[User]:
    """Who may answer for an application: the case team, and these users."""
    access = CaseAccess.objects.open_at(clock.now()).filter(kind=CaseAccessKind.TEAM, case__person=person_id)
    team = Q(pk__in=access.values("user_id"), is_active=True)
    return User.objects.filter(team | Q(pk__in=also)).order_by("name")


def is_stand_in(user: User) -> bool:
    return Deputyship.objects.running(clock.today()).filter(deputy=user).exists()


def by_day(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The day to ask decides; those without one come last."""
    return rows.order_by(F("look_again_on").asc(nulls_last=True), "entered_at").select_related("person", "responsible")


def rows_for(user: User, *, whose: str = FOR_ME, state: str = "") -> QuerySet[Application]:
    """Running applications, the next to ask about first.

    whose  FOR_ME: own and stood in for; TEAM: of every file this user works on
    state  only those with this one
    """
    rows = Application.objects.changeable_by(user).running() if whose == TEAM else _mine(user)
    return by_day(rows.filter(state=state) if state else rows)


def today_for(user: User) -> QuerySet[Application]:
    """What this user must ask about today, and what was filed without a proof."""
    return by_day(_mine(user).waiting_on(clock.today()))


def _mine(user: User) -> Any:
    return Application.objects.for_the_day_of(user)


def others(rows: Iterable[Application], user: User) -> list[Application]:
    """Those that somebody else answers for: looking at them is looking at files."""
    return [row for row in rows if row.responsible_id != user.pk]


def lies_ahead() -> Q:
    """A day to ask about an application is set: for a case."""
    rows = Application.objects.running().filter(person=OuterRef("person_id"), look_again_on__isnull=False)
    return Q(Exists(rows))
