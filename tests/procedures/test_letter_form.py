"""Brief erfassen: a letter is read, counted before it is saved, entered and given to a second person."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wegbuch.access.models import Draft, ReadEvent
from wegbuch.cases.models import CaseAccess, ResidencePeriod, StoredFile
from wegbuch.cases.services.cases import add_to_team
from wegbuch.core import clock
from wegbuch.procedures.models import CrossCheck, Deadline, Letter, PostFile, PostItem, Proceeding

from . import making

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "bamf_rejected_manifestly_unfounded",
    "channel": "yellow",
    "served_on": "25.11.2026",
    "decided_on": "",
    "lodged_on": "06.07.2026",
    "instruction": "unknown",
    "instructed_period": "1 week",
    "court": "vg_potsdam",
    "asked": "later",
    "entry_key": "0f8fad5b-d9cb-469f-a165-70867728950e",
}


@pytest.fixture(autouse=True)
def _disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def item(bruecke) -> PostItem:
    return making.post_item(bruecke)


@pytest.fixture
def desk(item, signed_in):
    """Sends the form of the envelope: `desk("compute", served_on="…")`."""

    def send(do, **changes):
        typed = {**TYPED, "do": do, **changes}
        return signed_in("jana").post(reverse("procedures:letter_new", args=[item.pk]), typed)

    return send


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def days(**fields) -> dict[str, date]:
    return {row.rule: row.counts_on for row in Deadline.objects.filter(is_companion=False, **fields)}


def test_counting_shows_the_last_day_and_saves_nothing(desk):
    answer = text_of(desk("compute"))
    assert "Klage und Eilantrag nach § 80 Abs. 5 VwGO" in answer
    assert "Mi 02.12.2026 noch 6 Tage, Eingang beim VG Potsdam bis 24 Uhr" in answer
    assert "sicher: heute handeln" in answer
    assert (Letter.objects.count(), Deadline.objects.count(), Proceeding.objects.count()) == (0, 0, 0)


def test_the_reasons_stand_beside_the_day_with_basis_source_and_state_of_the_law(desk):
    answer = text_of(desk("compute"))
    wanted = (
        "Unbestätigt: bitte gegenrechnen lassen",
        "§ 187 Abs. 1 BGB",
        "gesetze-im-internet.de/asylvfg_1992",
        "Information, keine Rechtsberatung.",
        "Rechtsstand 19.08.2026",
        "Was dieser Brief bedeutet",
        "Was möglich ist",
    )
    assert [words for words in wanted if words not in answer] == []


def test_entering_opens_the_deadlines_and_asks_the_colleague(desk, bruecke, item):
    answer = desk("enter", asked=str(bruecke.thomas.pk))
    made = Letter.objects.get(item=item)
    assert answer.url == reverse("procedures:letter", args=[made.pk])
    assert days(letter=made)["appeal_manifestly_unfounded_geas"] == date(2026, 12, 2)
    assert CrossCheck.objects.get(letter=made).asked == bruecke.thomas
    assert set(Deadline.objects.values_list("confirmation", flat=True)) == {"unconfirmed"}


# Five scenarios of Brandenburg practice: days of delivery, law by the day of lodging, Saturdays, holidays.
@pytest.mark.parametrize(
    ("kind", "served", "lodged", "period", "expected"),
    [
        ("bamf_rejected_manifestly_unfounded", "10.11.2026", "06.07.2026", "1 week",
         {"appeal_manifestly_unfounded_geas": date(2026, 11, 17), "appeal_reasons": date(2026, 12, 10)}),
        ("bamf_rejected", "12.12.2026", "06.07.2026", "2 weeks",
         {"appeal_ordinary_geas": date(2026, 12, 28), "appeal_reasons": date(2027, 1, 12)}),
        ("bamf_rejected", "30.04.2026", "02.03.2026", "2 weeks", {"appeal_ordinary_pre": date(2026, 5, 15)}),
        ("bamf_rejected", "12.04.2017", "03.02.2017", "2 weeks", {"appeal_ordinary_pre": date(2017, 4, 26)}),
        ("bamf_rejected", "17.10.2026", "06.07.2026", "2 weeks", {"appeal_ordinary_geas": date(2026, 11, 2)}),
    ],
    ids=["manifestly-unfounded", "second-christmas-day", "ascension-day", "real-case-of-2017", "reformation-day"],
)  # fmt: skip
def test_the_days_of_practice_come_out_of_the_form(desk, settings, kind, served, lodged, period, expected):
    settings.WEGBUCH_TODAY = date(2026, 12, 14)
    desk("enter", kind=kind, served_on=served, lodged_on=lodged, instructed_period=period)
    assert days().items() >= expected.items()


@pytest.mark.parametrize(
    ("lodged", "rule"),
    [("11.06.2026", "appeal_ordinary_pre"), ("12.06.2026", "appeal_ordinary_geas")],
)
def test_the_day_of_lodging_chooses_old_or_new_law(desk, lodged, rule):
    desk("enter", kind="bamf_rejected", lodged_on=lodged, instructed_period="2 weeks")
    assert rule in days()


def test_under_old_law_the_reading_by_new_law_stands_beside(desk):
    answer = text_of(desk("compute", kind="bamf_rejected", lodged_on="11.06.2026", instructed_period="2 weeks"))
    assert "Nach neuem Recht gerechnet" in answer


def test_a_missing_instruction_shows_the_long_period_and_keeps_the_short_target(desk):
    answer = text_of(desk("compute", kind="bamf_rejected", instruction="missing", instructed_period=""))
    assert "Mi 09.12.2026" in answer
    assert "Die Belehrung fehlt oder ist falsch: die längere Frist läuft." in answer


def test_an_instruction_that_is_missing_names_no_period(desk):
    answer = text_of(desk("compute", instruction="missing", instructed_period="1 week"))
    assert "Die Belehrung fehlt, aber eine Frist ist gewählt. Bitte prüfen Sie beides." in answer


def test_an_earlier_day_in_the_letter_stands_beside_the_counted_one(desk):
    answer = text_of(desk("compute", kind="bamf_rejected", instructed_period="1 week"))
    assert "Der Brief nennt einen anderen Tag. Es gilt der frühere, bis das geklärt ist." in answer
    assert "nach dem Gesetz Mi 09.12.2026 laut Brief Mi 02.12.2026" in answer


def test_another_day_of_the_instruction_is_kept_as_its_day(desk):
    desk("enter", instructed_period="day", instructed_day="01.12.2026")
    made = Letter.objects.get()
    assert (made.instructed_period, made.instructed_day, made.instruction) == ("", date(2026, 12, 1), "correct")


def test_a_letter_that_came_back_counts_from_the_day_of_posting(desk):
    desk("enter", channel="returned", posted_on="20.11.2026", returned_on="25.11.2026")
    assert days()["appeal_manifestly_unfounded_geas"] == date(2026, 11, 27)


def test_in_the_reception_centre_the_fourth_day_counts_though_it_was_handed_out_nine_days_late(desk):
    desk("enter", channel="reception_centre", arrived_on="10.11.2026", handed_on="19.11.2026")
    row = Deadline.objects.get(rule="appeal_manifestly_unfounded_geas", is_companion=False)
    assert row.answer["start_on"] == "2026-11-14"
    assert row.counts_on == date(2026, 11, 23)


def test_a_last_day_that_has_passed_is_said_at_once(desk):
    answer = text_of(desk("compute", served_on="10.11.2026"))
    assert "Der letzte Tag ist vorbei. Was heute noch geht: Wiedereinsetzung prüfen lassen." in answer


def test_without_the_envelope_the_earliest_possible_day_counts_and_is_asked(desk):
    answer = text_of(desk("compute", served_on="", decided_on="20.11.2026"))
    assert "Wir rechnen mit dem frühesten möglichen Tag. Fragen Sie nach dem Umschlag." in answer
    assert "Fr 27.11.2026" in answer


def test_without_any_day_the_day_of_the_envelope_is_asked_for(desk):
    answer = text_of(desk("compute", served_on=""))
    assert "Zugestellt am: Bitte eintragen. Fehlt der Umschlag, tragen Sie das Datum des Bescheids ein." in answer


def test_a_fact_nobody_knows_is_asked_with_the_reason(desk):
    answer = text_of(desk("compute", lodged_on=""))
    assert "Angabe fehlt: Wann wurde der Asylantrag beim BAMF eingereicht (förmlicher Antrag)?" in answer
    assert "Wir fragen, weil davon die Frist abhängt." in answer


def test_a_fact_the_answers_ask_for_becomes_a_field(desk):
    answer = desk("compute", kind="bamf_border", unaccompanied_minor="").content.decode()
    assert 'name="safe_country_or_protected_elsewhere"' in answer


@pytest.mark.parametrize(
    ("served", "sentence"),
    [
        ("31.02.2026", "Der 31. Februar existiert nicht. Beispiel: 28.02.2026"),
        ("27.11.2026", "Das Datum liegt in der Zukunft. Meinen Sie den 27.11.2025?"),
    ],
)
def test_an_impossible_day_is_refused_and_what_was_typed_stays(desk, served, sentence):
    answer = desk("enter", served_on=served, file_number="9 K 12/26")
    assert sentence in text_of(answer)
    assert f'value="{served}"' in answer.content.decode()
    assert 'value="9 K 12/26"' in answer.content.decode()
    assert not Letter.objects.exists()


def test_days_that_contradict_each_other_are_named_at_their_field(desk):
    answer = desk("enter", decided_on="26.11.2026")
    field = answer.context["form"]["served_on"]
    assert field.errors == ["Der Brief kann nicht vor dem Bescheid zugestellt sein. Bitte prüfen Sie beide Tage."]
    assert not Deadline.objects.exists()


def test_photos_are_kept_though_a_day_is_wrong_and_lie_with_the_post_afterwards(desk, item):
    photo = SimpleUploadedFile("umschlag.pdf", b"%PDF-1.4\n%%EOF")
    desk("enter", served_on="31.02.2026", envelope=photo)
    waiting = StoredFile.objects.get(attached=False)
    desk("enter", envelope=str(waiting.pk))
    assert PostFile.objects.get(item=item).kind == "envelope"
    assert StoredFile.objects.get(pk=waiting.pk).attached


def test_what_the_file_knows_is_filled_in(bruecke, item, signed_in):
    Proceeding(person=bruecke.mariam, kind="first", regime="geas", lodged_on=date(2026, 9, 14)).save()
    page = signed_in("jana").post(
        reverse("procedures:letter_new", args=[item.pk]),
        {"do": "facts", "kind": "bamf_rejected", "lodged_on": ""},
        headers={"HX-Request": "true"},
    )
    assert 'value="14.09.2026"' in page.content.decode()
    assert "aus der Akte" in text_of(page)


def test_what_the_file_knows_counts_at_once(bruecke, item, signed_in):
    Proceeding(person=bruecke.mariam, kind="first", regime="geas", lodged_on=date(2026, 9, 14)).save()
    typed = {**TYPED, "do": "facts", "lodged_on": ""}
    page = signed_in("jana").post(
        reverse("procedures:letter_new", args=[item.pk]), typed, headers={"HX-Request": "true"}
    )
    assert "Angabe fehlt" not in text_of(page)
    assert "Mi 02.12.2026" in text_of(page)


def test_another_kind_asks_for_its_facts_without_blaming_what_is_still_empty(item, signed_in):
    page = signed_in("jana").post(
        reverse("procedures:letter_new", args=[item.pk]),
        {"do": "facts", "kind": "bamf_withdrawal", "channel": "yellow", "served_on": ""},
        headers={"HX-Request": "true"},
    )
    assert 'name="review_started_on"' in page.content.decode()
    assert "wb-errors" not in page.content.decode()
    assert "<html" not in page.content.decode()


def test_questions_that_were_not_on_the_page_are_shown_before_anything_is_entered(item, signed_in):
    typed = {name: value for name, value in TYPED.items() if name != "lodged_on"} | {"do": "enter"}
    answer = signed_in("jana").post(reverse("procedures:letter_new", args=[item.pk]), typed)
    assert "Zu dieser Briefart gibt es noch Angaben." in text_of(answer)
    assert not Letter.objects.exists()


def test_from_the_file_post_and_letter_are_entered_together_and_only_once(bruecke, signed_in):
    jana, page = signed_in("jana"), reverse("procedures:letter_of_case", args=[bruecke.mariams_case.pk])
    first = jana.post(page, {**TYPED, "do": "enter"})
    second = jana.post(page, {**TYPED, "do": "enter"})
    assert first.url == second.url
    entered = PostItem.objects.get()
    assert (entered.sender, entered.served_on, entered.person) == ("bamf", date(2026, 11, 25), bruecke.mariam)


def test_a_letter_that_was_read_already_is_shown_instead_of_the_form(bruecke, item, signed_in):
    made = making.letter(bruecke, item=item)
    answer = signed_in("jana").get(reverse("procedures:letter_new", args=[item.pk]))
    assert answer.url == reverse("procedures:letter", args=[made.pk])


def test_a_status_is_written_only_where_somebody_ticks_it(desk, bruecke):
    desk("enter", kind="bamf_partly_granted", notes_status="on")
    newest = ResidencePeriod.objects.filter(person=bruecke.mariam).order_by("since").last()
    assert (newest.status, newest.since) == ("S06", date(2026, 11, 25))


def test_a_status_is_not_written_by_itself(desk, bruecke):
    desk("enter", kind="bamf_partly_granted")
    assert ResidencePeriod.objects.filter(person=bruecke.mariam).count() == 1


def test_a_colleague_of_the_file_may_answer_for_the_deadlines(desk, bruecke):
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    desk("enter", responsible=str(bruecke.thomas.pk), asked="team")
    assert set(Deadline.objects.values_list("responsible", flat=True)) == {bruecke.thomas.pk}
    assert CrossCheck.objects.get().asked is None


def test_whoever_was_asked_last_is_offered_first(desk, bruecke, signed_in):
    add_to_team(bruecke.mariams_case, bruecke.katja)
    desk("enter", asked=str(bruecke.thomas.pk))
    page = signed_in("jana").get(reverse("procedures:letter_of_case", args=[bruecke.mariams_case.pk]))
    assert page.context["form"]["asked"].value() == str(bruecke.thomas.pk)


def test_the_draft_of_the_form_can_be_taken_up_again(item, signed_in):
    jana, page = signed_in("jana"), reverse("procedures:letter_new", args=[item.pk])
    jana.post(reverse("access:keep_draft"), {"path": page, "kind": "bamf_rejected", "file_number": "9 K 12/26"})
    assert Draft.objects.exists()
    assert 'value="9 K 12/26"' in jana.get(f"{page}?entwurf=1").content.decode()


def test_the_page_of_a_letter_shows_what_follows_and_links_its_deadlines(bruecke, item, signed_in):
    made = making.letter(bruecke, item=item)
    page = signed_in("jana").get(reverse("procedures:letter", args=[made.pk]))
    row = Deadline.objects.get(rule="appeal_reasons")
    assert "Mo 28.12.2026" in text_of(page)
    assert reverse("procedures:deadline", args=[row.pk]) in page.content.decode()
    assert ReadEvent.objects.filter(user=bruecke.jana.pk, what="letter").exists()


def test_a_corrected_letter_counts_its_deadlines_anew(bruecke, item, signed_in):
    made = making.letter(bruecke, item=item)
    typed = {**TYPED, "do": "enter", "served_on": "24.11.2026", "seen_version": made.version + made.item.version}
    signed_in("jana").post(reverse("procedures:letter_change", args=[made.pk]), typed)
    assert days()["appeal_manifestly_unfounded_geas"] == date(2026, 12, 1)


def test_a_letter_that_a_colleague_changed_meanwhile_is_not_overwritten(bruecke, item, signed_in):
    made = making.letter(bruecke, item=item)
    typed = {**TYPED, "do": "enter", "served_on": "24.11.2026", "seen_version": made.version + made.item.version - 1}
    answer = signed_in("jana").post(reverse("procedures:letter_change", args=[made.pk]), typed)
    assert "inzwischen gespeichert" in text_of(answer)
    assert days()["appeal_manifestly_unfounded_geas"] == date(2026, 12, 2)


@pytest.mark.parametrize("who", ["thomas", "katja", "lead", "house", "olga"])
def test_a_stranger_is_not_told_that_the_letter_exists(bruecke, item, signed_in, who):
    made = making.letter(bruecke, item=item)
    other = making.post_item(bruecke, number="2026-0002")
    pages = [("letter_new", other.pk), ("letter_of_case", bruecke.mariams_case.pk), ("letter", made.pk),
             ("letter_change", made.pk)]  # fmt: skip
    client = signed_in(who)
    assert {client.get(reverse(f"procedures:{name}", args=[pk])).status_code for name, pk in pages} == {404}


def test_who_opened_the_file_with_a_reason_reads_the_letter_and_changes_nothing(bruecke, item, signed_in):
    made = making.letter(bruecke, item=item)
    CaseAccess(case=bruecke.mariams_case, user=bruecke.thomas, kind="break_glass", starts_at=clock.now()).save()
    thomas = signed_in("thomas")
    assert thomas.get(reverse("procedures:letter", args=[made.pk])).status_code == 200
    assert thomas.get(reverse("procedures:letter_change", args=[made.pk])).status_code == 404


def test_the_page_of_a_letter_asks_as_often_for_many_deadlines_as_for_few(
    bruecke, signed_in, django_assert_max_num_queries
):
    jana = signed_in("jana")
    few = making.letter(bruecke, kind="immigration_refusal", item=making.post_item(bruecke), events={}, court="")
    many = making.letter(bruecke, item=making.post_item(bruecke, number="2026-0002"))
    jana.get(reverse("procedures:letter", args=[few.pk]))
    with django_assert_max_num_queries(200) as first:
        jana.get(reverse("procedures:letter", args=[few.pk]))
    with django_assert_max_num_queries(len(first)):
        jana.get(reverse("procedures:letter", args=[many.pk]))
