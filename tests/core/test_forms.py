"""Form fields as they are shown, read and refused."""

import re
from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.test.html import parse_html

from wegbuch.core.fields import ChoiceChips, PartialDateField, TypedDateField
from wegbuch.core.forms import WegbuchForm, WegbuchRenderer, error_summary
from wegbuch.core.widgets import CheckList, LongSelect

LANGUAGES = [("fa", "Dari"), ("de", "Deutsch"), ("other", "andere …")]


class LetterForm(WegbuchForm):
    hints = {"court": "steht in der Belehrung"}

    served_on = TypedDateField(label="Zugestellt am", help_text="steht auf dem gelben Umschlag", is_past_only=True)
    court = forms.CharField(label="Gericht", max_length=12)
    note = forms.CharField(label="Notiz", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Bescheid"), ("b", "Ladung")])
    is_told = forms.BooleanField(label="Die Person weiß davon", required=False)
    people = forms.MultipleChoiceField(label="Wer?", choices=[("z", "Zahra")], widget=CheckList, required=False)
    task = ChoiceChips(label="Worum ging es?", choices=[(3, "3 Wohnen"), (4, "4 Schule")], is_tasks=True, coerce=int)
    language = ChoiceChips(label="Sprache", choices=LANGUAGES, reveal=("other", "other_language"), initial="fa")
    other_language = forms.CharField(label="Welche?", required=False)


def letter(**changed):
    known = {"served_on": "25.11.2026", "court": "Potsdam", "kind": "a", "task": "3", "language": "fa"}
    return LetterForm({**known, **changed})


def cleaned(name, text):
    """What is kept of a text."""
    form = letter(**{name: text})
    assert name not in form.errors
    return form.cleaned_data[name]


def tag_of(form, name, html_id):
    """The opening tag with this id in a rendered field."""
    return re.search(rf'<[^<]*\bid="{html_id}"[^<]*?>', form[name].as_field_group()).group()


def test_day_in_the_future_is_answered_with_the_last_one():
    form = letter(served_on="27.11.2026")
    assert form.errors["served_on"] == ["Das Datum liegt in der Zukunft. Meinen Sie den 27.11.2025?"]


def test_leap_day_in_the_future_is_answered_with_the_last_leap_day():
    form = letter(served_on="29.02.2028")
    assert form.errors["served_on"] == ["Das Datum liegt in der Zukunft. Meinen Sie den 29.02.2024?"]


def test_past_day_without_a_year_is_the_last_one():
    assert TypedDateField(is_past_only=True).clean("28.12.") == date(2025, 12, 28)


def test_future_day_without_a_year_is_the_next_one():
    assert TypedDateField(is_future_only=True).clean("5.1.") == date(2027, 1, 5)


def test_day_that_has_passed_is_answered_with_the_next_one():
    with pytest.raises(forms.ValidationError, match=r"Der Tag ist schon vorbei. Meinen Sie den 05.01.2027\?"):
        TypedDateField(is_future_only=True).clean("5.1.2026")


def test_stored_day_is_shown_in_german():
    form = LetterForm(initial={"served_on": date(2026, 3, 5)})
    assert 'value="05.03.2026"' in tag_of(form, "served_on", "id_served_on")


def test_good_day_is_read_back_with_its_weekday():
    assert ">Do 05.03.2026</p>" in letter(served_on="5.3.2026", court="")["served_on"].as_field_group()


def test_word_for_a_day_is_read_back_before_it_is_sent():
    form = LetterForm(initial={"served_on": "heute"})
    assert form["served_on"].read_back == "Do 26.11.2026"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5.3.1988", (date(1988, 3, 5), None)),
        ("1988", (None, 1988)),
        ("00.00.1988", (None, 1988)),
        ("0.0.1988", (None, 1988)),
        ("", (None, None)),
    ],
)
def test_birth_is_a_day_or_only_its_year(typed, value):
    assert PartialDateField(required=False).clean(typed) == value


@pytest.mark.parametrize("typed", ["31.02.1991", "27.11.2026", "2027", "00.05.1988", "1066"])
def test_impossible_birth_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        PartialDateField().clean(typed)


def test_missing_birth_is_asked_for():
    with pytest.raises(forms.ValidationError):
        PartialDateField().clean("")


@pytest.mark.parametrize("name", ["served_on", "court", "note", "kind", "is_told"])
def test_label_belongs_to_its_field(name):
    assert f'<label class="kern-label" for="id_{name}">' in letter()[name].as_field_group()


def test_hint_stands_before_the_field():
    html = letter()["served_on"].as_field_group()
    assert html.index('id="id_served_on_helptext"') < html.index('id="id_served_on"')


def test_error_stands_below_the_field():
    html = letter(served_on="")["served_on"].as_field_group()
    assert html.index('id="id_served_on_error"') > html.index('id="id_served_on"')


def test_wrong_field_is_described_by_hint_and_error():
    tag = tag_of(letter(served_on=""), "served_on", "id_served_on")
    assert 'aria-describedby="id_served_on_helptext id_served_on_error"' in tag
    assert 'aria-invalid="true"' in tag


def test_good_field_is_described_by_hint_and_read_back():
    tag = tag_of(letter(court=""), "served_on", "id_served_on")
    assert 'aria-describedby="id_served_on_helptext id_served_on_readback"' in tag


def test_hint_may_come_from_the_form():
    assert "steht in der Belehrung" in letter()["court"].as_field_group()


def test_chips_are_radio_buttons_in_a_described_fieldset():
    html = letter(task="9")["task"].as_field_group()
    assert '<fieldset aria-describedby="id_task_error" class="is-wrong">' in html
    assert "<legend>Worum ging es?</legend>" in html
    assert html.count('type="radio"') == 2


def test_task_chip_shows_its_number_apart():
    assert "<b>3</b> <span>Wohnen</span>" in letter()["task"].as_field_group()


def test_chosen_chip_is_checked():
    assert re.search(r'value="4"[^>]*checked', letter(task="4")["task"].as_field_group())


def test_check_list_ties_each_label_to_its_box():
    html = letter()["people"].as_field_group()
    assert 'id="id_people_0"' in html
    assert 'for="id_people_0">Zahra' in html


def test_data_about_people_is_not_kept_by_the_browser():
    assert 'autocomplete="off"' in tag_of(letter(), "court", "id_court")


def test_optional_field_says_so():
    assert "freiwillig" in letter()["note"].as_field_group()


def test_required_field_carries_no_mark():
    html = letter()["court"].as_field_group()
    assert "freiwillig" not in html
    assert "required" not in html


def test_missing_entry_is_asked_for_in_plain_words():
    assert letter(court="").errors["court"] == ["Bitte eintragen"]


def test_message_written_for_one_field_stays():
    field = forms.CharField(error_messages={"required": "Bitte eintragen: steht in der Belehrung."})
    form = type("CourtForm", (WegbuchForm,), {"court": field})({})
    assert form.errors["court"] == ["Bitte eintragen: steht in der Belehrung."]


def test_long_text_is_told_its_bound():
    assert letter(court="Verwaltungsgericht").errors["court"] == ["Bitte kürzen: höchstens 12 Zeichen."]


@pytest.mark.parametrize("text", ["Pots\x00dam", "Pots\ud800dam"])
def test_character_that_no_database_keeps_is_refused_with_a_sentence(text):
    assert letter(court=text).errors["court"] == [
        "Der Text enthält ein Zeichen, das sich nicht speichern lässt. Bitte schreiben Sie es neu."
    ]


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
@pytest.mark.parametrize("name", ["court", "note"])
def test_a_sign_that_turns_the_text_is_left_out(name, sign):
    assert cleaned(name, f"Pots{sign}dam") == "Potsdam"


def test_text_of_nothing_but_such_signs_is_empty():
    assert letter(court=" \u202e ").errors["court"] == ["Bitte eintragen"]


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क\u200dष", "\u200fمریم\u200e"])
def test_signs_that_scripts_need_stay(text):
    assert cleaned("note", text) == text


def test_a_password_stays_as_it_was_typed():
    form = type("KeyForm", (WegbuchForm,), {"key": forms.CharField(widget=forms.PasswordInput)})({"key": "a\u202eb"})
    assert form.is_valid()
    assert form.cleaned_data["key"] == "a\u202eb"


def test_half_character_can_be_shown_again():
    assert "Pots?dam" in letter(court="Pots\ud800dam")["court"].as_field_group().encode().decode()


def test_shown_field_must_be_filled():
    assert letter(language="other").errors["other_language"] == ["Bitte eintragen"]


def test_field_that_is_not_shown_counts_as_empty():
    form = letter(language="fa", other_language="Somali")
    assert form.is_valid()
    assert form.cleaned_data["other_language"] == ""


def test_shown_field_stands_inside_its_choice_and_only_there():
    assert str(letter()).count('name="other_language"') == 1


def test_summary_counts_in_words_and_leads_to_each_field():
    summary = error_summary(letter(court="", task="9"))
    assert summary.title == "Bitte ändern Sie zwei Angaben"
    assert [line.target for line in summary.lines] == ["id_court", "id_task_0"]
    assert summary.lines[0].text == "Gericht: Bitte eintragen"


def test_summary_of_a_form_that_is_wrong_as_a_whole_names_no_field():
    form = letter()
    form.add_error(None, "Adresse oder Passwort stimmt nicht.")
    summary = error_summary(form)
    assert summary.title == "Bitte prüfen Sie Ihre Angaben"
    assert summary.lines[0].target == ""


def test_every_form_goes_through_our_renderer():
    assert settings.FORM_RENDERER == "wegbuch.core.forms.WegbuchRenderer"


def test_first_value_that_is_half_typed_is_shown_and_not_read_back():
    form = LetterForm(initial={"served_on": "x"})
    assert 'value="x"' in form["served_on"].as_field_group()
    assert form["served_on"].read_back == ""


# ---- long lists


LIST = [("", "Bitte wählen"), ("1 Ankommen", [("a", "Amt & Weg"), ("b", "<Brief>")]), ("deu", "Deutsch"), (3, "Drei")]


@pytest.mark.parametrize("value", ["", "deu", 3, "a", "nicht dabei", None])
def test_a_long_list_is_written_as_a_short_one(value):
    said = {"id": "id_topic", "class": "kern-form-input__select", "autofocus": True, "hidden": False}
    short, long = forms.Select(attrs={"data-x": '"'}, choices=LIST), LongSelect(attrs={"data-x": '"'}, choices=LIST)
    expected = short.render("topic", value, said, renderer=WegbuchRenderer())
    assert parse_html(long.render("topic", value, said)) == parse_html(expected)
