"""An address worked out once for its page is the one that `reverse` gives."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from wegbuch.core import addresses


@pytest.mark.parametrize("name", ["cases:case", "cases:break_glass", "counselling:contacts_of_case"])
def test_it_is_the_same_address(name):
    pk = uuid4()
    assert addresses.of_row(name, pk) == reverse(name, args=[pk])


def test_a_page_that_is_not_there_has_none():
    with pytest.raises(NoReverseMatch):
        addresses.of_row("cases:nowhere", uuid4())
