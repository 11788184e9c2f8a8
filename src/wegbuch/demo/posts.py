"""Posts of the invented district, who holds them, and the arrivals that are announced."""

from datetime import date
from decimal import Decimal
from typing import Any

from wegbuch.core import clock
from wegbuch.staffing.models import Announcement, Holding, Post, Qualification

from .register import Register
from .source import read
from .staff import STARTED, Staff


def add(register: Register, people: Staff, key: str) -> None:
    """The posts of one organisation."""
    values = read("posts")
    for row in values["posts"]:
        if row["organisation"] == key:
            _add_post(register, people, row, values["funding"][row["form"]])


def _add_post(register: Register, people: Staff, row: dict[str, Any], funding: str) -> None:
    share = Decimal(row["share"])
    starts_on: date = min((holder.get("from", STARTED) for holder in row["held_by"]), default=STARTED)
    post = register.add(Post, label=row["label"], form=row["form"], share=share, starts_on=starts_on, funding=funding)
    for holder in row["held_by"]:
        register.add(
            Holding,
            post=post,
            user=people.users[holder["who"]],
            share=share,
            starts_on=holder.get("from", STARTED),
            ends_on=holder.get("until"),
            qualification=Qualification.IN_TRAINING if holder.get("in_training") else Qualification.RECOGNISED,
        )


def announce(people: Staff) -> None:
    """Save what the Land and the district said about the next months."""
    for row in read("posts")["announcements"]:
        user = people.users[row["by"]]
        Announcement(
            organisation_id=user.organisation_id,
            district_id=user.district_id,
            month=row["month"],
            direction=row["direction"],
            number=row["number"],
            children=row.get("children", 0),
            source=row["source"],
            entered_by=user,
            entered_at=row["at"].replace(tzinfo=clock.BERLIN),
        ).save()
