"""When a decision counts as delivered: envelope, reception centre, postmark, portal, in the order of caution."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .answers import Step
from .rules import Rule, RuleBook, Version

SERVED = ("served_on", "notified_on")


@dataclass(frozen=True, slots=True)
class Start:
    """The day a period starts from.

    event     name of the fact that gave it
    earliest  the earliest day that can be meant, where the facts leave room
    asks      facts that would make the day sure
    """

    day: date
    event: str
    steps: tuple[Step, ...]
    earliest: date
    asks: tuple[str, ...] = ()
    is_worst_case: bool = False
    confidence: str = "verified"


def delivered(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    """The day of delivery by the first fact that tells it; None where no fact does.

    way  "administration" (VwVfG), "social" (SGB X), "asylum", "court": they differ for the post, portals, letters that
         came back
    """
    for find in ORDER:
        if found := find(events, way, book):
            return found
    return None


def _served(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    for name in SERVED:
        if day := events.get(name):
            text = "zugestellt: Datum auf dem gelben Umschlag oder der Empfangsbestätigung"
            handed = events.get("handed_to_person_on")
            basis = "§ 3 VwZG, §§ 177–182 ZPO"
            if handed and handed > day:
                basis += f". Der Tag der Aushändigung ({handed:%d.%m.%Y}) zählt nicht."
            return Start(day, name, (Step(text, basis, day),), day)
    return None


def _in_reception_centre(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    arrived = events.get("handed_to_reception_centre_on")
    if not arrived:
        return None
    version = _in_force(book.get("service_reception_centre"), arrived)
    latest = arrived + timedelta(days=_days(version))
    handed = events.get("handed_to_person_on")
    if handed and handed <= latest:
        step = Step("der Person ausgehändigt: dieser Tag zählt", version.basis, handed)
        return Start(handed, "handed_to_person_on", (step,), handed)
    late = f", ausgehändigt erst am {handed:%d.%m.%Y}: das beginnt keine neue Frist" if handed else ""
    step = Step(
        f"gilt als zugestellt: {_days(version)}. Tag nach der Übergabe an die Aufnahmeeinrichtung"
        f" ({arrived:%d.%m.%Y}){late}",
        version.basis,
        latest,
    )
    asks = () if handed else ("handed_to_person_on",)
    return Start(latest, "handed_to_reception_centre_on", (step,), latest if handed else arrived, asks, False, "likely")


def _came_back(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    posted = events.get("posted_on")
    if way != "asylum" or not posted or not events.get("returned_undeliverable_on"):
        return None
    rule = book.get("service_undeliverable_posting_day")
    text = "kam zurück: es zählt der Tag, an dem der Brief aufgegeben wurde"
    return Start(posted, "posted_on", (Step(text, rule.versions[0].basis, posted),), posted)


def _through_portal(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    sent, read = events.get("sent_electronically_on"), events.get("retrieved_on")
    rule = book.get("service_portal")
    if way == "social" and sent:
        return _fiction(sent, "sent_electronically_on", "elektronisch bereitgestellt", book)
    if read:
        day = read if way == "social" else read + timedelta(days=1)
        text = "im Portal abgerufen" if day == read else f"Tag nach dem Abruf im Portal ({read:%d.%m.%Y})"
        basis = next(each.basis for each in rule.versions if (("social_law", True) in each.when) == (way == "social"))
        return Start(day, "retrieved_on", (Step(text, basis, day),), day, ("sent_electronically_on",))
    return _fiction(sent, "sent_electronically_on", "elektronisch abgesandt", book) if sent else None


def _by_post(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    posted, received = events.get("posted_on"), events.get("received_on")
    if posted and way == "court":
        text = "aufgegeben; ein Gericht stellt förmlich zu, der Tag auf dem Umschlag fehlt"
        return Start(
            posted, "posted_on", (Step(text, "vorsichtige Annahme", posted),), posted, ("served_on",), True, "uncertain"
        )
    if posted:
        fiction = _fiction(posted, "posted_on", "zur Post gegeben", book)
        if not received or received <= fiction.day:
            return fiction
        basis = fiction.steps[0].basis
        step = Step(f"nachweislich erst angekommen; die Fiktion ({fiction.day:%d.%m.%Y}) tritt zurück", basis, received)
        return Start(received, "received_on", (step,), fiction.day)
    if received:
        step = Step("angekommen; wann der Brief aufgegeben wurde, ist nicht bekannt", "§ 41 Abs. 2 VwVfG", received)
        return Start(received, "received_on", (step,), events.get("decided_on") or received, ("posted_on",))
    return None


def _publicly(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    announced = events.get("announced_on")
    if not announced:
        return None
    version = book.get("service_public_two_weeks").versions[0]
    day = announced + timedelta(weeks=version.duration.value if version.duration else 0)
    return Start(
        day, "announced_on", (Step("öffentlich zugestellt: zwei Wochen nach dem Aushang", version.basis, day),), day
    )


def _at_worst(events: Mapping[str, Any], way: str, book: RuleBook) -> Start | None:
    """The day of the decision, as long as nobody knows when it came; else the day it was in the person's hands."""
    for name, text in (
        ("decided_on", "Datum des Bescheids: frühester möglicher Tag, solange der Umschlag fehlt"),
        ("handed_to_person_on", "ausgehändigt; wann und wie zugestellt wurde, ist nicht bekannt"),
    ):
        if day := events.get(name):
            asks = ("served_on", "posted_on")
            return Start(day, name, (Step(text, "vorsichtige Annahme", day),), day, asks, True, "uncertain")
    return None


ORDER: tuple[Callable[[Mapping[str, Any], str, RuleBook], Start | None], ...] = (
    _served,
    _in_reception_centre,
    _came_back,
    _through_portal,
    _by_post,
    _publicly,
    _at_worst,
)


def _fiction(sent: date, event: str, word: str, book: RuleBook) -> Start:
    """The n-th day after posting. It is no period: a weekend does not move it."""
    version = _posting_version(book, sent)
    day = sent + timedelta(days=_days(version))
    text = f"gilt als bekannt gegeben: {_days(version)}. Tag, nachdem der Brief {word} wurde ({sent:%d.%m.%Y})"
    return Start(day, event, (Step(text, version.basis, day),), day)


def _posting_version(book: RuleBook, sent: date) -> Version:
    old = book.get("notification_fiction_post_old").versions[0]
    return old if old.until and sent <= old.until else book.get("notification_fiction_post").versions[0]


def _in_force(rule: Rule, day: date) -> Version:
    """The version whose days hold this one."""
    fitting = [
        each for each in rule.versions if (each.since or date.min) <= day <= (each.until or date.max) and each.duration
    ]
    return fitting[0] if fitting else rule.versions[-1]


def _days(version: Version) -> int:
    return version.duration.value if version.duration else 0
