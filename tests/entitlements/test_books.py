"""Older books are kept, so that what changed since can be said."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command

from lawbook import compiled
from wegbuch.access.services import NotPossible
from wegbuch.core import clock
from wegbuch.entitlements import law
from wegbuch.entitlements.models import KeptBook
from wegbuch.entitlements.services import books

from .making_affected import keep_book, without

pytestmark = pytest.mark.django_db
GONE = without("family_reunification", "reunification_subsidiary_suspended")


def test_the_present_book_is_kept_when_the_tables_were_brought_up():
    KeptBook.objects.all().delete()
    call_command("migrate", verbosity=0, interactive=False)
    assert [row.pk for row in KeptBook.objects.all()] == [books.present()[0]]


def test_a_book_that_is_kept_already_is_not_kept_twice():
    books.keep_present()
    books.keep_present()
    assert KeptBook.objects.count() == 1


def test_a_state_of_the_tables_before_this_room_is_no_obstacle():
    class Before:
        def get_model(self, *names):
            raise LookupError

    books.keep_present(apps=Before())
    assert apps.get_model("entitlements", "KeptBook").objects.count() == 1


def test_a_kept_book_holds_every_rule_as_it_was():
    kept = books.book_of(keep_book(GONE))
    assert set(law.book().rules) - set(kept.rules) == {"reunification_subsidiary_suspended"}


def test_only_a_change_of_the_entitlement_rules_makes_a_new_book():
    content = compiled.content()
    other = {"documents": {**content["documents"], "rules/deadlines/courts": {"rules": []}}}
    assert books.part_of(other)["fingerprint"] == books.part_of(content)["fingerprint"]


def test_only_the_twelve_newest_books_stay_and_the_present_one_among_them():
    KeptBook.objects.all().delete()
    for number in range(15):
        at = clock.now() + timedelta(days=number)
        KeptBook.objects.create(fingerprint=f"{number:064}", kept_at=at, content=b"")
    books.keep_present()
    left = set(KeptBook.objects.values_list("pk", flat=True))
    assert left == {books.present()[0], *(f"{number:064}" for number in range(4, 15))}


def test_the_books_before_come_newest_first_without_the_present_one():
    for number in (1, 2):
        at = clock.now() + timedelta(days=number)
        KeptBook.objects.create(fingerprint=f"{number:064}", kept_at=at, content=b"")
    assert [row.pk[-1] for row in books.earlier()] == ["2", "1"]


@pytest.mark.parametrize("content", [b"", b"no gzip", books.packed({"documents": {}}), books.packed({})[:-9]])
def test_a_book_that_cannot_be_read_is_said_in_a_sentence(content):
    row = KeptBook.objects.create(fingerprint="f" * 64, kept_at=clock.now(), content=content)
    with pytest.raises(NotPossible, match="lässt sich nicht mehr lesen"):
        books.book_of(row)


def test_a_book_whose_rule_speaks_another_language_is_said_in_a_sentence():
    def broken(content):
        content["documents"]["rules/entitlements/asylum"]["rules"][0]["condition"] = "status is"

    with pytest.raises(NotPossible, match="Regelbuch"):
        books.book_of(keep_book(broken))
