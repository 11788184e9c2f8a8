"""Changes of benefit in the pages: who sees them, what is said when, and that nothing is entered by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access import services as access
from wegbuch.access.models import ReadEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases import next_steps
from wegbuch.cases.models import BenefitPeriod, Case, CaseAccess, Office, ResidencePeriod
from wegbuch.cases.services import merges, people
from wegbuch.core import clock
from wegbuch.entitlements import scheme_page
from wegbuch.entitlements.models import SchemeChange
from wegbuch.entitlements.services import schemes

FEBRUARY = date(2026, 2, 1)
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def on(settings, bruecke):
    """Turn the calendar to a day; the case teams are there since 2025."""
    for row in CaseAccess.objects.all():
        row.starts_at = datetime(2025, 6, 3, tzinfo=UTC)
        row.save()

    def turn(year, month, day):
        settings.WEGBUCH_TODAY = date(year, month, day)

    return turn


@pytest.fixture
def change(bruecke):
    return begin(bruecke, bruecke.mariam)


def begin(world, person, right_since=FEBRUARY, **days):
    row = schemes.begin(
        user=world.jana, person=person, old_scheme="asylblg_3", new_scheme="sgb2", right_since=right_since
    )
    if days:
        schemes.enter_days(row, version=row.version, **days)
    return row


def text(answer):
    return " ".join(answer.content.decode().split())


def page_of(client, change):
    return text(client.get(reverse("entitlements:scheme_change", args=[change.pk])))


def days_url(change):
    return reverse("entitlements:scheme_change_days", args=[change.pk])


def sent_days(change, **days):
    return {"seen_version": change.version, "right_since": "01.02.2026", **days}


# ---------- the guard in the page ----------


def test_application_of_20_february_gives_a_late_payment_hint_and_no_gap(on, change, signed_in):
    on(2026, 2, 20)
    client = signed_in("jana")
    client.post(days_url(change), sent_days(change, applied_on="20.02.2026", old_paid_until="31.01.2026"))
    page = page_of(client, change)
    assert "das Geld kommt aber später" in page
    assert "wb-note--danger" not in page
    assert ">Lücke<" not in page


def test_application_of_3_march_shows_february_uncovered_in_red(on, change, signed_in):
    on(2026, 3, 3)
    client = signed_in("jana")
    client.post(days_url(change), sent_days(change, applied_on="03.03.2026"))
    page = page_of(client, change)
    assert "wb-note--danger" in page
    assert "Februar 2026: kein Geld. Der Antrag gilt erst ab 01.03.2026." in page


def test_without_application_the_last_safe_day_stands_on_top(on, change, signed_in):
    on(2026, 2, 10)
    assert "Antrag bis 28.02.2026 stellen." in page_of(signed_in("jana"), change)


def test_counselling_goes_on_until_31_january_2029(change, signed_in):
    assert "Voraussichtlich möglich bis Mi 31.01.2029." in page_of(signed_in("jana"), change)


def test_step_is_settled_by_its_day(on, bruecke, signed_in):
    on(2026, 3, 3)
    row = begin(bruecke, bruecke.mariam, applied_on=date(2026, 2, 20))
    assert "geklärt" in page_of(signed_in("jana"), row)


def test_known_office_stands_beside_its_step(bruecke, change, signed_in):
    Office(name="Jobcenter Havelbruch", kind="jobcenter", phone="03300 1234").save()
    assert "Jobcenter Havelbruch" in page_of(signed_in("jana"), change)


def test_months_run_from_the_one_before_the_change_to_the_one_after(bruecke):
    row = begin(bruecke, bruecke.mariam, applied_on=date(2026, 2, 20), old_paid_until=date(2026, 1, 31))
    watched = scheme_page.watch([row], bruecke.jana)[0]
    assert scheme_page.months_around(watched) == [date(2026, 1, 1), FEBRUARY, date(2026, 3, 1)]


def test_month_that_is_partly_uncovered_names_its_days(bruecke):
    row = begin(bruecke, bruecke.mariam, applied_on=date(2026, 2, 20), old_paid_until=date(2026, 1, 20))
    watched = scheme_page.watch([row], bruecke.jana)[0]
    cell = scheme_page.cell(watched.guard.row("money"), date(2026, 1, 1))
    assert (str(cell.badge.text), cell.days) == ("Lücke", "21.–31.01.")


# ---------- begin, change, close ----------


def test_change_is_begun_in_the_page(bruecke, signed_in):
    sent = {"old_scheme": "asylblg_3", "new_scheme": "sgb2", "right_since": "1.2.2026"}
    signed_in("jana").post(reverse("entitlements:scheme_change_new", args=[bruecke.mariams_case.pk]), sent)
    row = SchemeChange.objects.get()
    assert (row.person, row.right_since, row.entered_by) == (bruecke.mariam, FEBRUARY, bruecke.jana)


def test_second_running_change_is_refused_with_a_sentence(bruecke, change, signed_in):
    sent = {"old_scheme": "asylblg_3", "new_scheme": "sgb12", "right_since": "1.5.2026"}
    answer = signed_in("jana").post(reverse("entitlements:scheme_change_new", args=[bruecke.mariams_case.pk]), sent)
    assert "läuft schon ein Wechsel" in text(answer)
    assert SchemeChange.objects.count() == 1


def test_change_the_book_does_not_know_is_refused(bruecke, signed_in):
    sent = {"old_scheme": "own_income", "new_scheme": "sgb12", "right_since": "1.5.2026"}
    answer = signed_in("jana").post(reverse("entitlements:scheme_change_new", args=[bruecke.mariams_case.pk]), sent)
    assert "kennt das Programm hierhin keinen Wechsel" in text(answer)
    assert not SchemeChange.objects.exists()


def test_a_day_nobody_can_read_keeps_what_was_typed(change, signed_in):
    answer = signed_in("jana").post(
        days_url(change), sent_days(change, applied_on="30.02.2026", note="Anruf am Montag")
    )
    assert 'value="30.02.2026"' in text(answer)
    assert "Anruf am Montag" in text(answer)
    assert SchemeChange.objects.get().applied_on is None


def test_payment_before_the_application_is_an_error_of_the_payment(on, change, signed_in):
    on(2026, 3, 3)
    sent = sent_days(change, applied_on="20.02.2026", first_payment_on="10.02.2026")
    assert "Die Zahlung läge vor dem Antrag." in text(signed_in("jana").post(days_url(change), sent))


def test_colleague_who_saved_meanwhile_is_named(on, bruecke, change, signed_in):
    on(2026, 3, 3)
    stale = change.version
    schemes.enter_days(change, version=stale, applied_on=date(2026, 2, 20))
    sent = {"seen_version": stale, "right_since": "01.02.2026", "applied_on": "03.03.2026"}
    answer = signed_in("jana").post(days_url(change), sent)
    assert answer.status_code == 200
    assert SchemeChange.objects.get().applied_on == date(2026, 2, 20)


def test_closing_offers_to_enter_the_new_benefit_and_enters_nothing(bruecke, change, signed_in):
    client = signed_in("jana")
    answer = client.post(reverse("entitlements:scheme_change_close", args=[change.pk]), follow=True)
    assert reverse("cases:benefits", args=[bruecke.mariams_case.pk]) in text(answer)
    assert SchemeChange.objects.get().closed_on == date(2026, 11, 26)
    assert not BenefitPeriod.objects.exists()


def test_closed_change_runs_again(change, signed_in):
    schemes.close(change)
    signed_in("jana").post(reverse("entitlements:scheme_change_reopen", args=[change.pk]))
    assert SchemeChange.objects.get().closed_on is None


@pytest.mark.parametrize(("name", "service"), [("scheme_change_close", "close"), ("scheme_change_reopen", "reopen")])
def test_a_change_that_was_saved_meanwhile_says_who_saved(change, signed_in, monkeypatch, name, service):
    if service == "reopen":
        schemes.close(change)
    act = getattr(schemes, service)

    def late(row):
        theirs = SchemeChange.objects.get(pk=row.pk)
        schemes.enter_days(theirs, version=theirs.version, note="von Thomas")
        act(row)

    monkeypatch.setattr(schemes, service, late)
    answer = signed_in("jana").post(reverse(f"entitlements:{name}", args=[change.pk]), follow=True)
    assert "hat inzwischen gespeichert" in text(answer)


def test_closed_change_stays_closed_while_another_one_runs(bruecke, change):
    schemes.close(change)
    begin(bruecke, bruecke.mariam, date(2026, 6, 1))
    with pytest.raises(NotPossible):
        schemes.reopen(change)


# ---------- who ----------


@pytest.mark.parametrize("name", ["scheme_change", "scheme_change_days"])
def test_stranger_is_not_told_that_a_change_exists(change, signed_in, name):
    assert signed_in("katja").get(reverse(f"entitlements:{name}", args=[change.pk])).status_code == 404


def test_stranger_cannot_begin_a_change(bruecke, signed_in):
    sent = {"old_scheme": "asylblg_3", "new_scheme": "sgb2", "right_since": "1.2.2026"}
    url = reverse("entitlements:scheme_change_new", args=[bruecke.mariams_case.pk])
    assert signed_in("katja").post(url, sent).status_code == 404


def test_deputy_may_enter_days(on, bruecke, change, signed_in):
    on(2026, 3, 3)
    today = clock.today()
    until = today + timedelta(days=5)
    access.name_deputy(absent=bruecke.jana, deputy=bruecke.thomas, starts_on=today, ends_on=until, reason="Urlaub")
    signed_in("thomas").post(days_url(change), sent_days(change, applied_on="20.02.2026"))
    assert SchemeChange.objects.get().applied_on == date(2026, 2, 20)


def test_merge_of_two_records_keeps_both_changes(bruecke, change):
    double = people.take_in(
        user=bruecke.jana,
        team=bruecke.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 11, 2),
        given_name="Mariam",
        surname="Habibi",
    )
    begin(bruecke, double.person, applied_on=date(2026, 2, 20))
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    rows = SchemeChange.objects.running().filter(person=bruecke.mariam)
    assert sorted(row.applied_on or date.min for row in rows) == [date.min, date(2026, 2, 20)]


# ---------- lists, panels, next steps, hints ----------


def test_gaps_lists_the_most_urgent_first(bruecke, signed_in):
    begin(bruecke, bruecke.mariam, date(2027, 6, 1))
    begin(bruecke, bruecke.zahras_case.person, date(2026, 12, 1))
    page = text(signed_in("jana").get(reverse("entitlements:gaps")))
    assert 0 < page.index("Zahra Habibi") < page.index("Mariam Habibi")


def test_gaps_show_nobody_elses_people(change, signed_in):
    assert "Mariam" not in text(signed_in("katja").get(reverse("entitlements:gaps")))


def looks(user):
    return {(event.what, event.subject) for event in ReadEvent.objects.filter(user=user.pk)}


def stands_in(world):
    until = date(2026, 11, 27)
    given = {"absent": world.jana, "deputy": world.katja, "starts_on": clock.today(), "ends_on": until}
    access.name_deputy(reason="Urlaub", **given)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_change_of_somebody_stood_in_for_is_a_look_at_her_file(bruecke, signed_in, headers):
    begin(bruecke, bruecke.mariam, date(2027, 1, 1))
    stands_in(bruecke)
    assert "Mariam" in text(signed_in("katja").get(reverse("entitlements:gaps"), **headers))
    assert ("schemechange", bruecke.mariam.pk) in looks(bruecke.katja)


def test_a_suggestion_for_somebody_stood_in_for_is_a_look_at_her_file(bruecke, signed_in):
    recognised(bruecke.mariam)
    stands_in(bruecke)
    assert "Prüfen: Wechsel" in text(signed_in("katja").get(reverse("entitlements:gaps")))
    assert ("case", bruecke.mariam.pk) in looks(bruecke.katja)


def test_what_the_panel_does_not_show_is_no_look(bruecke, signed_in):
    begin(bruecke, bruecke.mariam, date(2027, 6, 1))
    stands_in(bruecke)
    signed_in("katja").get(reverse("entitlements:gaps"), **HTMX)
    assert looks(bruecke.katja) == set()


def test_the_own_changes_are_the_daily_board_and_no_look(bruecke, change, signed_in):
    signed_in("jana").get(reverse("entitlements:gaps"))
    assert looks(bruecke.jana) == set()


def test_gaps_take_no_more_queries_for_two_people_than_for_one(bruecke, signed_in, django_assert_max_num_queries):
    client, url = signed_in("jana"), reverse("entitlements:gaps")
    begin(bruecke, bruecke.mariam)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    begin(bruecke, bruecke.zahras_case.person)
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_panel_of_the_day_shows_a_gap_within_six_weeks(bruecke, signed_in):
    begin(bruecke, bruecke.mariam, date(2027, 1, 1))
    assert "Antrag bis 31.01.2027 stellen." in text(signed_in("jana").get(reverse("entitlements:gaps"), **HTMX))


def test_panel_of_the_day_goes_away_when_nothing_presses(bruecke, signed_in):
    begin(bruecke, bruecke.mariam, date(2027, 6, 1))
    assert signed_in("jana").get(reverse("entitlements:gaps"), **HTMX)["HX-Reswap"] == "delete"


def test_panel_of_the_case_goes_away_when_no_change_runs(bruecke, signed_in):
    url = reverse("entitlements:scheme_changes", args=[bruecke.mariams_case.pk])
    assert signed_in("jana").get(url, **HTMX)["HX-Reswap"] == "delete"


def test_running_change_is_something_ahead(bruecke, change):
    mine = Case.objects.of_team_member(bruecke.jana)
    plans, next_steps.plans[:] = next_steps.plans[:], [scheme_page.lies_ahead]
    try:
        assert bruecke.mariams_case not in next_steps.without(mine)
    finally:
        next_steps.plans[:] = plans


def recognised(person):
    """Somebody gets money under AsylbLG, and since September a permit as a refugee."""
    BenefitPeriod(person=person, scheme="asylblg_3", since=date(2025, 6, 1)).save()
    for old in ResidencePeriod.objects.filter(person=person):
        old.until = date(2026, 9, 13)
        old.save()
    ResidencePeriod(person=person, status="S11", document="doc_eat", since=date(2026, 9, 14)).save()


def test_permit_beside_old_benefit_is_suggested_to_be_checked(bruecke, signed_in):
    recognised(bruecke.mariam)
    page = text(signed_in("jana").get(reverse("entitlements:scheme_changes", args=[bruecke.mariams_case.pk])))
    assert "Prüfen: Wechsel der Leistung" in page
    assert "Voraussichtlich ab Do 01.10.2026." in page
    assert not SchemeChange.objects.exists()


def test_suggestion_fills_the_form_in(bruecke, signed_in):
    recognised(bruecke.mariam)
    page = text(signed_in("jana").get(reverse("entitlements:scheme_change_new", args=[bruecke.mariams_case.pk])))
    assert 'value="01.10.2026"' in page
    assert '<option value="sgb2" selected>' in page


def test_no_suggestion_while_the_change_runs(bruecke, change, signed_in):
    recognised(bruecke.mariam)
    assert "Prüfen: Wechsel" not in text(signed_in("jana").get(reverse("entitlements:gaps")))


def test_no_suggestion_in_the_procedure(bruecke, signed_in):
    BenefitPeriod(person=bruecke.mariam, scheme="asylblg_3", since=date(2025, 6, 1)).save()
    assert "Prüfen: Wechsel" not in text(signed_in("jana").get(reverse("entitlements:gaps")))


def test_suggestions_take_no_more_queries_for_two_people_than_for_one(
    bruecke, signed_in, django_assert_max_num_queries
):
    client, url = signed_in("jana"), reverse("entitlements:gaps")
    recognised(bruecke.mariam)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    recognised(bruecke.zahras_case.person)
    with django_assert_max_num_queries(len(one)):
        assert text(client.get(url)).count("Prüfen: Wechsel der Leistung") == 2
