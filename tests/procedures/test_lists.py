"""The lists: this week, unconfirmed, without a next step, papers, rules that nobody checked."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from wegbuch.access import services
from wegbuch.access.models import ReadEvent
from wegbuch.cases.models import ResidencePeriod
from wegbuch.cases.services.cases import add_to_team, break_glass
from wegbuch.core import clock, codes
from wegbuch.counselling import today as board
from wegbuch.procedures import law, lists
from wegbuch.procedures.models import Deadline, Proceeding
from wegbuch.procedures.services import papers
from wegbuch.procedures.services.deadlines import open_by_hand

from .making import letter

WEEK = "/fristen/listen/woche/"
UNCONFIRMED = "/fristen/listen/unbestaetigt/"
WITHOUT_STEP = "/fristen/listen/ohne-naechsten-schritt/"
PAPERS = "/fristen/listen/papiere/"


def by_hand(world, *, day: date, person=None, user=None, act: str = "Unterlagen nachreichen") -> Deadline:  # type: ignore[no-untyped-def]
    user = user or world.jana
    return open_by_hand(user=user, person=person or world.mariam, act=act, counts_on=day)


def page(client, url: str) -> str:  # type: ignore[no-untyped-def]
    return client.get(url).content.decode()


# ---- this week


def test_the_week_shows_what_must_be_done_until_sunday(bruecke, signed_in):
    by_hand(bruecke, day=date(2026, 12, 1), act="Antrag bis Sonntag")
    by_hand(bruecke, day=date(2026, 12, 2), act="Antrag nächste Woche")
    shown = page(signed_in("jana"), WEEK)
    assert "Antrag bis Sonntag" in shown
    assert "Antrag nächste Woche" not in shown


def test_the_week_stands_by_day_and_then_by_person(bruecke):
    zahra = bruecke.zahras_case.person
    for person, day in (
        (zahra, date(2026, 11, 30)),
        (bruecke.mariam, date(2026, 12, 1)),
        (bruecke.mariam, date(2026, 11, 30)),
    ):
        by_hand(bruecke, day=day, person=person)
    [part] = lists.week(bruecke.jana)
    found = [(day.day, [row.person.given_name for row in day.rows]) for day in part.days]
    assert found == [(date(2026, 11, 26), ["Mariam", "Zahra"]), (date(2026, 11, 27), ["Mariam"])]


def test_what_is_over_stands_first(bruecke):
    by_hand(bruecke, day=date(2026, 12, 1))
    by_hand(bruecke, day=date(2026, 11, 24), act="Zu spät")
    [part] = lists.week(bruecke.jana)
    assert [row.act for row in part.days[0].rows] == ["Zu spät"]
    assert part.days[0].day is None


def test_own_stood_in_and_colleagues_deadlines_are_apart(bruecke):
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    by_hand(bruecke, day=date(2026, 11, 27))
    by_hand(bruecke, day=date(2026, 11, 27), user=bruecke.thomas)
    by_hand(bruecke, day=date(2026, 11, 27), user=bruecke.katja, person=bruecke.hodan)
    services.name_deputy(
        absent=bruecke.katja,
        deputy=bruecke.jana,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    assert [(part.title, part.count) for part in lists.week(bruecke.jana)] == [
        ("Ihre Fristen", 1),
        ("In Vertretung", 1),
        ("Kolleg:innen", 1),
    ]


def test_a_stranger_sees_nothing_of_another_team_s_week(bruecke, signed_in):
    by_hand(bruecke, day=date(2026, 11, 27))
    assert "In dieser Woche ist nichts mehr fällig." in page(signed_in("katja"), WEEK)


def test_a_look_at_a_file_outside_the_own_team_is_noted(bruecke, signed_in):
    by_hand(bruecke, day=date(2026, 11, 27), user=bruecke.katja, person=bruecke.hodan)
    break_glass(bruecke.katjas_case, user=bruecke.thomas, reason="Frau Brandt ist krank, Frist läuft heute ab.")
    page(signed_in("thomas"), WEEK)
    look = ReadEvent.objects.get()
    assert (look.subject, look.purpose) == (bruecke.hodan.pk, "deadline.read")


def test_a_look_at_the_own_files_is_the_daily_work(bruecke, signed_in):
    by_hand(bruecke, day=date(2026, 11, 27))
    page(signed_in("jana"), WEEK)
    assert not ReadEvent.objects.exists()


# ---- unconfirmed


def test_unconfirmed_deadlines_say_who_entered_them_and_ask_for_a_second_person(bruecke, signed_in):
    sent = letter(bruecke)
    shown = page(signed_in("jana"), UNCONFIRMED)
    assert "erfasst von Jana Roth am 26.11." in shown
    assert reverse("procedures:check_ask", args=[sent.pk]) in shown


def test_a_confirmed_deadline_is_not_listed(bruecke, signed_in):
    row = by_hand(bruecke, day=date(2026, 12, 1))
    row.confirmation = "confirmed"
    row.save()
    assert "Keine. Jede offene Frist ist bestätigt." in page(signed_in("jana"), UNCONFIRMED)


# ---- without a next step


def test_a_case_with_an_open_deadline_has_a_next_step(bruecke, signed_in):
    by_hand(bruecke, day=date(2026, 12, 1), person=bruecke.zahras_case.person)
    assert "Keine. In jeder Akte steht ein nächster Schritt." in page(signed_in("jana"), WITHOUT_STEP)


def test_a_case_with_an_open_deadline_is_not_lost_from_sight_on_heute(bruecke):
    assert bruecke.zahras_case in board.without_next_step(bruecke.jana)
    by_hand(bruecke, day=date(2026, 12, 1), person=bruecke.zahras_case.person)
    assert bruecke.zahras_case not in board.without_next_step(bruecke.jana)


@pytest.mark.parametrize(("day", "is_planned"), [(27, True), (25, False)])
def test_only_an_interview_to_come_is_a_next_step(bruecke, day, is_planned):
    interview_at = datetime(2026, 11, day, 9, tzinfo=clock.BERLIN)
    Proceeding(person=bruecke.zahras_case.person, kind="first", interview_at=interview_at).save()
    assert (bruecke.zahras_case not in lists.cases_without_step(bruecke.jana)) is is_planned


def test_a_case_without_anything_ahead_names_its_proceedings(bruecke, signed_in):
    Proceeding(person=bruecke.zahras_case.person, kind="first").save()
    shown = page(signed_in("jana"), WITHOUT_STEP)
    assert "Zahra" in shown
    assert codes.label("procedure_kinds", "first") in shown


def test_a_second_proceeding_without_own_deadline_is_listed(bruecke):
    zahra = bruecke.zahras_case.person
    first, second = Proceeding(person=zahra, kind="first"), Proceeding(person=zahra, kind="residence")
    first.save(), second.save()
    open_by_hand(user=bruecke.jana, person=zahra, act="Stellungnahme", counts_on=date(2026, 12, 1), proceeding=first)
    assert list(lists.proceedings_without_step(bruecke.jana)) == [second]


def test_a_follow_up_stands_for_every_proceeding_of_a_case(bruecke):
    Proceeding(person=bruecke.mariam, kind="first").save()
    assert not lists.proceedings_without_step(bruecke.jana).exists()


# ---- papers


def runs_out(
    world, *, status: str = "S50", document: str = "doc_duldung", day: date = date(2026, 12, 15)
) -> ResidencePeriod:  # type: ignore[no-untyped-def]
    paper = ResidencePeriod.objects.get(person=world.mariam)
    paper.status, paper.document, paper.valid_until = status, document, day
    paper.save()
    return paper


@pytest.mark.parametrize(
    ("status", "document", "rule"),
    [
        ("S50", "doc_duldung", "toleration_renewal"),
        ("S50", "", "toleration_renewal"),
        ("S11", "doc_eat", "permit_renewal_before_expiry"),
        ("S04", "doc_gestattung", "gestattung_renewal_pre"),
        ("S24", "doc_eat", "temporary_protection_end"),
        ("S41", "doc_eat", None),
        ("S70", "doc_fiktion", None),
        ("S60", "doc_gueb", None),
    ],
)
def test_each_paper_has_the_rule_of_its_kind(bruecke, status, document, rule):
    runs_out(bruecke, status=status, document=document)
    [paper] = papers.running_out([bruecke.mariams_case], worlds.TODAY)
    assert (paper.answer.rule if paper.answer else None) == rule


def test_a_proceeding_under_new_law_chooses_the_rule(bruecke):
    runs_out(bruecke, status="S04", document="doc_gestattung")
    Proceeding(person=bruecke.mariam, kind="first", regime="geas").save()
    [paper] = papers.running_out([bruecke.mariams_case], worlds.TODAY)
    assert paper.answer.rule == "gestattung_renewal_geas"


def test_a_deadline_is_opened_from_a_paper(bruecke, signed_in):
    paper = runs_out(bruecke)
    url = reverse("procedures:residence_deadline", args=[bruecke.mariams_case.pk, paper.pk])
    signed_in("jana").post(url)
    row = Deadline.objects.get()
    assert (row.rule, row.act, row.counts_on) == ("toleration_renewal", "Duldung verlängern lassen", date(2026, 12, 15))
    assert row.answer["basis"] == "§ 60a AufenthG"


def test_the_day_on_the_paper_counts_where_it_is_the_earlier(bruecke):
    paper = runs_out(bruecke, status="S24", document="doc_eat", day=date(2027, 1, 14))
    row = papers.open_deadline(papers.paper_of(bruecke.mariams_case, paper.pk, worlds.TODAY), user=bruecke.jana)
    assert (row.last_day, row.counts_on) == (date(2027, 3, 4), date(2027, 1, 14))


def test_the_same_paper_opens_one_deadline(bruecke, signed_in):
    paper = runs_out(bruecke)
    url = reverse("procedures:residence_deadline", args=[bruecke.mariams_case.pk, paper.pk])
    jana = signed_in("jana")
    jana.post(url)
    assert "Diese Frist steht schon da." in jana.post(url, follow=True).content.decode()
    assert Deadline.objects.count() == 1


def test_a_renewed_paper_offers_a_new_deadline(bruecke):
    paper = runs_out(bruecke, day=date(2026, 11, 30))
    papers.open_deadline(papers.paper_of(bruecke.mariams_case, paper.pk, worlds.TODAY), user=bruecke.jana)
    runs_out(bruecke, day=date(2027, 1, 14))
    [paper] = papers.running_out([bruecke.mariams_case], worlds.TODAY)
    assert paper.deadline is None


def test_an_expired_paper_says_so(bruecke, signed_in):
    runs_out(bruecke, day=date(2026, 11, 20))
    shown = page(signed_in("jana"), PAPERS)
    assert "vorbei" in shown
    assert "gültig bis Fr 20.11.2026" in shown


def test_a_paper_of_another_file_opens_nothing(bruecke, signed_in):
    paper = runs_out(bruecke)
    url = reverse("procedures:residence_deadline", args=[bruecke.zahras_case.pk, paper.pk])
    assert signed_in("jana").post(url).status_code == 404
    assert signed_in("katja").post(url).status_code == 404


# ---- rules


def test_rules_that_nobody_checked_for_ninety_days_are_named(bruecke, signed_in):
    shown = page(signed_in("jana"), "/fristen/listen/regeln/")
    assert "wurden seit 90 Tagen nicht geprüft." in shown
    assert "Zuletzt geprüft: Mi 19.08.2026." in shown


def test_a_rule_is_old_from_the_ninety_first_day(bruecke):
    assert lists.unchecked_rules(date(2026, 11, 17)) == []
    assert len(lists.unchecked_rules(date(2026, 11, 18))) == len(law.book().rules)


# ---- all of them


def test_the_lists_are_counted_for_the_page_of_deadlines(bruecke, signed_in):
    by_hand(bruecke, day=date(2026, 11, 27))
    runs_out(bruecke)
    answer = signed_in("jana").get("/fristen/listen/", headers={"HX-Request": "true"})
    counts = {name: count for name, _label, count in answer.context["lists"]}
    assert counts == {
        "procedures:list_week": 1,
        "procedures:list_unconfirmed": 1,
        "procedures:recheck": 0,
        "procedures:list_without_step": 1,
        "procedures:list_papers": 1,
        "procedures:list_rules": len(law.book().rules),
    }


@pytest.mark.parametrize("url", [WEEK, UNCONFIRMED, WITHOUT_STEP, PAPERS, "/fristen/listen/"])
def test_a_list_takes_the_same_number_of_queries_for_few_and_for_many(bruecke, signed_in, url):
    jana = signed_in("jana")
    fill(bruecke, 1)
    jana.get(url)
    with CaptureQueriesContext(connection) as few:
        jana.get(url)
    fill(bruecke, 6)
    with CaptureQueriesContext(connection) as many:
        jana.get(url)
    assert len(many) == len(few)


def fill(world, count: int) -> None:  # type: ignore[no-untyped-def]
    """People with a deadline and a paper, and as many without any."""
    for number in range(count):
        for kind in ("mit", "ohne"):
            name = f"{kind} {count}-{number}"
            case = worlds._case(world, world.jana, world.muehlenau, given_name=name, surname="Test")
            Proceeding(person=case.person, kind="first").save()
            if kind == "mit":
                by_hand(world, day=date(2026, 11, 27), person=case.person)
                ResidencePeriod(
                    person=case.person, status="S50", document="doc_duldung", valid_until=date(2026, 12, 20)
                ).save()
