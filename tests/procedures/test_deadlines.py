"""The lists of deadlines, one of them, and who answers for it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from wegbuch.access import services
from wegbuch.access.models import ReadEvent
from wegbuch.cases.models import CaseAccess
from wegbuch.core import clock
from wegbuch.procedures import deadline_page
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services import by_hand, checks, closing
from wegbuch.procedures.services.deadlines import open_by_hand

from . import making

pytestmark = pytest.mark.django_db

LIST = reverse("procedures:deadlines")
TODAY = date(2026, 11, 26)


def by_hand_on(world, day: date, *, act: str = "Unterlagen nachreichen", **given) -> Deadline:  # type: ignore[no-untyped-def]
    return open_by_hand(**{"user": world.jana, "person": world.mariam, "act": act, "counts_on": day, **given})


def confirmed_on(world, day: date, **given) -> Deadline:  # type: ignore[no-untyped-def]
    row = by_hand_on(world, day, **given)
    return by_hand.find_again(row, by=world.thomas, day=day)


def parts(world, whose: str = "") -> deadline_page.Board:  # type: ignore[no-untyped-def]
    every = deadline_page.tasks(deadline_page.rows_for(world.jana, whose))
    return deadline_page.board(deadline_page.opened(every))


def rows_of(tasks) -> list[Deadline]:  # type: ignore[no-untyped-def]
    return [task.deadline for task in tasks]


def text(client, address: str, **headers) -> str:  # type: ignore[no-untyped-def]
    return client.get(address, headers=headers).content.decode()


def test_every_deadline_stands_in_one_part_by_its_safe_day(world, bruecke):
    over = confirmed_on(world, date(2026, 11, 23))
    now = by_hand_on(world, date(2026, 11, 27))
    soon = confirmed_on(world, date(2026, 12, 8))
    later = confirmed_on(world, date(2027, 2, 1))
    doubtful = by_hand_on(world, date(2027, 2, 2))
    board = parts(world)
    found = [rows_of(part) for part in (board.now, board.unconfirmed, board.soon, board.later)]
    assert found == [[over, now], [doubtful], [soon], [later]]


def test_action_and_urgent_application_share_a_line(world, bruecke):
    making.letter(world)
    assert parts(world).now[0].acts == "Klage und Eilantrag nach § 80 Abs. 5 VwGO"


def test_a_companion_whose_main_act_was_closed_has_its_own_line(world, bruecke):
    row = making.deadline(world)
    closing.withdraw(row, by=world.jana, reason="Klage ist erhoben")
    assert "Eilantrag nach § 80 Abs. 5 VwGO" in [task.acts for task in parts(world).now]


def test_what_is_over_stands_above_what_is_safe_earlier(world, bruecke):
    safe_earlier = by_hand_on(world, date(2026, 11, 26))
    safe_earlier.safe_day = date(2026, 11, 2)
    safe_earlier.save()
    over = by_hand_on(world, date(2026, 11, 25))
    assert rows_of(parts(world).now) == [over, safe_earlier]


def test_the_list_names_act_person_days_and_state(world, bruecke, signed_in):
    making.letter(world)
    page = text(signed_in("jana"), LIST)
    for wanted in ("Klage", "Mariam Habibi", "letzter Tag Mi 02.12.2026", "unbestätigt", "Nachweis anlegen"):
        assert wanted in page


def test_without_deadlines_today_the_list_names_the_next_day(world, bruecke, signed_in):
    confirmed_on(world, date(2026, 12, 3))
    assert "Heute keine Fristen. Die nächste ist am Di 01.12.2026." in text(signed_in("jana"), LIST)


def test_with_no_deadline_at_all_the_list_says_where_they_come_from(signed_in):
    assert "Neue entstehen aus Briefen." in text(signed_in("jana"), LIST)


NAMES = ("Erste", "Zweite", "Dritte", "Vierte")


def on_page(client, number: int) -> str:  # type: ignore[no-untyped-def]
    return text(client, f"{LIST}?seite={number}")


def test_a_long_list_comes_page_by_page_the_most_urgent_first(world, bruecke, signed_in, monkeypatch):
    monkeypatch.setattr("wegbuch.procedures.views.deadlines.PER_PAGE", 2)
    confirmed_on(world, date(2026, 12, 8), act="Dritte")
    by_hand_on(world, date(2027, 2, 2), act="Vierte")
    by_hand_on(world, date(2026, 11, 23), act="Erste")
    by_hand_on(world, date(2026, 12, 4), act="Zweite")
    client = signed_in("jana")
    first, second = on_page(client, 1), on_page(client, 2)
    assert [name in first for name in NAMES] == [True, True, False, False]
    assert [name in second for name in NAMES] == [False, False, True, True]


def test_what_follows_is_counted_and_nothing_due_soon_hides(world, bruecke, signed_in, monkeypatch):
    monkeypatch.setattr("wegbuch.procedures.views.deadlines.PER_PAGE", 1)
    for day in (date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 8), date(2027, 2, 2)):
        by_hand_on(world, day, act=f"Frist {day:%d.%m.}")
    page = on_page(signed_in("jana"), 1).replace("\xa0", " ")
    assert "Es folgen 3 weitere Fristen." in page
    assert "Eine ist heute fällig oder vorbei." in page
    assert "Eine kommt in den nächsten 14 Tagen." in page
    assert "3 sind noch nicht bestätigt." in page
    assert '<span class="wb-count">1 von 2</span>' in page


def test_a_later_page_does_not_say_that_nothing_is_due_today(world, bruecke, signed_in, monkeypatch):
    monkeypatch.setattr("wegbuch.procedures.views.deadlines.PER_PAGE", 1)
    by_hand_on(world, TODAY)
    by_hand_on(world, date(2027, 2, 2))
    assert "Heute keine Fristen" not in on_page(signed_in("jana"), 2)


def test_looks_are_noted_for_the_page_alone(world, bruecke, signed_in, monkeypatch):
    monkeypatch.setattr("wegbuch.procedures.views.deadlines.PER_PAGE", 1)
    rows = [by_hand_on(world, day, responsible=world.thomas) for day in (TODAY, date(2027, 2, 2))]
    signed_in("jana").get(f"{LIST}?wessen=fallteam")
    seen = set(ReadEvent.objects.filter(what="deadline").values_list("object_id", flat=True))
    assert seen == {str(rows[0].pk)}


def test_what_a_colleague_answers_for_is_found_under_the_case_team(world, bruecke):
    CaseAccess(case=world.mariams_case, user=world.thomas, starts_at=clock.now()).save()
    hers = by_hand_on(world, TODAY, responsible=world.thomas)
    assert parts(world).now == []
    assert rows_of(parts(world, "fallteam").now) == [hers]


def test_a_deputy_sees_the_deadlines_of_the_absent_colleague(world, bruecke, signed_in):
    row = by_hand_on(world, TODAY)
    services.name_deputy(absent=world.jana, deputy=world.katja, starts_on=TODAY, ends_on=TODAY, reason="Urlaub")
    assert deadline_page.rows_for(world.katja) == [row]
    assert deadline_page.rows_for(world.katja, "vertretung") == [row]
    assert "In Vertretung" in text(signed_in("katja"), LIST)


def test_looking_at_a_colleagues_deadlines_is_written_down(world, bruecke, signed_in):
    by_hand_on(world, TODAY)
    services.name_deputy(absent=world.jana, deputy=world.katja, starts_on=TODAY, ends_on=TODAY, reason="Urlaub")
    signed_in("katja").get(LIST)
    assert ReadEvent.objects.filter(what="deadline", user=world.katja.pk, subject=world.mariam.pk).count() == 1


def test_today_shows_one_week_and_the_questions_of_colleagues(world, bruecke, signed_in):
    by_hand_on(world, date(2026, 12, 3), act="Diese Woche")
    by_hand_on(world, date(2026, 12, 17), act="Später")
    letter = making.letter(world, user=world.thomas)
    checks.ask(letter, by=world.thomas, asked=world.jana)
    page = text(signed_in("jana"), reverse("procedures:deadlines_today"), HX_Request="true")
    assert "Diese Woche" in page
    assert "Gegenrechnen für Thomas Ihde" in page
    assert "Später" not in page


def test_today_without_script_leads_to_the_list(signed_in):
    assert signed_in("jana").get(reverse("procedures:deadlines_today")).url == LIST


def test_the_page_today_loads_the_panel(signed_in):
    assert reverse("procedures:deadlines_today") in text(signed_in("jana"), reverse("counselling:today"))


def test_the_panel_of_a_case_shows_its_deadlines(world, bruecke, signed_in):
    by_hand_on(world, date(2026, 12, 8))
    address = reverse("procedures:deadlines_of_case", args=[world.mariams_case.pk])
    assert "Unterlagen nachreichen" in text(signed_in("jana"), address, HX_Request="true")


def test_the_page_of_a_case_keeps_what_was_closed(world, bruecke, signed_in):
    row = by_hand_on(world, date(2026, 12, 8))
    row.state, row.closed_at, row.closed_by = "withdrawn", clock.now(), world.jana
    row.save()
    address = reverse("procedures:deadlines_of_case", args=[world.mariams_case.pk])
    assert "nicht mehr nötig" in text(signed_in("jana"), address)


def test_the_page_shows_days_reasons_and_state(world, bruecke, signed_in):
    page = text(signed_in("jana"), reverse("procedures:deadline", args=[making.deadline(world).pk]))
    for wanted in ("02.12.2026", "Warum dieser Tag?", "§ 187 Abs. 1 BGB", "Unbestätigt", "keine Rechtsberatung"):
        assert wanted in page


def test_the_page_names_both_people_who_confirmed(world, bruecke, signed_in):
    row = making.deadline(world)
    checks.answer(
        checks.ask(row.letter, by=world.jana, asked=world.thomas),
        by=world.thomas,
        days={"served_on": date(2026, 11, 25)},
    )
    page = text(signed_in("jana"), reverse("procedures:deadline", args=[row.pk]))
    assert "Bestätigt: Jana Roth" in page
    assert "Thomas Ihde" in page


def test_a_dispute_shows_both_calculations_and_the_way_on(world, bruecke, signed_in):
    row = making.deadline(world)
    checks.answer(
        checks.ask(row.letter, by=world.jana, asked=world.thomas),
        by=world.thomas,
        days={"served_on": date(2026, 11, 24)},
    )
    page = text(signed_in("jana"), reverse("procedures:deadline", args=[row.pk]))
    for wanted in ("Beide Rechnungen", "02.12.2026", "01.12.2026", "Brief berichtigen"):
        assert wanted in page


@pytest.mark.parametrize("who", ["thomas", "olga", "lead", "house"])
def test_strangers_find_no_deadline(world, bruecke, signed_in, who):
    row = by_hand_on(world, TODAY)
    assert signed_in(who).get(reverse("procedures:deadline", args=[row.pk])).status_code == 404


def test_one_click_takes_a_deadline_on(world, bruecke, signed_in):
    row = by_hand_on(world, TODAY)
    signed_in("jana").post(reverse("procedures:deadline_touched", args=[row.pk]))
    row.refresh_from_db()
    assert row.touched_at is not None


def test_giving_a_deadline_on_starts_anew(world, bruecke, signed_in):
    CaseAccess(case=world.mariams_case, user=world.thomas, starts_at=clock.now()).save()
    row = by_hand_on(world, TODAY)
    by_hand.take_on(row)
    address = reverse("procedures:deadline_responsible", args=[row.pk])
    signed_in("jana").post(address, {"responsible": str(world.thomas.pk)})
    row.refresh_from_db()
    assert (row.responsible, row.touched_at) == (world.thomas, None)


def test_nobody_outside_of_the_case_team_answers_for_a_deadline(world, bruecke, signed_in):
    row = by_hand_on(world, TODAY)
    address = reverse("procedures:deadline_responsible", args=[row.pk])
    signed_in("jana").post(address, {"responsible": str(world.katja.pk)})
    row.refresh_from_db()
    assert row.responsible == world.jana


def test_a_deadline_is_entered_by_hand(world, signed_in, bruecke):
    address = reverse("procedures:deadline_new", args=[world.mariams_case.pk])
    sent = {"act": "Unterlagen", "counts_on": "8.12.2026", "responsible": str(world.jana.pk)}
    signed_in("jana").post(address, sent)
    assert Deadline.objects.get().counts_on == date(2026, 12, 8)


def test_a_year_far_away_is_refused_and_nothing_is_lost(world, signed_in, bruecke):
    address = reverse("procedures:deadline_new", args=[world.mariams_case.pk])
    sent = {"act": "Unterlagen", "counts_on": "8.12.2036", "responsible": str(world.jana.pk)}
    page = signed_in("jana").post(address, sent).content.decode()
    assert "drei Jahre" in page
    assert 'value="Unterlagen"' in page


def test_more_deadlines_take_no_more_queries(world, bruecke, signed_in, django_assert_max_num_queries):
    client = signed_in("jana")
    by_hand_on(world, TODAY)
    with django_assert_max_num_queries(100) as few:
        client.get(LIST)
    for number in range(10):
        by_hand_on(world, TODAY + timedelta(days=number))
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


def test_the_side_bar_counts_what_waits(world, bruecke):
    by_hand_on(world, TODAY)
    letter = making.letter(world, user=world.thomas, responsible=world.thomas)
    checks.ask(letter, by=world.thomas, asked=world.jana)
    assert deadline_page.waiting_count(world.jana) == 2


def test_a_deadline_sent_twice_stands_once(bruecke, signed_in):
    jana = signed_in("jana")
    url = reverse("procedures:deadline_new", args=[bruecke.mariams_case.pk])
    typed = {"act": "Unterlagen nachreichen", "counts_on": "01.12.2026", "responsible": str(bruecke.jana.pk)}
    assert jana.post(url, typed).status_code == 302
    again = jana.post(url, typed)
    assert "steht schon da" in again.content.decode()
    assert Deadline.objects.filter(rule="").count() == 1
