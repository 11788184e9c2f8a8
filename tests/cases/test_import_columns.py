"""Columns are understood, changed by hand, remembered; a list belongs to a team and to whoever uploaded it."""

import pytest
from django.urls import reverse

from tests.cases.list_files import check, columns_form, import_list, sample, text_list, upload
from wegbuch.cases.models import Case, CaseAccess, ImportBlock, ImportPortion, ImportRun, Person


@pytest.fixture
def jana(bruecke, signed_in):
    return signed_in("jana")


def badges(client, run):
    rows = client.get(run.get_absolute_url()).context["rows"]
    return {row.field.name.removeprefix("column_"): (str(row.word), row.samples) for row in rows if row.word}


def test_guess_shows_three_values_and_how_sure_it_is(jana):
    run = upload(jana, sample())
    assert badges(jana, run)["surname"] == ("sicher", ["Bondar", "Haddad", "Bondar"])


def test_column_known_by_its_content_alone_is_called_a_guess(jana):
    lines = [f"x;Haddad {n};0{n}.05.1989" for n in range(1, 6)]
    run = upload(jana, text_list(*lines, headings="Vorname;Name;Tag"))
    assert badges(jana, run)["birth_date"][0] == "geraten"


def test_column_chosen_by_hand_is_read(jana):
    file = text_list("Haddad;Dima;05.06.1989", headings="Name;Vorname;Kennzahl")
    import_list(jana, file, column_birth_date="2")
    assert str(Person.objects.get(given_name="Dima").birth_date) == "1989-06-05"


def test_column_chosen_by_hand_is_remembered_for_the_next_list(jana):
    headings = "Name;Vorname;Kennzahl"
    import_list(jana, text_list("Haddad;Dima;05.06.1989", headings=headings), column_birth_date="2")
    again = upload(jana, text_list("Saleh;Omar;01.02.1990", headings=headings))
    assert badges(jana, again)["birth_date"] == ("gemerkt", ["01.02.1990"])


def test_same_column_for_two_fields_is_refused_at_the_second(jana):
    run = upload(jana, text_list("Haddad;Dima;05.06.1989", headings="Name;Vorname;geb. am"))
    answer = jana.post(reverse("cases:list_check", args=[run.pk]), columns_form(jana, run, column_birth_date="1"))
    assert answer.context["form"].errors == {
        "column_birth_date": ["Diese Spalte ist schon „Vorname“. Jede Spalte gilt einmal."]
    }


def test_list_without_a_column_for_the_name_is_refused(jana):
    run = upload(jana, text_list("Haddad;Dima;05.06.1989", headings="Name;Vorname;geb. am"))
    form = columns_form(jana, run, column_surname="", column_given_name="")
    answer = jana.post(reverse("cases:list_check", args=[run.pk]), form)
    assert answer.context["form"].errors == {"column_surname": ["Bitte wählen Sie, wo der Name steht."]}


def test_other_sheet_is_read_on_demand(jana):
    run = upload(jana, sample())
    jana.post(reverse("cases:list_sheet", args=[run.pk]), {"sheet": "Abgänge", "header_row": "1"})
    assert badges(jana, run)["surname"] == ("sicher", ["Haidari"])


def test_line_without_headings_is_refused_with_a_sentence(jana):
    run = upload(jana, sample())
    answer = jana.post(
        reverse("cases:list_sheet", args=[run.pk]), {"sheet": "Abgänge", "header_row": "900"}, follow=True
    )
    assert "stehen keine Überschriften" in answer.content.decode()


def test_worker_may_leave_the_case_team_open(jana, bruecke):
    import_list(jana, text_list("HB-1;Haddad;Dima;w;05.06.1989;;;;;;"), responsible="nobody")
    assert not CaseAccess.objects.filter(case__person__given_name="Dima").exists()


def test_worker_cannot_choose_a_team_she_is_not_in(jana, bruecke):
    run = upload(jana, sample())
    answer = jana.post(
        reverse("cases:list_check", args=[run.pk]), columns_form(jana, run, team=str(bruecke.seedorf.pk))
    )
    assert list(answer.context["form"].errors) == ["team"]


def test_lead_imports_for_a_team_without_a_case_team(bruecke, signed_in):
    lead = signed_in("lead")
    run = import_list(lead, text_list("HB-1;Haddad;Dima;w;05.06.1989;;;;;;"), team=str(bruecke.seedorf.pk))
    case = Case.objects.get(person__given_name="Dima")
    assert (case.team, case.access.count(), run.counts) == (bruecke.seedorf, 0, {"take": 1})


def test_lead_names_workers_who_become_case_team(bruecke, signed_in):
    lead = signed_in("lead")
    import_list(lead, text_list("HB-1;Haddad;Dima;w;05.06.1989;;;;;;"), responsible=[str(bruecke.thomas.pk)])
    assert [access.user for access in CaseAccess.objects.filter(case__person__given_name="Dima")] == [bruecke.thomas]


def test_lead_sees_how_many_lines_a_workers_list_has_and_none_of_them(jana, signed_in):
    run = check(jana, upload(jana, sample()))
    page = signed_in("lead").get(run.get_absolute_url()).content.decode()
    assert ("<b>61</b>" in page, "Bondar" in page) == (True, False)


@pytest.mark.parametrize("name", ["thomas", "olga", "other_lead", "settlement", "dpo"])
def test_list_is_no_page_for_anybody_else(jana, signed_in, name):
    run = upload(jana, sample())
    assert signed_in(name).get(run.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("action", ["list_sheet", "list_check", "list_reopen", "list_choose", "list_take"])
def test_lead_cannot_act_on_a_workers_list(jana, signed_in, action):
    run = upload(jana, sample())
    assert signed_in("lead").post(reverse(f"cases:{action}", args=[run.pk])).status_code == 404


def test_report_is_not_given_to_the_lead(jana, signed_in):
    run = check(jana, upload(jana, sample()))
    assert signed_in("lead").get(reverse("cases:list_report", args=[run.pk])).status_code == 404


def test_discarded_list_keeps_no_line(jana):
    run = check(jana, upload(jana, sample()))
    jana.post(reverse("cases:list_discard", args=[run.pk]))
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.state, run.outline, run.notes, run.counts) == ("cancelled", "", "", {})
    assert (ImportBlock.objects.count(), ImportPortion.objects.count()) == (0, 0)


def test_cells_lie_sealed_in_the_database(jana):
    from django.db import connection

    check(jana, upload(jana, sample()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT outline, notes FROM cases_importrun")
        kept = cursor.fetchall()
        cursor.execute("SELECT lines, '' FROM cases_importblock")
        kept += cursor.fetchall()
        cursor.execute("SELECT readings, fates FROM cases_importportion")
        kept += cursor.fetchall()
    assert len(kept) > 3
    assert {value[:3] for row in kept for value in row if value} == {"v1."}


def test_columns_can_be_changed_after_the_dry_run(jana):
    run = check(jana, upload(jana, sample()))
    jana.post(reverse("cases:list_reopen", args=[run.pk]))
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.state, run.notes, ImportPortion.objects.count()) == ("mapping", "", 0)


def test_earlier_lists_stand_with_their_counts(jana):
    import_list(jana, sample())
    assert "61 neu, 1 schon da, 2 nicht übernommen" in jana.get(reverse("cases:lists")).content.decode()
