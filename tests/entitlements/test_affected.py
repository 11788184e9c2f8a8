"""Who is affected: the work list of a day on which the law changes, and of a new book."""

from datetime import date

import pytest
from django.urls import reverse

from tests.lawbook.entitlements.change_calendar import CHANGES, SEALED
from wegbuch.access.models import ReadEvent
from wegbuch.access.services import NotPossible, name_deputy
from wegbuch.cases.services.cases import close_case
from wegbuch.core import tenant
from wegbuch.entitlements import affected_page, impact
from wegbuch.entitlements.models import KeptBook, SeenChange
from wegbuch.entitlements.services import affected

from .making_affected import AFTER_SUSPENSION, REFUGEE, SUBSIDIARY, husband, keep_book, rules_of, take_in, tell, without

PAGE = "/rechte/betroffen/"
SUSPENDED, RESUMES = "reunification_subsidiary_suspended", "reunification_subsidiary_resumes"
KEY = f"day:{AFTER_SUSPENSION}"


@pytest.fixture
def asked(signed_in):
    """The work list as a persona sees it: `asked("jana", tag="2027-07-24")`."""
    return lambda name, **query: signed_in(name).get(PAGE, query)


@pytest.fixture
def selam(bruecke):
    """Subsidiary protection, her husband abroad."""
    case = take_in(bruecke, "Selam", status=SUBSIDIARY)
    husband(case, bruecke.jana)
    return case


@pytest.fixture
def almaz(bruecke):
    """A recognised refugee, her husband abroad."""
    case = take_in(bruecke, "Almaz", status=REFUGEE)
    husband(case, bruecke.jana)
    return case


def rows_of(answer) -> list[tuple[str, str]]:
    """Given name and rule of every row on the page."""
    return [(each.case.person.given_name, row.rule.id) for each in answer.context["page"] for row in each.rows]


def note(client, case, **fields):
    data = {"change": KEY, "rule": RESUMES, "topic": "", "kind": "answer", "note": "", **fields}
    return client.post(reverse("entitlements:affected_seen", args=[case.pk]), data)


def test_when_the_suspension_ends_only_those_with_subsidiary_protection_are_named(asked, selam, almaz):
    found = asked("jana", tag=AFTER_SUSPENSION)
    assert sorted(rows_of(found)) == [("Selam", RESUMES), ("Selam", SUSPENDED)]


def test_the_row_says_the_old_and_the_new_answer_and_why(asked, selam):
    page = asked("jana", tag=AFTER_SUSPENSION).content.decode()
    for words in ("eingeschränkt", "nach Ermessen", "Die Regel gilt ab 24.07.2027.", "Die Regel gilt bis 23.07.2027."):
        assert words in page
    assert "Rechtsänderung: Aussetzung des Nachzugs zu subsidiär Geschützten endet" in page


def test_a_book_with_the_suspension_closes_the_door_of_subsidiary_protection_only(asked, selam, almaz):
    kept = keep_book(without("family_reunification", SUSPENDED))
    found = asked("jana", seit=kept.pk[:8])
    assert rows_of(found) == [("Selam", SUSPENDED)]
    assert "Die Regel ist neu." in found.content.decode()


def test_a_changed_condition_is_named_as_the_reason(asked, bruecke):
    def change(content):
        (rule,) = (raw for raw in rules_of(content, "asylum") if raw["id"] == "gestattung_document_claim")
        rule["condition"] = "status == 'duldung_60a'"

    take_in(bruecke, "Hanna", status="gestattung")
    found = asked("jana", seit=keep_book(change).pk[:8])
    assert ("Hanna", "gestattung_document_claim") in rows_of(found)
    assert "In der Regel hat sich geändert: Bedingung." in found.content.decode()


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_each_day_of_the_calendar_names_the_person_it_fits(asked, bruecke, change):
    facts = dict(change.facts)
    abroad = {name: facts.pop(name) for name in ("relation", "visa_pickup_invited") if name in facts}
    status = facts.pop("sponsor_status", None)
    case = take_in(bruecke, "Rahel", **facts, **({"status": status} if status else {}))
    if abroad:
        tell(case, bruecke.jana, {}, husband(case, bruecke.jana, **abroad))
    found = asked("jana", tag=change.day.isoformat())
    assert ("Rahel", change.rule) in rows_of(found)


def test_a_rule_of_level_3_is_not_even_counted(bruecke):
    take_in(bruecke, "Rahel", **{name: value for name, value in SEALED.facts.items() if name != "criminal_exclusion"})
    turns = impact.of_days(impact.files_of(bruecke.jana, SEALED.day), SEALED.eve, SEALED.day)
    assert [turn.rule.id for turn in turns if turn.rule.level == 3] == []


def test_a_rule_sealed_in_one_of_two_books_never_comes_onto_the_list(asked, bruecke):
    def change(content):
        (rule,) = (raw for raw in rules_of(content, "asylum") if raw["id"] == "gestattung_document_claim")
        rule |= {"level": 3, "condition": "status == 'duldung_60a'"}

    take_in(bruecke, "Hanna", status="gestattung")
    assert rows_of(asked("jana", seit=keep_book(change).pk[:8])) == []


def test_without_a_day_the_page_shows_the_change_that_comes_next(asked, selam):
    assert asked("jana").context["comparison"].key == "day:2026-12-05"


def test_amounts_have_a_group_of_their_own(asked, bruecke):
    take_in(bruecke, "Rahel", has_child_in_household=True, status=REFUGEE)
    found = asked("jana", tag="2026-01-01")
    assert [(each.kind, row.rule.id) for each in found.context["page"] for row in each.rows] == [
        ("amount", "child_benefit")
    ]
    assert "255,00 €" in found.content.decode()
    assert "259,00 €" in found.content.decode()


def test_what_is_unknown_before_and_after_is_only_counted(asked, bruecke):
    case = take_in(bruecke, "Rahel")
    found = asked("jana", tag="2026-06-12")
    assert "Rahel" not in [name for name, _rule in rows_of(found)]
    assert case.pk in [row.pk for row, _count in found.context["list"].unclear]


def test_a_topic_narrows_the_list(asked, bruecke):
    take_in(bruecke, "Rahel", status="gestattung", accelerated_procedure=True)
    assert ("Rahel", "work_asylum_accelerated_barred") in rows_of(asked("jana", tag="2026-06-12", thema="work"))
    assert rows_of(asked("jana", tag="2026-06-12", thema="housing")) == []


def test_the_way_back_is_no_topic_to_choose(asked, selam):
    assert 'value="return"' not in asked("jana").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"), [("31.02.", "Der 31. Februar existiert nicht"), ("bald", "nicht als Tag lesen")]
)
def test_a_day_that_does_not_exist_is_said_in_a_sentence_and_stays_in_the_field(asked, selam, typed, said):
    page = asked("jana", tag=typed).content.decode()
    assert said in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_a_day_at_the_edge_of_what_may_be_typed_is_answered(asked, selam, day):
    assert asked("jana", tag=day).status_code == 200


def test_an_older_book_that_is_not_kept_leads_back_with_a_sentence(signed_in, selam):
    found = signed_in("jana").get(PAGE, {"seit": "0" * 8}, follow=True)
    assert "Dieses ältere Regelbuch gibt es hier nicht mehr." in found.content.decode()


def test_an_older_book_that_cannot_be_read_is_said_in_a_sentence(asked, selam):
    KeptBook.objects.create(fingerprint="f" * 64, kept_at="2026-01-01T00:00Z", content=b"")
    found = asked("jana", seit="f" * 8)
    assert "lässt sich nicht mehr lesen" in found.content.decode()


def test_a_stranger_sees_nothing_of_the_files_of_others(asked, selam):
    page = asked("katja", tag=AFTER_SUSPENSION)
    assert rows_of(page) == []
    assert "Okba" not in page.content.decode()


@pytest.mark.parametrize("name", ["lead", "settlement", "dpo", "house"])
def test_who_does_no_casework_finds_no_page(asked, selam, name):
    assert asked(name, tag=AFTER_SUSPENSION).status_code == 404


def test_who_stands_in_sees_the_files_and_the_look_is_noted(asked, selam, bruecke):
    name_deputy(
        absent=bruecke.jana, deputy=bruecke.thomas, starts_on=bruecke.today, ends_on=bruecke.today, reason="Urlaub"
    )
    assert rows_of(asked("thomas", tag=AFTER_SUSPENSION)) != []
    looks = ReadEvent.objects.filter(object_id=str(selam.pk))
    assert looks.exists()


def test_a_closed_file_is_not_listed(asked, selam):
    close_case(selam, closed_on=date(2026, 11, 1), reason="moved", version=selam.version)
    assert rows_of(asked("jana", tag=AFTER_SUSPENSION)) == []


def test_seen_is_noted_with_the_note_and_counted(signed_in, selam):
    client = signed_in("jana")
    note(client, selam, note="Mit der Familie besprochen.")
    page = client.get(PAGE, {"tag": AFTER_SUSPENSION})
    assert (page.context["list"].seen_count, page.context["list"].waiting_count) == (1, 1)
    assert "Mit der Familie besprochen." in page.content.decode()


def test_all_changes_of_a_file_can_be_seen_at_once(signed_in, selam):
    answer = note(signed_in("jana"), selam, rule="")
    assert answer.status_code == 302
    assert sorted(SeenChange.objects.values_list("rule", flat=True)) == [RESUMES, SUSPENDED]


def test_what_nobody_has_seen_stands_first(signed_in, bruecke, selam):
    other = take_in(bruecke, "Zewdi", status=SUBSIDIARY)
    husband(other, bruecke.jana)
    client = signed_in("jana")
    note(client, selam, rule="")
    page = client.get(PAGE, {"tag": AFTER_SUSPENSION}).context["page"]
    assert [each.case.person.given_name for each in page] == ["Zewdi", "Selam"]


def test_seen_in_two_tabs_is_one_mark_and_the_note_stays(signed_in, selam):
    client = signed_in("jana")
    note(client, selam, note="Brief an IOM")
    note(client, selam)
    assert [row.note for row in SeenChange.objects.all()] == ["Brief an IOM"]


def test_each_of_the_team_has_an_own_note_and_sees_the_other(signed_in, selam, bruecke):
    name_deputy(
        absent=bruecke.jana, deputy=bruecke.thomas, starts_on=bruecke.today, ends_on=bruecke.today, reason="Urlaub"
    )
    note(signed_in("jana"), selam, note="Von Jana")
    note(signed_in("thomas"), selam, note="Von Thomas")
    page = signed_in("jana").get(PAGE, {"tag": AFTER_SUSPENSION}).content.decode()
    assert "Von Jana" in page
    assert "Von Thomas" in page


def test_a_note_that_is_too_long_is_kept_with_a_sentence(signed_in, selam):
    text = "Lang " * 120
    page = note(signed_in("jana"), selam, note=text)
    assert page.status_code == 200
    assert "Bitte kürzen: höchstens 500 Zeichen." in page.content.decode()
    assert text.strip() in page.content.decode()
    assert not SeenChange.objects.exists()


def test_a_stranger_cannot_note_anything(signed_in, selam):
    assert note(signed_in("katja"), selam).status_code == 404


@pytest.mark.parametrize("change", ["day:2027-02-31", "book:00000000:11111111", "day:", "anything", ""])
def test_a_change_that_does_not_exist_is_answered_with_a_sentence(signed_in, selam, change):
    answer = note(signed_in("jana"), selam, change=change)
    assert answer.status_code == 302
    assert not SeenChange.objects.exists()


@pytest.mark.parametrize("rule", ["training_permit_16g", "gestattung_document_claim", "<script>"])
def test_only_what_the_change_does_to_the_file_can_be_ticked_off(signed_in, selam, rule):
    note(signed_in("jana"), selam, rule=rule)
    assert not SeenChange.objects.exists()


def test_a_mark_can_be_taken_back_by_who_set_it(signed_in, selam):
    client = signed_in("jana")
    note(client, selam)
    mark = SeenChange.objects.get()
    client.post(reverse("entitlements:affected_open", args=[mark.pk]))
    assert not SeenChange.objects.exists()


def test_nobody_takes_back_the_mark_of_a_colleague(selam, bruecke):
    (mark,) = affected.see(selam, user=bruecke.jana, change=KEY, rules=[RESUMES])
    with pytest.raises(NotPossible):
        affected.take_back(mark, user=bruecke.thomas)


def test_a_stranger_cannot_take_back_a_mark(signed_in, selam, bruecke):
    (mark,) = affected.see(selam, user=bruecke.jana, change=KEY, rules=[RESUMES])
    assert signed_in("katja").post(reverse("entitlements:affected_open", args=[mark.pk])).status_code == 404


def test_thirty_people_take_no_more_queries_than_three(world, django_assert_max_num_queries, django_assert_num_queries):
    def look():
        found = affected_page.work_list(world.jana, affected_page.of_day(date(2027, 7, 24)), world.today)
        return found.case_count

    with tenant.acting_for(world.bruecke.pk):
        for number in range(3):
            husband(take_in(world, f"A{number}", status=SUBSIDIARY), world.jana)
        with django_assert_max_num_queries(40) as few:
            assert look() == 3
        for number in range(27):
            husband(take_in(world, f"B{number}", status=SUBSIDIARY), world.jana)
        with django_assert_num_queries(len(few)):
            assert look() == 30
