"""Who reaches a case: asked of the one piece of SQL behind every list, page and count."""

from datetime import timedelta

import pytest

from wegbuch.access.models import Deputyship
from wegbuch.cases.models import Case, CaseAccess, CaseAccessKind
from wegbuch.cases.models.reach import reached_by
from wegbuch.core import clock, tenant
from wegbuch.core.one_go import OneGo

HOUR = timedelta(hours=1)
READS = ("visible_to", "changeable_by", "of_team_member")


IN_ONE_GO = OneGo(lambda **given: {"cases": Case.objects.filter(pk__in=reached_by(**given))})


def reached(user, by):
    """The cases; a question that is built once finds the same as one built for this user."""
    found = set(getattr(Case.objects, by)(user))
    if by == "visible_to":
        given = {"user": user.pk, "organisation": user.organisation_id, "now": clock.now(), "today": clock.today()}
        assert set(IN_ONE_GO.ask(using="default", **given)["cases"]) == found
    return found


def place(world, user, *, kind=CaseAccessKind.TEAM, since=-HOUR, until=None):
    """A place at Katja's case, from and until so long from now."""
    ends_at = None if until is None else clock.now() + until
    row = CaseAccess(case=world.katjas_case, user=user, kind=kind, starts_at=clock.now() + since, ends_at=ends_at)
    row.save()


def absent(world, first, last, deputy=None):
    """Thomas is away and Jana stands in, between days from today."""
    today = clock.today()
    Deputyship(
        absent=world.thomas,
        deputy=deputy or world.jana,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
        reason="Urlaub",
    ).save()


@pytest.mark.parametrize("by", READS)
def test_a_running_place_in_the_team_reaches(bruecke, by):
    place(bruecke, bruecke.jana, until=HOUR)
    assert bruecke.katjas_case in reached(bruecke.jana, by)


@pytest.mark.parametrize("by", READS)
@pytest.mark.parametrize(("since", "until"), [(-2 * HOUR, -HOUR), (HOUR, None)], ids=["ended", "not begun"])
def test_a_place_of_another_time_does_not(bruecke, by, since, until):
    place(bruecke, bruecke.jana, since=since, until=until)
    assert bruecke.katjas_case not in reached(bruecke.jana, by)


@pytest.mark.parametrize("by", READS)
def test_the_place_of_a_colleague_does_not(bruecke, by):
    place(bruecke, bruecke.thomas)
    assert bruecke.katjas_case not in reached(bruecke.jana, by)


@pytest.mark.parametrize(("by", "reaches"), [("visible_to", True), ("changeable_by", True), ("of_team_member", False)])
def test_a_deputy_reaches_what_the_absent_one_did(bruecke, by, reaches):
    place(bruecke, bruecke.thomas)
    absent(bruecke, -1, 0)
    assert (bruecke.katjas_case in reached(bruecke.jana, by)) is reaches


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)], ids=["over", "not begun"])
def test_a_deputy_of_other_days_does_not(bruecke, first, last):
    place(bruecke, bruecke.thomas)
    absent(bruecke, first, last)
    assert bruecke.katjas_case not in reached(bruecke.jana, "visible_to")


def test_a_deputyship_of_others_does_not(bruecke):
    place(bruecke, bruecke.thomas)
    absent(bruecke, -1, 1, deputy=bruecke.katja)
    assert bruecke.katjas_case not in reached(bruecke.jana, "visible_to")


def test_the_absent_one_does_not_reach_what_the_deputy_does(bruecke):
    place(bruecke, bruecke.jana)
    absent(bruecke, -1, 1)
    assert bruecke.katjas_case not in reached(bruecke.thomas, "visible_to")


@pytest.mark.parametrize(("by", "reaches"), [("visible_to", True), ("changeable_by", False), ("of_team_member", False)])
def test_what_was_opened_with_a_reason_is_only_seen(bruecke, by, reaches):
    place(bruecke, bruecke.jana, kind=CaseAccessKind.BREAK_GLASS, until=HOUR)
    assert (bruecke.katjas_case in reached(bruecke.jana, by)) is reaches


def test_what_a_colleague_opened_with_a_reason_is_not_handed_to_the_deputy(bruecke):
    place(bruecke, bruecke.thomas, kind=CaseAccessKind.BREAK_GLASS, until=HOUR)
    absent(bruecke, -1, 1)
    assert bruecke.katjas_case not in reached(bruecke.jana, "visible_to")


@pytest.mark.parametrize("by", READS)
def test_the_wall_stands_before_it(world, by):
    with tenant.acting_for(world.diakonie.pk):
        assert reached(world.jana, by) == set()
    with pytest.raises(tenant.NoTenant):
        reached(world.jana, by)


@pytest.mark.parametrize("by", READS)
def test_whoever_belongs_to_no_organisation_reaches_nothing(bruecke, by):
    assert reached(bruecke.coordination, by) == set()
