"""Organisations founded, staff invited, roles ended, deputies named."""

import hashlib
import secrets
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wegbuch.core import clock, tenant

from . import keys
from .models import Deputyship, District, Invitation, Membership, Organisation, Team, User
from .roles import WITHOUT_ORGANISATION, Role

INVITATION_OPEN_FOR = timedelta(days=14)
LONGEST_DEPUTYSHIP = timedelta(weeks=12)


class NotPossible(ValueError):
    """Something that cannot be done; the text says in German what to change."""


def found_organisation(
    *, name: str, short_name: str, case_prefix: str, district: District | None = None
) -> Organisation:
    """Make a tenant with its own key.

    raises  NotPossible for a prefix that another organisation has: a case number names one file in a district
    """
    if Organisation.objects.filter(case_prefix__iexact=case_prefix).exists():
        raise NotPossible("Dieses Kürzel hat schon ein anderer Träger. Bitte wählen Sie ein eigenes.")
    with transaction.atomic():
        organisation = Organisation(name=name, short_name=short_name, case_prefix=case_prefix, district=district)
        organisation.save()
        keys.add_key(organisation)
    return organisation


def add_team(organisation: Organisation, *, name: str) -> Team:
    with tenant.acting_for(organisation.pk):
        team = Team(name=name)
        team.save()
    return team


def add_account(
    *,
    email: str,
    name: str,
    password: str | None,
    role: Role,
    organisation: Organisation | None = None,
    district: District | None = None,
    team: Team | None = None,
    starts_on: date | None = None,
) -> User:
    """Make an account with its first role.

    password  None makes an account that nobody can sign in to
    raises    NotPossible for a role that needs an organisation and has none, and the other way round
    """
    if (role in WITHOUT_ORGANISATION) == (organisation is not None):
        raise NotPossible("Diese Rolle passt nicht zu diesem Ort.")
    user = User(email=email.lower(), name=name, organisation=organisation, district=district)
    user.set_password(password)
    with transaction.atomic():
        user.save()
        Membership(user=user, role=role, team=team, starts_on=starts_on or clock.today()).save()
    return user


def invite(
    *,
    email: str,
    role: Role,
    organisation: Organisation | None,
    district: District | None = None,
    team: Team | None = None,
    invited_by: User | None,
) -> str:
    """Open an invitation. Returns the secret part of its link, which is shown once and kept nowhere.

    raises  NotPossible if the address already has an account
    """
    if User.objects.filter(email__iexact=email).exists():
        raise NotPossible("Für diese Adresse gibt es schon ein Konto.")
    secret = secrets.token_urlsafe(32)
    Invitation(
        token_hash=_hash(secret),
        email=email.lower(),
        role=role,
        organisation=organisation,
        district=district,
        team=team,
        invited_by=invited_by,
        expires_at=clock.now() + INVITATION_OPEN_FOR,
    ).save()
    return secret


def find_invitation(secret: str) -> Invitation | None:
    """The open invitation behind a link, None for unknown, used and expired ones alike."""
    invitation = Invitation.objects.filter(token_hash=_hash(secret)).first()
    return invitation if invitation and invitation.is_open else None


def accept(invitation: Invitation, *, name: str, password: str) -> User:
    """Turn an invitation into an account.

    raises  NotPossible if it was used or withdrawn meanwhile
    """
    # Hashing takes long on purpose, and nobody else shall wait for it.
    password_hash = make_password(password)
    with transaction.atomic():
        fresh = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
        if fresh is None or not fresh.is_open or User.objects.filter(email=fresh.email).exists():
            raise NotPossible("Diese Einladung gilt nicht mehr.")
        with tenant.acting_for(fresh.organisation_id):
            user = add_account(
                email=fresh.email,
                name=name,
                password=None,
                role=Role(fresh.role),
                organisation=fresh.organisation,
                district=fresh.district,
                team=fresh.team,
            )
        user.password = password_hash
        user.save()
        fresh.used_at = clock.now()
        fresh.save()
    return user


def withdraw(invitation: Invitation) -> None:
    """Let an open invitation's link lead nowhere; the address is forgotten with it."""
    invitation.delete()


def end_membership(membership: Membership, *, ended_by: User) -> None:
    """End a role from now on; the person's open pages stop working with the next click.

    raises  NotPossible for the own role; so an organisation always keeps a lead
    """
    user = membership.user
    if user.pk == ended_by.pk:
        raise NotPossible("Ihre eigene Rolle kann nur eine andere Leitung beenden.")
    membership.ends_on = clock.today() - timedelta(days=1)
    membership.save()


def name_deputy(*, absent: User, deputy: User, starts_on: date, ends_on: date, reason: str) -> Deputyship:
    """Let one counsellor stand in for another.

    raises  NotPossible for one and the same person, another organisation, an end before the start, a start that is
            over, and for longer than twelve weeks
    """
    if absent.pk == deputy.pk:
        raise NotPossible("Niemand kann sich selbst vertreten.")
    if absent.organisation_id != deputy.organisation_id or Role.WORKER not in deputy.roles:
        raise NotPossible("Vertreten kann nur eine Sozialarbeiter:in der eigenen Organisation.")
    if ends_on < starts_on:
        raise NotPossible("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Tage.")
    if starts_on < clock.today():
        raise NotPossible("Der erste Tag ist schon vorbei. Bitte wählen Sie heute oder später.")
    if ends_on - starts_on > LONGEST_DEPUTYSHIP:
        raise NotPossible("Eine Vertretung dauert höchstens zwölf Wochen. Danach tragen Sie sie bitte neu ein.")
    deputyship = Deputyship(absent=absent, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason=reason)
    deputyship.save()
    return deputyship


def end_deputyship(deputyship: Deputyship) -> None:
    """End a deputyship with yesterday; one that has not begun is deleted."""
    yesterday = clock.today() - timedelta(days=1)
    if deputyship.starts_on > yesterday:
        deputyship.delete()
        return
    deputyship.ends_on = yesterday
    deputyship.save()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
