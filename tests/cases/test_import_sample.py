"""The sample list of the invented district on its way through the pages."""

from collections import Counter
from datetime import date

import pytest

from tests.cases.list_files import check, import_list, sample, upload
from wegbuch.cases import hits
from wegbuch.cases.models import (
    Case,
    Household,
    ImportBlock,
    ImportPortion,
    ImportRun,
    LanguageSkill,
    Person,
    ResidencePeriod,
)
from wegbuch.cases.services.list_portions import fates_of_list

BEFORE = 4


@pytest.fixture
def jana(bruecke, signed_in):
    return signed_in("jana")


@pytest.fixture
def done(jana):
    return import_list(jana, sample())


def fate_of(run: ImportRun, line: int):
    return next(fate for fate in fates_of_list(run) if fate.line == line)


def imported() -> list[Person]:
    return list(Person.objects.exclude(cases__opened_on=date(2025, 6, 3)))


def test_dry_run_counts_every_line_and_makes_nobody(jana):
    run = check(jana, upload(jana, sample()))
    assert (run.counts, Person.objects.count()) == ({"take": 61, "refused": 2, "there": 1, "skipped": 3}, BEFORE)


def test_sixty_one_people_are_taken_each_with_a_case(done):
    assert (len(imported()), Case.objects.filter(person__in=imported()).count()) == (61, 61)


def test_result_is_said_in_one_line(jana, done):
    page = jana.get(done.get_absolute_url()).content.decode()
    assert "61 übernommen, 1 schon da, 2 nicht übernommen." in page


def test_impossible_day_is_refused_with_its_reason(done):
    (sentence,) = fate_of(done, 22).sentences
    assert sentence == (
        "Zeile 22, Spalte „geb. am“: „31.02.1991“ ist kein Tag. Nicht übernommen. "
        "Der 31. Februar existiert nicht. Beispiel: 28.02.1991"
    )


def test_second_oksana_bondar_stands_already_in_line_nine(done):
    assert (fate_of(done, 72).outcome, fate_of(done, 72).sentences[0]) == (
        "there",
        "Zeile 72: Die Person steht schon in Zeile 9.",
    )


def test_subtotals_and_bare_number_are_skipped_and_named(done):
    skipped = {fate.line: fate.sentences for fate in fates_of_list(done) if fate.outcome == "skipped"}
    assert skipped == {
        26: ["Zeile 26: Das ist eine Summenzeile. Sie ist übersprungen."],
        46: ["Zeile 46: Hier steht nur eine Nummer. Die Zeile ist übersprungen."],
        48: ["Zeile 48: Das ist eine Summenzeile. Sie ist übersprungen."],
    }


def test_sheet_of_departures_is_named_and_left_aside(jana, done):
    assert "Blatt „Abgänge“ (2 Zeilen): nicht übernommen." in jana.get(done.get_absolute_url()).content.decode()


def test_twenty_seven_households_stand_for_twenty_seven_numbers(done):
    assert Household.objects.filter(number__startswith="HB-01").count() == 27


def test_family_of_five_is_one_household(done):
    family = Household.objects.get(number="HB-0104")
    assert (family.members.count(), family.name) == (5, "Kowalenko")


def test_statuses_are_mapped_and_an_open_one_keeps_its_question(done):
    assert Counter(ResidencePeriod.objects.filter(origin="authority").values_list("status", flat=True)) == {
        "S04": 24,
        "S11": 11,
        "S12": 10,
        "S03": 9,
        "S24": 6,
        "S50": 1,
    }
    assert ResidencePeriod.objects.get(status="S50").question == (
        "Welcher Paragraf, Absatz und Satz steht auf der Duldung?"
    )


def test_person_has_all_the_facts_of_her_line(done):
    taras = Person.objects.get(given_name="Taras", birth_date=date(2002, 10, 28))
    housing = taras.housing_periods.get()
    assert [
        (taras.surname, taras.sex, taras.entered_on),
        [row.country for row in taras.nationalities.all()],
        [row.language for row in taras.languages.all()],
        (housing.facility.name, housing.form, housing.room, housing.origin),
        [(row.kind, row.number) for row in taras.file_numbers.all()],
    ] == [
        ("Kowalenko", "m", date(2026, 7, 26)),
        ["UKR"],
        ["ukr", "eng"],
        ("Übergangswohnungen Nord", "transitional_flat", "B21", "authority"),
        [("bamf", "7703993-237")],
    ]


def test_house_that_is_known_is_found_again(bruecke, done):
    assert Person.objects.filter(housing_periods__facility=bruecke.kiefernweg, housing_periods__origin="authority")
    assert bruecke.kiefernweg.__class__.objects.filter(name="GU Am Kiefernweg").count() == 1


def test_forms_of_houses_come_from_their_names(done):
    from wegbuch.cases.models import Facility

    assert dict(Facility.objects.values_list("name", "form")) == {
        "GU Am Kiefernweg": "shared_accommodation",
        "GU Bahnhofstraße": "shared_accommodation",
        "WV Lindenhof": "apartment_cluster",
        "Übergangswohnungen Nord": "transitional_flat",
    }


def test_birth_of_which_only_the_year_is_known_stays_open(done):
    people = Person.objects.filter(birth_date=None, birth_year__in=[1988, 2017])
    assert sorted(people.values_list("given_name", "birth_year")) == [("Berfin", 1988), ("Oksana", 2017)]


def test_worker_who_imports_is_case_team(bruecke, done):
    taras = Case.objects.filter(person__given_name="Taras")
    assert set(Case.objects.visible_to(bruecke.jana).filter(pk__in=taras)) == set(taras)


def test_people_are_found_by_search_at_once(bruecke, done):
    assert [hit.person.given_name for hit in hits.find("Gebremariam", bruecke.jana).hits] == ["Mehret"]


def test_formula_in_a_remark_is_told_and_nowhere_kept(done):
    (sentence,) = fate_of(done, 17).sentences
    assert sentence == "Zeile 17, Spalte „Bemerkung“: In der Zelle steht eine Formel. Der Text ist nicht übernommen."


def test_cells_are_gone_once_the_list_is_taken_over(done):
    assert (done.outline, done.state, ImportBlock.objects.count()) == ("", "done", 0)
    assert not any(portion.holds("readings") for portion in ImportPortion.objects.all())


def test_second_upload_of_the_same_file_says_so(jana, done):
    again = upload(jana, sample())
    assert "Diese Liste wurde am Do 26.11.2026 schon übernommen." in jana.get(again.get_absolute_url()).content.decode()


def test_second_import_adds_nobody(jana, done):
    again = import_list(jana, sample())
    assert (again.counts, len(imported())) == ({"there": 62, "refused": 2, "skipped": 3}, 61)


def test_second_import_adds_no_household_and_no_language(jana, done):
    before = (Household.objects.count(), LanguageSkill.objects.count())
    import_list(jana, sample())
    assert (Household.objects.count(), LanguageSkill.objects.count()) == before


def test_columns_are_remembered(jana, done):
    again = upload(jana, sample())
    assert "Die Spalten stehen wie beim letzten Mal." in jana.get(again.get_absolute_url()).content.decode()
