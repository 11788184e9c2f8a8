"""Residence papers that run out: which rule names the last day, and the deadline that follows from it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min

from lawbook.deadlines import Answer, Facts, compute, regimes
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases import expiring
from wegbuch.cases.models import Case, ResidencePeriod
from wegbuch.core import clock, codes

from .. import law
from ..models import Deadline, Proceeding
from ..models.proceedings import Regime
from .deadlines import counted

# The rule for each paper, by the law of the asylum procedure where it matters. Papers that nobody renews have none.
RULES = {
    "doc_duldung": {Regime.GENERAL: "toleration_renewal"},
    "doc_eat": {Regime.GENERAL: "permit_renewal_before_expiry"},
    "doc_gestattung": {Regime.NEW: "gestattung_renewal_geas", Regime.OLD: "gestattung_renewal_pre"},
    "doc_ankunftsnachweis": {Regime.NEW: "ankunftsnachweis_validity_geas", Regime.OLD: "ankunftsnachweis_validity_pre"},
}
TEMPORARY_PROTECTION, PERMANENT, PROCEDURE = "S24", "permanent", "procedure"


@dataclass(frozen=True)
class Paper:
    """A paper that runs out.

    answer    what the rule says; None where no rule fits this paper
    deadline  the deadline that was opened from it, if any
    """

    period: ResidencePeriod
    case: Case
    answer: Answer | None
    deadline: Deadline | None

    @property
    def differs(self) -> bool:
        """Whether the law names another day than the paper."""
        return self.answer is not None and self.answer.last_day != self.period.valid_until


def running_out(cases: Iterable[Case], day: date) -> list[Paper]:
    """Papers of these cases that expire within 8 weeks or have expired, the first to expire first."""
    by_person = {case.person_id: case for case in cases}
    periods = list(expiring.papers(list(by_person), day))
    laws = _laws_of({period.person_id for period in periods})
    opened = {
        (row.person_id, row.rule, row.instructed_day): row
        for row in Deadline.objects.filter(person__in=laws, letter=None).exclude(rule="").order_by("entered_at")
    }
    found = []
    for period in periods:
        answer = _answer(period, laws[period.person_id])
        key = (period.person_id, answer.rule if answer else "", period.valid_until)
        found.append(Paper(period, by_person[period.person_id], answer, opened.get(key)))
    return found


def paper_of(case: Case, period_id: UUID, day: date) -> Paper | None:
    """One paper of this case, None if it is not among those that run out."""
    return next((paper for paper in running_out([case], day) if paper.period.pk == period_id), None)


def open_deadline(paper: Paper, *, user: User) -> Deadline:
    """The deadline that follows from a paper; the day on the paper counts where it is the earlier one.

    raises  NotPossible where it stands already, and where no rule fits
    """
    if paper.deadline:
        raise NotPossible("Diese Frist steht schon da.")
    if paper.answer is None:
        raise NotPossible("Für dieses Papier kennt das Programm keine Regel. Bitte tragen Sie die Frist selbst ein.")
    row = Deadline(
        person=paper.period.person,
        rule=paper.answer.rule,
        kind=paper.answer.kind,
        act=paper.answer.act,
        responsible=user,
        entered_by=user,
        entered_at=clock.now(),
        **counted(paper.answer, paper.period.valid_until),
    )
    row.save()
    return row


def rule_for(period: ResidencePeriod, regime: str) -> str:
    """Id of the rule for a paper; empty where nobody renews it.

    regime  law of the asylum procedure
    """
    status = codes.book().list("residence_statuses").get(period.status)
    document = period.document or next(iter(status.extra.get("documents") or ()), "")
    if document == "doc_eat" and period.status == TEMPORARY_PROTECTION:
        return "temporary_protection_end"
    if document == "doc_eat" and status.extra.get("group") == PERMANENT:
        return ""
    rules = RULES.get(document, {})
    return rules.get(Regime.GENERAL) or rules.get(Regime(regime), "")


def _answer(period: ResidencePeriod, regime: str) -> Answer | None:
    rule = rule_for(period, regime)
    if not rule:
        return None
    return compute(law.book(), rule, Facts({"valid_until": period.valid_until}))


def _laws_of(people: Collection[UUID]) -> dict[UUID, str]:
    """The asylum law of each person: by her proceeding, else by her first paper, else the new one."""
    begun = ResidencePeriod.objects.filter(person__in=people, status__in=_statuses_in_procedure(), since__isnull=False)
    firsts = dict(begun.order_by().values_list("person_id").annotate(first=Min("since")))
    found: dict[UUID, str] = {
        person: regimes.of_case({"lodged_on": firsts.get(person)}, law.book()) or Regime.NEW for person in people
    }
    asylum = Proceeding.objects.filter(person__in=people, regime__in=[Regime.NEW, Regime.OLD])
    return found | dict(asylum.running().order_by("lodged_on").values_list("person_id", "regime"))


def _statuses_in_procedure() -> list[str]:
    statuses = codes.book().list("residence_statuses")
    return [code for code in statuses.versions if statuses.get(code).extra.get("group") == PROCEDURE]
