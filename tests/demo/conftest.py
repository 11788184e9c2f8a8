"""The invented district: drawn whole without a database, and a twentieth of it written into one."""

import copyreg
from datetime import date

import pytest

from tests import world_again
from wegbuch.demo.draw import SEED, District, draw
from wegbuch.demo.source import Dice

# Nobody throws the dice of a district that is drawn: another one may lie there.
copyreg.pickle(Dice, lambda dice: (Dice, (SEED, "thrown")))


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

    return world_again.again("district", lambda: fill(scale=0.05))
