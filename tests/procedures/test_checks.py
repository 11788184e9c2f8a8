"""Gegenrechnen: a second person reads the same letter."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wegbuch.access.services import NotPossible
from wegbuch.cases import files
from wegbuch.procedures.models import CrossCheck, Deadline, PostFile
from wegbuch.procedures.services import by_hand, checks
from wegbuch.procedures.services.deadlines import open_by_hand
from wegbuch.procedures.services.letters import Contradiction, change_letter

from . import making

pytestmark = pytest.mark.django_db

READ = date(2026, 11, 25)
MISREAD = date(2026, 11, 24)


@pytest.fixture
def letter(world, bruecke):
    return making.letter(world)


@pytest.fixture
def check(world, letter):
    """Thomas, who has no access to Mariam's file, is asked."""
    return checks.ask(letter, by=world.jana, asked=world.thomas)


def answer(world, check, day=READ, by="thomas", **further):  # type: ignore[no-untyped-def]
    return checks.answer(check, by=getattr(world, by), days={"served_on": day}, **further)


def action(letter) -> Deadline:  # type: ignore[no-untyped-def]
    return Deadline.objects.get(letter=letter, rule="appeal_manifestly_unfounded_geas", is_companion=False)


def url(check) -> str:  # type: ignore[no-untyped-def]
    return reverse("procedures:check", args=[check.pk])


def test_the_same_day_confirms_every_deadline_of_the_letter(world, letter, check):
    answer(world, check)
    rows = Deadline.objects.filter(letter=letter)
    assert {(row.confirmation, row.confirmed_by_id) for row in rows} == {("confirmed", world.thomas.pk)}


def test_another_day_leaves_both_and_the_earlier_counts(world, letter, check):
    answer(world, check, MISREAD)
    row = action(letter)
    assert (row.confirmation, row.last_day, row.counts_on) == ("disputed", date(2026, 12, 2), date(2026, 12, 1))


def test_a_later_day_of_the_second_person_does_not_move_what_counts(world, bruecke):
    letter = making.letter(world, item=making.post_item(world, served_on=MISREAD))
    answer(world, checks.ask(letter, by=world.jana, asked=world.thomas), READ)
    row = action(letter)
    assert (row.confirmation, row.counts_on) == ("disputed", date(2026, 12, 1))


def test_another_period_in_the_instruction_is_a_dispute(world, letter, check):
    answer(world, check, instructed_period="3 days")
    row = action(letter)
    assert (row.confirmation, row.last_day, row.counts_on) == ("disputed", date(2026, 12, 2), date(2026, 11, 30))


def test_a_period_that_only_the_second_person_read_and_that_fits_confirms(world, letter, check):
    answer(world, check, instructed_period="1 week")
    assert action(letter).confirmation == "confirmed"


def test_a_dispute_is_settled_by_correcting_and_finding_again(world, letter, check):
    answer(world, check, MISREAD)
    letter.item.served_on = MISREAD
    letter.item.save()
    change_letter(letter, user=world.jana, court="vg_potsdam")
    again = checks.ask_again(letter, by=world.jana)
    assert again.asked == world.thomas
    answer(world, again, MISREAD)
    row = action(letter)
    assert (row.confirmation, row.last_day, row.counts_on) == ("confirmed", date(2026, 12, 1), date(2026, 12, 1))


def test_a_dispute_in_which_the_first_was_right_gives_the_day_back(world, letter, check):
    answer(world, check, MISREAD)
    answer(world, checks.ask(letter, by=world.jana, asked=world.thomas), READ)
    row = action(letter)
    assert (row.confirmation, row.counts_on, row.safe_day) == ("confirmed", date(2026, 12, 2), date(2026, 11, 25))


def test_a_note_in_a_disputed_letter_does_not_bring_the_later_day_back(world, letter, check):
    answer(world, check, MISREAD)
    change_letter(letter, user=world.jana, note="Kanzlei angerufen")
    row = action(letter)
    assert (row.confirmation, row.counts_on) == ("disputed", date(2026, 12, 1))


def test_when_the_second_person_corrects_the_first_one_confirms(world, letter, check):
    answer(world, check, MISREAD)
    letter.item.served_on = MISREAD
    letter.item.save()
    change_letter(letter, user=world.thomas)
    again = checks.ask_again(letter, by=world.thomas)
    assert (letter.entered_by, again.asked) == (world.thomas, world.jana)
    answer(world, again, MISREAD, by="jana")
    assert action(letter).confirmed_by == world.jana


def test_whoever_moved_a_day_cannot_confirm_it(world, letter):
    letter.item.served_on = MISREAD
    letter.item.save()
    change_letter(letter, user=world.thomas)
    with pytest.raises(NotPossible, match="zweite Person"):
        checks.ask(letter, by=world.jana, asked=world.thomas)


def test_whoever_entered_the_letter_cannot_confirm_it(world, letter):
    check = checks.ask(letter, by=world.thomas)
    with pytest.raises(NotPossible, match="zweite Person"):
        answer(world, check, by="jana")


def test_whoever_asks_cannot_answer(world, letter):
    check = checks.ask(letter, by=world.thomas)
    with pytest.raises(NotPossible, match="zweite Person"):
        answer(world, check, by="thomas")


def test_a_check_is_answered_once(world, check):
    answer(world, check)
    with pytest.raises(NotPossible, match="schon gegengerechnet"):
        answer(world, check, MISREAD)


@pytest.mark.parametrize("name", ["olga", "lead", "jana"])
def test_only_counsellors_of_the_organisation_are_asked(world, letter, name):
    with pytest.raises(NotPossible):
        checks.ask(letter, by=world.jana, asked=getattr(world, name))


def test_an_account_that_was_switched_off_is_not_asked(world, letter):
    world.thomas.is_active = False
    world.thomas.save()
    with pytest.raises(NotPossible, match="in der Beratung"):
        checks.ask(letter, by=world.jana, asked=world.thomas)


def test_asking_somebody_else_moves_the_open_question(world, letter, check):
    checks.ask(letter, by=world.jana, asked=world.katja)
    assert [row.asked for row in CrossCheck.objects.open()] == [world.katja]


def test_a_day_that_contradicts_the_letter_is_refused_with_its_field(world, letter, check):
    with pytest.raises(Contradiction) as problem:
        answer(world, check, date(2026, 11, 27))
    assert problem.value.fields == ("served_on",)


def test_an_ordinary_letter_asks_for_the_postmark(world, bruecke):
    item = making.post_item(world, channel="ordinary", served_on=None, posted_on=date(2026, 11, 23))
    assert checks.asked_days(making.letter(world, item=item)) == {"posted_on": True}


def test_the_reception_centre_asks_for_handing_over(world, bruecke):
    item = making.post_item(world, channel="reception_centre", served_on=None, arrived_on=date(2026, 11, 23))
    assert list(checks.asked_days(making.letter(world, item=item))) == [
        "handed_to_reception_centre_on",
        "handed_to_person_on",
    ]


def test_the_page_shows_neither_the_first_result_nor_the_name(signed_in, check):
    page = signed_in("thomas").get(url(check)).content.decode()
    assert "MH" in page
    for hidden in ("02.12.2026", "25.11.2026", "Habibi", "Mariam"):
        assert hidden not in page


def test_comparing_on_the_screen_says_that_both_found_the_same(signed_in, check):
    sent = {"served_on": "25.11.2026", "instructed_period": "1 week", "way": "screen"}
    page = signed_in("thomas").post(url(check), sent, follow=True).content.decode()
    assert "Bestätigt: Jana Roth" in page
    assert "gleiches Ergebnis" in page


def test_comparing_on_the_screen_shows_both_calculations_where_they_differ(signed_in, check):
    sent = {"served_on": "24.11.2026", "instructed_period": "unclear", "way": "phone"}
    page = signed_in("thomas").post(url(check), sent, follow=True).content.decode()
    assert "Zwei verschiedene Tage" in page
    assert "02.12.2026" in page
    assert "01.12.2026" in page
    check.refresh_from_db()
    assert check.way == "phone"


def test_a_wrong_day_keeps_what_was_typed(signed_in, check):
    answered = signed_in("thomas").post(
        url(check), {"served_on": "31.2.", "instructed_period": "1 week", "way": "screen"}
    )
    page = answered.content.decode()
    assert "existiert nicht" in page
    assert 'value="31.2."' in page


@pytest.mark.parametrize("name", ["katja", "jana", "olga", "lead"])
def test_nobody_else_sees_the_question(signed_in, check, name):
    assert signed_in(name).get(url(check)).status_code == 404


def test_the_asked_colleague_sees_the_photo_until_she_has_answered(world, signed_in, check):
    stored = files.keep(SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n%%EOF"), by=world.jana, person=world.mariam)
    files.claim([stored.pk], by=world.jana, person=world.mariam)
    photo = PostFile(item=check.letter.item, file=stored)
    photo.save()
    address = reverse("procedures:check_photo", args=[check.pk, photo.pk])
    assert signed_in("thomas").get(address).status_code == 200
    assert signed_in("katja").get(address).status_code == 404
    answer(world, check)
    assert signed_in("thomas").get(address).status_code == 404


def test_a_photo_of_another_letter_is_not_shown_through_this_check(world, signed_in, check):
    other = making.post_item(world, number="2026-0002")
    stored = files.keep(SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n%%EOF"), by=world.jana, person=world.mariam)
    photo = PostFile(item=other, file=files.claim([stored.pk], by=world.jana, person=world.mariam)[0])
    photo.save()
    assert signed_in("thomas").get(reverse("procedures:check_photo", args=[check.pk, photo.pk])).status_code == 404


def test_asking_on_the_page_names_the_colleague(world, signed_in, letter):
    address = reverse("procedures:check_ask", args=[letter.pk])
    signed_in("jana").post(address, {"asked": str(world.thomas.pk)})
    assert CrossCheck.objects.get().asked == world.thomas


def test_without_a_second_person_in_the_case_team_somebody_must_be_named(signed_in, letter):
    page = signed_in("jana").post(reverse("procedures:check_ask", args=[letter.pk]), {"asked": ""}).content.decode()
    assert "Bitte eintragen" in page
    assert not CrossCheck.objects.exists()


def test_a_day_by_hand_is_confirmed_when_a_second_person_types_it_again(world, bruecke):
    row = open_by_hand(user=world.jana, person=world.mariam, act="Unterlagen", counts_on=date(2026, 12, 8))
    by_hand.find_again(row, by=world.thomas, day=date(2026, 12, 8))
    assert (row.confirmation, row.confirmed_by_id) == ("confirmed", world.thomas.pk)


def test_two_days_by_hand_both_stay_until_one_of_both_types_anew(world, bruecke):
    row = open_by_hand(user=world.jana, person=world.mariam, act="Unterlagen", counts_on=date(2026, 12, 8))
    by_hand.find_again(row, by=world.thomas, day=date(2026, 12, 7))
    assert (row.confirmation, row.instructed_day, row.counts_on) == ("disputed", date(2026, 12, 8), date(2026, 12, 7))
    by_hand.find_again(row, by=world.thomas, day=date(2026, 12, 8))
    assert (row.confirmation, row.counts_on) == ("confirmed", date(2026, 12, 8))


def test_the_first_person_alone_does_not_confirm_a_day_by_hand(world, bruecke):
    row = open_by_hand(user=world.jana, person=world.mariam, act="Unterlagen", counts_on=date(2026, 12, 8))
    with pytest.raises(NotPossible, match="zweite Person"):
        by_hand.find_again(row, by=world.jana, day=date(2026, 12, 8))


def test_photos_of_somebody_who_hides_go_to_the_case_team_alone(bruecke):
    letter = making.letter(bruecke)
    bruecke.mariam.is_hidden = True
    bruecke.mariam.save()
    letter.refresh_from_db()
    with pytest.raises(NotPossible, match="Fallteam"):
        checks.ask(letter, by=bruecke.jana, asked=bruecke.thomas)


def test_the_questions_do_not_betray_what_the_first_person_read(world, bruecke, signed_in):
    """With a day in the letter or without one: the second person is asked the same."""

    def fields(number, **read):
        item = making.post_item(world, number=number)
        check = checks.ask(making.letter(world, item=item, **read), by=world.jana, asked=world.thomas)
        return list(signed_in("thomas").get(reverse("procedures:check", args=[check.pk])).context["form"].fields)

    assert fields("2026-0101", instructed_day=date(2026, 12, 1)) == fields("2026-0102", instructed_period="2 weeks")
