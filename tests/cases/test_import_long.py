"""A long list goes in piece by piece in the background, and comes out the same as a short one."""

from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse

from tests.cases.list_files import check, import_list, take, text_list, upload
from wegbuch.cases import list_pages
from wegbuch.cases.list_jobs import LONG
from wegbuch.cases.list_pages import PER_PAGE
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Case, Household, HouseholdMember, ImportPortion, ImportRun, Person
from wegbuch.cases.services import list_comparing, people
from wegbuch.cases.services.list_portions import LINES_AT_ONCE, fates_on, parted, readings_in, sums_of
from wegbuch.jobs import services as jobs
from wegbuch.jobs.models import Job
from wegbuch.jobs.work import AtOnce, Stopped, Work

PEOPLE = max(LONG, 2 * LINES_AT_ONCE) + 10


def lines(number_of_people: int = PEOPLE) -> list[str]:
    """Families of three, each under its number."""
    return [
        f"HB-{n // 3};Saleh;Kind {n};m;{1 + n % 28:02d}.02.{1930 + n % 90};;;;;{1000000 + n}-111;"
        for n in range(number_of_people)
    ]


@pytest.fixture
def jana(bruecke, signed_in):
    return signed_in("jana")


@pytest.fixture
def stops_after(monkeypatch):
    """Let the owner stop the job after some chunks; 0 lets it run to its end."""
    chunk = Work.chunk

    def limit(most: int) -> None:
        seen = []

        def limited(self):
            seen.append(1)
            if most and len(seen) > most:
                raise Stopped
            return chunk(self)

        monkeypatch.setattr(Work, "chunk", limited)

    return limit


def imported():
    return Person.objects.filter(surname="Saleh")


def partly(jana, stops_after) -> ImportRun:
    """A list of which two portions are in."""
    run = check(jana, upload(jana, text_list(*lines())))
    stops_after(2)
    return take(jana, run)


def test_a_long_list_is_checked_and_taken_by_jobs(jana):
    run = import_list(jana, text_list(*lines()))
    assert sorted(Job.objects.values_list("kind", "state")) == [("list.compare", "done"), ("list.take", "done")]
    assert (run.state, run.counts, imported().count()) == ("done", {"take": PEOPLE}, PEOPLE)


def test_a_short_list_is_taken_at_once(jana):
    import_list(jana, text_list(*lines(LONG - 10)))
    assert Job.objects.count() == 0


def test_while_it_goes_on_the_list_leads_to_the_job(jana, queued_list):
    run, job = queued_list
    assert jana.get(run.get_absolute_url()).url == job.get_absolute_url()


@pytest.fixture
def queued_list(jana, bruecke, settings):
    """A long list that waits to be taken over."""
    run = check(jana, upload(jana, text_list(*lines())))
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    take(jana, run)
    return run, Job.objects.open().get()


def test_two_clicks_are_one_job(jana, queued_list):
    take(jana, queued_list[0])
    assert Job.objects.filter(kind="list.take").count() == 1


@pytest.mark.parametrize("what", ["list_reopen", "list_discard", "list_choose", "list_check", "list_sheet"])
def test_meanwhile_the_list_stays_as_it_is(jana, queued_list, what):
    run, _job = queued_list
    answer = jana.post(reverse(f"cases:{what}", args=[run.pk]), follow=True)
    assert "wird im Hintergrund gerade gearbeitet." in answer.content.decode()


def test_stopped_half_way_what_is_in_stays_and_is_named(jana, stops_after):
    run = partly(jana, stops_after)
    page = jana.get(run.get_absolute_url()).content.decode()
    count = imported().count()
    assert 0 < count < PEOPLE
    assert f"{count} von {PEOPLE} sind schon übernommen." in page
    assert Job.objects.get(kind="list.take").state == "cancelled"


def test_stopped_half_way_the_list_goes_on_later(jana, stops_after):
    run = partly(jana, stops_after)
    stops_after(0)
    run = take(jana, run)
    assert (run.state, run.counts, imported().count()) == ("done", {"take": PEOPLE}, PEOPLE)
    assert Case.objects.filter(person__in=imported()).count() == PEOPLE


def test_stopped_half_way_the_columns_stay(jana, stops_after):
    run = partly(jana, stops_after)
    jana.post(reverse("cases:list_reopen", args=[run.pk]))
    assert ImportRun.objects.get(pk=run.pk).state == "checked"


def test_stopped_half_way_a_list_that_is_discarded_says_who_stays(jana, stops_after):
    run = partly(jana, stops_after)
    page = jana.post(reverse("cases:list_discard", args=[run.pk]), follow=True).content.decode()
    assert "Wer schon übernommen ist, bleibt." in page


def test_no_family_is_parted(jana):
    import_list(jana, text_list(*lines()))
    assert Household.objects.filter(number__startswith="HB-", name="Saleh").count() == PEOPLE // 3
    assert HouseholdMember.objects.filter(person__in=imported()).count() == PEOPLE


def test_case_numbers_follow_one_another(jana):
    import_list(jana, text_list(*lines()))
    numbers = sorted(Case.objects.filter(person__in=imported()).values_list("number", flat=True))
    digits = [int(number.rpartition("-")[2]) for number in numbers]
    assert digits == list(range(digits[0], digits[0] + PEOPLE))


def test_a_second_import_adds_nobody(jana):
    import_list(jana, text_list(*lines()))
    again = import_list(jana, text_list(*lines()))
    assert (again.counts, imported().count()) == ({"there": PEOPLE}, PEOPLE)


def test_two_of_one_list_who_resemble_each_other_both_come_in(jana):
    first, last = (f"HB-9{n};Saleh;{name};w;14.03.1991;;;;;;" for n, name in enumerate(("Mariam", "Maryam")))
    assert import_list(jana, text_list(first, *lines(), last)).counts == {"take": PEOPLE + 2}


def test_somebody_made_while_it_went_on_is_not_made_twice(jana, bruecke, stops_after):
    run = partly(jana, stops_after)
    last = PEOPLE - 1
    people.take_in(
        user=bruecke.katja,
        team=bruecke.seedorf,
        form="housing_based_msa",
        opened_on=date(2025, 6, 3),
        given_name=f"Kind {last}",
        surname="Saleh",
        sex="m",
        birth_date=date(1930 + last % 90, 2, 1 + last % 28),
    )
    stops_after(0)
    assert take(jana, run).counts == {"take": PEOPLE - 1, "there": 1}
    assert imported().count() == PEOPLE


def test_a_job_for_a_list_that_is_in_already_changes_nothing(jana, bruecke):
    run = import_list(jana, text_list(*lines()))
    jobs.start("list.take", owner=bruecke.jana, subject=run.pk)
    assert (Job.objects.first().state, imported().count()) == ("done", PEOPLE)


def test_portions_hold_whole_families(jana):
    run = check(jana, upload(jana, text_list(*lines())))
    parts = [readings_in(portion) for portion in ImportPortion.objects.filter(run=run)]
    keys = [{reading.household_key for reading in part} for part in parts]
    assert sum(map(len, parts)) == PEOPLE
    assert all(not left & right for left, right in pairwise(keys))


def test_family_scattered_over_the_list_is_one_household(bruecke, signed_in):
    far = [f"HB-7777;Rahimi;{name};m;01.02.1980;;;;;;" for name in ("Ahmad", "Omar", "Karim")]
    file = text_list(far[0], *lines(), far[1], *lines(LINES_AT_ONCE), far[2])
    run = import_list(signed_in("lead"), file, team=str(bruecke.seedorf.pk))
    household = Household.objects.get(number="HB-7777")
    assert sorted(household.members.values_list("person__given_name", flat=True)) == ["Ahmad", "Karim", "Omar"]
    assert ImportPortion.objects.filter(run=run).count() > 2


def test_family_that_fills_several_portions_is_parted(bruecke):
    readings = [RowReading(line=line, kind="person", household_key="number:1") for line in range(1_200)]
    assert [len(part) for part in parted(readings)] == [500, 500, 200]


def test_check_that_is_broken_off_and_begun_again_keeps_every_line_once(jana, stops_after):
    run = upload(jana, text_list(*lines()))
    stops_after(3)
    run = check(jana, run)
    assert (run.state, ImportPortion.objects.filter(run=run).exists()) == ("mapping", True)
    run = list_comparing.compare(run, pace=AtOnce())
    assert (run.state, sums_of(run).lines, run.counts) == ("checked", PEOPLE, {"take": PEOPLE})


def test_every_line_stands_on_one_of_the_pages(jana):
    run = check(jana, upload(jana, text_list(*lines())))
    seen = []
    for page in range(1, -(-PEOPLE // PER_PAGE) + 1):
        rows = jana.get(f"{run.get_absolute_url()}?was=take&seite={page}").context["rows"]
        seen += [row.fate.line for row in rows]
    assert seen == list(range(2, PEOPLE + 2))


def test_choice_on_a_far_page_is_kept_and_touches_no_other_line(jana, bruecke):
    alike = "HB-9;Habiby;Maryam;w;14.03.1992;Afghanistan;Dari;;;;"
    run = check(jana, upload(jana, text_list(*lines(), alike)))
    line = PEOPLE + 2
    jana.post(reverse("cases:list_choose", args=[run.pk]), {f"line_{line}": "new", "line_2": "leave", "line_x": "new"})
    assert ImportRun.objects.get(pk=run.pk).counts == {"take": PEOPLE + 1}
    assert [fate.choice for fate in fates_on(run, {2, line})] == ["", "new"]


def test_report_too_long_for_paper_stays_on_pages(jana, monkeypatch):
    monkeypatch.setattr(list_pages, "MOST_ON_PAPER", 100)
    run = import_list(jana, text_list(*lines()))
    assert jana.get(f"{run.get_absolute_url()}?alle=1").context["page"].paginator.num_pages == -(-PEOPLE // PER_PAGE)
