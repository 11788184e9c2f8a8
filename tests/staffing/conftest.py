"""Posts in the world of the tests."""

from datetime import date
from decimal import Decimal

import pytest

from wegbuch.cases.models import BenefitPeriod
from wegbuch.cases.services import people
from wegbuch.core import tenant
from wegbuch.staffing import services

BEGUN = date(2026, 1, 1)


@pytest.fixture
def take_in(world):
    """Put so many people with benefits for asylum seekers into an organisation: `take_in("bruecke", 6)`."""

    def take(name, count):
        user, team = {"bruecke": (world.jana, world.muehlenau), "diakonie": (world.olga, world.rathsow)}[name]
        with tenant.acting_for(user.organisation_id):
            for number in range(count):
                case = people.take_in(
                    user=user,
                    team=team,
                    form="housing_based_msa",
                    opened_on=BEGUN,
                    given_name="Amina",
                    surname=f"Nummer {number}",
                )
                BenefitPeriod(person=case.person, scheme="asylblg_3", since=BEGUN).save()

    return take


@pytest.fixture
def fill(world):
    """A post of the organisation and, if named, who holds it: `fill("jana", "0.80")`."""

    def filled(name, share="1.00", *, organisation="bruecke", form="housing_based_msa", since=BEGUN):
        with tenant.acting_for(getattr(world, organisation).pk):
            post = services.add_post(label="Am Kiefernweg", form=form, share=Decimal(share), starts_on=since)
            if name:
                services.fill_post(
                    post,
                    user=getattr(world, name),
                    share=Decimal(share),
                    starts_on=since,
                    qualification="recognised",
                )
        return post

    return filled
