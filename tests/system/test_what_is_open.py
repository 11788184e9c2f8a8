"""What is open to people, from when and why: Selam, family B., a family with three statuses, a stranger."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.entitlements import making_arrival, making_facts, making_navigator
from wegbuch.cases.models import Case
from wegbuch.cases.services import households, people
from wegbuch.core import tenant

from .hand import Hand, words

TO_DOORS, TO_ANSWER, TO_TICK = 2, 3, 1
NOTICE = "Nachzug zu Geschützten: erleichtert in drei Monaten"
PAPER = "Blauer Reiseausweis für Geflüchtete"
MIDWIFE = "Hebamme suchen"
QUESTION = "Eine Frage klärt am meisten"
PAPER_ASKED = "Welches Aufenthaltspapier haben Sie, und welcher Paragraf steht darin?"
REASON = "Geburt und Unterkunft gemeinsam planen."


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=1, exact=True)


def panel(page: Page, name: str) -> Locator:
    """The panel with this heading."""
    return page.locator("section.wb-panel").filter(has=page.get_by_role("heading", name=name, exact=True))


def door(page: Page, name: str) -> Locator:
    """The row of a rule on the page of a household or a person."""
    return page.locator(".wb-rows > li").filter(has=page.get_by_role("link", name=name, exact=True))


# Selam T.: recognised finally on 30.09.2026; her husband is in Addis Abeba, her son turns 18 on 14.02.2027.


@pytest.fixture
def selam(town) -> SimpleNamespace:
    with tenant.acting_for(town.bruecke.pk):
        case = making_facts.selam(town)
        feven = making_facts.admit(town, "Feven", birth_date=date(2014, 5, 3))
        home = households.found_household(name="T.", number="HB-0510")
        for each, relation in ((case, "parent"), (feven, "child")):
            households.join(home, each.person, since=date(2026, 10, 1), relation=relation)
    return SimpleNamespace(case=case, home=home)


def test_her_household_says_until_when_the_notice_is_due(visit, selam):
    page = visit("jana", f"/haushalt/{selam.home.pk}/rechte/")
    note = page.locator(".wb-note--danger")
    for sentence in (NOTICE, "Dawit", "Yonas", "sicher bis Mo 28.12.2026", "letzter Tag Mi 30.12.2026"):
        expect(note).to_contain_text(sentence)
    row = door(page, NOTICE)
    expect(row.locator(".wb-days")).to_contain_text("32")
    expect(row.locator(".wb-badge--danger")).to_have_text("sicher bis 28.12.2026")
    assert "Information, keine Rechtsberatung." in words(page)


def test_the_tab_of_the_family_draws_the_closing_door_and_names_the_birthday(visit, selam):
    hand = Hand(visit("jana", f"/akte/{selam.case.pk}/rechte/"))
    hand.follow("Familie")
    tabs = hand.page.get_by_role("navigation", name="Perspektiven").get_by_role("link")
    names = "Bleiben", "Familie", "Weiterwandern", "Rückkehr, nur auf Wunsch der Person"
    assert [" ".join(each.split()) for each in tabs.all_text_contents()][-4:] == list(names)
    expect(hand.page.locator("[aria-current=page]", has_text="Familie")).to_be_visible()
    row = hand.page.locator(".wb-doors tr").filter(has=hand.page.get_by_role("link", name=NOTICE))
    expect(row.locator("svg .closing").first).to_be_visible()
    for sentence in ("sicher bis 28.12.2026", "noch 32 Tage", "letzter Tag 30.12.2026", "Dawit", "Yonas"):
        expect(row).to_contain_text(sentence)
    expect(hand.page.locator(".wb-soon")).to_contain_text(re.compile("14.02.2027 wird Yonas.* 18"))
    assert not re.search(r"%|wahrscheinlich|Chance|Aussicht", words(hand.page))
    hand.follow("Was jetzt nötig ist")
    expect(heading(hand.page, NOTICE)).to_be_visible()
    expect(hand.page.locator("main")).to_contain_text("Dawit")


def test_what_she_takes_home_is_one_sheet(visit, selam):
    hand = Hand(visit("jana", f"/akte/{selam.case.pk}/perspektive/"))
    hand.choose("für die Person selbst")
    hand.send("Blatt zeigen")
    expect(heading(hand.page, "Ihr Zeitband")).to_be_visible()
    for sentence in ("für die Person selbst", "letzter Tag 30.12.2026", "Yonas wird am 14.02.2027 18 Jahre alt."):
        assert sentence in words(hand.page)
    sheet = hand.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert hand.clicks <= TO_DOORS


def test_the_doors_of_a_person_are_two_clicks_from_today_and_one_from_her_file(visit, selam):
    hand = Hand(visit("jana", "/heute/"))
    hand.click(hand.page.get_by_role("link", name="Rechte & Türen").first)
    hand.follow("Selam T.")
    expect(hand.page.locator(".wb-note--danger")).to_contain_text("30.12.2026")
    assert hand.clicks <= TO_DOORS
    hand.page.goto(f"/akte/{selam.case.pk}/")
    hand.clicks = 0
    hand.follow("Alle Türen")
    expect(hand.page.locator(".wb-note--danger")).to_contain_text("30.12.2026")
    assert hand.clicks < TO_DOORS


def test_an_application_goes_from_the_door_to_the_deadline_against_the_refusal(visit, selam):
    hand = Hand(visit("jana", f"/akte/{selam.case.pk}/rechte/"))
    row = door(hand.page, PAPER)
    hand.click(row.locator("summary"))
    hand.follow("Antrag beginnen", row)
    hand.send("Vormerken")
    expect(heading(hand.page, PAPER)).to_be_visible()
    papers = panel(hand.page, "Unterlagen")
    missing = papers.get_by_role("checkbox", checked=False)
    before = missing.count()
    with hand.page.expect_navigation():
        missing.first.click()
    expect(missing).to_have_count(before - 1)
    file(hand, proof="Eingangsstempel vom 26.11.")
    refuse(hand)
    note = hand.page.locator(".wb-note--danger")
    expect(note).to_contain_text("Gegen diese Entscheidung läuft vermutlich eine Frist.")
    hand.follow("Bescheid mit Frist erfassen", note)
    assert re.search(f"/akte/{selam.case.pk}/brief/", hand.page.url)


def file(hand: Hand, *, proof: str) -> None:
    hand.follow("Antrag ist gestellt")
    hand.page.get_by_label("Nachweis", exact=True).fill(proof)
    hand.send("Als gestellt eintragen")
    expect(panel(hand.page, "Angaben")).to_contain_text(proof)


def refuse(hand: Hand) -> None:
    hand.follow("Entscheidung eintragen")
    hand.choose("abgelehnt")
    hand.send("Entscheidung eintragen")
    expect(hand.page.locator(".wb-way .is-now")).to_contain_text("abgelehnt")


# Family B.: father, mother in the 30th week, a boy of 7, a girl of 3; assigned on 23.11.2026 to Wohnverbund 2.


@pytest.fixture
def barzani(town) -> SimpleNamespace:
    with tenant.acting_for(town.bruecke.pk):
        return making_arrival.family(town)


def lists(page: Page) -> dict[str, Locator]:
    """The list of each member by the given name."""
    found = page.locator("main section.wb-panel").filter(has=page.locator("h2 a"))
    return {each.locator("h2").inner_text().split()[0]: each for each in found.all()}


def test_each_of_family_b_has_a_list_of_her_own(visit, barzani):
    hand = Hand(visit("jana", f"/akte/{barzani.father.pk}/"))
    hand.follow("Liste öffnen")
    hand.follow("Alle im Haushalt")
    found = lists(hand.page)
    kinds = {name: each.locator(".wb-badge").first.inner_text() for name, each in found.items()}
    assert kinds == {"Azad": "Erwachsene:r", "Rojin": "Erwachsene:r", "Dilan": "Schulkind", "Naze": "Kita-Kind"}
    for step, whose in (("Schulplatz anmelden", "Dilan"), ("Kita-Platz anmelden", "Naze")):
        assert [name for name, each in found.items() if step in each.inner_text()] == [whose]
    assert hand.clicks <= TO_DOORS


def test_a_step_is_ticked_with_one_click(visit, barzani):
    hand = Hand(visit("jana", f"/haushalt/{barzani.household.pk}/ankommen/"))
    step = hand.page.locator("ol > li", has_text="Schulplatz anmelden")
    hand.leave(step.get_by_role("button"))
    expect(lists(hand.page)["Dilan"]).to_contain_text("1 erledigt")
    expect(step).to_have_count(0)
    assert hand.clicks == TO_TICK


def test_the_midwife_stands_only_behind_the_mothers_seal(visit, barzani):
    hand = Hand(visit("jana", f"/akte/{barzani.mother.pk}/rechte-geschuetzt/"))
    hand.follow("Etwas eintragen, ohne zu öffnen")
    hand.choose("Ja", hand.page.get_by_role("group", name="schwanger"))
    hand.send("Eintragen und versiegeln")
    assert MIDWIFE not in words(hand.page)
    unseal(hand)
    assert MIDWIFE in words(hand.page)
    hand.page.goto(f"/akte/{barzani.father.pk}/rechte-geschuetzt/")
    unseal(hand)
    assert MIDWIFE not in words(hand.page)
    for open_page in (f"/haushalt/{barzani.household.pk}/ankommen/", f"/akte/{barzani.mother.pk}/ankommen/"):
        hand.page.goto(open_page)
        assert not re.search("Hebamme|hwanger", words(hand.page))


def unseal(hand: Hand) -> None:
    """Without a reason nothing opens."""
    hand.send("Einmal öffnen")
    expect(hand.page.locator("main [aria-invalid=true]")).to_be_visible()
    hand.page.get_by_label("Warum jetzt?").fill(REASON)
    hand.send("Einmal öffnen")
    expect(hand.page.get_by_role("heading", name="Was eingetragen ist")).to_be_visible()


def test_the_doors_of_family_b_say_for_whom_they_are(visit, barzani):
    page = visit("jana", f"/haushalt/{barzani.household.pk}/rechte/", width=390)
    for name in ("Azad Barzani, 36", "Rojin Barzani, 32", "Dilan Barzani, 7", "Naze Barzani, 3"):
        assert f"{name} · Aufenthaltsgestattung" in words(page)
    expect(door(page, "Leistungen nach dem Asylbewerberleistungsgesetz")).to_contain_text("für alle")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


# A family of five with three statuses.


@pytest.fixture
def rahimi(town) -> SimpleNamespace:
    with tenant.acting_for(town.bruecke.pk):
        return making_navigator.family(town)


def test_five_people_with_three_statuses_stay_apart(visit, rahimi):
    page = visit("jana", f"/haushalt/{rahimi.home.pk}/rechte/")
    for sentence in (
        "Karim Rahimi, 40 · Duldung nach § 60a",
        "Laila Rahimi, 37 · Aufenthaltsgestattung",
        "Parwana Rahimi, 15 · Aufenthaltserlaubnis § 25 Abs. 2",
    ):
        assert sentence in words(page)
    expect(door(page, PAPER)).to_contain_text("für Omid Rahimi und Parwana Rahimi")
    expect(door(page, "Beratungshilfe")).to_contain_text("für alle")
    rows = [each.locator(".wb-rows").first.locator(":scope > li").count() for each in topics(page)]
    assert max(rows) <= 4


def topics(page: Page) -> list[Locator]:
    return page.locator("main section[aria-labelledby^='thema-']").all()


def test_a_tab_leads_to_what_is_open_to_one_of_the_five(visit, rahimi):
    hand = Hand(visit("jana", f"/haushalt/{rahimi.home.pk}/rechte/"))
    tabs = hand.page.get_by_role("navigation", name="Personen im Haushalt").get_by_role("link")
    first = [each.split()[0] for each in tabs.all_inner_texts()]
    assert first == ["Alle", "Karim", "Laila", "Omid", "Parwana", "Nadia"]
    with hand.page.expect_navigation():
        tabs.filter(has_text="Karim").click()
    expect(tabs.filter(has_text="Karim")).to_have_attribute("aria-current", "page")
    expect(door(hand.page, "Kein Integrationskurs mit einfacher Duldung")).to_have_count(1)
    expect(door(hand.page, PAPER)).to_have_count(0)


# Little is known, or what is known does not fit together.


@pytest.fixture
def stranger(town) -> Case:
    """Somebody of whom only the name and the year of birth are known."""
    place = {"team": town.muehlenau, "form": "housing_based_msa", "opened_on": date(2026, 11, 20)}
    with tenant.acting_for(town.bruecke.pk):
        return people.take_in(user=town.jana, given_name="Idris", surname="Noor", birth_year=1994, **place)


def test_of_a_stranger_the_page_asks_and_claims_nothing(visit, stranger):
    page = visit("jana", f"/akte/{stranger.pk}/rechte/")
    assert "Status nicht bekannt" in words(page)
    expect(panel(page, QUESTION)).to_be_visible()
    expect(panel(page, "Noch unklar")).to_contain_text("Hier fehlen Angaben. Das heißt nicht Nein.")
    expect(page.locator("main :is(.wb-badge, .wb-days)")).to_have_count(0)
    assert not re.search("€|voraussichtlich offen|abgelehnt|eingeschränkt", words(page))


def test_a_question_is_answered_from_the_page_and_leads_back_to_it(visit, stranger):
    hand = Hand(visit("jana", f"/akte/{stranger.pk}/rechte/"))
    asked = panel(hand.page, QUESTION)
    expect(asked).to_contain_text(PAPER_ASKED)
    hand.follow("Antwort eintragen", asked)
    hand.pick(PAPER_ASKED, "Aufenthaltsgestattung")
    hand.send("Speichern")
    expect(heading(hand.page, "Rechte und Türen")).to_be_visible()
    assert "Idris Noor, 32 · Aufenthaltsgestattung" in words(hand.page)
    expect(door(hand.page, "Bescheinigung über die Aufenthaltsgestattung")).to_be_visible()
    assert hand.clicks <= TO_ANSWER
    before, hand.clicks = asked.locator("b").inner_text(), 0
    hand.send("Ja", asked)
    expect(asked.locator("b")).not_to_have_text(before)
    assert hand.clicks == 1


def test_facts_that_do_not_fit_get_a_sentence(visit, stranger, town):
    with tenant.acting_for(town.bruecke.pk):
        for fact, value in (("entry_date", date(2026, 5, 4)), ("asylum_made_on", date(2026, 3, 2))):
            making_facts.say(town, stranger.person, fact, value)
    hand = Hand(visit("jana", f"/akte/{stranger.pk}/rechte/"))
    note = hand.page.locator(".wb-note--warn")
    expect(note).to_contain_text("Das Asylgesuch liegt vor der Einreise.")
    hand.follow("Angaben ansehen", note)
    expect(hand.page.locator(".wb-note--warn")).to_contain_text("Das passt nicht zusammen.")
