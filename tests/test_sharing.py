"""The workers share the tests so that the set-up of a file is made once and nobody idles at the end."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from xdist.remote import Producer

from tests import sharing

FILES = {
    "tests/access/test_gate.py": 3,
    "tests/core/test_forms.py": 5,
    "tests/security/test_matrix.py": 4,
    sharing.APART: 2,
}
TESTS = [f"{file}::test_{number}[a@b]" for file, many in FILES.items() for number in range(many)]


class Worker:
    """Notes the files of what it is sent and runs nothing."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.sent: list[list[str]] = []
        self.shutting_down = False

    def send_runtest_some(self, numbers: list[int]) -> None:
        self.sent.append([TESTS[number].partition("::")[0] for number in numbers])

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture
def workers() -> list[Worker]:
    """Two of them, as they begin."""
    both = [Worker("first"), Worker("second")]
    config = SimpleNamespace(getvalue=lambda _: ["2*popen"], option=SimpleNamespace(loadscopereorder=True))
    scheduler = sharing.ByFile(config, Producer("tests", enabled=False))
    for worker in both:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, TESTS)
    scheduler.schedule()
    return both


def test_pages_are_looked_at_by_both_and_the_longest_file_comes_next(workers):
    first, second = workers
    assert (first.sent[0], second.sent[0]) == ([sharing.APART], [sharing.APART])
    assert first.sent[1] == ["tests/security/test_matrix.py"] * 4


def test_what_is_not_long_goes_by_its_number_of_tests_and_whole(workers):
    assert workers[1].sent[1:] == [["tests/core/test_forms.py"] * 5]


def test_every_long_one_is_there():
    assert [beginning for beginning in sharing.LONG if not list(Path().glob(f"{beginning}*"))] == []
