"""The field for photos: what was sent once is never asked for again."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from wegbuch.cases import files
from wegbuch.cases.forms import uploads
from wegbuch.cases.forms.uploads import PhotosField
from wegbuch.cases.models import StoredFile
from wegbuch.core.forms import WegbuchForm

from .paper_samples import PDF, upload


@pytest.fixture(autouse=True)
def disk(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


class LetterForm(WegbuchForm):
    sender = forms.CharField(label="Absender")
    photos = PhotosField(label="Fotos")


def sent(user, *new, **data) -> LetterForm:
    """The form as a browser sends it."""
    data = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})
    return opened(LetterForm(data, MultiValueDict({"photos": list(new)})), user)


def opened(form: LetterForm, user) -> LetterForm:
    form.fields["photos"].belongs_to(user)
    return form


def hidden_ids(form: LetterForm) -> list[str]:
    return re.findall(r'type="hidden" name="photos" value="([^"]+)"', str(form))


@pytest.fixture
def kept(bruecke) -> SimpleNamespace:
    return SimpleNamespace(
        mine=files.keep(upload(PDF, "Seite 1.pdf"), by=bruecke.jana),
        theirs=files.keep(upload(PDF, "fremd.pdf"), by=bruecke.thomas),
    )


def test_photos_are_kept_though_another_field_is_wrong(bruecke):
    form = sent(bruecke.jana, upload(PDF, "Seite 1.pdf"), upload(PDF, "Seite 2.pdf"), sender="")
    assert not form.is_valid()
    assert hidden_ids(form) == [str(row.pk) for row in StoredFile.objects.waiting_for(bruecke.jana)]
    assert ("Seite 1.pdf" in str(form), "Seite 2.pdf" in str(form), list(form.errors)) == (True, True, ["sender"])


def test_what_was_kept_before_counts_when_the_form_is_sent_again(bruecke, kept):
    form = sent(bruecke.jana, upload(PDF), sender="Sozialamt", photos=str(kept.mine.pk))
    assert form.is_valid()
    new = StoredFile.objects.waiting_for(bruecke.jana).last()
    assert form.cleaned_data["photos"] == [kept.mine.pk, new.pk]


def test_a_bad_file_is_named_and_the_good_ones_beside_it_are_kept(bruecke):
    form = sent(bruecke.jana, upload(b"<svg/>", "bild.svg"), upload(PDF, "Seite 1.pdf"), sender="Sozialamt")
    (problem,) = form.errors["photos"]
    assert problem == "bild.svg: Das ist kein Foto und kein PDF. Wegbuch nimmt JPEG, PNG, WebP und PDF."
    assert len(hidden_ids(form)) == 1


def test_a_ticked_file_is_removed(bruecke, kept):
    form = sent(
        bruecke.jana, upload(PDF), sender="Sozialamt", photos=str(kept.mine.pk), photos_remove=str(kept.mine.pk)
    )
    assert form.is_valid()
    assert not StoredFile.objects.filter(pk=kept.mine.pk).exists()


def test_a_colleagues_file_does_not_count_and_cannot_be_removed(bruecke, kept):
    theirs = str(kept.theirs.pk)
    form = sent(bruecke.jana, sender="Sozialamt", photos=theirs, photos_remove=theirs)
    assert form.errors["photos"] == ["Eine Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal."]
    assert (hidden_ids(form), StoredFile.objects.filter(pk=kept.theirs.pk).exists()) == ([], True)


@pytest.mark.parametrize("text", ["", "x", "0" * 400])
def test_an_id_that_is_none_harms_nothing(bruecke, text):
    assert list(sent(bruecke.jana, sender="Sozialamt", photos=text).errors) == ["photos"]


def test_a_file_taken_over_meanwhile_does_not_count(bruecke, kept):
    files.claim([kept.mine.pk], by=bruecke.jana, person=bruecke.mariam)
    form = sent(bruecke.jana, upload(PDF), sender="Sozialamt", photos=str(kept.mine.pk))
    assert list(form.errors) == ["photos"]


def test_a_form_that_needs_a_photo_says_so(bruecke):
    assert sent(bruecke.jana, sender="Sozialamt").errors["photos"] == ["Bitte fügen Sie ein Foto oder PDF hinzu."]


def test_more_files_than_a_letter_has_are_refused(bruecke, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 2)
    form = sent(bruecke.jana, upload(PDF), upload(PDF), upload(PDF), sender="Sozialamt")
    assert (form.errors["photos"], len(hidden_ids(form))) == (["Bitte höchstens 2 Dateien auf einmal."], 2)


@pytest.mark.parametrize("as_list", [True, False])
def test_a_draft_taken_up_again_shows_its_photos(bruecke, kept, as_list):
    pk = str(kept.mine.pk)
    form = opened(LetterForm(initial={"photos": [pk] if as_list else pk}), bruecke.jana)
    assert hidden_ids(form) == [pk]


def test_the_field_is_tied_to_its_words(bruecke, kept):
    page = str(sent(bruecke.jana, sender="", photos=str(kept.mine.pk)))
    assert re.search(r'type="file" name="photos" multiple accept="image/\*,application/pdf"[^>]* id="id_photos"', page)
    assert f'href="/datei/{kept.mine.pk}/"' in page
    assert 'for="id_photos_remove_1"' in page
