"""Work over many people at once: deadlines after a change of law, a list of a district."""

import gc
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from wegbuch.access.models import User
from wegbuch.cases.lists import Field
from wegbuch.cases.models import Case, CaseAccess
from wegbuch.cases.services import list_chunks, lists
from wegbuch.core import audit, clock, tenant
from wegbuch.jobs.work import AtOnce
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services import recheck_all

from .clocks import spent
from .letters import MOVED_EVERY, write_letters
from .load import Land, write_people

HEADINGS = "BG-Nr.;Name;Vorname;Geschl.;geb. am;Staatsang.;Sprache(n);Aufenthaltsstatus;AZ BAMF"
LETTERS = 2_000
STATUSES = ("Duldung", "Aufenthaltsgestattung", "AE § 25 Abs. 2")


def recount(land: Land) -> dict[str, float]:
    """Cases a second, counted anew by the lawbook and written back where a day moved; and the raw way beside it."""
    reader = land.workers[1]
    with tenant.acting_for(land.organisation.pk), audit.acting_as(audit.Actor(reader.pk)):
        _open_to(reader, LETTERS)
        mine = list(Case.objects.of_team_member(reader).select_related("person").order_by("number"))
        count = write_letters(reader, mine)
        # As the processes of the program do: what the bench itself holds is nothing the collector should walk through.
        gc.collect()
        gc.freeze()
        begun = spent()
        outlook = recheck_all.outlook(reader)
        counted = spent()
        moved = recheck_all.take_over_all(reader, shown=outlook.shown).written
        done = spent()
    return {
        "cases": len(mine),
        "deadlines": count,
        "moved": moved,
        "reading": len(mine) / (counted - begun),
        "product": len(mine) / (done - counted),
        "raw": _raw_recount(len(mine)),
    }


def _open_to(user: User, count: int) -> None:
    """Make her one of the team of so many files: the law changes for more than one caseload."""
    others = Case.objects.exclude(pk__in=Case.objects.of_team_member(user).values("pk")).order_by("number")
    places = [CaseAccess(case=case, user=user, starts_at=clock.now()) for case in others[:count]]
    CaseAccess.objects.bulk_create(places)


def _raw_recount(fewest: int) -> float:
    """Cases a second: read two days, add to them, write one in twenty back. Repeated until it can be timed."""
    cases, begun = 0, spent()
    while cases < 20_000:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, counts_on FROM {Deadline._meta.db_table} LIMIT {2 * fewest}")  # noqa: S608
            rows = [(_later(day), pk) for pk, day in cursor.fetchall()][::MOVED_EVERY]
            cursor.executemany(f"UPDATE {Deadline._meta.db_table} SET earliest_day = %s WHERE id = %s", rows)  # noqa: S608
        cases += fewest
    return cases / (spent() - begun)


def _later(day: Any) -> str:
    known = day if isinstance(day, date) else date.fromisoformat(day)
    return (known + timedelta(days=14)).isoformat()


def take_in(land: Land, people: int) -> dict[str, float]:
    """People a second through the program's own way for lists, and written raw with every index in place."""
    with tenant.acting_for(land.organisation.pk):
        begun = spent()
        with audit.acting_as(audit.Actor(land.worker.pk)):
            taken = _take_list(land.worker, people)
        product = taken / (spent() - begun)
        begun = spent()
        with transaction.atomic():
            # Behind the case numbers that the list was given.
            write_people(land.draw, land.size + people, land.size + 2 * people)
        raw = people / (spent() - begun)
    return {"people": taken, "product": product, "raw": raw}


def _take_list(user: User, people: int) -> int:
    content = "\n".join([HEADINGS, *(_line(number) for number in range(people)), ""])
    run = lists.receive(user=user, content=content.encode(), file_name="liste.csv")
    columns = {Field(name): column for name, column in run.mapping["columns"].items()}
    assert user.team is not None
    run = lists.check(run, columns=columns, team=user.team, form=lists.FORM, workers=[user])
    before = Case.objects.count()
    list_chunks.go_on(list_chunks.begin(run, choices={}), pace=AtOnce())
    return Case.objects.count() - before


def _line(number: int) -> str:
    """A person whose name nobody else has: letters in place of digits."""
    name = "".join("bdfgklmnrs"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05d}").title()
    born = date(1960, 1, 1) + timedelta(days=number * 37 % 20_000)
    status = STATUSES[number % len(STATUSES)]
    about = f"{'wm'[number % 2]};{born:%d.%m.%Y};AFG;Dari;{status}"
    return f"BX{number // 3:06d};{name};Ama{name[:4].lower()};{about};{8_000_000 + number}-423"
