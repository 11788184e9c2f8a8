"""Many tables in one question: the same rows as one by one, and never those of somebody else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wegbuch.access.models import User
from wegbuch.cases.models import CaseAccess, ContactWay, FileNumber, HousingPeriod, LanguageSkill, ResidencePeriod
from wegbuch.core import clock, tenant
from wegbuch.core.one_go import OneGo

TABLES = (ResidencePeriod, HousingPeriod, ContactWay, FileNumber, LanguageSkill)


def of_person(person) -> dict:
    return {table.__name__: table.objects.filter(person=person) for table in TABLES}


def ask(questions=of_person, **given) -> dict:
    return OneGo(questions).ask(using="default", **given)


def plain(row) -> dict:
    return {name: value for name, value in row.__dict__.items() if name != "_state"}


@pytest.fixture
def known(bruecke):
    """Facts of every kind in an order of their own."""
    person = bruecke.mariam
    for since in (date(2024, 5, 1), None, date(2025, 5, 1)):
        ResidencePeriod(person=person, status="S04", since=since, question="Wo ist der Brief?").save()
    HousingPeriod(person=person, form="own_flat", is_hidden=True, address="Weg 3").save()
    ContactWay(person=person, kind="phone", value="0151 0000 417", is_safe=False).save()
    ContactWay(person=person, kind="mail", value="m@example.org").save()
    FileNumber(person=person, kind="bamf", number='7 "A" ü 423').save()
    return bruecke


def test_the_rows_are_those_of_their_own_tables_in_their_order(known):
    found = ask(person=known.mariam.pk)
    for table in TABLES:
        rows = list(table.objects.filter(person=known.mariam))
        assert [plain(row) for row in found[table.__name__]] == [plain(row) for row in rows]
        assert all(row._state.adding is False and row._state.db == "default" for row in found[table.__name__])


def test_sealed_texts_lie_sealed_and_open(known):
    row = ask(person=known.mariam.pk)["HousingPeriod"][-1]
    assert "Weg 3" not in str(row.__dict__)
    assert row.address == "Weg 3"


def test_a_row_read_so_can_be_saved(known):
    row = ask(person=known.mariam.pk)["FileNumber"][0]
    row.number = "8"
    row.save()
    assert FileNumber.objects.get(pk=row.pk).number == "8"


def test_it_is_one_question_and_built_once(known):
    asked = []
    go = OneGo(lambda person: asked.append(person) or of_person(person))
    with CaptureQueriesContext(connection) as queries:
        first = go.ask(using="default", person=known.mariam.pk)
        second = go.ask(using="default", person=known.zahras_case.person_id)
    assert (len(queries), len(asked)) == (2, 1)
    assert first["ResidencePeriod"]
    assert {row.person_id for rows in second.values() for row in rows} <= {known.zahras_case.person_id}


def test_values_come_as_they_are(known):
    def team(case, now):
        rows = CaseAccess.objects.open_at(now).filter(case=case)
        users = User.objects.filter(pk__in=rows.values("user")).values("id")
        return {"team": rows.order_by("starts_at").values("user__name"), "users": users}

    found = ask(team, case=known.mariams_case.pk, now=clock.now())
    assert found["team"] == [{"user__name": "Jana Roth"}]
    assert len(found["users"]) == 1


def test_nobody_knows_nothing(known):
    assert set(map(tuple, ask(person=known.jana.pk).values())) == {()}


# ---- the wall


def test_another_organisation_gets_nothing_through_the_same_question(world, known):
    go = OneGo(of_person)
    assert go.ask(using="default", person=known.mariam.pk)["ResidencePeriod"]
    with tenant.acting_for(world.diakonie.pk):
        assert not any(go.ask(using="default", person=known.mariam.pk).values())
    assert go.ask(using="default", person=known.mariam.pk)["ResidencePeriod"]


def test_with_the_wall_lifted_no_text_is_built(known):
    with tenant.without_wall("a test"), pytest.raises(tenant.NoTenant):
        ask(person=known.mariam.pk)


def test_without_an_organisation_it_is_refused(known):
    with tenant.closed(), pytest.raises(tenant.NoTenant):
        ask(person=known.mariam.pk)


# ---- any number of ids


def test_of_any_number_of_ids_each_is_found_with_the_same_text(known):
    asked = []

    def numbers(people) -> dict:
        asked.append(people)
        return {"numbers": FileNumber.objects.filter(person__in=people).order_by("number").values("number")}

    FileNumber(person=known.zahras_case.person, kind="bamf", number="8").save()
    go, both = OneGo(numbers), [known.mariam.pk, known.zahras_case.person_id]
    for ids in (both[:1], both, []):
        found = go.ask(using="default", people=ids)["numbers"]
        assert found == list(FileNumber.objects.filter(person__in=ids).order_by("number").values("number"))
    assert len(asked) == 1
