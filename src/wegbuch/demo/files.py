"""Households, cases and everything with a period: papers, benefits, housing, the team of a case."""

from datetime import UTC, date, datetime, time, timedelta

from wegbuch.cases.models import (
    BenefitPeriod,
    Case,
    CaseAccess,
    Facility,
    Household,
    HouseholdMember,
    HousingPeriod,
    Person,
    RelativeAbroad,
    ResidencePeriod,
)
from wegbuch.core.dates import month_after

from . import names, people
from .groups import Group, Member, places
from .register import Home, Register, Resident
from .source import Dice, read
from .staff import Staff
from .times import next_working_day, working_day

RELATION = {
    "child": "child",
    "grown_child": "child",
    "parent": "grandparent",
    "sibling": "sibling",
    "relative": "other_relative",
}
JOB_CENTRE = "sgb2"
OFFICES = {"S03": "BAMF", "S04": "Ausländerbehörde Havelbruch"}


def add(register: Register, group: Group, staff: Staff, number: int) -> Home:
    """A household with its people and their cases; `number` is the first case number."""
    surname = register.dice.choice(names.of(group.origin[3]).surnames)
    residents = []
    for offset, member in enumerate(group.members):
        own = names.of(group.origin[3]).do_spouses_keep and member.role == "partner"
        family = register.dice.choice(names.of(group.origin[3]).surnames) if own else surname
        person = people.add(register, group, member, family)
        case = _open_case(register, group, person, staff, number + offset)
        residents.append(Resident(person, case, member, group.origin[1]))
    home = Home(group, residents)
    _add_household(register, home, "living", f"{register.organisation.case_prefix}-{number:04d}")
    if len(residents) > 1 and group.benefit == "sgb2":
        _add_household(register, home, "benefit", f"BG {register.dice.randrange(10**7):07d}")
    _add_papers(register, home)
    _add_benefits(register, home)
    _add_housing(register, home)
    _add_abroad(register, home)
    register.homes.append(home)
    return home


def add_facilities(register: Register, organisation: str) -> None:
    """The houses this organisation works in or runs."""
    for row in read("district")["facilities"]:
        if row["organisation"] == organisation or row["operator"] == register.organisation.name:
            named = {name: row[name] for name in ("name", "form", "municipality", "operator")}
            register.add(Facility, rule_accommodation=row.get("rule_accommodation", ""), **named)


def address(dice: Dice) -> str:
    """A street, a number and a town that are not on any map."""
    district = read("district")
    return f"{dice.choice(district['streets'])} {dice.randint(1, 60)}, {dice.choice(district['towns'])}"


def _open_case(register: Register, group: Group, person: Person, staff: Staff, number: int) -> Case:
    opened_on = group.opened_on
    if person.birth_date:
        opened_on = max(opened_on, working_day(person.birth_date + timedelta(days=9)))
    is_ended = group.closed_on is not None
    case = register.add(
        Case,
        person=person,
        number=f"{register.organisation.case_prefix}-{number:05d}",
        form="msa_ii" if "form" not in places()[group.place] else "housing_based_msa",
        team=staff.team_of(group.workers[0]),
        opened_on=min(opened_on, group.closed_on) if group.closed_on else opened_on,
        closed_on=group.closed_on,
        closing_reason=register.dice.one_of(read("shares")["closing_reasons"]) if is_ended else "",
    )
    for worker in group.workers:
        register.add(CaseAccess, case=case, user=staff.users[worker], starts_at=_at(case.opened_on))
    return case


def _at(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)


def _add_household(register: Register, home: Home, kind: str, number: str) -> None:
    surnames = dict.fromkeys(resident.person.surname for resident in home.residents)
    household = register.add(Household, kind=kind, name=" / ".join(surnames), number=number)
    has_children = any(resident.member.role == "child" for resident in home.residents)
    for resident in home.residents:
        register.add(
            HouseholdMember,
            household=household,
            person=resident.person,
            since=max(home.group.moved_in_on, resident.person.birth_date or date.min),
            until=home.group.closed_on,
            relation=_relation(resident.member, has_children, len(home.residents)),
        )


def _relation(member: Member, has_children: bool, size: int) -> str:
    if member.role in ("head", "partner"):
        return "" if size == 1 else "parent" if has_children else "spouse" if member.role == "partner" else ""
    return RELATION[member.role]


def _add_papers(register: Register, home: Home) -> None:
    """The status of today with its paper, and what was before."""
    dice, group, day = register.dice, home.group, read("shares")["demo_day"]
    first = min(next_working_day(group.entered_on + timedelta(days=dice.randint(2, 30))), working_day(day))
    since = group.facts.get("status_since") or first
    if group.status not in ("S03", "S04", "S24") and "status_since" not in group.facts:
        earliest = min(group.entered_on + timedelta(days=150), day - timedelta(days=40))
        since = dice.day(earliest, day - timedelta(days=30))
    document, soonest, latest = read("shares")["papers"].get(group.status, ("", 0, 0))
    valid_until = group.facts.get("valid_until") or day + timedelta(days=dice.randint(soonest, latest))
    office = OFFICES.get(group.status, "Ausländerbehörde Havelbruch") if document else ""
    for resident in home.residents:
        born = resident.person.birth_date or date.min
        if since > max(first, born) and group.status not in ("S03", "S04", "S24"):
            _add_procedure(register, resident.person, max(first, born), since)
        register.add(
            ResidencePeriod,
            person=resident.person,
            status=group.status,
            document=document,
            document_number=f"{dice.choice('LMNPRTVWX')}{dice.randrange(10**8):08d}" if document else "",
            valid_until=valid_until if document else None,
            since=max(since, born),
            authority=office,
            origin="document" if document else "client",
        )


def _add_procedure(register: Register, person: Person, first: date, ended_on: date) -> None:
    """The asylum procedure that came before the status of today."""
    register.add(
        ResidencePeriod,
        person=person,
        status="S04",
        document="doc_gestattung",
        since=first,
        until=ended_on - timedelta(days=1),
        valid_until=ended_on,
        authority=OFFICES["S04"],
    )


def _add_benefits(register: Register, home: Home) -> None:
    """What pays today, and what paid before: until analogous benefits, or until the status of today."""
    group, dice, shares = home.group, register.dice, read("shares")
    for resident in home.residents:
        begun = max(group.moved_in_on, resident.person.birth_date or date.min)
        changed = begun
        if group.benefit == shares["analogous"]:
            changed = group.entered_on + timedelta(days=dice.randint(*shares["analogous_days"]))
        elif group.benefit == JOB_CENTRE and not _is_born_recognised(register, resident.person):
            changed = month_after(_recognised_on(register, resident.person))
        if changed > begun:
            _add_benefit(register, resident.person, shares["before_analogous"], begun, changed - timedelta(days=1))
        _add_benefit(register, resident.person, group.benefit, max(begun, changed))


def _add_benefit(register: Register, person: Person, scheme: str, since: date, until: date | None = None) -> None:
    office = "Jobcenter Havelbruch" if scheme == JOB_CENTRE else "Sozialamt Havelbruch"
    origin = "client" if until else "authority"
    days = {"since": since, "until": until}
    register.add(BenefitPeriod, person=person, scheme=scheme, authority=office, origin=origin, **days)


def _recognised_on(register: Register, person: Person) -> date:
    """Since when the status of today stands: the period of the person that was added last."""
    since: date = next(row.since for row in reversed(register.rows[ResidencePeriod]) if row.person_id == person.pk)
    return since


def _is_born_recognised(register: Register, person: Person) -> bool:
    """Whether the status of today began with the birth: then the job centre has paid from the first day."""
    return _recognised_on(register, person) == person.birth_date


def _add_housing(register: Register, home: Home) -> None:
    dice, group, place = register.dice, home.group, places()[home.group.place]
    facility = next((row for row in register.rows[Facility] if row.name == place.get("name")), None)
    room = group.facts.get("room") or f"{dice.choice('ABCD')}{dice.randint(1, 48)}"
    own_address = "" if facility else address(dice)
    for resident in home.residents:
        register.add(
            HousingPeriod,
            person=resident.person,
            form=place.get("form", "own_flat"),
            facility=facility,
            room=room if facility else "",
            own_municipality=own_address.rpartition(", ")[2],
            address=own_address,
            since=max(group.moved_in_on, resident.person.birth_date or date.min),
            until=group.closed_on,
            origin="authority",
        )


def _add_abroad(register: Register, home: Home) -> None:
    """Somebody of the family who is still elsewhere."""
    dice, group, head = register.dice, home.group, home.residents[0]
    if known := group.facts.get("abroad"):
        register.add(RelativeAbroad, person=head.person, **known)
    elif not group.facts and dice.chance(14):
        relation = dice.one_of({"spouse": 45, "child": 25, "parent": 20, "sibling": 10})
        sex = {"spouse": "m" if head.member.sex == "f" else "f"}.get(relation) or dice.choice("fm")
        given = names.of(group.origin[3]).given(sex, dice).papers
        register.add(
            RelativeAbroad,
            person=head.person,
            name=f"{given} {head.person.surname}",
            relation=relation,
            country=group.origin[0] if group.origin[0] not in ("XXA", "XXX") else "",
            note=dice.choice(read("sentences")["abroad_notes"]),
        )
