"""The entitlement rules as this program asks them."""

from collections.abc import Mapping
from functools import cache

from lawbook import entitlements
from lawbook.entitlements import EntitlementBook, Fact, Rule
from wegbuch.core import codes

SEALED = 3
# The four ways of a life ahead, equal beside each other.
PATHS = ("stay", "family", "onward", "return")


@cache
def book() -> EntitlementBook:
    """The rules this process works with; read once."""
    return entitlements.load()


@cache
def open_rules() -> tuple[Rule, ...]:
    """Rules a page may show without opening the sealed box."""
    return tuple(rule for rule in book() if rule.level < SEALED)


@cache
def sealed_rules() -> tuple[Rule, ...]:
    """Rules that are only shown where the sealed box was opened: special categories, and the wish to return."""
    return tuple(rule for rule in book() if rule.level >= SEALED)


def fact(name: str) -> Fact:
    """A fact by name. raises KeyError"""
    return book().facts[name]


def is_sealed(name: str) -> bool:
    """Whether a fact lies in the sealed box."""
    return fact(name).level >= SEALED


@cache
def topics() -> Mapping[str, str]:
    """German words of the topics of life, in the order of the pages."""
    return {entry.code: entry.label for entry in codes.entries("life_topics")}


@cache
def path_of(topic: str) -> str:
    """Which of the four ways a topic belongs to."""
    return str(codes.book().list("life_topics").get(topic).extra["path"])


@cache
def from_age(topic: str) -> int:
    """The age from which rules of a topic are asked about somebody."""
    return int(codes.book().list("life_topics").get(topic).extra.get("from_age", 0))
