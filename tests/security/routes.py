"""Every address of the program with something to fill it, and everybody who may knock."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, reverse

from wegbuch.access import services
from wegbuch.access.checks import patterns
from wegbuch.access.gate import Gate, of
from wegbuch.access.models import Invitation, Membership
from wegbuch.access.roles import Role
from wegbuch.cases import files
from wegbuch.cases import models as cases
from wegbuch.cases.services.cases import break_glass
from wegbuch.core import clock, tenant
from wegbuch.counselling.models import FollowUp
from wegbuch.counselling.services import record_contact
from wegbuch.procedures.models import CrossCheck, Deadline, Letter, PostFile, PostItem, ProceedingStep
from wegbuch.procedures.services import checks, houses, letters, post

from . import rights

# In the order of the columns of matrix.txt. "katja" stands in for Jana; "thomas" shares her team but not her cases.
PERSONAS = (
    "anonymous",
    "jana",
    "katja",
    "thomas",
    "lead",
    "settlement",
    "house",
    "dpo",
    "coordination",
    "admin",
    "olga",
    "other_lead",
    "other_dpo",
)
ROWS = {
    "residence": cases.ResidencePeriod,
    "benefits": cases.BenefitPeriod,
    "housing": cases.HousingPeriod,
    "contact_ways": cases.ContactWay,
    "languages": cases.LanguageSkill,
    "nationalities": cases.Nationality,
    "file_numbers": cases.FileNumber,
    "relatives": cases.RelativeAbroad,
    "membership": cases.HouseholdMember,
}


def routes() -> dict[str, tuple[URLPattern, Gate]]:
    """Every route by its full text; two routes with one text are one."""
    return {f"/{route}": (pattern, of(pattern.callback)) for route, pattern in patterns()}


def furnish(world: SimpleNamespace) -> None:
    """Put one row of every kind into the file of Mariam, and a deputy beside Jana."""
    with tenant.acting_for(world.bruecke.pk):
        person = world.mariam
        cases.BenefitPeriod(person=person, scheme="asylblg_3", since=date(2025, 4, 2)).save()
        cases.ContactWay(person=person, kind="phone", value="0151 0000 417", rule="nie auf Mailbox").save()
        cases.RelativeAbroad(person=person, name="Farid Habibi", relation="spouse", note="zuletzt in Herat").save()
        world.deputyship = services.name_deputy(
            absent=world.jana,
            deputy=world.katja,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=1),
            reason="Urlaub",
        )
        world.glass = break_glass(
            world.katjas_case, user=world.thomas, reason="Frau Brandt ist krank, Frist läuft heute ab."
        )
        world.run = cases.ImportRun(
            file_name="liste.xlsx",
            file_hash="0" * 64,
            uploaded_by=world.jana,
            uploaded_at=clock.now(),
            team=world.muehlenau,
        )
        world.run.save()
        world.file = _file(world.jana, person)
        houses.set_keepers(world.kiefernweg, [world.house])
        world.post = _post(world.jana, person, facility=world.kiefernweg)
        world.letter = _letter(world.jana, person)
        world.check = checks.ask(world.letter, by=world.jana, asked=world.thomas)
        world.double = _double(person, world.zahras_case.person)
        world.rights = rights.furnish(world.mariams_case, world.jana)
        world.rights |= rights.furnish_work(world.jana, "own ")
        world.rights |= rights.furnish_posts(world.lead, world.jana, "own ")
        world.rights |= rights.furnish_job(world.jana)
        world.secret = services.invite(
            email="neu@example.org",
            role=Role.WORKER,
            organisation=world.bruecke,
            team=world.muehlenau,
            invited_by=world.lead,
        )


def _double(*people) -> cases.PossibleDouble:  # type: ignore[no-untyped-def]
    """Two records that may be one person."""
    first, second = sorted(people, key=lambda person: person.pk)
    double = cases.PossibleDouble(first=first, second=second, found_at=clock.now(), strength=8, reasons=["same_name"])
    double.save()
    return double


def _file(user, person) -> cases.StoredFile:  # type: ignore[no-untyped-def]
    """A letter in somebody's papers."""
    stored = files.keep(SimpleUploadedFile("ZQfile.pdf", b"%PDF-1.4\n%%EOF"), by=user, person=person)
    return files.claim([stored.pk], by=user, person=person)[0]


def _post(user, person, facility=None) -> PostItem:  # type: ignore[no-untyped-def]
    """A yellow envelope with its photo."""
    stored = files.keep(SimpleUploadedFile("ZQfile.pdf", b"%PDF-1.4\n%%EOF"), by=user)
    return post.enter_post(
        user=user, person=person, facility=facility, recipient="ZQpost", sender="bamf", channel="yellow",
        days={"served_on": date(2026, 11, 25)}, envelope=[stored.pk],
    )  # fmt: skip


def _letter(user, person) -> Letter:  # type: ignore[no-untyped-def]
    """A rejection, whose deadlines are open."""
    item = _post(user, person)
    return letters.enter_letter(
        user=user, person=person, item=item, kind="bamf_rejected", events={"lodged_on": date(2026, 7, 6)},
        instruction="correct", note="ZQletter",
    )  # fmt: skip


def furnish_neighbour(world: SimpleNamespace) -> SimpleNamespace:
    """One row of every kind in the other organisation; their ids are what a stranger would try."""
    with tenant.acting_for(world.diakonie.pk):
        case = world.olgas_case
        household_ = cases.Household(name="Osman", number="HD-1")
        household_.save()
        cases.HouseholdMember(household=household_, person=case.person).save()
        contact = record_contact(
            author=world.olga, team=world.rathsow, cases=[case], held_on=date(2026, 11, 20), task_area=1, form="phone",
            minutes=10, language="ara", channel="phone", note="ZQnote",
            follow_up_on=clock.today(), follow_up_text="ZQfollow",
        )  # fmt: skip
        run = cases.ImportRun(
            file_name="ZQlist.xlsx",
            file_hash="1" * 64,
            uploaded_by=world.olga,
            uploaded_at=clock.now(),
            team=world.rathsow,
        )
        run.save()
        glass = cases.CaseAccess(
            case=case, user=world.olga, kind="break_glass", starts_at=clock.now(), reason="ZQreason"
        )
        glass.save()
        deputyship = services.name_deputy(
            absent=world.olga,
            deputy=_second_worker(world),
            starts_on=clock.today(),
            ends_on=clock.today(),
            reason="ZQleave",
        )
        ids: dict[str, Any] = {
            "Case": case.pk,
            "Household": household_.pk,
            "Contact": contact.pk,
            "FollowUp": FollowUp.objects.get().pk,
            "ImportRun": run.pk,
            "CaseAccess": glass.pk,
            "Deputyship": deputyship.pk,
            "StoredFile": _file(world.olga, case.person).pk,
            "PossibleDouble": _double(case.person, _namesake()).pk,
            "PostItem": _post(world.olga, case.person).pk,
            "PostFile": PostFile.objects.get().pk,
            "Letter": _letter(world.olga, case.person).pk,
            "CrossCheck": _check(world).pk,
            "Deadline": Deadline.objects.filter(is_companion=False).first().pk,
            "Membership": Membership.objects.get(user=world.olga).pk,
            "Invitation": _invitation(world).pk,
            # Nobody is a stranger to an organisation: it is the administration's, and all others have no such page.
            "Organisation": uuid4(),
            "Topic": _topic().pk,
            **rights.furnish_work(world.olga, "ZQ"),
            **rights.furnish_posts(world.other_lead, world.olga, "ZQ"),
            **rights.furnish_job(world.olga),
        }
        step = ProceedingStep.objects.get(proceeding__person=case.person)
        ids.update(_facts(case.person), ProceedingStep=step.pk, Proceeding=step.proceeding_id)
        ids.update(rights.furnish(case, world.olga))
    return SimpleNamespace(**ids)


def _namesake() -> cases.Person:
    namesake = cases.Person(given_name="Samir", surname="Osman")
    namesake.save()
    return namesake


def _check(world: SimpleNamespace) -> CrossCheck:
    """Olga's letter, which her colleague is asked to find again."""
    colleague = checks.colleagues(world.olga).get()
    return checks.ask(Letter.objects.get(), by=world.olga, asked=colleague)


def _second_worker(world: SimpleNamespace):  # type: ignore[no-untyped-def]
    return services.add_account(
        email="zweite@example.org", name="Vera Zwei", password=None, role=Role.WORKER, organisation=world.diakonie,
        team=world.rathsow, starts_on=date(2025, 1, 1),
    )  # fmt: skip


def _invitation(world: SimpleNamespace) -> Invitation:
    services.invite(
        email="zqinvited@example.org", role=Role.WORKER, organisation=world.diakonie, team=world.rathsow,
        invited_by=world.other_lead,
    )  # fmt: skip
    return Invitation.objects.get(organisation=world.diakonie)


def _topic():  # type: ignore[no-untyped-def]
    from wegbuch.counselling.models import Topic

    topic = Topic(task_area=1, label="ZQtopic")
    topic.save()
    return topic


def _facts(person) -> dict[str, UUID]:  # type: ignore[no-untyped-def]
    made = {
        "residence": cases.ResidencePeriod(person=person, status="S04"),
        "benefits": cases.BenefitPeriod(person=person, scheme="asylblg_3"),
        "housing": cases.HousingPeriod(person=person, form="own_flat", address="ZQaddress"),
        "contact_ways": cases.ContactWay(person=person, kind="phone", value="ZQphone"),
        "languages": cases.LanguageSkill(person=person, language="ara"),
        "nationalities": cases.Nationality(person=person, country="SYR"),
        "file_numbers": cases.FileNumber(person=person, kind="bamf", number="ZQ-1"),
        "relatives": cases.RelativeAbroad(person=person, name="ZQrelative", relation="spouse"),
    }
    for row in made.values():
        row.save()
    return {name: row.pk for name, row in made.items()}


def address(world: SimpleNamespace, pattern: URLPattern, its_gate: Gate, route: str) -> str:
    """The route filled with ids of Mariam's file and of Brücke e. V."""
    own = {
        "Case": world.mariams_case.pk,
        "Household": world.habibi.pk,
        "Contact": world.contact.pk,
        "FollowUp": world.contact.follow_ups.first().pk,
        "Topic": world.topic.pk,
        "ImportRun": world.run.pk,
        "CaseAccess": world.glass.pk,
        "Deputyship": world.deputyship.pk,
        "StoredFile": world.file.pk,
        "PossibleDouble": world.double.pk,
        "PostItem": world.post.pk,
        "PostFile": world.post.files.get().pk,
        "Letter": world.letter.pk,
        "Proceeding": world.letter.proceeding_id,
        "ProceedingStep": world.letter.steps.first().pk,
        "CrossCheck": world.check.pk,
        "Deadline": Deadline.objects.filter(letter=world.letter, is_companion=False).first().pk,
        "Membership": world.katja.memberships.first().pk,
        "Invitation": Invitation.objects.get(organisation=world.bruecke).pk,
        "Organisation": world.bruecke.pk,
        **world.rights,
    }
    filled = route.replace("<uuid:pk>", str(own[its_gate.on.__name__])) if its_gate.on else route
    if "<uuid:row>" in filled:
        kind = pattern.name.rsplit("_", 1)[0]
        filled = filled.replace("<uuid:row>", str(ROWS[kind].objects.filter(person=world.mariam).first().pk))
    filled = worded(filled.replace("<uuid:photo>", str(world.letter.item.files.get().pk)))
    filled = filled.replace("<uuid:other>", str(world.zahras_case.pk)).replace("<uuid:token>", str(uuid4()))
    return filled.replace("<str:secret>", world.secret)


def foreign_address(ids: SimpleNamespace, pattern: URLPattern, its_gate: Gate, route: str, own_case: UUID) -> list[str]:
    """The route filled with a neighbour's ids: whole, and where there is a second id only that one."""
    if its_gate.on is None:
        return []
    pk = str(getattr(ids, its_gate.on.__name__))
    row = str(getattr(ids, pattern.name.rsplit("_", 1)[0], uuid4()))
    route = worded(route.replace("<uuid:photo>", str(ids.PostFile)))
    found = [route.replace("<uuid:pk>", pk).replace("<uuid:row>", row).replace("<uuid:other>", str(ids.Case))]
    if "<uuid:row>" in route or "<uuid:other>" in route:
        half = route.replace("<uuid:pk>", str(own_case))
        found.append(half.replace("<uuid:row>", row).replace("<uuid:other>", str(ids.Case)))
    return found


def worded(route: str) -> str:
    """Names of the lawbook that everybody may know, where an address asks for one."""
    for place, word in rights.WORDS.items():
        route = route.replace(place, word)
    return route


def start_of(route: str) -> str:
    return reverse("home") if route == "/" else route
