"""The gate: who gets in, what is logged, what a page that only reads cannot do."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from wegbuch.access.gate import gate, refuse_ungated_views
from wegbuch.access.models import ReadEvent
from wegbuch.cases.models import Case, Person
from wegbuch.core.readonly import ChangedByReading


@gate("case.read", on=Case)
def look(request, case):
    return HttpResponse(case.number)


@gate("case.read", on=Case)
def change(request, case):
    case.person.spoken_name = "Maryam"
    case.person.save()
    if request.GET.get("fail"):
        raise RuntimeError
    return HttpResponse("ok")


@pytest.fixture
def asked(world):
    def ask(view, name, case, method="get", query=""):
        request = getattr(RequestFactory(), method)(f"/x/?{query}")
        request.user = getattr(world, name)
        return view(request, pk=case.pk)

    return ask


def test_the_case_team_gets_in(world, asked):
    assert asked(look, "jana", world.mariams_case).content.decode() == world.mariams_case.number


@pytest.mark.parametrize(
    "name", ["thomas", "katja", "lead", "settlement", "house", "dpo", "olga", "coordination", "admin"]
)
def test_everybody_else_is_told_nothing(world, asked, name):
    with pytest.raises(Http404):
        asked(look, name, world.mariams_case)


def test_a_look_is_logged_once_with_purpose_and_person(world, asked):
    asked(look, "jana", world.mariams_case)
    event = ReadEvent.objects.get()
    assert (event.what, event.purpose, event.subject) == ("case", "case.read", world.mariam.pk)


def test_a_refused_look_is_not_logged_as_a_look(world, asked):
    with pytest.raises(Http404):
        asked(look, "thomas", world.mariams_case)
    assert not ReadEvent.objects.exists()


def test_a_form_that_is_sent_is_a_look_too(world, asked):
    asked(look, "jana", world.mariams_case, "post")
    assert ReadEvent.objects.get().subject == world.mariam.pk


def test_head_goes_only_where_get_goes(world, asked):
    only_post = gate("case.read", on=Case, methods=("POST",))(lambda request, case: HttpResponse())
    assert asked(only_post, "jana", world.mariams_case, "head").status_code == 405


def test_reading_a_page_cannot_change_anything(world, asked):
    with pytest.raises(ChangedByReading):
        asked(change, "jana", world.mariams_case)


def test_a_failed_change_leaves_nothing_behind(world, asked, bruecke):
    with pytest.raises(RuntimeError):
        asked(change, "jana", world.mariams_case, "post", "fail=1")
    assert Person.objects.get(pk=world.mariam.pk).spoken_name == ""


def test_a_view_without_a_gate_is_refused():
    from django.core.exceptions import PermissionDenied

    middleware = refuse_ungated_views(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        middleware.process_view(None, lambda request: None, (), {})


def test_an_action_outside_the_policy_table_is_refused_at_start():
    with pytest.raises(KeyError):
        gate("case.everything")
