"""A long day: people click at their own pace while somebody watches what the server holds."""

import asyncio
import random
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from wegbuch.cases.models import Case
from wegbuch.core import tenant

from .load import Land
from .pages import contact_form, cookie_of
from .place import BenchPlace, python
from .serving import TOKEN, asked, free_port, until_it_answers
from .watching import held

# A lead asks for a report and takes it along as a file; everybody else counsels.
LEAD_PAGES = ("/team/heute/", "/zahlen/", "/zahlen/berichte/", "/zahlen/berichte/monthly/", "/stellenplan/")
LEAD_FILE = "/zahlen/berichte/monthly/datei/xlsx/"
LEAD_RESTS, SAMPLES, ENDS_WITHIN = 6, 240, 60
WELL = {"GET": (200,), "POST": (200, 302, 303)}


@dataclass
class Log:
    """What was seen: seconds of every request, answers that were wrong, what the server held and when."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    samples: list[dict[str, float]] = field(default_factory=list)


@dataclass
class Person:
    """Somebody signed in who clicks, reads and clicks again."""

    port: int
    cookie: str
    cases: list[str]
    rest: float
    dice: random.Random
    log: Log

    async def counsel(self) -> None:
        """Look at a day, the people, a file; search; write a contact; again and again."""
        for case in cycle(self.cases):
            for path in ("/heute/", "/menschen/", f"/akte/{case}/", f"/akte/{case}/kontakte/"):
                await self._ask("GET", path)
            await self._ask("POST", "/suche/", {"q": "Ada"})
            await self._write(f"/akte/{case}/gespraech/")

    async def lead(self) -> None:
        while True:
            for path in LEAD_PAGES:
                await self._ask("GET", path)
            await self._ask("POST", LEAD_FILE)

    async def _write(self, path: str) -> None:
        await self._ask("POST", path, contact_form(await self._ask("GET", path)))

    async def _ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> str:
        await asyncio.sleep(self.rest * self.dice.uniform(0.5, 1.5))
        sent = urlencode({**(form or {}), "csrfmiddlewaretoken": TOKEN}) if method == "POST" else ""
        begun = time.perf_counter()
        try:
            status, body = await asked(self.port, method, path, f"{self.cookie}; wegbuch-form={TOKEN}", sent)
        except (OSError, IndexError) as problem:
            status, body = 0, type(problem).__name__
        self.log.seconds.append(time.perf_counter() - begun)
        if status not in WELL[method]:
            self.log.wrong.append(f"{method} {path.strip('/').rpartition('/')[2]}: {status}")
        return body


def passed(place: BenchPlace, land: Land, *, users: int, workers: int, rest: float, seconds: float) -> dict[str, Any]:
    """Let the day pass; what was seen, and the lines of the server's log that tell of an error.

    rest  seconds between two clicks of one person
    """
    log = Log()
    with _server(place, workers) as (port, session):
        people = _people(land, port, users, rest, log)
        asyncio.run(_day(people, log, session, place, seconds))
    told = [line for line in (place.root / "server.log").read_text().splitlines() if " ERROR " in line]
    return asdict(log) | {"errors": told}


@contextmanager
def _server(place: BenchPlace, workers: int) -> Iterator[tuple[int, int]]:
    """The program as an operator starts it, with what runs beside it; its port and its session."""
    port = asyncio.run(free_port())
    environment = place.environment("serve", "wegbuch.config.settings")
    del environment["WEGBUCH_TODAY"]
    words = python("wegbuch", "serve", "--port", str(port), "--workers", str(workers))
    with (place.root / "server.log").open("w") as told:
        server = subprocess.Popen(words, env=environment, stdout=told, stderr=told, start_new_session=True)
        try:
            asyncio.run(until_it_answers(port))
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(timeout=ENDS_WITHIN)


def _people(land: Land, port: int, users: int, rest: float, log: Log) -> list[Person]:
    """As many as asked for, the first of them the lead; each begins at another moment."""
    found = []
    with tenant.acting_for(land.organisation.pk):
        for number, user in enumerate([land.lead, *(land.workers * users)[: users - 1]]):
            mine = Case.objects.of_team_member(user).order_by("number").values_list("pk", flat=True)[1:20]
            pace = rest if number else rest * LEAD_RESTS
            dice = random.Random(number)
            found.append(Person(port, cookie_of(user), [str(pk) for pk in mine], pace, dice, log))
    return found


async def _day(people: list[Person], log: Log, session: int, place: BenchPlace, seconds: float) -> None:
    async with _at_work(people):
        begun, every = time.monotonic(), seconds / SAMPLES
        while (now := time.monotonic() - begun) < seconds:
            seen = asdict(held(session, place.root / "data" / "wegbuch.sqlite3"))
            log.samples.append({"at": now, "requests": len(log.seconds), **seen})
            await asyncio.sleep(every)


@asynccontextmanager
async def _at_work(people: list[Person]) -> AsyncIterator[None]:
    lead, *workers = people
    tasks = [asyncio.create_task(work) for work in (lead.lead(), *(each.counsel() for each in workers))]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
