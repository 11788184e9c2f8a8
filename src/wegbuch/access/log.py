"""Append to the two logs, and prove that nobody changed them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from wegbuch.core import audit, clock

from .models.log import GENESIS, AuditEvent, ChainedEvent, ChainHead, ReadEvent

SYSTEM = "system"
KINDS: tuple[type[ChainedEvent], ...] = (AuditEvent, ReadEvent)


def chain_name(kind: type[ChainedEvent], organisation: UUID | None) -> str:
    prefix = "changes" if kind is AuditEvent else "reads"
    return f"{prefix}:{organisation or SYSTEM}"


def append(links: Sequence[ChainedEvent]) -> None:
    """Number, chain and keep links of one chain, in the transaction that is open."""
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(chain=links[0].chain)
        for link in links:
            head.number += 1
            link.number = head.number
            link.digest = head.digest = link.digest_after(head.digest)
        type(links[0])._default_manager.bulk_create(links, batch_size=500)
        head.save(update_fields=["number", "digest"])


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


def breaks() -> Iterator[Break]:
    """Walk every chain from its first link to its head; yields where it does not hold."""
    heads = {head.chain: head for head in ChainHead.objects.all()}
    for kind in KINDS:
        names = set(kind._default_manager.values_list("chain", flat=True).distinct())
        names |= {chain for chain in heads if chain.split(":")[0] == chain_name(kind, None).split(":")[0]}
        for chain in sorted(names):
            yield from _breaks_of(kind, chain, heads.get(chain))


def _breaks_of(kind: type[ChainedEvent], chain: str, head: ChainHead | None) -> Iterator[Break]:
    number, digest = 0, GENESIS
    for link in kind._default_manager.filter(chain=chain).order_by("number").iterator(2000):
        if link.number != number + 1:
            yield Break(chain, link.number, "ein Eintrag davor fehlt")
        elif link.digest != link.digest_after(digest):
            yield Break(chain, link.number, "der Inhalt wurde geändert")
        number, digest = link.number, link.digest
    if head is None:
        yield Break(chain, number, "das Ende der Kette fehlt")
    elif (head.number, head.digest) != (number, digest):
        yield Break(chain, number, "am Ende fehlen Einträge")
