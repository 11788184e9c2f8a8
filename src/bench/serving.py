"""Eight people at one server: reading and saving mixed, over real connections on this machine."""

import asyncio
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from wegbuch.access.management.commands.serve import server_words
from wegbuch.cases.models import Case
from wegbuch.core import tenant

from .load import Land
from .pages import contact_form, cookie_of
from .place import BenchPlace

CLIENTS, STARTS_WITHIN = 8, 60.0
TOKEN = "b" * 32
MS = 1000


@dataclass
class Visitor:
    """One signed-in person with a browser; the seconds of her requests, and what went wrong."""

    port: int
    cookie: str
    cases: list[str]
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    async def work(self, requests: int, until: float) -> None:
        """Look at a day, the people, a file; write a contact; again and again."""
        turn = 0
        while len(self.seconds) < requests and time.monotonic() < until:
            case, turn = self.cases[turn % len(self.cases)], turn + 1
            for path in ("/heute/", "/menschen/", f"/akte/{case}/", f"/akte/{case}/kontakte/"):
                await self._ask("GET", path)
            form = contact_form(await self._ask("GET", f"/akte/{case}/gespraech/"))
            await self._ask("POST", f"/akte/{case}/gespraech/", {**form, "csrfmiddlewaretoken": TOKEN})

    async def _ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> str:
        begun = time.perf_counter()
        status, body = await asked(self.port, method, path, self.cookie, urlencode(form or {}))
        self.seconds.append(time.perf_counter() - begun)
        if status not in ((200,) if method == "GET" else (302, 303)) or "database is locked" in body:
            self.wrong.append(f"{method} {path.strip('/').rpartition('/')[2]}: {status}")
        return body


async def asked(port: int, method: str, path: str, cookie: str = "", body: str = "") -> tuple[int, str]:
    """One request over its own connection: status and body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", f"Cookie: {cookie}"]
    if method == "POST":
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    writer.write("\r\n".join([*head, "", body]).encode())
    answer = (await reader.read()).decode(errors="replace")
    writer.close()
    start, _, rest = answer.partition("\r\n\r\n")
    return int(start.split(" ", 2)[1]), rest


def served(place: BenchPlace, land: Land, *, requests: int, seconds: float) -> dict[str, Any]:
    """Milliseconds of one person alone, then of eight at once, and what went wrong.

    requests  of each person at least; nobody goes on after `seconds`
    """
    port = asyncio.run(free_port())
    environment = place.environment("serve", "wegbuch.config.settings")
    log = place.root / "server.log"
    with log.open("w") as told:
        server = subprocess.Popen(server_words("127.0.0.1", port), env=environment, stdout=told, stderr=told)
        try:
            asyncio.run(until_it_answers(port))
            alone, together = _visitors(port, land, 1), _visitors(port, land, CLIENTS)
            for visitors in (alone, together):
                asyncio.run(_all(visitors, requests, seconds))
        finally:
            server.terminate()
            server.wait(timeout=60)
    # The log names the class of an error, never its words.
    locked = log.read_text().count("OperationalError")
    return {"one": _summed(alone), "eight": _summed(together), "locked": locked}


def _visitors(port: int, land: Land, count: int) -> list[Visitor]:
    found = []
    with tenant.acting_for(land.organisation.pk):
        for user in (land.workers * count)[:count]:
            mine = Case.objects.of_team_member(user).order_by("number").values_list("pk", flat=True)[1:20]
            cookie = f"{cookie_of(user)}; wegbuch-form={TOKEN}"
            found.append(Visitor(port, cookie, [str(pk) for pk in mine]))
    return found


async def _all(visitors: Sequence[Visitor], requests: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(visitor.work(requests, until) for visitor in visitors))


def _summed(visitors: Sequence[Visitor]) -> dict[str, Any]:
    seconds = [each for visitor in visitors for each in visitor.seconds]
    wrong = [each for visitor in visitors for each in visitor.wrong]
    p95 = quantiles(seconds, n=20)[-1]
    return {"p50": median(seconds) * MS, "p95": p95 * MS, "requests": len(seconds), "wrong": wrong[:5]}


async def free_port() -> int:
    listener = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = listener.sockets[0].getsockname()[1]
    listener.close()
    return port


async def until_it_answers(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            if (await asked(port, "GET", "/gesund/"))[0] == 200:
                return
        except (OSError, IndexError):
            await asyncio.sleep(0.2)
    raise TimeoutError("the server does not answer")
