"""Whoever sees possible doubles, or their number, may have everybody compared anew, in the background."""

import pytest
from django.urls import reverse

from tests.jobs.conftest import queued  # noqa: F401
from wegbuch.access import policy
from wegbuch.access.roles import Role
from wegbuch.cases.models import DoubleSearch, PossibleDouble
from wegbuch.cases.twins import blocks
from wegbuch.jobs import queue
from wegbuch.jobs.models import Job

from .test_batch_doubles_kept import find, take_in

FIND, LIST, NUMBERS = (reverse(f"cases:{name}") for name in ("doubles_find", "doubles", "double_counts"))


@pytest.fixture
def twin(bruecke):
    """Mariam a second time, in Jana's own cases."""
    return take_in(bruecke, bruecke.jana, bruecke.muehlenau)


def text(client, url):
    return client.get(url).content.decode()


def test_worker_starts_a_search_and_gets_to_the_pairs(twin, signed_in):
    client = signed_in("jana")
    assert "Noch wurde nicht gesucht" in text(client, LIST)
    job = client.post(FIND, follow=True)
    assert "Ergebnis ansehen" in job.content.decode()
    assert client.get(Job.objects.get().result_url).url == LIST
    assert "sehr wahrscheinlich" in text(client, LIST)
    assert "Zuletzt gesucht: 26.11.2026" in text(client, LIST).replace("\xa0", " ").replace("Do ", "")


def test_lead_starts_a_search_and_gets_to_the_numbers(twin, signed_in):
    client = signed_in("lead")
    client.post(FIND)
    assert client.get(Job.objects.get().result_url).url == NUMBERS
    assert "<dt>sehr wahrscheinlich</dt><dd>1</dd>" in text(client, NUMBERS)


@pytest.mark.parametrize("name", ["settlement", "house", "dpo", "coordination", "admin"])
def test_nobody_else_starts_one(twin, signed_in, name):
    assert signed_in(name).post(FIND).status_code == 404
    assert not PossibleDouble.objects.exists()


def test_a_look_starts_nothing(twin, signed_in):
    signed_in("jana").get(FIND)
    assert not Job.objects.exists()


def test_while_one_searches_a_colleague_starts_no_other(twin, queued, signed_in):  # noqa: F811
    signed_in("lead").post(FIND)
    answer = signed_in("jana").post(FIND, follow=True)
    assert "Eine Suche läuft schon." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == Job.objects.get().get_absolute_url()
    queue.carry_out_ready(lambda: True)
    assert [(job.owner.name, job.state) for job in Job.objects.all()] == [("Miriam Vogt", "done")]


@pytest.fixture
def leads_search(bruecke, twin, queued, signed_in):  # noqa: F811
    """A search that the lead started and that nobody has taken up yet."""
    signed_in("lead").post(FIND)
    return Job.objects.get()


def test_whoever_may_search_sees_the_search_of_a_colleague(leads_search, signed_in):
    page = text(signed_in("jana"), reverse("jobs:jobs"))
    assert leads_search.get_absolute_url() in page
    assert "Miriam Vogt" in text(signed_in("jana"), leads_search.get_absolute_url())


@pytest.mark.parametrize("name", ["jana", "katja", "lead"])
def test_whoever_may_search_stops_the_search_of_a_colleague(leads_search, signed_in, name):
    signed_in(name).post(reverse("jobs:job_stop", args=[leads_search.pk]))
    assert Job.objects.get().state == "cancelled"


@pytest.mark.parametrize("name", ["settlement", "house", "dpo", "coordination", "admin", "olga", "other_lead"])
def test_nobody_else_sees_or_stops_a_shared_search(leads_search, signed_in, name):
    client = signed_in(name)
    assert client.get(leads_search.get_absolute_url()).status_code == 404
    assert client.post(reverse("jobs:job_stop", args=[leads_search.pk])).status_code == 404
    assert Job.objects.get().state == "waiting"


def test_whoever_may_not_search_sees_no_search(leads_search, signed_in, monkeypatch):
    monkeypatch.setitem(policy.POLICY, "double.find", frozenset({Role.LEAD}))
    client = signed_in("jana")
    assert client.get(leads_search.get_absolute_url()).status_code == 404
    assert leads_search.get_absolute_url() not in text(client, reverse("jobs:jobs"))


def test_who_starts_a_stopped_search_of_a_colleague_again_owns_it(leads_search, signed_in):
    client = signed_in("jana")
    client.post(reverse("jobs:job_stop", args=[leads_search.pk]))
    client.post(reverse("jobs:job_again", args=[leads_search.pk]))
    assert Job.objects.open().get().owner.name == "Jana Roth"


def test_another_organisation_searches_by_itself(world, bruecke, queued, signed_in):  # noqa: F811
    signed_in("jana").post(FIND)
    assert "/im-hintergrund/" in signed_in("olga").post(FIND).url


def test_what_was_left_out_is_said(bruecke, twin, monkeypatch, signed_in):
    monkeypatch.setattr(blocks, "LARGEST", 1)
    find()
    crowds = DoubleSearch.objects.get().crowds
    assert crowds > 1
    for name, url in (("jana", LIST), ("lead", NUMBERS)):
        assert f"{crowds} Gruppen waren zu häufig. Dort sind nur gleiche ganze Namen" in text(signed_in(name), url)


def test_a_later_search_takes_the_place_of_the_last(twin, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(blocks, "LARGEST", 1)
        find()
    find()
    assert DoubleSearch.objects.get().crowds == 0
