"""A Land in one organisation: staff, people, letters."""

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models, transaction

from wegbuch.access import services
from wegbuch.access.models import Membership, Organisation, Team, User
from wegbuch.access.roles import Role
from wegbuch.cases import models as cases
from wegbuch.cases import spelling
from wegbuch.cases.search import normal_number
from wegbuch.core import codes, statistics, tenant
from wegbuch.core.sealed import seal
from wegbuch.counselling.models import Contact, Participation, Topic
from wegbuch.procedures.models import Deadline

from . import bulk
from .people import OPENED, OWN, TODAY, Codes, Draw, number_of

BATCH = 2_000
# People of one transaction.
AT_ONCE = 20_000
COLUMNS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "person": (cases.Person, ("id", "surname", "given_name", "birth_date", "sex", "entered_on")),
    "household": (cases.Household, ("id", "number")),
    "member": (cases.HouseholdMember, ("id", "household_id", "person_id")),
    "case": (cases.Case, ("id", "person_id", "number", "form", "team_id", "opened_on")),
    "access": (cases.CaseAccess, ("id", "case_id", "user_id", "kind", "starts_at")),
    "residence": (cases.ResidencePeriod, ("id", "person_id", "status", "since", "valid_until")),
    "benefit": (cases.BenefitPeriod, ("id", "person_id", "scheme", "since")),
    "housing": (cases.HousingPeriod, ("id", "person_id", "form", "facility_id", "room")),
    "language": (cases.LanguageSkill, ("id", "person_id", "language")),
    "nationality": (cases.Nationality, ("id", "person_id", "country")),
    "file_number": (cases.FileNumber, ("id", "person_id", "kind", "number")),
    "contact": (
        Contact,
        (
            "id", "team_id", "author_id", "held_on", "entered_at", "task_area", "topic_id", "form",
            "minutes", "language", "channel", "note",
        ),
    ),
    "participation": (Participation, ("id", "contact_id", "case_id", "held_on")),
    "deadline": (
        Deadline,
        (
            "id", "person_id", "act", "counts_on", "safe_day", "last_day", "responsible_id", "entered_by_id",
            "entered_at",
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Land:
    """What stands after loading.

    worker   has 80 people and the full file; recounter has the people with letters
    per_second  people written in a second of processor time, with their index keys
    """

    organisation: Organisation
    lead: User
    workers: list[User]
    size: int
    per_second: float
    seconds: float
    draw: Draw

    @property
    def worker(self) -> User:
        return self.workers[0]


def load(size: int, *, opened: int = OPENED) -> Land:
    """Write a Land of this many people.

    opened  of so many the sealed texts can be read
    raises  NotABenchPlace anywhere but in a place made for measuring
    """
    bulk.refuse_other_places()
    organisation = services.found_organisation(name="Land", short_name="Land", case_prefix="LA")
    with tenant.acting_for(organisation.pk):
        teams = [_kept(Team(name=f"Team {number}")) for number in range(max(1, size // (10 * OWN)))]
        lead, *workers = _staff(organisation, teams, 1 + max(2, size // OWN))
        draw = Draw(_codes(), _ids(teams), _ids(workers), _ids(_houses()), _Seals(organisation, opened))
        begun, cpu = time.perf_counter(), time.process_time()
        with bulk.hasty(), bulk.without_indexes(_tables()), bulk.without_second_wall(_tables()):
            for first in range(0, size, AT_ONCE):
                with transaction.atomic():
                    write_people(draw, first, min(first + AT_ONCE, size))
        per_second, seconds = size / (time.process_time() - cpu), time.perf_counter() - begun
        statistics.refresh()  # as after a long list
    return Land(organisation, lead, workers, size, per_second, seconds, draw)


def write_people(draw: Draw, first: int, last: int) -> None:
    """People `first` to `last` with everything that belongs to them, in batches."""
    organisation = tenant.current().hex
    for start in range(first, last, BATCH):
        keys = [
            (pk, kind, token)
            for person in draw.people(start, min(start + BATCH, last))
            for pk, kind, token in _search_keys(*person)
        ]
        rows = draw.taken()
        # In this order nothing points to a row that is not there yet: SQLite would look for it at every row.
        for kind, (model, columns) in COLUMNS.items():
            bulk.write(model, columns, rows.get(kind, ()), organisation_id=organisation, version=1)
        bulk.write(cases.SearchToken, ("person_id", "kind", "token"), keys, organisation_id=organisation)


def _search_keys(number: int, pk: str, given: str, surname: str, born: str) -> list[tuple[str, str, str]]:
    """The keys under which the program finds a person, as `wegbuch.cases.search.keys_of` makes them."""
    found = {("birth", born), ("year", born[:4]), ("room", normal_number(f"B {number % 400}"))}
    found |= {("number", normal_number(text)) for text in (number_of(number), f"{7_000_000 + number}-423")}
    return [(pk, kind, token) for kind, token in sorted(found | _name_keys(f"{given} {surname}"))]


@lru_cache(maxsize=50_000)
def _name_keys(name: str) -> frozenset[tuple[str, str]]:
    return spelling.tokens(names=[name])


class _Seals:
    """Sealed texts: real ones for people whose files are looked at, for all others the same bytes."""

    def __init__(self, organisation: Organisation, opened: int) -> None:
        self.organisation, self.opened = organisation.pk, opened
        self.same = seal("Beratung zum Bescheid.", organisation=self.organisation, binding="bench")

    def __call__(self, model: str, column: str, pk: str, number: int) -> str:
        if number >= self.opened:
            return self.same
        dashed = f"{pk[:8]}-{pk[8:12]}-{pk[12:16]}-{pk[16:20]}-{pk[20:]}"
        return seal("Beratung zum Bescheid.", organisation=self.organisation, binding=f"{model}.{column}.{dashed}")


def _staff(organisation: Organisation, teams: list[Team], count: int) -> list[User]:
    """The lead first, then workers; nobody can sign in with a password."""
    staff = [
        User(email=f"{number}@example.org", name=f"Ada Nummer {number}", organisation=organisation, password="!")
        for number in range(count)
    ]
    _put(User, staff)
    roles = [Role.LEAD] + [Role.WORKER] * (count - 1)
    memberships = [
        Membership(user=user, role=role, team=teams[number % len(teams)], starts_on=TODAY.replace(year=2022))
        for number, (user, role) in enumerate(zip(staff, roles, strict=True))
    ]
    _put(Membership, memberships)
    return staff


def _put(model: type[models.Model], rows: list[Any]) -> None:
    plain: models.QuerySet[Any] = models.QuerySet(model)
    plain.bulk_create(rows)


def _houses() -> list[Any]:
    form = _some("housing_forms", 1)[0]
    return [_kept(cases.Facility(name=f"Haus {number}", form=form)) for number in range(40)]


def _codes() -> Codes:
    topics = [_kept(Topic(task_area=area, label=f"Thema {n}")) for area in range(1, 8) for n in range(4)]
    return Codes(
        statuses=_some("residence_statuses", 8),
        schemes=_some("benefit_schemes", 4),
        housing=_some("housing_forms", 4),
        languages=_some("languages", 12),
        countries=_some("countries", 12),
        forms=_some("contact_forms", 4),
        channels=_some("interpreter_channels", 5),
        topics=[(topic.task_area, topic.pk.hex) for topic in topics],
    )


def _some(name: str, count: int) -> list[str]:
    return [entry.code for entry in codes.entries(name)][:count]


def _kept(row: Any) -> Any:
    row.save()
    return row


def _ids(rows: Any) -> list[str]:
    return [row.pk.hex for row in rows]


def _tables() -> list[str]:
    return [model._meta.db_table for model, _columns in COLUMNS.values()] + [cases.SearchToken._meta.db_table]
