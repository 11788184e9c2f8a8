"""The panels of the page of a case, asked for in one go: every one keeps its own right and its own look."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access import parts, policy
from wegbuch.access.models import ReadEvent
from wegbuch.access.services import name_deputy
from wegbuch.cases import fact_sources
from wegbuch.cases.services.cases import break_glass
from wegbuch.core import areas, clock
from wegbuch.counselling.models import Contact, Participation
from wegbuch.counselling.services import set_follow_up
from wegbuch.entitlements import navigator_page
from wegbuch.procedures.services import deadlines

HTMX = {"HX-Request": "true"}
TODAY = date(2026, 11, 26)
STRANGERS = ("thomas", "katja", "olga", "lead", "dpo", "settlement", "house", "admin", "coordination")
FAILED = "Dieser Teil lässt sich hier gerade nicht zeigen."


def ask(client, case, name="cases:case_panels", headers=HTMX):
    return client.get(reverse(name, args=[case.pk]), headers=headers)


def panels_of(client, case) -> str:
    return ask(client, case).content.decode()


def names() -> list[str]:
    return [panel.url_name for panel in areas.panels if panel.page == "case"]


def looks() -> Counter:
    return Counter(ReadEvent.objects.values_list("user", "subject", "what", "object_id", "purpose"))


def without_tokens(page: str) -> str:
    """A page without what is new each time."""
    return "".join(line for line in page.split('"') if len(line) != 64)


# ---- what it shows


def test_it_shows_what_every_panel_shows_alone(signed_in, world):
    jana, case = signed_in("jana"), world.mariams_case
    together = without_tokens(panels_of(jana, case))
    alone = {name: ask(jana, case, name) for name in names()}
    shown = [name for name, answer in alone.items() if answer.get("HX-Reswap") != "delete"]
    assert len(shown) > 4
    assert all(without_tokens(alone[name].content.decode().strip()) in together for name in shown)
    assert together.count("<section") == len(shown)


def test_a_panel_with_nothing_to_say_goes_away(signed_in, world):
    jana, case = signed_in("jana"), world.mariams_case
    assert ask(jana, case, "entitlements:scheme_changes").get("HX-Reswap") == "delete"
    assert "Wechsel der Leistung" not in panels_of(jana, case)


def test_without_script_it_leads_back_to_the_page(signed_in, world):
    answer = ask(signed_in("jana"), world.mariams_case, headers={})
    assert (answer.status_code, answer.url) == (302, world.mariams_case.get_absolute_url())
    assert not ReadEvent.objects.exists()


def test_nothing_is_sent_to_it(signed_in, world):
    assert signed_in("jana").post(reverse("cases:case_panels", args=[world.mariams_case.pk])).status_code == 405


# ---- who gets it


@pytest.mark.parametrize("name", STRANGERS)
def test_to_strangers_it_does_not_exist_and_nothing_was_looked_at(name, signed_in, world):
    assert ask(signed_in(name), world.mariams_case).status_code == 404
    assert not ReadEvent.objects.exists()


def test_a_deputy_and_somebody_with_a_reason_get_it(signed_in, world, bruecke):
    name_deputy(absent=world.jana, deputy=world.katja, starts_on=TODAY, ends_on=TODAY, reason="Urlaub")
    break_glass(world.mariams_case, user=world.thomas, reason="Frau Roth ist krank, Frist läuft heute ab.")
    for name in ("katja", "thomas"):
        assert "Keine offenen Fristen" in panels_of(signed_in(name), world.mariams_case)


def test_who_has_opened_it_with_a_reason_may_change_nothing_in_it(signed_in, world, bruecke):
    break_glass(world.mariams_case, user=world.thomas, reason="Frau Roth ist krank, Frist läuft heute ab.")
    assert "Neue Frist" in panels_of(signed_in("jana"), world.mariams_case)
    assert "Neue Frist" not in panels_of(signed_in("thomas"), world.mariams_case)


def test_a_panel_without_its_own_right_is_neither_shown_nor_looked_at(signed_in, world, monkeypatch):
    monkeypatch.setitem(policy.POLICY, "deadline.read", frozenset())
    assert "Fristen" not in panels_of(signed_in("jana"), world.mariams_case)
    assert "deadline.read" not in {event.purpose for event in ReadEvent.objects.all()}
    assert ReadEvent.objects.exists()


def test_the_right_of_the_view_counts_not_only_that_of_its_panel(signed_in, world, monkeypatch):
    monkeypatch.setattr(
        areas, "panels", [areas.Panel(1, "case", "procedures:deadlines_of_case", "case.read", "Fristen")]
    )
    monkeypatch.setitem(policy.POLICY, "deadline.read", frozenset())
    assert "<section" not in panels_of(signed_in("jana"), world.mariams_case)
    assert not ReadEvent.objects.exists()


@pytest.mark.parametrize("name", ["cases:household", "cases:membership", "procedures:deadline"])
def test_a_view_that_asks_for_other_rows_is_no_part(name, signed_in, world, monkeypatch):
    monkeypatch.setattr(areas, "panels", [areas.Panel(1, "case", name, "case.read", "Anderes")])
    with pytest.raises(parts.NotAPart):
        ask(signed_in("jana"), world.mariams_case)
    assert not ReadEvent.objects.exists()


# ---- the read log


def test_the_looks_are_those_of_every_panel_alone(signed_in, world):
    jana, case = signed_in("jana"), world.mariams_case
    for name in names():
        ask(jana, case, name)
    alone = looks()
    panels_of(jana, case)
    assert looks() - alone == alone
    assert len(alone) == len({view.action for view in areas.panels if view.page == "case"})


def test_the_looks_are_one_durable_step(signed_in, world):
    jana, case = signed_in("jana"), world.mariams_case
    panels_of(jana, case)
    with CaptureQueriesContext(connection) as asked:
        panels_of(jana, case)
    assert sum(query["sql"].count("UPDATE access_chainhead") for query in asked) == 1


# ---- one that fails


def test_a_panel_that_fails_says_so_and_leaves_the_others(signed_in, world, monkeypatch, caplog):
    def broken(case, user):
        raise RuntimeError("Mariam Habibi")

    monkeypatch.setattr(navigator_page, "of_case", broken)
    page = panels_of(signed_in("jana"), world.mariams_case)
    assert page.count(FAILED) == 1
    assert FAILED in page.partition('aria-label="Rechte &amp; Türen"')[2].partition("</section>")[0]
    assert f'href="/akte/{world.mariams_case.pk}/rechte/"' in page
    assert "Keine offenen Fristen" in page
    assert "Kontakte" in page
    assert [record.getMessage() for record in caplog.records] == ["a part of a page failed: of_case"]


def test_a_panel_that_failed_was_looked_at_all_the_same(signed_in, world, monkeypatch):
    jana, case = signed_in("jana"), world.mariams_case
    panels_of(jana, case)
    before = looks()
    monkeypatch.setattr(navigator_page, "of_case", lambda case, user: 1 / 0)
    panels_of(jana, case)
    assert looks() - before == before


# ---- what it costs


def test_the_facts_are_read_once_and_nothing_of_the_sealed_side(signed_in, world, monkeypatch):
    asked, known = [], fact_sources.known
    monkeypatch.setattr(fact_sources, "known", lambda people, *more: asked.append(list(people)) or known(people, *more))
    jana = signed_in("jana")
    with CaptureQueriesContext(connection) as queries:
        panels_of(jana, world.mariams_case)
    assert asked == [[world.mariam]]
    assert not any("sealed" in query["sql"] or "protection_" in query["sql"] for query in queries)


def _fill(world, contacts: int, others: int) -> None:
    case, jana = world.mariams_case, world.jana
    rows = Contact.objects.bulk_create(
        Contact(
            team=world.muehlenau, author=jana, held_on=TODAY, entered_at=clock.now(), task_area=1,
            form="conversation", minutes=10, language="deu", channel="none",
        )
        for _number in range(contacts)
    )  # fmt: skip
    Participation.objects.bulk_create(Participation(contact=row, case=case, held_on=TODAY) for row in rows)
    for number in range(others):
        set_follow_up(owner=jana, due_on=TODAY, text="Anruf", case=case)
        day = TODAY + timedelta(days=number)
        deadlines.open_by_hand(user=jana, person=world.mariam, act=f"Schritt {number}", counts_on=day)


def test_a_thousand_rows_take_no_more_queries_than_ten(signed_in, world, bruecke):
    jana, case = signed_in("jana"), world.mariams_case
    counts = []
    for contacts, others in ((10, 3), (990, 60)):
        _fill(world, contacts, others)
        panels_of(jana, case)
        with CaptureQueriesContext(connection) as asked:
            panels_of(jana, case)
        counts.append(len(asked))
    assert counts[0] == counts[1]
