"""What proceedings and letters tell the rules of the lawbook: days, stations that were noted, decisions.

Nothing is concluded from a period that ran out. Where the paper leaves open what it says, nothing is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access.models import User
from wegbuch.cases.fact_sources import Facts, Known
from wegbuch.cases.models import Person
from wegbuch.core import codes, dates

from . import stage_map
from .models import Proceeding, ProceedingStep

FIRST, SUBSEQUENT, WITHDRAWAL = "first", "subsequent", "withdrawal"
DAYS = {"asylum_made_on": "made_on", "asylum_registered_on": "registered_on", "asylum_lodged_on": "lodged_on"}
# Station → what the authority decided, in the words of the rules.
DECISIONS = {
    "decision_asylum_16a": "asylum",
    "decision_refugee": "refugee",
    "decision_subsidiary": "subsidiary",
    "decision_removal_ban": "ban_60_5_7",
    "decision_rejected": "rejected_simple",
    "decision_rejected_mu": "rejected_manifestly",
    "transfer_decision": "inadmissible_transfer",
}
# One of these letters can mean more than one decision: the station it leads to does not tell which.
AMBIGUOUS = frozenset({"bamf_partly_granted", "bamf_refugee", "bamf_border"})
GRANTED = frozenset({"asylum", "refugee", "subsidiary", "ban_60_5_7"})
RECOGNISED = frozenset({"asylum", "refugee", "subsidiary"})
REFUSED = frozenset({"rejected_simple", "rejected_manifestly"})
BEFORE_DECISION = frozenset({"arrival", "responsibility", "interview"})
TRANSFER = "transfer_decision"
COURT, JUDGMENT = "court", "judgment"
POSITIVE, NEGATIVE = "final_positive", "final_negative"
FAST, USUAL = "track_accelerated", "track_regular"
RECOGNISED_FINAL = "final_recognition_on"


def known(people: Sequence[Person], user: User, day: date) -> dict[UUID, Facts]:
    """Facts from the asylum proceedings of those people whose file this user may open, in two queries."""
    rows = list(Proceeding.objects.visible_to(user).filter(person__in=[person.pk for person in people]))
    steps = _steps(rows)
    found: dict[UUID, list[Course]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(Course(row, steps.get(row.pk, ()), day))
    return {person: _facts(courses) for person, courses in found.items()}


def _steps(proceedings: Sequence[Proceeding]) -> Mapping[UUID, list[ProceedingStep]]:
    found: dict[UUID, list[ProceedingStep]] = defaultdict(list)
    rows = ProceedingStep.objects.filter(proceeding__in=proceedings)
    for row in rows.select_related("letter__item") if proceedings else ():
        found[row.proceeding_id].append(row)
    return found


class Course:
    """One proceeding up to a day: its stations, the newest last."""

    def __init__(self, proceeding: Proceeding, steps: Iterable[ProceedingStep], day: date) -> None:
        self.proceeding = proceeding
        self.steps = [step for step in steps if step.since <= day]
        self.url = reverse("procedures:proceeding", args=[proceeding.pk])
        self.is_running = proceeding.closed_on is None or proceeding.closed_on > day

    @property
    def stage(self) -> str:
        return self.steps[-1].stage if self.steps else ""

    @property
    def group(self) -> str:
        """Where the newest station lies on the map, "" where none was noted."""
        name = self.proceeding.stage_list
        if not name or self.stage not in codes.book().list(name):
            return ""
        return str(codes.book().list(name).get(self.stage).extra["group"])

    @property
    def decision(self) -> ProceedingStep | None:
        """The newest decision of the authority."""
        made = [step for step in self.steps if step.stage.startswith("decision_") or step.stage == TRANSFER]
        return made[-1] if made else None

    def reached(self, stage: str) -> ProceedingStep | None:
        return next((step for step in reversed(self.steps) if step.stage == stage), None)

    def told(self, value: Any, step: ProceedingStep | None = None) -> Known:
        """A fact with the station that shows it."""
        shown = step or (self.steps[-1] if self.steps else None)
        if shown is None:
            return Known(value, _("Verfahren"), url=self.url)
        words = {"stage": stage_map.label_of(self.proceeding, shown.stage), "day": dates.in_figures(shown.since)}
        return Known(value, _("Verfahren: %(stage)s am %(day)s") % words, shown.since, self.url)


def _facts(courses: Sequence[Course]) -> Facts:
    """With a further asylum application beside the first it is not plain which one a question means."""
    found: dict[str, Known] = {}
    asylum = [course for course in courses if course.proceeding.kind in (FIRST, SUBSEQUENT)]
    if len(asylum) == 1 and asylum[0].proceeding.kind == FIRST:
        course = asylum[0]
        found |= _days(course) | _finality(course) | _track(course) | _decision(course)
        if not any(each.proceeding.kind == WITHDRAWAL for each in courses):
            found |= _protection(course)
    return found | _transfer(courses, found)


def _transfer(courses: Sequence[Course], found: Mapping[str, Known]) -> dict[str, Known]:
    """What a decision to transfer tells, which has a proceeding of its own beside the first."""
    for course in courses:
        if step := course.reached(TRANSFER):
            told = {"transfer_request": course.told(True, step)}
            if "bamf_decision" not in found or found["bamf_decision"].value == "none":
                told["bamf_decision"] = course.told(DECISIONS[TRANSFER], step)
            return told
    return {}


def _days(course: Course) -> dict[str, Known]:
    row = course.proceeding
    return {
        fact: Known(getattr(row, name), _("Verfahren"), url=course.url)
        for fact, name in DAYS.items()
        if getattr(row, name)
    }


def _finality(course: Course) -> dict[str, Known]:
    """Whether nobody can sue any more: by a paper that says so, or because it plainly still goes on."""
    end = course.reached(POSITIVE) or course.reached(NEGATIVE)
    if end:
        return {"asylum_final": course.told(True, end)}
    goes_on = course.group in BEFORE_DECISION or (course.group == COURT and course.stage != JUDGMENT)
    if course.is_running and goes_on and course.stage != TRANSFER:
        return {"asylum_final": course.told(False)}
    return {}


def _track(course: Course) -> dict[str, Known]:
    """The last kind of examination that was noted, while the proceeding runs."""
    tracks = [step for step in course.steps if step.stage in (FAST, USUAL)]
    if not course.is_running or not tracks:
        return {}
    return {"accelerated_procedure": course.told(tracks[-1].stage == FAST, tracks[-1])}


def _decision(course: Course) -> dict[str, Known]:
    step = course.decision
    if step is None:
        return {"bamf_decision": course.told("none")} if _is_waiting(course) else {}
    found = {}
    if step.stage in DECISIONS and not _is_ambiguous(step):
        found["bamf_decision"] = course.told(DECISIONS[step.stage], step)
    if step.letter and step.letter.item.served_on:
        page = reverse("procedures:letter", args=[step.letter.pk])
        shown = _("Brief: Tag auf dem gelben Umschlag")
        found["decision_served_on"] = Known(step.letter.item.served_on, shown, url=page)
    return found


def _is_waiting(course: Course) -> bool:
    """Whether the newest station lies before any decision."""
    return course.is_running and course.decision is None and course.group in BEFORE_DECISION


def _is_ambiguous(step: ProceedingStep) -> bool:
    return step.letter is not None and step.letter.kind in AMBIGUOUS


def _protection(course: Course) -> dict[str, Known]:
    """Whether there is protection, since when, and since when it is final."""
    step, final = course.decision, course.reached(POSITIVE)
    decided = DECISIONS.get(step.stage, "") if step else ""
    found = {}
    if final:
        found["protection_granted"] = course.told(True, final)
        found["protection_final_on"] = course.told(final.since, final)
    elif decided in GRANTED:
        found["protection_granted"] = course.told(True, step)
    elif course.reached(NEGATIVE) or (decided in REFUSED and course.steps[-1] is step) or _is_waiting(course):
        found["protection_granted"] = course.told(False)
    if decided in RECOGNISED and step and not _is_partly(step):
        found["protection_or_permit_on"] = course.told(step.since, step)
    if told := _final_day(course):
        found["protection_final_on"] = told
    return found


def _is_partly(step: ProceedingStep) -> bool:
    """A letter about subsidiary protection or a removal ban: only the first begins the time of residence."""
    return step.letter is not None and step.letter.kind == "bamf_partly_granted"


def _final_day(course: Course) -> Known | None:
    """The day on which recognition became final, as the letter of it tells."""
    step = course.decision
    day = step.letter.all_events().get(RECOGNISED_FINAL) if step and step.letter else None
    if not isinstance(day, date) or step is None or step.letter is None:
        return None
    page = reverse("procedures:letter", args=[step.letter.pk])
    return Known(day, _("Brief: Anerkennung unanfechtbar"), url=page)
