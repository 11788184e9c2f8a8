"""Photos of envelopes and letters: kept, seen by those who may, carried along."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.paper_samples import PDF, upload
from wegbuch.access.models import ReadEvent
from wegbuch.cases import files
from wegbuch.cases.models import StoredFile
from wegbuch.cases.services import merges, people
from wegbuch.core import clock
from wegbuch.procedures.models import PostItem

from .making import entered_post as entered
from .making import photo

pytestmark = pytest.mark.django_db
NEW = "/post/neu/"


@pytest.fixture(autouse=True)
def disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def sheet(**fields) -> dict[str, object]:
    return {"entry_key": str(uuid4()), "sender": "bamf", "channel": "yellow", "served_on": "25.11.", **fields}


def test_photos_of_envelope_and_letter_lie_with_the_post(bruecke, signed_in):
    more = {"envelope": upload(PDF, "a.pdf"), "letter": [upload(PDF, "b.pdf"), upload(PDF, "c.pdf")]}
    signed_in("jana").post(NEW, sheet(who="Mariam Habibi", **more))
    assert [row.kind for row in PostItem.objects.get().files.all()] == ["envelope", "letter", "letter"]
    assert {row.file.person for row in PostItem.objects.get().files.all()} == {bruecke.mariam}


def test_a_photo_outlives_a_wrong_day(bruecke, signed_in):
    page = signed_in("jana").post(NEW, sheet(who="Mariam Habibi", served_on="31.02.", envelope=upload(PDF)))
    (pk,) = [row.pk for row in StoredFile.objects.waiting_for(bruecke.jana)]
    assert f'name="envelope" value="{pk}"' in page.content.decode()


def test_photos_of_nobody_wait_with_a_sentence(bruecke, signed_in):
    page = signed_in("jana").post(NEW, sheet(who="Farid H.", is_unknown="on", envelope=upload(PDF)))
    assert "Fotos gehören zu einer Person." in page.context["form"].errors["envelope"][0]
    assert not PostItem.objects.exists()


def test_photos_are_added_later_and_shown_to_the_case_team_only(bruecke, signed_in):
    item = entered(bruecke)
    signed_in("jana").post(f"/post/{item.pk}/fotos/", {"letter": upload(PDF)})
    address = reverse("procedures:post_photo", args=[item.files.get().pk])
    assert [signed_in(name).get(address).status_code for name in ("jana", "thomas", "olga")] == [200, 404, 404]
    assert ReadEvent.objects.filter(what="file", user=bruecke.jana.pk, subject=bruecke.mariam.pk).exists()


def test_cleaning_up_leaves_photos_of_post_alone(bruecke):
    kept = photo(bruecke, entered(bruecke))
    with clock.travelled(timedelta(days=30)):
        assert files.discard_forgotten() == 0
    assert StoredFile.objects.filter(pk=kept.file_id).exists()


def test_after_a_merge_post_and_photos_belong_to_the_person_that_stays(bruecke):
    other = people.take_in(
        user=bruecke.jana, team=bruecke.muehlenau, form="housing_based_msa", opened_on=date(2026, 1, 2),
        given_name="Maryam", surname="Habiby",
    )  # fmt: skip
    item = entered(bruecke, person=other.person)
    photo(bruecke, item)
    merges.merge(kept=bruecke.mariam, merged=other.person, user=bruecke.jana)
    item.refresh_from_db()
    assert (item.person, item.files.get().file.person) == (bruecke.mariam, bruecke.mariam)
    assert PostItem.objects.visible_to(bruecke.jana).filter(pk=item.pk).exists()


def test_a_sheet_sent_twice_keeps_its_photos_once(bruecke, signed_in):
    client, twice = signed_in("jana"), sheet(who="Mariam Habibi")
    client.post(NEW, twice | {"envelope": upload(PDF)})
    client.post(NEW, twice | {"envelope": upload(PDF)})
    assert (PostItem.objects.get().files.count(), StoredFile.objects.count()) == (1, 1)
