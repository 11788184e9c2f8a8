"""Topics in the rows of contacts: a sign that stays and the label it had; "" for none.

A topic that is renamed stays one topic. Months that were closed before signs were kept hold the label alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from .ledger import Month

SIGNED = re.compile(r"([0-9a-f]{16}):(.*)", re.DOTALL)


def written(sign: str, label: str) -> str:
    return f"{sign}:{label}"


def parted(topic: str) -> tuple[str, str]:
    """Sign and label; the sign is "" where the label was kept alone."""
    found = SIGNED.fullmatch(topic)
    return (found[1], found[2]) if found else ("", topic)


def names(months: Iterable[Month]) -> dict[str, str]:
    """Each topic as it is written in these months, which come in their order, and what it is called in a report.

    The newest label of a sign counts; a label kept alone goes with the one topic that bore it first: one that was given
    the name of a renamed one came later.
    """
    labels: dict[str, str] = {}
    bearers: dict[str, set[str]] = {}
    topics: dict[str, tuple[str, str]] = {}
    for month in months:
        here = {topic: parted(topic) for topic in {row.topic for row in month.contacts}}
        labels |= {sign: label for sign, label in here.values() if sign}
        bearers = _bearers(here.values()) | bearers
        topics |= here
    return {
        topic: labels[next(iter(found))] if len(found := {sign} if sign else bearers.get(label, set())) == 1 else label
        for topic, (sign, label) in topics.items()
    }


def _bearers(topics: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The signs that bear each label."""
    signs: dict[str, set[str]] = defaultdict(set)
    for sign, label in topics:
        if sign:
            signs[label].add(sign)
    return signs


def called_as_in(closed: Month, today: Month) -> Month:
    """Today's month with its topics written as in the closed one: to be renamed is no change of a contact."""
    kept = {row.topic for row in closed.contacts}
    by_sign = {parted(topic)[0]: topic for topic in kept}

    def as_kept(topic: str) -> str:
        sign, label = parted(topic)
        return by_sign[sign] if sign and sign in by_sign else label if label in kept else topic

    return replace(today, contacts=tuple(row._replace(topic=as_kept(row.topic)) for row in today.contacts))
