"""What pages say about an answer of the deadline rules: one box for every act that is due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lawbook.book import CHECK_AGAIN_AFTER
from lawbook.deadlines import Answer
from lawbook.deadlines.safety import earlier
from wegbuch.core import clock, codes, dates

from . import law, post_days
from .models import Confirmation, Deadline, DeadlineState, Letter
from .services.deadlines import days_of

FEMININE = ("behörde", "kasse", "einrichtung")
COURTS_OF = {"administrative_court": "administrative", "social_court": "social"}
HIGHER = ("ovg_", "lsg_")
ENVELOPE = ("served_on", "posted_on")
SETTLED = (DeadlineState.KEPT, DeadlineState.WITHDRAWN)
DAYS = ("last_day", "instructed_day", "counts_on", "safe_day", "earliest_day")


@dataclass(frozen=True)
class Box:
    """One answer with its days, as `procedures/_result.html` shows it.

    answer  the answer as kept in `Deadline.answer`
    place   where it must arrive, in a word; empty where nothing is filed
    rows    the deadlines that stand in the file for it; none for what was only computed
    """

    anchor: str
    answer: Mapping[str, Any]
    last_day: date | None
    instructed_day: date | None
    counts_on: date | None
    safe_day: date | None
    earliest_day: date | None
    confirmation: str = Confirmation.UNCONFIRMED
    place: str = ""
    rows: tuple[Deadline, ...] = ()

    @property
    def acts(self) -> str:
        """What is to be done, with what must be filed together with it."""
        together = [act["act"] for act in self.answer["file_together"] if not act["advised"]]
        return _(" und ").join([self.answer["act"], *together])

    @property
    def is_pair(self) -> bool:
        return any(not act["advised"] for act in self.answer["file_together"])

    @property
    def advised(self) -> list[str]:
        return [act["act"] for act in self.answer["file_together"] if act["advised"]]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmation == Confirmation.CONFIRMED

    @property
    def is_disputed(self) -> bool:
        return self.confirmation == Confirmation.DISPUTED

    @property
    def is_filed(self) -> bool:
        """Whether something must arrive somewhere by a day."""
        return self.answer["kind"] == "client_deadline" and self.counts_on is not None

    @property
    def has_day(self) -> bool:
        return any((self.counts_on, self.earliest_day, self.safe_day))

    @property
    def big_day(self) -> date | None:
        """The day the box is about: the first possible one of a waiting time, else the one that counts."""
        return self.earliest_day if self.answer["kind"] == "waiting_time" and self.earliest_day else self.counts_on

    @property
    def is_settled(self) -> bool:
        """Whether all of it is kept or no longer needed: nothing is left to do."""
        return bool(self.rows) and all(row.state in SETTLED for row in self.rows)

    @property
    def is_over(self) -> bool:
        is_past = self.counts_on is not None and self.counts_on < clock.today()
        return self.is_filed and is_past and not self.is_settled

    @property
    def differs(self) -> bool:
        """Whether the letter names another day than the rule."""
        return None not in (self.instructed_day, self.last_day) and self.instructed_day != self.last_day

    @property
    def when(self) -> str:
        """noch 6 Tage, Eingang beim VG Potsdam bis 24 Uhr; gewahrt"""
        if self.is_settled:
            return ", ".join(dict.fromkeys(row.get_state_display() for row in self.rows))
        if self.answer["kind"] == "waiting_time":
            return _("ab diesem Tag möglich")
        if self.answer["kind"] == "authority_deadline":
            return _("letzter Tag für die Behörde")
        left = days_left(self.counts_on)
        if not self.is_filed or self.is_over:
            return left
        arriving = _("Eingang %(place)s bis 24 Uhr") % {"place": at(self.place)} if self.place else _("bis 24 Uhr")
        return f"{left}, {arriving}"

    @property
    def is_for_today(self) -> bool:
        return self.safe_day is not None and self.safe_day <= clock.today()

    @property
    def safe(self) -> str:
        """The day to act by, in words."""
        if self.safe_day is None:
            return ""
        return (
            _("sicher: heute handeln")
            if self.is_for_today
            else _("sicher: bis %(day)s") % {"day": dates.with_weekday(self.safe_day)}
        )

    @property
    def together(self) -> str:
        return ", ".join(filter(None, (_("beides zusammen"), self.place)))


@dataclass(frozen=True)
class Result:
    """Everything that follows from a letter, with what is still to ask and how sure the book is.

    questions      sentences for facts nobody knows yet
    is_worst_case  counted from the earliest possible day, because nobody saw the envelope
    checked_on     the day up to which every rule used was compared with its source
    """

    kind: Mapping[str, Any]
    boxes: Sequence[Box] = ()
    questions: Sequence[str] = ()
    is_worst_case: bool = False
    checked_on: date | None = None
    is_checked_by_two: bool = False

    @property
    def is_stale(self) -> bool:
        return self.checked_on is not None and self.checked_on + CHECK_AGAIN_AFTER < clock.today()

    @property
    def first(self) -> Box | None:
        """The first box with a day."""
        return next((box for box in self.boxes if box.has_day), None)

    @property
    def is_asylum(self) -> bool:
        return "general" not in self.kind["rules"]


def result_of(letter: Letter, boxes: Sequence[Box]) -> Result:
    kind = law.letter_kind(letter.kind)
    answers = [box.answer for box in boxes]
    rules = [law.book().rules[answer["rule"]] for answer in answers if answer["rule"] in law.book().rules]
    return Result(
        kind=kind,
        boxes=boxes,
        questions=questions(letter, answers),
        is_worst_case=any(ask["event"] in ENVELOPE for answer in answers for ask in answer["ask"]),
        checked_on=min((rule.checked_on for rule in rules), default=None),
        is_checked_by_two=bool(rules) and all(rule.checked_by for rule in rules),
    )


def questions(letter: Letter, answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """What to ask: of the answers, and of the kind of letter where nobody answered yet."""
    known = letter.all_events()
    asked = {ask["event"]: ask["question"] for answer in answers for ask in answer["ask"]}
    events = law.book().events
    for name in law.letter_kind(letter.kind).get("ask") or ():
        if events[name].default is None:
            asked.setdefault(name, events[name].question)
    fixed = law.letter_kind(letter.kind).get("fixed") or {}
    is_delivered = bool(letter.item.events())
    return [text for name, text in asked.items() if name not in (known | fixed) and not _told(name, is_delivered)]


def _told(name: str, is_delivered: bool) -> bool:
    """Whether the way the letter came answers this already."""
    return is_delivered and name.endswith("_served_on")


def said_days(letter: Letter) -> list[tuple[str, date]]:
    """The days of the delivery and those the letter names, with what they are called."""
    item, columns = letter.item, post_days.OF_CHANNEL.get(letter.item.channel, ())
    fields: Any = {name: item._meta.get_field(name) for name in columns}
    days = [(str(fields[name].verbose_name), getattr(item, name)) for name in columns]
    own = letter.all_events()
    days += [(law.book().events[name].label, own[name]) for name in letter.events if isinstance(own[name], date)]
    return [(label[:1].upper() + label[1:], day) for label, day in days if day]


def facts_to_ask(answers: Iterable[Answer]) -> list[str]:
    """Further facts the answers hang on, by name."""
    return list(dict.fromkeys(ask.event for answer in answers for ask in answer.ask))


def days_left(day: date | None) -> str:
    """noch 6 Tage; heute; seit 2 Tagen vorbei"""
    if day is None:
        return ""
    left = (day - clock.today()).days
    if left < 0:
        return ngettext("seit %(n)s Tag vorbei", "seit %(n)s Tagen vorbei", -left) % {"n": -left}
    return ngettext("noch %(n)s Tag", "noch %(n)s Tage", left) % {"n": left} if left else _("heute")


def at(place: str) -> str:
    """beim VG Potsdam; bei der Ausländerbehörde"""
    first = place.split()[0].lower()
    return f"{_('bei der') if first.endswith(FEMININE) else _('beim')} {place}"


def place_of(answer: Mapping[str, Any], court: str) -> str:
    """Where something must arrive: the court of the letter where it is of that kind, else the kind of place."""
    place = next(iter(answer["places"]), "")
    known = law.book().courts.get(court)
    if known and known.get("group") == COURTS_OF.get(place) and not court.startswith(HIGHER):
        return codes.short("courts", court)
    return codes.label("filing_places", place) if place else ""


def computed(letter: Letter, answers: Iterable[Answer]) -> list[Box]:
    """Boxes for answers that nobody saved, in the order of the answers."""
    answers = list(answers)
    boxes = []
    for number, answer in enumerate(answers):
        days = days_of(letter, answer, answers)
        place = place_of(days["answer"], letter.court)
        boxes.append(Box(anchor=f"r-{number}", place=place, **_shown(days)))
    return boxes


def box_of(deadline: Deadline) -> Box:
    """The box of one deadline that stands in the file; only for those that a rule gave."""
    return _standing([deadline])


def standing(letter: Letter) -> list[Box]:
    """Boxes of the deadlines that stand in the file for a letter, in the order of its answers; what is settled last."""
    groups: dict[str, list[Deadline]] = {}
    for row in Deadline.objects.filter(letter=letter).select_related("letter", "responsible", "confirmed_by"):
        groups.setdefault(row.rule, []).append(row)
    return sorted((_standing(rows) for rows in groups.values()), key=partial(_place, law.main_rules(letter.kind)))


def _standing(rows: Sequence[Deadline]) -> Box:
    main = rows[0]
    place = place_of(main.answer, main.letter.court if main.letter else "")
    days = {name: getattr(main, name) for name in DAYS}
    return Box(
        anchor=f"r-{main.pk}",
        answer=main.answer,
        confirmation=main.confirmation,
        place=place,
        rows=tuple(rows),
        **days,
    )


def _shown(days: dict[str, Any]) -> dict[str, Any]:
    return {name: days[name] for name in (*DAYS, "answer")}


def _place(main_rules: Collection[str], box: Box) -> tuple[bool, bool, date]:
    """The act the letter is about comes first, then the others by the day to act by."""
    day = earlier(box.safe_day, box.counts_on) or box.earliest_day or date.max
    return box.is_settled, box.answer["rule"] not in main_rules, day
