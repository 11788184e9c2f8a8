"""Whose heads count on a day: the one definition behind staffing key and settlement. The lawbook says who is meant."""

from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from lawbook import rates

from .models import BenefitPeriod, Case, Person

UNKNOWN = "unknown"


def heads_on(day: date, kind: str = "msa_i") -> QuerySet[Person]:
    """Everybody who counts on this day, once.

    kind  of the book: msa_i (benefits for asylum seekers) or msa_ii
    """
    rule = rates.heads(kind)
    people = _supported(day, rule)
    return people.alias(scheme=_scheme_on(day)).filter(scheme__in=rule.schemes) if rule.schemes else people


def without_benefit(day: date, kind: str = "msa_i") -> QuerySet[Person]:
    """Who is supported but does not count because nobody entered who pays; nobody where the benefit does not matter."""
    rule = rates.heads(kind)
    people = _supported(day, rule)
    if not rule.schemes:
        return people.none()
    return people.alias(scheme=_scheme_on(day)).filter(Q(scheme=None) | Q(scheme=UNKNOWN))


def running_on(day: date) -> QuerySet[Case]:
    """Cases that ran on this day, first and last day included; what was opened by mistake never did."""
    cases: QuerySet[Case] = Case.objects.counted().filter(Q(closed_on=None) | Q(closed_on__gte=day), opened_on__lte=day)
    return cases


def _supported(day: date, rule: rates.HeadRule) -> QuerySet[Person]:
    cases = running_on(day).filter(form__in=rule.case_forms)
    people: QuerySet[Person] = Person.objects.filter(pk__in=cases.order_by().values("person")).order_by()
    return people


def _scheme_on(day: date) -> Subquery:
    """Of several benefits that hold on this day the one begun last, of two begun on one day the greater id."""
    held = BenefitPeriod.objects.on(day).filter(person=OuterRef("pk"))
    return Subquery(held.order_by(F("since").desc(nulls_last=True), "-pk").values("scheme")[:1])
