"""Keys of the organisations: read by many threads, and never made without a word in the log."""

import os
import sys
from itertools import count

from django.conf import settings

from wegbuch.access import keys, rotation
from wegbuch.access.models import AuditEvent
from wegbuch.core import audit
from wegbuch.core.keyring import read_ring


def events(organisation) -> list[tuple[str, str, str]]:
    """Part, action and key of each event about a key."""
    rows = AuditEvent.objects.filter(chain=f"changes:{organisation.pk}", model="access.organisationkey")
    return list(rows.order_by("number").values_list("part", "action", "object_id"))


def test_the_ring_is_read_while_another_thread_reads_a_newer_file_at_every_line():
    turns = count(1)

    def another_thread(frame, event, _value):
        if event == "line":
            turn = next(turns)
            os.utime(settings.KEY_RING, ns=(turn, turn))
            keys.ring()
        return another_thread

    before = sys.gettrace()
    sys.settrace(lambda frame, *_event: another_thread if frame.f_code is keys.ring.__code__ else None)
    try:
        found = keys.ring()
    finally:
        sys.settrace(before)
    assert found == read_ring(settings.KEY_RING)
    assert next(turns) > 3


def test_the_key_of_a_new_organisation_stands_in_its_log(world):
    assert events(world.bruecke) == [("tests", "created", "k1")]


def test_a_rotation_stands_in_the_log_with_both_keys(world):
    old = rotation.begin(world.bruecke)
    rotation.reseal(world.bruecke, old)
    assert rotation.finish(world.bruecke, old)
    assert events(world.bruecke)[1:] == [("rotate-keys", "created", "k2"), ("rotate-keys", "deleted", "k1")]


def test_a_new_root_key_stands_in_the_log_of_every_organisation(world):
    with audit.acting_as(audit.Actor(None, part="rotate-keys")):
        assert keys.rewrap_all() == 2
    for organisation in (world.bruecke, world.diakonie):
        assert events(organisation)[-1] == ("rotate-keys", "renewed", "k1")
