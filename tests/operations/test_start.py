"""Daily work starts only in a place that is fit for it, and says what is missing."""

import pytest

pytestmark = pytest.mark.crash


def refusal(place, *words: str, **more: str) -> str:
    result = place.run("serve", *words, **more)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("surroundings", "sentence"),
    [
        ({"WEGBUCH_DEBUG": "1"}, "nicht mit WEGBUCH_DEBUG"),
        ({"WEGBUCH_TODAY": "2026-11-26"}, "nicht mit WEGBUCH_TODAY"),
        ({"WEGBUCH_MODE": "demo"}, "WEGBUCH_MODE"),
    ],
)
def test_switches_of_development_are_refused(original, surroundings, sentence):
    assert sentence in refusal(original, **surroundings)


def test_keys_inside_the_data_folder_are_refused(place):
    inside = place.keys.rename(place.data / "keys")
    assert "außerhalb" in refusal(place, WEGBUCH_KEYS=str(inside))


def test_a_key_that_others_may_read_is_refused(place):
    (place.keys / "ring.json").chmod(0o640)
    assert "chmod 600" in refusal(place)


@pytest.mark.parametrize("name", ["data", "keys"])
def test_a_folder_that_others_may_enter_is_refused(place, name):
    folder = place.root / name
    folder.chmod(0o750)
    assert f"chmod 700 {folder}" in refusal(place)


def test_folders_of_a_new_place_are_closed_to_others(original):
    assert [path.stat().st_mode & 0o777 for path in (original.data, original.keys)] == [0o700, 0o700]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "wegbuch.example.org"])
def test_the_open_net_without_encryption_is_refused(original, host):
    assert "WEGBUCH_TLS=1" in refusal(original, "--host", host)


def test_the_open_net_behind_a_proxy_with_encryption_is_not_refused(place):
    (place.data / "demo.marker").touch()
    said = refusal(place, "--host", "0.0.0.0", WEGBUCH_TLS="1")
    assert "Verschlüsselung" not in said


def test_a_weak_key_is_refused(place):
    (place.keys / "secret.key").write_text("geheim")
    assert "zu schwach" in refusal(place)


def test_invented_people_are_refused(place):
    (place.data / "demo.marker").touch()
    assert "Demodaten" in refusal(place)


def test_a_place_without_a_database_says_how_to_make_one(original, tmp_path):
    assert "./wegbuch migrate" in refusal(
        original, WEGBUCH_DATA=str(tmp_path / "data"), WEGBUCH_KEYS=str(tmp_path / "keys")
    )


@pytest.mark.on_both
def test_an_older_database_says_how_to_bring_it_up(place):
    place.sql("DELETE FROM django_migrations WHERE app = 'counselling'")
    assert "./wegbuch migrate" in refusal(place)


@pytest.mark.on_both
def test_a_newer_database_is_refused(place):
    place.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', '2030-01-01')")
    assert "neuer als dieses Programm" in refusal(place)


@pytest.mark.on_both
@pytest.mark.parametrize(
    ("name", "sentence"), [("ring.json", "Der Schlüsselbund fehlt"), ("secret.key", "secret.key fehlt")]
)
def test_a_lost_key_is_not_replaced_in_silence(place, name, sentence):
    (place.keys / name).unlink()
    assert sentence in refusal(place)
    assert not (place.keys / name).exists()
