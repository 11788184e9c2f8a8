"""Contacts of invented months."""

from datetime import UTC, date, datetime

import pytest

from wegbuch.cases.services import people
from wegbuch.core import tenant
from wegbuch.counselling.models import Contact, Participation
from wegbuch.counselling.services import record_contact
from wegbuch.reporting.periods import Period
from wegbuch.reporting.services.closing import close_month


@pytest.fixture
def hold(world):
    """Contacts held on a day and entered the same day: `hold("olga", date(2026, 8, 3), task=3, times=7)`."""

    def hold(author, day, *, task, times=1, minutes=10, cases=(), **fields):
        user = getattr(world, author)
        told = {"form": "conversation", "language": "deu", "channel": "none", **fields}
        entered = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
        with tenant.acting_for(user.organisation_id):
            contacts = [
                Contact(
                    author=user,
                    team=user.team,
                    held_on=day,
                    entered_at=entered,
                    task_area=task,
                    minutes=minutes,
                    **told,
                )
                for _each in range(times)
            ]
            Contact.objects.bulk_create(contacts)
            Participation.objects.bulk_create(
                [Participation(contact=contact, case=case, held_on=day) for contact in contacts for case in cases]
            )

    return hold


@pytest.fixture
def five(world):
    """The files of five people in each organisation, by its counsellor: `five["olga"]`."""
    return {name: _five_cases(getattr(world, name)) for name in ("jana", "olga")}


def _five_cases(user):
    with tenant.acting_for(user.organisation_id):
        return [
            people.take_in(
                user=user, team=user.team, form="housing_based_msa", opened_on=date(2026, 1, 5),
                given_name=name, surname="Beispiel", sex="f",
            )
            for name in ("Ada", "Bea", "Cora", "Dina", "Ela")
        ]  # fmt: skip


@pytest.fixture
def november(world):
    """The November of Brücke e. V., written out; one contact of 20 minutes stands in the world already."""
    # day, who, with whom, task, minutes, form, language, channel
    rows = (
        ("2026-10-20", "jana", ["mariams_case"], 1, 15, "conversation", "prs", "video"),
        ("2026-11-03", "jana", ["mariams_case", "zahras_case"], 3, 30, "home_visit", "prs", "phone"),
        ("2026-11-05", "jana", [], 1, 10, "conversation", "deu", "none"),
        ("2026-11-10", "jana", ["mariams_case"], 8, 60, "third_party", "deu", "none"),
        ("2026-11-11", "jana", ["mariams_case"], 3, 5, "missed", "prs", "none"),
        ("2026-11-12", "katja", ["katjas_case"], 6, 45, "accompaniment", "som", "on_site"),
    )
    with tenant.acting_for(world.bruecke.pk):
        for day, author, cases, task, minutes, form, language, channel in rows:
            record_contact(
                author=getattr(world, author),
                team=getattr(world, author).team,
                cases=[getattr(world, case) for case in cases],
                held_on=date.fromisoformat(day),
                task_area=task,
                minutes=minutes,
                form=form,
                language=language,
                channel=channel,
            )
    return world


@pytest.fixture
def close(world):
    """Close the months of a period in both organisations, or in some: `close(SUMMER, "bruecke")`."""

    def close(period: Period, *organisations: str) -> None:
        for name in organisations or ("bruecke", "diakonie"):
            with tenant.acting_for(getattr(world, name).pk):
                for first in period.months:
                    close_month(user=world.lead, first=first)

    return close
