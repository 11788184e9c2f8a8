"""The invented world of the tests. Everybody in it is made up."""

from datetime import date
from types import SimpleNamespace

from wegbuch.access import services
from wegbuch.access.models import District
from wegbuch.access.roles import Role
from wegbuch.cases.models import Facility, FileNumber, HousingPeriod, ResidencePeriod
from wegbuch.cases.services import households, people
from wegbuch.core import tenant
from wegbuch.counselling.models import Topic
from wegbuch.counselling.services import record_contact

TODAY = date(2026, 11, 26)
PASSWORD = "vier Wörter auf einem Weg"


def build() -> SimpleNamespace:
    """Two organisations, nine members of staff, five people with files."""
    world = SimpleNamespace(today=TODAY, password=PASSWORD)
    world.district = District(name="Landkreis Havelbruch")
    world.district.save()
    _organisations(world)
    _staff(world)
    with tenant.acting_for(world.bruecke.pk):
        _people_of_bruecke(world)
    with tenant.acting_for(world.diakonie.pk):
        world.olgas_case = _case(world, world.olga, world.rathsow, given_name="Samir", surname="Osman")
    return world


def _organisations(world: SimpleNamespace) -> None:
    for key, name, prefix, teams in (
        ("bruecke", "Brücke e. V.", "KW", ("muehlenau", "seedorf")),
        ("diakonie", "Havelbruch Diakonie gGmbH", "DI", ("rathsow",)),
    ):
        organisation = services.found_organisation(
            name=name, short_name=name.split()[0], case_prefix=prefix, district=world.district
        )
        setattr(world, key, organisation)
        for team in teams:
            setattr(world, team, services.add_team(organisation, name=f"Team {team.title()}"))


def _staff(world: SimpleNamespace) -> None:
    inside = (
        ("jana", "Jana Roth", Role.WORKER, world.bruecke, world.muehlenau),
        ("thomas", "Thomas Ihde", Role.WORKER, world.bruecke, world.muehlenau),
        ("katja", "Katja Brandt", Role.WORKER, world.bruecke, world.seedorf),
        ("lead", "Miriam Vogt", Role.LEAD, world.bruecke, world.muehlenau),
        ("settlement", "Peter Lenz", Role.SETTLEMENT, world.bruecke, None),
        ("house", "Renate Kolb", Role.HOUSE_MANAGEMENT, world.bruecke, None),
        ("dpo", "Ilse Marquardt", Role.DATA_PROTECTION, world.bruecke, None),
        ("olga", "Olga Petersen", Role.WORKER, world.diakonie, world.rathsow),
        ("other_lead", "Uwe Stark", Role.LEAD, world.diakonie, world.rathsow),
        ("other_dpo", "Gesa Timm", Role.DATA_PROTECTION, world.diakonie, None),
    )
    for key, name, role, organisation, team in inside:
        setattr(world, key, _account(key, name, role, organisation=organisation, team=team))
    world.coordination = _account("wendt", "Harald Wendt", Role.COORDINATION, district=world.district)
    world.admin = _account("admin", "Ada Feld", Role.ADMINISTRATION)


def _account(key: str, name: str, role: Role, **place):  # type: ignore[no-untyped-def]
    return services.add_account(
        email=f"{key}@example.org", name=name, password=PASSWORD, role=role, starts_on=date(2025, 1, 1), **place
    )


def _case(world: SimpleNamespace, user, team, **fields):  # type: ignore[no-untyped-def]
    return people.take_in(user=user, team=team, form="housing_based_msa", opened_on=date(2025, 6, 3), **fields)


def _people_of_bruecke(world: SimpleNamespace) -> None:
    world.kiefernweg = Facility(name="GU Am Kiefernweg", form="shared_accommodation", municipality="Mühlenau")
    world.kiefernweg.save()
    world.mariams_case = _case(
        world,
        world.jana,
        world.muehlenau,
        given_name="Mariam",
        surname="Habibi",
        native_name="مریم حبیبی",
        native_language="prs",
        birth_date=date(1992, 3, 14),
        sex="f",
        languages=["prs"],
        nationalities=["AFG"],
    )
    world.zahras_case = _case(
        world, world.jana, world.muehlenau, given_name="Zahra", surname="Habibi", birth_date=date(2017, 5, 2), sex="f"
    )
    world.katjas_case = _case(
        world, world.katja, world.seedorf, given_name="Hodan", surname="Warsame", birth_year=1999, sex="f"
    )
    hidden = _case(world, world.katja, world.seedorf, given_name="Selam", surname="Tekle", sex="f", is_hidden=True)
    world.hidden_case = hidden
    world.mariam, world.hodan = world.mariams_case.person, world.katjas_case.person
    world.habibi = households.found_household(name="Habibi", number="HB-0417")
    for case, relation in ((world.mariams_case, "parent"), (world.zahras_case, "child")):
        households.join(world.habibi, case.person, since=date(2025, 6, 3), relation=relation)
        HousingPeriod(
            person=case.person,
            form="shared_accommodation",
            facility=world.kiefernweg,
            room="B14",
            since=date(2025, 6, 3),
        ).save()
    FileNumber(person=world.mariam, kind="bamf", number="9010679-604").save()
    ResidencePeriod(
        person=world.mariam,
        status="S04",
        document="doc_gestattung",
        since=date(2025, 4, 2),
        valid_until=date(2027, 1, 14),
    ).save()
    people.search.index([world.mariam, world.zahras_case.person])
    world.topic = Topic(task_area=3, label="Schulplatz")
    world.topic.save()
    world.contact = record_contact(
        author=world.jana,
        team=world.muehlenau,
        cases=[world.mariams_case],
        held_on=date(2026, 11, 24),
        task_area=3,
        topic=world.topic,
        form="conversation",
        minutes=20,
        language="prs",
        channel="video",
        note="Brief vom Schulamt erklärt.",
        follow_up_on=TODAY,
        follow_up_text="Schulplatz Zahra nachfragen",
    )
