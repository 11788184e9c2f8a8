"""Stored files: sealed, seen only by those who may, carried through merges, rotations and clean-ups."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from PIL import Image

from wegbuch.access import rotation
from wegbuch.access.models import AuditEvent, ReadEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases import apart, files
from wegbuch.cases.files import keeping, place
from wegbuch.cases.models import Merge, StoredFile
from wegbuch.cases.services import merges
from wegbuch.core import clock

from .paper_samples import MARKER, PDF, encoded, from_phone, halves, upload


@pytest.fixture(autouse=True)
def disk(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def letter(bruecke) -> StoredFile:
    """A PDF in Mariam's papers, kept by Jana."""
    stored = files.keep(upload(PDF, "Bescheid Habibi.pdf"), by=bruecke.jana)
    return files.claim([stored.pk], by=bruecke.jana, person=bruecke.mariam)[0]


def on_disk(disk: Path) -> list[Path]:
    return [path for path in disk.rglob("*") if path.is_file()]


def fresh(stored: StoredFile) -> StoredFile:
    return StoredFile.objects.get(pk=stored.pk)


def address(stored: StoredFile) -> str:
    return reverse("cases:file", args=[stored.pk])


def aged(path: Path, age: timedelta) -> Path:
    at = (clock.now() - age).timestamp()
    os.utime(path, (at, at))
    return path


def test_a_photo_is_kept_upright_and_without_its_place(bruecke):
    stored = files.keep(upload(from_phone()), by=bruecke.jana, person=bruecke.mariam)
    kept = Image.open(io.BytesIO(files.content(fresh(stored))))
    assert (kept.size, dict(kept.getexif()), stored.content_type) == ((20, 40), {}, "image/jpeg")


def test_a_file_remembers_who_kept_it_and_how_large_it_is(bruecke):
    stored = fresh(files.keep(upload(PDF, "C:/Scans/ein  Brief\n.pdf"), by=bruecke.jana, person=bruecke.mariam))
    found = (stored.name, stored.size, stored.kept_by, stored.person, stored.attached)
    assert found == ("ein Brief .pdf", len(PDF), bruecke.jana, bruecke.mariam, False)


def test_neither_content_nor_name_lies_in_clear(letter, disk):
    (path,) = on_disk(disk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_storedfile")
        row = repr(cursor.fetchall())
    assert MARKER not in path.read_bytes()
    assert "Habibi" not in row


def test_a_file_lies_where_its_organisation_lies_and_only_the_service_reads_it(letter, disk):
    (path,) = on_disk(disk)
    assert path == disk / str(letter.organisation_id) / letter.pk.hex[:2] / str(letter.pk)
    assert [one.stat().st_mode & 0o777 for one in (path, path.parent, disk)] == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"MZ\x90", b"%PDF-1.4 cut"], ids=["empty", "svg", "exe", "cut"])
def test_what_is_refused_leaves_nothing(bruecke, disk, content):
    with pytest.raises(NotPossible, match=r"Bitte|Wegbuch nimmt"):
        files.keep(upload(content, "brief.jpg"), by=bruecke.jana)
    assert (on_disk(disk), StoredFile.objects.count()) == ([], 0)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(bruecke, monkeypatch):
    monkeypatch.setattr(keeping, "LARGEST", len(PDF) - 1)
    monkeypatch.setattr(keeping, "harmless_apart", lambda content: pytest.fail("read"))
    with pytest.raises(NotPossible, match="15 MB"):
        files.keep(upload(PDF), by=bruecke.jana)


def test_a_reader_that_falls_over_is_a_sentence(bruecke, monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(NotPossible, match="lässt sich nicht lesen"):
        files.keep(upload(PDF), by=bruecke.jana)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(bruecke, disk, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place.os, "fsync", full)
    with pytest.raises(NotPossible, match="nicht gespeichert"):
        files.keep(upload(PDF), by=bruecke.jana)
    assert (on_disk(disk), StoredFile.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("content", "kind", "way"),
    [
        (PDF, "application/pdf", 'attachment; filename="anlage-1.pdf"'),
        (encoded(halves()), "image/jpeg", 'inline; filename="anlage-1.jpg"'),
    ],
    ids=["pdf", "photo"],
)
def test_a_file_is_handed_out_as_nothing_but_itself(bruecke, signed_in, content, kind, way):
    stored = files.keep(upload(content, "Habibi.pdf"), by=bruecke.jana)
    answer = signed_in("jana").get(address(stored))
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"]) == (200, kind, way)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_opening_a_file_is_in_the_read_log_of_its_person(letter, bruecke, signed_in):
    signed_in("jana").get(address(letter))
    event = ReadEvent.objects.get(what="file")
    assert (event.object_id, event.subject, event.purpose) == (str(letter.pk), bruecke.mariam.pk, "file.read")


@pytest.mark.parametrize("name", ["thomas", "katja", "lead", "dpo", "olga", "other_lead", "admin"])
def test_strangers_are_not_told_that_the_file_exists(letter, signed_in, name):
    assert signed_in(name).get(address(letter)).status_code == 404


def test_what_nobody_took_over_yet_is_seen_by_its_keeper_alone(bruecke, signed_in):
    stored = files.keep(upload(PDF), by=bruecke.thomas, person=bruecke.mariam)
    assert [signed_in(name).get(address(stored)).status_code for name in ("thomas", "jana")] == [200, 404]


@pytest.mark.parametrize("at", [0, 6, 40, -1], ids=["form", "nonce", "content", "tag"])
def test_a_changed_byte_is_refused_with_a_sentence(letter, disk, signed_in, at):
    (path,) = on_disk(disk)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    answer = signed_in("jana").get(address(letter))
    assert (answer.status_code, "beschädigt" in answer.content.decode(), MARKER in answer.content) == (500, True, False)


def test_a_content_does_not_open_under_another_row(letter, bruecke, disk):
    other = files.keep(upload(PDF), by=bruecke.jana)
    mine, theirs = (place.address(row.organisation_id, row.pk) for row in (letter, other))
    theirs.write_bytes(mine.read_bytes())
    other.key = letter.key
    other.save()
    with pytest.raises(NotPossible, match="beschädigt"):
        files.content(fresh(other))


def test_a_file_that_is_gone_from_the_disk_is_a_sentence(letter, disk, signed_in):
    on_disk(disk)[0].unlink()
    answer = signed_in("jana").get(address(letter))
    assert (answer.status_code, "nicht mehr auf dem Server" in answer.content.decode()) == (500, True)


def test_after_a_rotation_of_keys_every_file_opens_and_none_was_written_again(letter, bruecke, disk):
    (before,) = [path.read_bytes() for path in on_disk(disk)]
    old = rotation.begin(bruecke.bruecke)
    rotation.reseal(bruecke.bruecke, old)
    assert rotation.finish(bruecke.bruecke, old)
    assert (files.content(fresh(letter)), [path.read_bytes() for path in on_disk(disk)]) == (PDF, [before])


def test_files_are_claimed_in_the_order_given(bruecke):
    rows = [files.keep(upload(PDF), by=bruecke.jana) for _ in range(3)]
    wanted = [rows[2].pk, rows[0].pk, rows[1].pk]
    claimed = files.claim(wanted, by=bruecke.jana, person=bruecke.mariam)
    assert [(row.pk, row.person, row.attached) for row in claimed] == [(pk, bruecke.mariam, True) for pk in wanted]


def test_a_colleagues_file_cannot_be_claimed_and_ones_own_stays_with_it(bruecke):
    mine, theirs = (files.keep(upload(PDF), by=user) for user in (bruecke.jana, bruecke.thomas))
    with pytest.raises(NotPossible, match="noch einmal"):
        files.claim([mine.pk, theirs.pk], by=bruecke.jana, person=bruecke.mariam)
    assert not StoredFile.objects.filter(attached=True).exists()


def test_a_file_cannot_be_claimed_twice(letter, bruecke):
    with pytest.raises(NotPossible):
        files.claim([letter.pk], by=bruecke.jana, person=bruecke.zahras_case.person)


def test_a_discarded_file_is_gone_from_disk_and_database_and_noted(letter, disk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(letter)
    assert (on_disk(disk), StoredFile.objects.count()) == ([], 0)
    assert AuditEvent.objects.filter(model="cases.storedfile", action="deleted").count() == 1


def test_a_merge_takes_the_files_along_and_copies_no_key(letter, bruecke):
    merges.merge(kept=bruecke.zahras_case.person, merged=bruecke.mariam, user=bruecke.jana)
    stored = fresh(letter)
    assert (stored.person, files.content(stored)) == (bruecke.zahras_case.person, PDF)
    assert stored.key not in Merge.objects.get().before


def test_cleanup_discards_what_no_form_took_over_in_seven_days(
    letter, bruecke, disk, capsys, django_capture_on_commit_callbacks
):
    old, young = (files.keep(upload(PDF), by=bruecke.jana) for _ in range(2))
    for row, age in ((letter, timedelta(days=30)), (old, timedelta(days=7, minutes=1)), (young, timedelta(days=6))):
        row.kept_at = clock.now() - age
        row.save()
    for path in on_disk(disk):
        aged(path, timedelta(0))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("cleanup")
    kept = {str(letter.pk), str(young.pk)}
    assert ({str(row.pk) for row in StoredFile.objects.all()}, {path.name for path in on_disk(disk)}) == (kept, kept)
    assert "1 Dateien entfernt" in capsys.readouterr().out


def test_cleanup_removes_what_lies_on_the_disk_for_a_day_without_a_row(letter, disk, capsys):
    (known,) = on_disk(disk)
    aged(known, timedelta(days=30))
    folder = known.parent
    for name, age in (("orphan", timedelta(hours=25)), ("begun.new", timedelta(hours=25)), ("young", timedelta(0))):
        (folder / name).write_bytes(b"x")
        aged(folder / name, age)
    call_command("cleanup")
    assert {path.name for path in on_disk(disk)} == {str(letter.pk), "young"}
