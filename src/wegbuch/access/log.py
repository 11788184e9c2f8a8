"""Append to the two logs, and prove that nobody changed them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from wegbuch.core import audit, clock
from wegbuch.core.inserting import insert_rows

from .models.log import GENESIS, AuditEvent, ChainedEvent, ChainHead, ReadEvent

SYSTEM = "system"
# Asked at every look and every change: building these costs three times as much as asking them.
HEAD = "SELECT number, digest FROM access_chainhead WHERE chain = %s"
NEW_HEAD = "UPDATE access_chainhead SET number = %s, digest = %s WHERE chain = %s"
KINDS: tuple[type[ChainedEvent], ...] = (AuditEvent, ReadEvent)


def chain_name(kind: type[ChainedEvent], organisation: UUID | None) -> str:
    prefix = "changes" if kind is AuditEvent else "reads"
    return f"{prefix}:{organisation or SYSTEM}"


def append(links: Sequence[ChainedEvent]) -> None:
    """Number, chain and keep links of one chain, in the transaction that is open; where it fails, all of that does."""
    chain = links[0].chain
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        number, digest = _held_head(chain, cursor)
        for link in links:
            number += 1
            link.number = number
            link.digest = digest = link.digest_after(digest)
        insert_rows(type(links[0]), links)
        cursor.execute(NEW_HEAD, [number, digest, chain])
        if cursor.rowcount != 1:
            raise RuntimeError(f"the head of {chain} was not written")


def _held_head(chain: str, cursor: Any) -> tuple[int, str]:
    """Number and digest of the last link, held until the transaction ends; a chain that is new begins."""
    hold = connection.ops.for_update_sql() if connection.features.has_select_for_update else ""
    cursor.execute(f"{HEAD} {hold}", [chain])
    found: tuple[int, str] | None = cursor.fetchone()
    if found is None:
        head, _ = ChainHead.objects.select_for_update().get_or_create(chain=chain)
        found = head.number, head.digest
    return found


def keep_changes(actor: audit.Actor, events: Sequence[audit.Event]) -> None:
    """The sink of the audit log: one chain for each organisation."""
    at = clock.now()
    chains: dict[str, list[ChainedEvent]] = {}
    for event in events:
        link = AuditEvent(
            chain=chain_name(AuditEvent, event.organisation),
            at=at,
            user=actor.user,
            subject=event.subject,
            part=actor.part,
            action=event.action,
            model=event.model,
            object_id=event.object_id,
            fields=" ".join(event.fields),
        )
        chains.setdefault(link.chain, []).append(link)
    for links in chains.values():
        append(links)


@dataclass(frozen=True)
class Look:
    """What was looked at.

    subject  the person it is about; purpose  the action of the policy table
    """

    what: str
    object_id: str
    subject: UUID | None
    purpose: str


def keep_reads(user: UUID, organisation: UUID, looks: Sequence[Look]) -> None:
    """Log looks at people's files before anything of them is shown."""
    at, chain = clock.now(), chain_name(ReadEvent, organisation)
    links = [
        ReadEvent(
            chain=chain,
            at=at,
            user=user,
            subject=look.subject,
            what=look.what,
            object_id=look.object_id,
            purpose=look.purpose,
        )
        for look in looks
    ]
    if links:
        append(links)


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold."""

    chain: str
    number: int
    reason: str


def breaks(*, using: str = "default") -> Iterator[Break]:
    """Walk every chain from its first link to its head; yields where it does not hold.

    using  the database; entries may be added while this runs
    """
    heads = {head.chain: head for head in ChainHead.objects.using(using)}
    for kind in KINDS:
        names = set(kind._default_manager.using(using).values_list("chain", flat=True).distinct())
        names |= {chain for chain in heads if chain.split(":")[0] == chain_name(kind, None).split(":")[0]}
        for chain in sorted(names):
            yield from _breaks_of(kind._default_manager.using(using).filter(chain=chain), chain, heads.get(chain))


def _breaks_of(links: QuerySet, chain: str, before: ChainHead | None) -> Iterator[Break]:
    """Breaks of one chain. Its head is looked at before and after: both must lie on the way."""
    number, digest = 0, GENESIS
    for link in links.order_by("number").iterator(2000):
        if link.number != number + 1:
            yield Break(chain, link.number, "ein Eintrag davor fehlt")
        elif link.digest != link.digest_after(digest):
            yield Break(chain, link.number, "der Inhalt wurde geändert")
        number, digest = link.number, link.digest
        if before and number == before.number and digest != before.digest:
            yield Break(chain, number, "der Eintrag passt nicht zum Ende der Kette")
    after = ChainHead.objects.using(links.db).filter(chain=chain).first()
    if after is None:
        yield Break(chain, number, "das Ende der Kette fehlt")
    elif number < (before or after).number:
        yield Break(chain, number, "am Ende fehlen Einträge")
    elif number > after.number:
        yield Break(chain, number, "nach dem Ende der Kette stehen Einträge")
