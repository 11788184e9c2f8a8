"""Places for the proofs of operation: built once, copied for each test that changes one."""

import os
from collections.abc import Iterator

import pytest

from . import store
from .place import Place, build

IS_LONG = os.environ.get("WEGBUCH_TEST_LONG") == "1"


@pytest.fixture(scope="session")
def original(tmp_path_factory) -> Iterator[Place]:
    """A place with one organisation, its people and one file; not to be changed."""
    yield build(tmp_path_factory.mktemp("place"))
    store.drop_all()


@pytest.fixture
def place(original, tmp_path) -> Place:
    return original.copied(tmp_path / "place")
