"""Organisations, teams and accounts of the invented district."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from wegbuch.access.models import District, Membership, Organisation, Team, User

from .source import Dice, read

STARTED = date(2021, 9, 1)


@dataclass(frozen=True)
class Staff:
    """Who works where, by the keys of district.yaml."""

    district: District
    organisations: dict[str, Organisation]
    teams: dict[str, Team]
    users: dict[str, User]
    memberships: dict[str, Membership]
    organisation_of: dict[str, str]
    posts: dict[str, float]

    def team_of(self, key: str) -> Team:
        """raises KeyError for somebody without a team"""
        team = self.memberships[key].team
        if team is None:
            raise KeyError(key)
        return team

    def colleagues(self, key: str) -> list[str]:
        """The other workers of the same organisation, those of her team first."""
        mine = self.organisation_of[key]
        others = [one for one in self.posts if one != key and self.organisation_of[one] == mine]
        return sorted(others, key=lambda one: self.memberships[one].team is not self.memberships[key].team)


def entries() -> list[dict[str, Any]]:
    """Every account as it stands in district.yaml."""
    district = read("district")
    return [*district["staff"], *district["above"]]


def email(entry: dict[str, Any]) -> str:
    """jana.roth@bruecke.example"""
    name = entry["name"].lower().translate(str.maketrans({" ": ".", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    return f"{name}@{entry.get('organisation', 'havelbruch')}.example"


def draw(dice: Dice) -> Staff:
    values = read("district")
    district = District(id=dice.identity(), name=values["name"])
    organisations, teams = {}, {}
    for row in values["organisations"]:
        organisation = organisations[row["key"]] = Organisation(
            id=dice.identity(),
            name=row["name"],
            short_name=row["short_name"],
            case_prefix=row["prefix"],
            district=district,
        )
        for key, name in row["teams"].items():
            teams[key] = Team(id=dice.identity(), organisation=organisation, name=name)
    users, memberships = {}, {}
    for entry in entries():
        user = users[entry["key"]] = _account(entry, organisations, district, dice)
        memberships[entry["key"]] = Membership(
            id=dice.identity(), user=user, role=entry["role"], team=teams.get(entry.get("team")), starts_on=STARTED
        )
    return Staff(
        district=district,
        organisations=organisations,
        teams=teams,
        users=users,
        memberships=memberships,
        organisation_of={entry["key"]: entry.get("organisation", "") for entry in entries()},
        posts={entry["key"]: entry.get("posts", 1) for entry in entries() if entry["role"] == "worker"},
    )


def _account(entry: dict[str, Any], organisations: dict[str, Organisation], district: District, dice: Dice) -> User:
    return User(
        id=dice.identity(),
        email=email(entry),
        name=entry["name"],
        password=make_password(None),
        organisation=organisations.get(entry.get("organisation", "")),
        district=district if entry["role"] == "coordination" else None,
    )
