"""People with their names, numbers, papers and languages."""

from datetime import date, timedelta

from wegbuch.cases.models import (
    ContactWay,
    FileNumber,
    LanguageSkill,
    Nationality,
    Person,
    Spelling,
)

from . import names
from .groups import Group, Member
from .names import Part, Surname
from .register import Register
from .source import read

# Countries in which many papers know only a year, or the first of January.
YEAR_ONLY = {"AFG": 22, "SOM": 22, "ERI": 15, "TCD": 15}
NEW_YEAR = {"AFG": 15, "SYR": 8, "IRQ": 8, "SOM": 15}
NATIVE_KNOWN, SPELLING_KNOWN, SPOKEN_KNOWN = 72, 55, 12
SCHOOL_AGE = 6
INDEPENDENT = frozenset({"B1", "B2", "C1"})


def add(register: Register, group: Group, member: Member, surname: Surname) -> Person:
    """One person with everything that is known of herself."""
    dice, culture = register.dice, group.origin[3]
    book = names.of(culture)
    facts = member.facts
    given = Part(facts["given"]) if facts else book.given(member.sex, dice)
    family = Part(facts["surname"]) if facts else surname.of(member.sex)
    native = facts.get("native", "") if facts else book.native(given, family) if dice.chance(NATIVE_KNOWN) else ""
    person = register.add(
        Person,
        given_name=given.papers,
        surname=family.papers,
        native_name=native,
        native_language=(culture if culture in ("che", "kat", "vie") else group.origin[1]) if native else "",
        spoken_name=given.variant if given.variant and dice.chance(SPOKEN_KNOWN) else "",
        sex=member.sex,
        entered_on=group.entered_on,
        literacy=member.literacy or "unknown",
        **_born(register, group, member),
        **_wishes(register, member),
    )
    if person.birth_date and person.birth_date > group.entered_on:
        person.entered_on = None
    _add_spelling(register, person, given, family, facts.get("other", ""))
    _add_languages(register, group, member, person)
    register.add(Nationality, person=person, country=group.origin[0])
    _add_numbers(register, group, member, person)
    _add_ways(register, member, person)
    return person


def _born(register: Register, group: Group, member: Member) -> dict[str, date | int | None]:
    dice, day, country = register.dice, read("shares")["demo_day"], group.origin[0]
    if member.facts:
        return {"birth_date": member.facts.get("born"), "birth_year": member.facts.get("birth_year")}
    if member.is_adult and dice.chance(YEAR_ONLY.get(country, 3)):
        return {"birth_date": None, "birth_year": day.year - member.age}
    month, number = (1, 1) if dice.chance(NEW_YEAR.get(country, 2)) else (dice.randint(1, 12), dice.randint(1, 28))
    had_birthday = (month, number) <= (day.month, day.day)
    born = date(day.year - member.age - (not had_birthday), month, number)
    return {"birth_date": min(born, day - timedelta(days=12)), "birth_year": None}


def _wishes(register: Register, member: Member) -> dict[str, str]:
    """How somebody wants to be spoken to; the sealed fields are open until they are saved."""
    dice, facts, words = register.dice, member.facts, read("sentences")
    if not member.is_adult:
        return {}
    wish = dice.one_of({"unknown": 25, "any": 50, "none": 5, "woman" if member.sex == "f" else "man": 20})
    if member.german in INDEPENDENT:
        wish = "none"
    return {
        "interpreter_wish": facts.get("wish", wish),
        "interpreter_note": facts.get("wish_note", dice.choice(words["interpreter_notes"]) if dice.chance(10) else ""),
        "contact_rule": facts.get("contact_rule", dice.choice(words["contact_rules"]) if dice.chance(12) else ""),
        "never_contact_rule": facts.get("never_rule", dice.choice(words["never_rules"]) if dice.chance(5) else ""),
    }


def _add_spelling(register: Register, person: Person, given: Part, family: Part, known: str) -> None:
    other = f"{given.variant or given.papers} {family.variant or family.papers}"
    text = known or (other if other != person.display_name and register.dice.chance(SPELLING_KNOWN) else "")
    if text:
        register.add(Spelling, person=person, text=text)


def _add_languages(register: Register, group: Group, member: Member, person: Person) -> None:
    """The language of counselling first, then the other one of the family, then German."""
    if member.age < SCHOOL_AGE:
        reading = "unknown"
    elif member.is_adult:
        reading = "does_not_read" if member.literacy == "does_not_read" else "reads"
    else:
        reading = "unknown"
    spoken = [language for language in group.origin[1:3] if language]
    for rank, language in enumerate(spoken, start=1):
        register.add(LanguageSkill, person=person, language=language, reading=reading, rank=rank)
    level = member.german if member.is_adult else "unknown"
    if member.age >= SCHOOL_AGE:
        register.add(LanguageSkill, person=person, language="deu", level=level, rank=len(spoken) + 1)


def _add_numbers(register: Register, group: Group, member: Member, person: Person) -> None:
    dice = register.dice
    if dice.chance(70):
        register.add(FileNumber, person=person, kind="azr", number=f"99{dice.randrange(10**10):010d}")
    if member.role == "head":
        number = f"{dice.randint(9_000_000, 9_999_999)}-{dice.randint(600, 699)}"
        register.add(FileNumber, person=person, kind="bamf", number=number)
        prefix = "JC" if group.benefit == "sgb2" else "50"
        register.add(FileNumber, person=person, kind="benefits", number=f"{prefix}-{dice.randrange(10**6):06d}")


def _add_ways(register: Register, member: Member, person: Person) -> None:
    dice, facts = register.dice, member.facts
    if not member.is_adult or not (facts.get("phone") or dice.chance(85)):
        return
    number = facts.get("phone") or f"0151 0000 {dice.randrange(1000, 10_000)}"
    kind = dice.one_of({"phone": 60, "text_message": 15, "messenger": 25})
    register.add(ContactWay, person=person, kind="text_message" if facts.get("phone") else kind, value=number)
    if dice.chance(4):
        rule = dice.choice(read("sentences")["never_rules"])
        register.add(ContactWay, person=person, kind="post", value="Adresse der Familie", rule=rule, is_safe=False)
