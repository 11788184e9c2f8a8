"""The drawn district written into an empty database, with its audit log and its search index."""

from django.db import transaction

from wegbuch.access import keys, log
from wegbuch.access.models import Membership, User
from wegbuch.access.roles import Role
from wegbuch.cases import search
from wegbuch.cases.models import Person
from wegbuch.core import audit, tenant

from . import months, photos, posts
from .draw import SEED, District, draw
from .register import ORDER, Register
from .staff import Staff

BATCH = 500
ACTOR = audit.Actor(None, part="demo")


def fill(*, seed: int = SEED, scale: float = 1) -> District:
    """Write the whole district, or nothing of it."""
    district = draw(seed, scale)
    with transaction.atomic(), audit.acting_as(ACTOR):
        _save_staff(district.staff)
        for register in district.registers.values():
            with tenant.acting_for(register.organisation.pk):
                _save(register)
                months.close(register.organisation, _leads_of(district.staff, register))
        posts.announce(district.staff)
    return district


def _leads_of(staff: Staff, register: Register) -> list[User]:
    leads = [row.user for row in staff.memberships.values() if row.role == Role.LEAD]
    return [user for user in leads if user.organisation_id == register.organisation.pk]


def _save_staff(staff: Staff) -> None:
    staff.district.save()
    for organisation in staff.organisations.values():
        organisation.save()
        keys.add_key(organisation)
    for team in staff.teams.values():
        with tenant.acting_for(team.organisation_id):
            team.save()
    User.objects.bulk_create(staff.users.values(), batch_size=BATCH)
    Membership.objects.bulk_create(staff.memberships.values(), batch_size=BATCH)


def _save(register: Register) -> None:
    for model in ORDER:
        model.objects.bulk_create(register.rows[model], batch_size=BATCH)
    search.index(register.rows[Person])
    if register.reads:
        log.append(register.reads)
    photos.attach(register)
