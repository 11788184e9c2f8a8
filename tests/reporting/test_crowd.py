"""Who stands behind contacts, counted by the database as one would count on paper."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegbuch.cases.services import cases, households, people
from wegbuch.core import tenant
from wegbuch.core.whole_tables import joined_whole
from wegbuch.counselling.models import Contact, Participation
from wegbuch.reporting import crowd
from wegbuch.reporting.counts import TASKS, Scope, report
from wegbuch.reporting.crowd import Crowd, FormRow
from wegbuch.reporting.periods import from_months

AUTUMN, LAST_DAY = from_months(date(2026, 10, 1), date(2026, 11, 1)), date(2026, 11, 26)
FORMS = ("housing_based_msa", "msa_ii")
OTHER_FORM = FORMS[1]
few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

contacts = st.fixed_dictionaries(
    {
        "held_on": st.dates(date(2026, 7, 1), LAST_DAY),
        "task_area": st.integers(1, 8),
        "minutes": st.integers(1, 90),
        "form": st.sampled_from(["conversation", "phone", "missed", "group"]),
        "language": st.sampled_from(["deu", "prs", "som"]),
        "channel": st.sampled_from(["none", "video"]),
    }
)
# Each with the places of the files that took part.
drawn_contacts = st.lists(st.tuples(contacts, st.sets(st.integers(0, 4))), max_size=12)


@pytest.fixture
def files(world):
    """Five files of four people in two forms; the first person has both, and two people share a household."""
    with tenant.acting_for(world.bruecke.pk):
        made = [_file(world, name, FORMS[place % 2]) for place, name in enumerate(("Ada", "Bea", "Cora", "Dina"))]
        again = {"user": world.jana, "team": world.muehlenau, "form": OTHER_FORM, "opened_on": date(2026, 2, 3)}
        made.append(cases.open_case(made[0].person, **again))
        home = households.found_household(name="Beispiel")
        for case in made[1:3]:
            households.join(home, case.person, since=date(2026, 1, 5))
    return made


def _file(world, name, form):
    told = {"given_name": name, "surname": "Beispiel", "sex": "f", "opened_on": date(2026, 1, 5)}
    return people.take_in(user=world.jana, team=world.muehlenau, form=form, **told)


def _write(world, files, drawn):
    rows = []
    for told, places in drawn:
        entered = datetime(2026, 11, 26, 9, tzinfo=UTC)
        contact = Contact(author=world.thomas, team=world.muehlenau, entered_at=entered, **told)
        contact.save()
        rows.append((contact, [files[place] for place in places]))
        for case in rows[-1][1]:
            Participation(contact=contact, case=case, held_on=contact.held_on).save()
    return rows


def _is_counted(contact, period):
    is_counselling = contact.form in {"conversation", "phone"} and contact.task_area in TASKS
    return is_counselling and period.first <= contact.held_on <= period.last


def _on_paper(rows):
    """The crowd behind the counselling of autumn."""
    counted = [present for contact, present in rows if _is_counted(contact, AUTUMN)]
    met = {case.person_id for present in counted for case in present}
    lives = {case.person_id: households.household_of(case.person) for present in counted for case in present}
    homes = {home.pk if home else person for person, home in lives.items()}
    held = Counter(form for present in counted for form in {case.form for case in present})
    with_form = {form: {case.person_id for p in counted for case in p if case.form == form} for form in FORMS}
    by_form = [FormRow(form, len(with_form[form]), held[form]) for form in FORMS if held[form]]
    return Crowd(len(met), len(homes), tuple(by_form))


def _tasks(rows, period):
    """Contacts and minutes of a period by task and month."""
    found = {task: [[0, 0] for _month in period.months] for task in TASKS}
    for contact, _present in rows:
        months = [month.month for month in period.months]
        if _is_counted(contact, period):
            cell = found[contact.task_area][months.index(contact.held_on.month)]
            cell[0] += 1
            cell[1] += contact.minutes
    return found


@pytest.fixture(params=[crowd.MANY, 0], ids=["few", "many"])
def looked_for(request, monkeypatch):
    """As few contacts are looked for, and as many."""
    monkeypatch.setattr(crowd, "MANY", request.param)


@few
@given(drawn=drawn_contacts)
def test_a_page_shows_what_one_counts_on_paper(world, files, looked_for, drawn):
    with tenant.acting_for(world.bruecke.pk), transaction.atomic():
        rows = _write(world, files, drawn)
        found, on_paper = report(Scope(world.thomas, is_own=True), AUTUMN), _on_paper(rows)
        transaction.set_rollback(True)
    assert Crowd(found.persons, found.households, found.case_forms) == on_paper
    tasks = _tasks(rows, AUTUMN)
    assert found.contacts.cells == tuple(tuple(cell[0] for cell in tasks[task]) for task in TASKS)
    assert found.minutes.cells == tuple(tuple(cell[1] for cell in tasks[task]) for task in TASKS)
    assert found.before.total == sum(cell[0] for cells in _tasks(rows, AUTUMN.before).values() for cell in cells)
    spoken = Counter(contact.language for contact, _present in rows if _is_counted(contact, AUTUMN))
    assert dict(zip(found.languages.rows, found.languages.row_totals, strict=True)) == spoken


@pytest.mark.django_db
def test_after_a_large_question_the_server_looks_up_rows_again():
    with joined_whole("default"):
        pass
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_nestloop")
            assert cursor.fetchone() == ("on",)
