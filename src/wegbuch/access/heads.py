"""The ends of all chains, kept outside the database: who cuts a chain and mends its head is found out."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from wegbuch.core import clock

from .log import KINDS, Break, chain_name
from .models import ChainHead


@dataclass(frozen=True)
class KeptHead:
    """Where a chain ended at an instant (ISO, UTC)."""

    chain: str
    number: int
    digest: str
    at: str


def heads_file() -> Path:
    """Beside the keys, so that it lies neither in the database nor in its folder."""
    return Path(settings.KEY_RING).with_name("heads.jsonl")


def kept() -> list[KeptHead]:
    """Every head that was ever kept; a half-written last line is left out."""
    path = heads_file()
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    return [KeptHead(**json.loads(line)) for line in lines if line.endswith("\n")]


def keep() -> int:
    """Add the heads that moved on since the last time. Returns how many."""
    last = {head.chain: head.number for head in kept()}
    at = clock.now().isoformat()
    moved = [
        KeptHead(head.chain, head.number, head.digest, at)
        for head in ChainHead.objects.order_by("chain")
        if head.number != last.get(head.chain)
    ]
    _append(moved)
    return len(moved)


def lost() -> Iterator[Break]:
    """Kept heads that are no longer in their chain: something was cut off or written anew."""
    kinds = {chain_name(kind, None).split(":")[0]: kind for kind in KINDS}
    for head in kept():
        links = kinds[head.chain.split(":")[0]]._default_manager
        if not links.filter(chain=head.chain, number=head.number, digest=head.digest).exists():
            yield Break(head.chain, head.number, f"der Eintrag vom {head.at[:10]} fehlt oder wurde ersetzt")


def _append(moved: list[KeptHead]) -> None:
    path = heads_file()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as file:
        whole = file.read()
        file.seek(len(whole[: whole.rfind("\n") + 1].encode()))
        file.truncate()
        file.writelines(json.dumps(asdict(head)) + "\n" for head in moved)
        file.flush()
        os.fsync(file.fileno())
