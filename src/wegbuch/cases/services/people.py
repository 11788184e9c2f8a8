"""People come in, get more names and facts, and are found again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from wegbuch.access.models import Team, User
from wegbuch.access.services import NotPossible

from .. import search, spelling
from ..models import Case, LanguageSkill, Nationality, Person, Spelling
from .cases import open_case


def likely_doubles(
    candidate: spelling.Record, *, leave_out: Person | None = None
) -> list[tuple[Person, spelling.Likeness]]:
    """People who may be the same as this one, each with the reason, best first."""
    text = " ".join(candidate.names)
    ids = search.candidates(text) + search.candidates(
        candidate.birth_date.strftime("%d.%m.%Y") if candidate.birth_date else ""
    )
    people = Person.objects.present().filter(pk__in=ids).prefetch_related("spellings", "file_numbers")
    found = []
    for person in people:
        if leave_out is not None and person.pk == leave_out.pk:
            continue
        likeness = spelling.likely_same(candidate, known(person))
        if likeness:
            found.append((person, likeness))
    return sorted(found, key=lambda pair: -pair[1].score)


def known(person: Person) -> spelling.Record:
    """What is compared when two records may be one person."""
    return spelling.Record(
        names=tuple(search.names_of(person)),
        birth_date=person.birth_date,
        birth_year=person.known_birth_year,
        sex="" if person.sex == "u" else person.sex,
        file_numbers=tuple(row.number for row in person.file_numbers.all()),
    )


def take_in(
    *,
    user: User,
    team: Team,
    form: str,
    opened_on: date,
    languages: Iterable[str] = (),
    nationalities: Iterable[str] = (),
    **fields: Any,
) -> Case:
    """Make a person with her first case; the user is its case team.

    fields   columns of Person
    raises   NotPossible without any name
    """
    if not (fields.get("surname") or fields.get("given_name")):
        raise NotPossible("Bitte tragen Sie einen Namen ein: Vorname oder Nachname genügt.")
    with transaction.atomic():
        person = Person(**fields)
        person.save()
        for rank, language in enumerate(languages, start=1):
            LanguageSkill(person=person, language=language, rank=rank).save()
        for country in nationalities:
            Nationality(person=person, country=country).save()
        case = open_case(person, user=user, team=team, form=form, opened_on=opened_on)
        search.index([person])
    return case


def change(person: Person, *, version: int, spellings: Iterable[str] | None = None, **fields: Any) -> Person:
    """Change a person's own columns.

    version    the version the form was filled from
    spellings  all other spellings, None to leave them
    raises     SavedMeanwhile if somebody saved since
    """
    with transaction.atomic():
        person.version = version
        for name, value in fields.items():
            setattr(person, name, value)
        person.save()
        if spellings is not None:
            set_spellings(person, spellings)
        search.index([person])
    return person


def set_spellings(person: Person, spellings: Iterable[str]) -> None:
    """Make these the other spellings of the name, keeping those that stay."""
    wanted = {" ".join(text.split()) for text in spellings} - {"", person.display_name}
    for row in person.spellings.all():
        if row.text in wanted:
            wanted.remove(row.text)
        else:
            row.delete()
    for text in sorted(wanted):
        Spelling(person=person, text=text).save()
