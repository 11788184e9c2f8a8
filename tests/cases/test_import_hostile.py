"""Files that want to do harm, clicks that come twice, and failures half-way."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cases.list_files import check, import_list, sample, take, text_list, upload
from wegbuch.access.models import AuditEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases import apart
from wegbuch.cases.lists import __main__ as child
from wegbuch.cases.lists import read_file
from wegbuch.cases.lists.stored import pack, unpack
from wegbuch.cases.models import Case, Household, ImportPortion, ImportRun, Person, ResidencePeriod
from wegbuch.cases.services import list_reading, list_taking, lists
from wegbuch.core import clock

BEFORE = 4


@pytest.fixture
def jana(bruecke, signed_in):
    return signed_in("jana")


def refusal(client, content: bytes, name: str) -> str:
    answer = client.post(reverse("cases:lists"), {"file": SimpleUploadedFile(name, content)})
    return " ".join(answer.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "liste.xlsx", "Die Datei ist leer."),
        (b"\0" * 4000, "liste.csv", "Die Datei ist leer."),
        (b"PK\x03\x04 anything", "liste.xlsm", "Makros"),
        (b"%PDF-1.7", "liste.csv", "keine Liste"),
        (b"nur ein Satz\n", "liste.csv", "Überschriften"),
    ],
)
def test_what_is_no_list_is_refused_at_the_field(jana, content, name, says):
    assert says in refusal(jana, content, name)


def test_file_over_forty_megabytes_is_refused(jana):
    assert "mehr als 40 MB" in refusal(jana, b"x" * 40_000_001, "liste.csv")


def test_no_file_at_all_is_asked_for(jana):
    answer = jana.post(reverse("cases:lists"), {})
    assert answer.context["form"].errors == {"file": ["Bitte wählen Sie eine Datei."]}


def test_refused_file_leaves_no_run(jana):
    refusal(jana, b"", "liste.xlsx")
    assert not ImportRun.objects.exists()


def test_archive_that_unpacks_to_gigabytes_is_refused(jana):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>" + b" " * 300_000_000)
    assert "zu groß" in refusal(jana, stream.getvalue(), "liste.xlsx")


def test_file_that_eats_all_memory_ends_the_child_and_gets_a_sentence(jana, monkeypatch, tmp_path):
    package = tmp_path / "wegbuch" / "cases" / "lists"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    (package / "__main__.py").write_text(
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**8, 10**8))\nb'x' * 10**9\n"
    )
    monkeypatch.setattr(apart, "SOURCE", tmp_path)
    assert "zu viel Zeit oder Speicher" in refusal(jana, b"Name;Vorname\nHaddad;Dima\n", "liste.csv")


def test_file_that_takes_too_long_ends_the_child_and_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(list_reading, "SECONDS", 0.001)
    with pytest.raises(NotPossible, match="zu viel Zeit"):
        list_reading.read_apart(b"Name;Vorname\nHaddad;Dima\n", "liste.csv", max_rows=9)


def test_child_may_use_little_memory_and_little_time():
    assert (child.MEMORY, child.SECONDS) == (1_000_000_000, 90)


def test_file_name_with_line_breaks_reaches_the_child_whole():
    told = list_reading.read_apart(b"Name;Vorname\nHaddad;Dima\n", "li\nste.csv", max_rows=9)
    assert unpack(told).sheets[0].name == "li ste"


def test_kept_workbook_is_the_one_that_was_read():
    book = openpyxl.Workbook()
    book.active.append(["Name", "Vorname", "geb. am", "Betrag", "ja"])
    book.active.append(["Haddad", "Dima", clock.today(), 3.5, True])
    stream = io.BytesIO()
    book.save(stream)
    workbook = read_file(stream.getvalue(), "liste.xlsx")
    assert unpack(pack(workbook)) == workbook


def test_formula_becomes_no_name(jana):
    run = import_list(jana, text_list('1;=CMD("x");Dima;w;05.06.1989;;;;;;'))
    assert [(person.surname, person.given_name) for person in Person.objects.filter(given_name="Dima")] == [
        ("", "Dima")
    ]
    assert run.counts == {"take": 1}


def test_control_signs_and_a_cell_of_a_million_letters_come_in_cut(jana):
    import_list(jana, text_list(f"1;Had\x07dad;Dima;w;05.06.1989;;;;;;{'x' * 1_000_000}"))
    assert Person.objects.get(given_name="Dima").surname == "Haddad"


def test_name_as_markup_is_shown_as_text(jana):
    run = check(jana, upload(jana, text_list("1;<script>alert(1)</script>;Dima;w;05.06.1989;;;;;;")))
    assert "<script>alert" not in jana.get(run.get_absolute_url()).content.decode()


def test_report_for_a_spreadsheet_holds_no_formula(jana):
    run = check(jana, upload(jana, text_list("1;Haddad;@SUM(A1);w;05.06.1989;;;;;;")))
    table = jana.get(reverse("cases:list_report", args=[run.pk])).content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("2;übernehmen;'@Sum(A1) Haddad;")


def test_status_nobody_knows_becomes_s99_with_the_words_of_the_list(jana):
    import_list(jana, text_list("1;Haddad;Dima;w;05.06.1989;;;Blaue Sonderkarte;;;"))
    period = ResidencePeriod.objects.get(person__given_name="Dima")
    assert (period.status, period.question) == (
        "S99",
        "In der Liste steht „Blaue Sonderkarte“. Welcher Status steht im Papier? Bitte Paragraf und Absatz ablesen.",
    )


def test_second_click_makes_nothing_twice(jana):
    run = check(jana, upload(jana, sample()))
    take(jana, run)
    answer = jana.post(reverse("cases:list_take", args=[run.pk]), follow=True)
    assert "Diese Liste ist schon übernommen." in answer.content.decode()
    assert Person.objects.count() == BEFORE + 61


def test_list_that_was_not_checked_is_not_taken(jana):
    take(jana, upload(jana, sample()))
    assert Person.objects.count() == BEFORE


def test_failure_in_the_middle_leaves_nothing(jana, monkeypatch):
    run = check(jana, upload(jana, sample()))
    events = AuditEvent.objects.count()

    def fail(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(list_taking, "_write_households", fail)
    with pytest.raises(RuntimeError):
        jana.post(reverse("cases:list_take", args=[run.pk]))
    run = ImportRun.objects.get(pk=run.pk)
    assert (Person.objects.count(), Case.objects.count(), Household.objects.count(), run.state) == (4, 4, 1, "checked")
    assert AuditEvent.objects.count() == events


def test_long_report_stands_on_one_page_for_paper(jana):
    run = import_list(jana, text_list(*(f"{n};Saleh;Kind {n};m;01.02.{1900 + n};;;;;;" for n in range(1, 122))))
    pages = [jana.get(run.get_absolute_url() + query).context["page"].paginator.num_pages for query in ("", "?alle=1")]
    assert pages == [2, 1]


def test_every_record_of_a_list_is_in_the_audit_log(jana):
    before = AuditEvent.objects.filter(model="cases.person", action="created").count()
    import_list(jana, sample())
    assert AuditEvent.objects.filter(model="cases.person", action="created").count() == before + 61


def test_lines_are_forgotten_after_their_time_and_counts_stay(jana, bruecke):
    run = import_list(jana, sample())
    assert lists.forget_cells(clock.now() + timedelta(seconds=1)) == 1
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.notes, run.counts["take"], run.state) == ("", 61, "done")
    assert not ImportPortion.objects.exists()


def test_younger_lists_are_not_forgotten(jana, bruecke):
    import_list(jana, sample())
    assert lists.forget_cells(clock.now() - timedelta(days=7)) == 0


def test_page_of_a_forgotten_report_still_shows_the_counts(jana, bruecke):
    run = import_list(jana, sample())
    lists.forget_cells(clock.now() + timedelta(seconds=1))
    page = jana.get(run.get_absolute_url()).content.decode()
    assert ("61 übernommen" in page, "Der Bericht ist gelöscht." in page) == (True, True)


@pytest.mark.parametrize("page", ["list_choose", "list_take"])
def test_line_with_a_number_of_thousands_of_digits_is_no_line(jana, page):
    run = check(jana, upload(jana, text_list("1;Haddad;Dima;w;05.06.1989;;;;;;")))
    sent = f"line_{'1' * 5000}=new&line_=new&line_²=new"
    answer = jana.post(reverse(f"cases:{page}", args=[run.pk]), sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
