"""New keys while people work."""

import pytest

pytestmark = [pytest.mark.crash, pytest.mark.on_both]


def tamper(place) -> None:
    """Change one character in the middle of the first sealed note."""
    ((pk, token),) = place.sql("SELECT id, note FROM counselling_contact ORDER BY entered_at LIMIT 1")
    other = "A" if token[20] != "A" else "B"
    place.sql("UPDATE counselling_contact SET note = %s WHERE id = %s", token[:20] + other + token[21:], pk)


def test_every_note_written_before_and_during_a_rotation_opens_with_the_new_key_alone(place):
    with place.writing() as notes:
        said = place.done("rotate-keys", "--root")
    found = place.look()
    assert set(notes) <= set(found["notes"])
    assert (found["keys"], found["closed"], found["breaks"]) == (["k2"], 0, [])
    assert "alter Schlüssel entfernt" in said
    assert len(notes) > 100


def test_a_changed_note_stops_the_rotation_and_keeps_its_key(place):
    tamper(place)
    result = place.run("rotate-keys", "--wait", "0")
    assert (result.returncode, "öffnet sich nicht" in result.stderr) == (1, True)
    assert place.look()["keys"] == ["k1", "k2"]


def test_a_rotation_that_was_broken_off_is_finished_by_the_next_one(original, tmp_path):
    place = original.copied(tmp_path / "place")
    tampered = place.copied(tmp_path / "tampered")
    tamper(tampered)
    tampered.run("rotate-keys", "--wait", "0")
    for note, pk in place.sql("SELECT note, id FROM counselling_contact"):
        tampered.sql("UPDATE counselling_contact SET note = %s WHERE id = %s", note, pk)
    tampered.done("rotate-keys", "--wait", "0")
    found = tampered.look()
    assert (found["keys"], found["closed"]) == (["k3"], 0)


def test_an_older_copy_of_the_key_ring_is_refused_with_a_sentence(place):
    older = (place.keys / "ring.json").read_text()
    place.done("rotate-keys", "--root", "--wait", "0")
    (place.keys / "ring.json").write_text(older)
    result = place.run("serve")
    assert (result.returncode, "Der Schlüssel r2 fehlt im Schlüsselbund." in result.stderr) == (1, True)
