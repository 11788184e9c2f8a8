"""The map of a proceeding: which stations lie behind, where it stands, where it can go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lawbook import Entry
from wegbuch.core import codes

from .models import Proceeding, ProceedingStep
from .regimes import OF_STAGES, kind_entry

When = Literal["past", "now", "next"]
START = "start"
MOST_LABELS = 2
# Days of a proceeding that show a stage where nobody noted it.
DAY_STAGES = {
    "made_on": ("application_made", "asylum_request"),
    "registered_on": ("application_registered", "registered_seeker"),
    "lodged_on": ("application_lodged",),
}


@dataclass(frozen=True)
class Reached:
    """A stage with its day.

    step  None where one of the days of the proceeding shows it
    """

    stage: str
    label: str
    since: date
    step: ProceedingStep | None = None


@dataclass(frozen=True)
class Stop:
    """One dot on the map.

    reached   what happened here, oldest first
    possible  what may happen here next, in words
    is_aside  not on the straight line
    """

    label: str
    when: When
    reached: Sequence[Reached] = ()
    possible: str = ""
    is_aside: bool = False


@dataclass(frozen=True)
class Stages:
    """The stages of one law as a net: what may follow what."""

    entries: Mapping[str, Entry]
    groups: Mapping[str, str]

    def follow(self, code: str) -> list[Entry]:
        """What may come next."""
        return [self.entries[name] for name in self.entries[code].extra["next"]]

    def group_of(self, code: str) -> str:
        return str(self.entries[code].extra["group"])

    def reachable(self, start: str, *, without: str = "") -> frozenset[str]:
        """Every stage that can still come, on ways that do not touch this group."""
        found: set[str] = set()
        ahead = [start]
        while ahead:
            for entry in self.follow(ahead.pop()):
                if entry.code not in found and entry.extra["group"] != without:
                    found.add(entry.code)
                    ahead.append(entry.code)
        return frozenset(found)

    def is_on_main_way(self, group: str) -> bool:
        return any(entry.extra["is_main_way"] for entry in self.entries.values() if entry.extra["group"] == group)


def stages(list_name: str) -> Stages:
    """The stages of one law."""
    found = codes.book().list(list_name)
    return Stages({code: versions[-1] for code, versions in found.versions.items()}, found.groups)


def label_of(proceeding: Proceeding, code: str) -> str:
    """A stage in words, also one of the other law; where the law names none, the word stands for itself."""
    for name in (proceeding.stage_list, *OF_STAGES):
        if name and code in codes.book().list(name):
            return codes.label(name, code)
    return code


def reached_by(proceeding: Proceeding, steps: Iterable[ProceedingStep]) -> list[Reached]:
    """Stages that were noted, and those that the days of the proceeding show; the newest last."""
    noted = [Reached(step.stage, label_of(proceeding, step.stage), step.since, step) for step in steps]
    known = {each.stage for each in noted}
    shown = []
    for name, candidates in DAY_STAGES.items():
        day, stage = getattr(proceeding, name), _stage_of_day(proceeding, candidates)
        if day and stage and stage not in known:
            shown.append(Reached(stage, label_of(proceeding, stage), day))
    return sorted([*shown, *noted], key=lambda each: each.since)


def _stage_of_day(proceeding: Proceeding, candidates: Sequence[str]) -> str:
    """The stage of this law that such a day shows; of a subsequent application its own first one."""
    if not proceeding.stage_list or proceeding.kind not in ("first", "subsequent"):
        return ""
    if proceeding.kind == "subsequent":
        return "subsequent" if "application_lodged" in candidates else ""
    return next((code for code in candidates if code in codes.book().list(proceeding.stage_list)), "")


def current(proceeding: Proceeding, reached: Sequence[Reached]) -> Reached | None:
    """Where the proceeding stands: the newest stage that was noted, else the newest that a day shows."""
    noted = [each for each in reached if each.step]
    return (noted or list(reached))[-1] if reached else None


def stops(proceeding: Proceeding, reached: Sequence[Reached]) -> list[Stop]:
    """The dots of the map in their order; none where the law names no stages."""
    if not proceeding.stage_list:
        return []
    net = stages(proceeding.stage_list)
    start = str(kind_entry(proceeding.kind, proceeding.regime).extra["starts_at"])
    here = current(proceeding, reached)
    if here and here.stage not in net.entries:
        return []
    way = _Way(net, start, here.stage if here else "")
    return [stop for group in way.groups if (stop := way.stop(group, reached))]


class _Way:
    """The groups of one law in the order of this kind of proceeding."""

    def __init__(self, net: Stages, start: str, here: str) -> None:
        self.net, self.start, self.here = net, start, here
        self.groups = self._groups()
        self.ahead = net.reachable(here or start) | (set() if here else {start})
        self.next = net.follow(here) if here else [net.entries[start]]

    def _groups(self) -> list[str]:
        """From the group it starts in; a proceeding that starts late in the law gets a dot of its own for that."""
        names = list(self.net.groups)
        first = min(names.index(str(entry.extra["group"])) for entry in self.net.follow(self.start))
        own = names.index(self.net.group_of(self.start))
        return [START, *names[first:]] if own > first else names[own:]

    def _place(self, stage: str) -> str:
        return START if START in self.groups and stage == self.start else self.net.group_of(stage)

    def stop(self, group: str, reached: Sequence[Reached]) -> Stop | None:
        """The dot of a group; None where the way does not pass it."""
        label = self.net.entries[self.start].label if group == START else self.net.groups[group]
        here = [each for each in reached if each.stage in self.net.entries and self._place(each.stage) == group]
        when, is_aside = self._when(group), group != START and not self.net.is_on_main_way(group)
        if when == "next":
            return self._ahead(group, label, is_aside)
        if here or self._is_surely_passed(group):
            return Stop(label, when, here, is_aside=is_aside)
        return None

    def _when(self, group: str) -> When:
        if not self.here:
            return "next"
        now = self._place(self.here)
        if group == now:
            return "now"
        order = self.groups
        return "past" if now not in order or order.index(group) < order.index(now) else "next"

    def _is_surely_passed(self, group: str) -> bool:
        """Whether no way leads here without this group."""
        return group != START and self.here not in self.net.reachable(self.start, without=group)

    def _ahead(self, group: str, label: str, is_aside: bool) -> Stop | None:
        """A dot still to come; beside the straight line only where it may be the very next."""
        labels = [entry.label for entry in self.next if self._place(entry.code) == group]
        is_reachable = any(self._place(code) == group for code in self.ahead)
        if not (labels or (is_reachable and not is_aside)):
            return None
        words = _(" oder ").join(labels)
        if len(labels) > MOST_LABELS:
            words = ngettext("%(n)s Möglichkeit", "%(n)s Möglichkeiten", len(labels)) % {"n": len(labels)}
        return Stop(label, "next", possible=words, is_aside=is_aside)
