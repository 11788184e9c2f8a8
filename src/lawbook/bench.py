"""How quick the lawbook is: deadlines in a second, and a whole caseload over a night of new law; from a fixed seed."""

import random
import resource
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from .deadlines import Facts, Impossible, Rule, RuleBook, compute
from .entitlements import EntitlementBook, Fact

if TYPE_CHECKING:
    from .entitlements.columns import Caseload

SEED = 2026
NEW_LAW = date(2026, 6, 11), date(2026, 6, 12)
FIRST_DAY, DAYS = date(2015, 1, 1), 20 * 365
PLACES = ("BB", "BE", None)
COUNTRIES = ("AFG", "SYR", "UKR", "GEO", "TUR", "ERI")
ALWAYS_KNOWN = frozenset({"status", "birth_date", "nationality", "entry_date", "accommodation"})
KNOWN_ELSE = 0.2


def mixed_questions(book: RuleBook, count: int) -> list[tuple[str, Facts]]:
    """Questions over every rule that counts from a day, the same ones at every run."""
    draw = random.Random(SEED)  # noqa: S311 -- invented days, no secret
    rules = [rule for rule in book if any(version.duration for version in rule.versions)]
    found: list[tuple[str, Facts]] = []
    while len(found) < count:
        rule = draw.choice(rules)
        facts = _facts(rule, FIRST_DAY + timedelta(days=draw.randrange(DAYS)), draw.choice(PLACES))
        try:
            compute(book, rule.id, facts)
        except Impossible:
            continue
        found.append((rule.id, facts))
    return found


def _facts(rule: Rule, day: date, place: str | None) -> Facts:
    """One day for the start of the rule, delivered as often by post as by envelope."""
    name = rule.start[-1]
    if name == "service":
        name = "posted_on" if day.toordinal() % 2 else "served_on"
    return Facts({name: day}, None if len(rule.regimes) > 1 else rule.regimes[0], place)


def deadlines_per_second(book: RuleBook, count: int) -> float:
    """Deadlines counted in a second of processor time, with all reasons in words."""
    questions = mixed_questions(book, count)
    begun = time.process_time()
    for rule, facts in questions:
        compute(book, rule, facts)
    return count / (time.process_time() - begun)


def seconds_for_caseload(people: int) -> float:
    """Processor seconds to find for whom anything changes over a night of new law, in a caseload of this size."""
    from .entitlements import impact

    book, caseload = _caseload(people)
    begun = time.process_time()
    impact.of_days(book, caseload, *NEW_LAW)
    return time.process_time() - begun


def seconds_for_months(people: int) -> float:
    """Processor seconds to find whose doors turn within 90 days, looked at week by week: the list of the start page."""
    from .entitlements import impact

    book, caseload = _caseload(people)
    days = [NEW_LAW[0] + timedelta(days=count) for count in range(0, 91, 7)]
    begun = time.process_time()
    list(impact.turning(book, caseload, days))
    return time.process_time() - begun


def gigabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _caseload(people: int) -> "tuple[EntitlementBook, Caseload]":
    """Our book and people about whom as much is known as in a file."""
    from . import entitlements
    from .entitlements.columns import Caseload

    book, draw = entitlements.load(), random.Random(SEED)  # noqa: S311 -- invented people, no secret
    return book, Caseload([_some_facts(book, draw) for _ in range(people)])


def _some_facts(book: EntitlementBook, draw: random.Random) -> dict[str, Any]:
    """What a file knows of a person: the great facts always, every fifth of the others."""
    known = [fact for fact in book.facts.values() if fact.name in ALWAYS_KNOWN or draw.random() < KNOWN_ELSE]
    return {fact.name: _some_value(fact, draw) for fact in known if fact.name != "age"}


def _some_value(fact: Fact, draw: random.Random) -> Any:
    if fact.type == "date":
        first = date(1950, 1, 1) if fact.name == "birth_date" else FIRST_DAY
        return first + timedelta(days=draw.randrange((date(2026, 11, 1) - first).days))
    if fact.type == "enum":
        return draw.choice(list(fact.values))
    simple = {"number": draw.randrange(40), "country": draw.choice(COUNTRIES), "set": frozenset()}
    return simple.get(fact.type, draw.random() < 0.4)
