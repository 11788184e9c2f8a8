"""The main job on real input: a list goes through the browser, its faults are explained, its people are met."""

from pathlib import Path

from wegbuch.cases.models import Person
from wegbuch.core import tenant
from wegbuch.counselling.models import Contact

LIST = Path("tests/data/lists/zuweisungsliste.xlsx")
FAULTS = (
    "Der 31. Februar existiert nicht.",
    "Zeile 55, Spalte „geb. am“: „01.05.2027“ liegt in der Zukunft. Nicht übernommen.",
    "Zeile 26: Das ist eine Summenzeile. Sie ist übersprungen.",
    "steht schon in Zeile 9",
    "Abgänge",
)


def take_over(page) -> None:
    page.goto("/listen/")
    page.locator("input[type=file]").set_input_files(LIST)
    with page.expect_navigation():
        page.get_by_role("button", name="Liste lesen").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Prüfen").click()


def test_the_list_is_explained_taken_over_and_its_people_get_contacts(visit, town):
    page = visit("jana")
    take_over(page)
    report = page.locator("main").inner_text()
    assert [fault for fault in FAULTS if fault not in report] == []
    with page.expect_navigation():
        page.get_by_role("button", name="Übernehmen").click()
    assert "61 übernommen" in page.locator("main").inner_text()
    with tenant.acting_for(town.bruecke.pk):
        assert Person.objects.filter(surname="Kowalenko").count() == 9
        before = Contact.objects.count()

    page.get_by_role("search").get_by_role("searchbox").fill("Mbarga Aicha")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="intragen").first.click()
    page.locator("label", has_text="Wohnen").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Eintragen", exact=True).click()
    with tenant.acting_for(town.bruecke.pk):
        assert Contact.objects.count() == before + 1


def test_a_second_import_adds_nobody(visit, town):
    page = visit("jana")
    take_over(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Übernehmen").click()
    with tenant.acting_for(town.bruecke.pk):
        before = Person.objects.count()
    take_over(page)
    assert "0 werden übernommen" in page.locator("main").inner_text() or "schon da" in page.locator("main").inner_text()
    with tenant.acting_for(town.bruecke.pk):
        assert Person.objects.count() == before
