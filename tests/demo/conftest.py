"""The invented district: drawn whole without a database, and a twentieth of it written into one."""

from datetime import date

import pytest

from wegbuch.demo.draw import District, draw


@pytest.fixture(scope="session")
def demo_day() -> date:
    return date(2026, 11, 26)


@pytest.fixture(scope="session")
def district() -> District:
    """The district at full size; nothing of it is saved."""
    return draw()


@pytest.fixture
def filled(db) -> District:
    """A twentieth of the district in the test database."""
    from wegbuch.demo.fill import fill

    return fill(scale=0.05)
