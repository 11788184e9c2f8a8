"""Organisations and their people, who may do what until when, and what happened."""

from .drafts import Draft
from .keys import OrganisationKey
from .log import AuditEvent, ChainHead, ReadEvent
from .people import Deputyship, District, Invitation, Membership, Organisation, Team, User

__all__ = [
    "AuditEvent",
    "ChainHead",
    "Deputyship",
    "District",
    "Draft",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKey",
    "ReadEvent",
    "Team",
    "User",
]
