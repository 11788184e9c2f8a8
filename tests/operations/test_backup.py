"""Backups: complete under load, closed to everybody else, restored whole or not at all."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest

from wegbuch.core.backups import writing
from wegbuch.core.backups.sealing import new_pair, read_public

pytestmark = pytest.mark.crash
CLEAR_WORD, SEALED_WORD = b"Habibi", b"Schulamt"


@pytest.fixture(scope="module")
def backed_up(original, tmp_path_factory):
    """A place with a backup, not to be changed, and the private key as somebody typed it from the paper in the safe."""
    place = original.copied(tmp_path_factory.mktemp("backed") / "place")
    (place.data / "files" / "ab").mkdir(parents=True)
    (place.data / "files" / "ab" / "letter").write_bytes(bytes(range(256)) * 1000)
    place.inside("keep_file")
    words = place.done("backup-key").split()
    (place.root / "private.key").write_text(next(word for word in words if word.startswith("wegbuch-backup-key-")))
    place.done("backup", "--to", str(place.root / "safe"))
    return place


@pytest.fixture
def backup(backed_up):
    return next((backed_up.root / "safe").glob("*.backup"))


def restore(place, backup, target, key_file=None):
    key = str(key_file or place.root / "private.key")
    return place.run("restore", str(backup), "--key-file", key, "--to", str(target))


def dump(database):
    with sqlite3.connect(database) as connection:
        return list(connection.iterdump())


def test_a_backup_under_load_holds_what_was_acknowledged_and_lets_people_work(backed_up, tmp_path):
    place = backed_up.copied(tmp_path / "place")
    with place.writing() as notes:
        before = list(notes)
        place.done("backup", "--to", str(tmp_path / "safe"))
    (backup,) = (tmp_path / "safe").glob("*.backup")
    assert "Alle Prüfsummen stimmen" in restore(place, backup, tmp_path / "new").stdout
    found = place.look(WEGBUCH_DATA=str(tmp_path / "new"))
    assert set(before) <= set(found["notes"])
    assert (found["half"], found["breaks"], found["closed"], found["integrity"]) == ([], [], 0, "ok")
    assert len(notes) > len(before) + 5


def test_a_backup_opens_where_the_program_uses_a_server(backed_up, backup, tmp_path):
    words = ("restore", str(backup), "--key-file", str(backed_up.root / "private.key"), "--to", str(tmp_path / "new"))
    assert "Protokoll ist lückenlos" in backed_up.done(*words, WEGBUCH_DATABASE="postgresql://name@/wegbuch?host=/none")


def test_a_server_is_backed_up_by_its_own_program(backed_up):
    refused = backed_up.run("backup", WEGBUCH_DATABASE="postgresql://name@/wegbuch?host=/none")
    assert (refused.returncode, "pg_dump --format=custom" in refused.stderr) == (1, True)


def test_a_restored_place_equals_the_one_that_was_backed_up(backed_up, backup, tmp_path):
    assert restore(backed_up, backup, tmp_path / "new").returncode == 0
    assert dump(tmp_path / "new" / "wegbuch.sqlite3") == dump(backed_up.database)
    assert (tmp_path / "new/files/ab/letter").read_bytes() == bytes(range(256)) * 1000


def test_a_stored_file_opens_after_a_restore(backed_up, backup, tmp_path):
    restore(backed_up, backup, tmp_path / "new")
    found = json.loads(backed_up.inside("read_files", WEGBUCH_DATA=str(tmp_path / "new")))
    assert found == ["%PDF-1.4\n% ZQletter \n%%EOF"]


def test_a_file_that_somebody_deletes_meanwhile_breaks_no_backup(backed_up, tmp_path, monkeypatch):
    files = tmp_path / "files"
    files.mkdir()
    (files / "stays").write_bytes(b"x")
    (files / "goes").symlink_to(tmp_path / "nowhere")
    monkeypatch.setattr(writing.Path, "is_file", lambda path: True)
    manifest = writing.write_backup(
        tmp_path / "one.backup", database=backed_up.database, files=files,
        recipient=read_public(new_pair()[0]), at=datetime(2026, 11, 26, tzinfo=UTC), notes={}, facts={},
    )  # fmt: skip
    assert list(manifest["files"]) == ["stays"]


def test_a_stolen_database_shows_names_but_no_sealed_text(original):
    raw = original.database.read_bytes()
    assert (CLEAR_WORD in raw, SEALED_WORD in raw) == (True, False)


def test_a_stolen_backup_shows_nothing(backup):
    raw = backup.read_bytes()
    assert (CLEAR_WORD in raw, SEALED_WORD in raw, b"SQLite" in raw) == (False, False, False)


def test_only_the_service_may_read_a_backup(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_no_plain_copy_stays_on_the_disk(backed_up):
    assert [path.name for path in [*backed_up.data.glob(".*"), *backed_up.root.glob("safe/*.half")]] == []


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda raw: raw[:-100], "beschädigt"),
        (lambda raw: raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :], "beschädigt"),
        (lambda raw: raw + b"x", "beschädigt"),
        (lambda raw: b"not a backup", "keine Sicherung"),
    ],
    ids=["cut", "changed byte", "added byte", "something else"],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(backed_up, backup, tmp_path, damage, sentence):
    damaged = tmp_path / "damaged"
    damaged.write_bytes(damage(backup.read_bytes()))
    result = restore(backed_up, damaged, tmp_path / "new")
    assert (result.returncode, [path.name for path in tmp_path.iterdir()]) == (1, ["damaged"])
    assert sentence in result.stderr


def test_another_key_opens_nothing(backed_up, backup, tmp_path):
    key_file = tmp_path / "other.key"
    key_file.write_text(new_pair()[1])
    result = restore(backed_up, backup, tmp_path / "new", key_file)
    assert (result.returncode, [path.name for path in tmp_path.iterdir()]) == (1, ["other.key"])
    assert "passt nicht" in result.stderr


def test_a_place_that_is_in_use_is_not_overwritten(backed_up, backup):
    result = restore(backed_up, backup, backed_up.data)
    assert (result.returncode, "nicht leer" in result.stderr) == (1, True)


def test_without_a_key_there_is_no_backup(original):
    result = original.run("backup")
    assert (result.returncode, "backup-key" in result.stderr) == (1, True)


def test_restore_names_the_key_ring_that_is_missing(backed_up, backup, tmp_path):
    key = str(backed_up.root / "private.key")
    words = ("restore", str(backup), "--key-file", key, "--to", str(tmp_path / "new"))
    assert "ring.json aus dem Tresor" in backed_up.done(*words, WEGBUCH_KEYS=str(tmp_path / "empty"))
