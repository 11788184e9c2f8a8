"""Post, letters and deadlines for tests."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from wegbuch.cases import files
from wegbuch.core import clock
from wegbuch.procedures.models import Deadline, Letter, PostFile, PostItem
from wegbuch.procedures.services import post
from wegbuch.procedures.services.letters import enter_letter

LODGED = date(2026, 7, 6)


def post_item(world: SimpleNamespace, *, number: str = "2026-0001", **fields: Any) -> PostItem:
    """A yellow envelope for Mariam, delivered on 25.11.2026."""
    given = {
        "person": world.mariam,
        "sender": "bamf",
        "channel": "yellow",
        "served_on": date(2026, 11, 25),
        "entered_by": world.jana,
        "entered_at": clock.now(),
        "team": world.muehlenau,
    } | fields
    item = PostItem(number=number, **given)
    item.save()
    return item


def letter(
    world: SimpleNamespace,
    *,
    kind: str = "bamf_rejected_manifestly_unfounded",
    item: PostItem | None = None,
    **fields: Any,
) -> Letter:
    """A letter of Mariam, entered by Jana: by default a rejection as manifestly unfounded under new law."""
    given: dict[str, Any] = {"events": {"lodged_on": LODGED}, "instruction": "correct", "court": "vg_potsdam"} | fields
    return enter_letter(
        user=given.pop("user", world.jana), person=world.mariam, item=item or post_item(world), kind=kind, **given
    )


def deadline(world: SimpleNamespace, **fields: Any) -> Deadline:
    """The action against a rejection as manifestly unfounded: last day 02.12.2026."""
    found = Deadline.objects.filter(letter=letter(world, **fields), is_companion=False)
    return found.order_by("counts_on").first()


NO_DAYS = dict.fromkeys(("served_on", "posted_on", "received_on", "arrived_on", "returned_on", "handed_on"))


def entered_post(world: SimpleNamespace, **fields: Any) -> PostItem:
    """A yellow envelope for Mariam without a day, entered by Jana through the service."""
    given = {"user": world.jana, "person": world.mariam, "sender": "bamf", "channel": "yellow", "days": {}} | fields
    given["days"] = NO_DAYS | given["days"]
    return post.enter_post(**given)


def photo(world: SimpleNamespace, item: PostItem, kind: str = "letter") -> PostFile:
    """A scan of the letter, or with kind="envelope" of its envelope, kept by Jana."""
    stored = files.keep(SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n%%EOF"), by=world.jana)
    post.add_photos(item, user=world.jana, **{kind: [stored.pk]})
    return PostFile.objects.get(file=stored)
