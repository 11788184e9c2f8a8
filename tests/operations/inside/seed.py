"""Fills a new place with an organisation, a lead, two counsellors and a file; prints the id of the file."""

from wegbuch.access import keys, services
from wegbuch.access.roles import Role
from wegbuch.cases.services import people
from wegbuch.core import audit, clock, tenant
from wegbuch.counselling.services import record_contact

PASSWORD = "vier Wörter auf einem Weg"

keys.make_ring_once()
with audit.acting_as(audit.Actor(None, part="tests")):
    bruecke = services.found_organisation(name="Brücke e. V.", short_name="Brücke", case_prefix="KW")
    team = services.add_team(bruecke, name="Team Mühlenau")
    for name, role in (("Miriam Vogt", Role.LEAD), ("Thomas Ihde", Role.WORKER), ("Jana Roth", Role.WORKER)):
        email = f"{name.split()[0].lower()}@example.org"
        user = services.add_account(
            email=email, name=name, password=PASSWORD, role=role, organisation=bruecke, team=team
        )
    with tenant.acting_for(bruecke.pk):
        case = people.take_in(
            user=user,
            team=team,
            form="housing_based_msa",
            opened_on=clock.today(),
            given_name="Mariam",
            surname="Habibi",
            sex="f",
        )
        record_contact(
            author=user,
            team=team,
            cases=[case],
            held_on=clock.today(),
            task_area=3,
            form="conversation",
            minutes=20,
            language="prs",
            channel="video",
            note="Brief vom Schulamt erklärt.",
        )
print(case.pk)
