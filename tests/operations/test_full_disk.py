"""A full disk: nothing is written by halves, everything that is there can be read."""

import subprocess

import pytest

from .desk import Desk
from .place import Place
from .server import running

SIZE = 64 * 1024 * 1024
TRIES = 400
pytestmark = pytest.mark.crash


@pytest.fixture
def small_disk(original, tmp_path):
    """A place on a disk of its own, of 64 MiB."""
    mount = tmp_path / "disk"
    mount.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(mount)], capture_output=True
    ).returncode:
        pytest.skip("inconclusive: only root may mount a small disk")
    try:
        yield original.copied(mount / "place")
    finally:
        subprocess.run(["umount", "--lazy", str(mount)], check=True)


def fill(place: Place):
    path = place.root / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return path


def test_on_a_full_disk_saving_is_refused_with_a_sentence_and_reading_goes_on(small_disk):
    case = (small_disk.root / "case").read_text()
    acknowledged = []
    with running(small_disk) as server:
        desk = Desk(server.port, "jana@example.org")
        desk.open_form(case)
        acknowledged.append(desk.enter())
        filler = fill(small_disk)
        for _ in range(TRIES):
            status, page = desk.try_to_enter()
            if status != 302:
                break
            acknowledged.append(desk.note)
        refused = desk.note
        assert (status, "nicht geklappt" in page or "Fehler" in page) == (500, True)
        assert [desk.get(path)[0] for path in ("/heute/", "/konto/", "/gesund/")] == [200, 200, 200]
        filler.unlink()
        acknowledged.append(desk.enter())
    found = small_disk.look()
    assert set(acknowledged) <= set(found["notes"])
    assert refused not in found["notes"]
    assert (found["half"], found["breaks"], found["integrity"]) == ([], [], "ok")
