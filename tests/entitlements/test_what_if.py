"""What would be if: both answers side by side, and nothing of it stays."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

import lawbook
from lawbook import compiled, entitlements
from lawbook.entitlements.questions import questions_of, ready_questions
from lawbook.errors import RuleError
from wegbuch.access.models.log import AuditEvent
from wegbuch.entitlements import law, what_if_page
from wegbuch.entitlements.models import Answer, SealedAnswer

from . import making_perspective as making

DOCUMENT = compiled.content()["documents"]["rules/what_if"]
RULE_12A = {"job_15h_lives": False, "training_or_study": False, "protection_or_permit_on": making.FINAL_ON}


@pytest.fixture
def selam(bruecke):
    return making.selam(bruecke, **RULE_12A)


@pytest.fixture
def url(selam):
    return reverse("entitlements:what_if", args=[selam.pk])


def answers(world, case, change, day=date(2026, 11, 26)):
    subject = what_if_page.subject_of(case, world.jana)
    return {each.rule.id: each for each in what_if_page.answers_of(subject, change, day).differences}


def test_training_from_august_is_asked_with_one_button(signed_in, url):
    page = signed_in("jana").post(url, {"question": "training_in_august"}).content.decode()
    assert "ab So 01.08.2027" in page
    assert "Wohnsitzregel nach der Anerkennung" in page
    assert "Pflicht bis 29.09.2029" in page


def test_training_ends_the_residence_rule(bruecke, selam):
    found = answers(bruecke, selam, {"training_or_study": True})["residence_rule_12a"]
    assert (found.before.text, found.after.text, found.words) == (
        "Pflicht bis 29.09.2029",
        "trifft nicht zu",
        "entfällt",
    )


def test_only_doors_that_differ_are_shown(bruecke, selam):
    assert answers(bruecke, selam, {"training_or_study": False}) == {}


def test_ribbon_says_in_words_that_a_door_opens_earlier(bruecke):
    told = dict.fromkeys(("livelihood_far_mostly_secured", "livelihood_mostly_secured", "german_c1", "german_a2"), True)
    case = making.selam(
        bruecke, status="gestattung", entry_date=date(2026, 10, 26), asylum_lodged_on=date(2026, 10, 26)
    )
    making.tell(bruecke, case.person, **told)
    found = answers(bruecke, case, {"entry_date": date(2026, 4, 26), "asylum_lodged_on": date(2026, 4, 26)})
    assert [each.words for each in found.values() if each.words.startswith(("öffnet früher", "öffnet ab"))]


def test_nothing_is_saved(bruecke, signed_in, url):
    client = signed_in("jana")
    before = (Answer.objects.count(), SealedAnswer.objects.count(), AuditEvent.objects.count())
    client.post(url, {"question": "work_15_hours"})
    client.post(url, {"values": ["german_b1"], "german_b1": "yes", "from_day": "26.11.2026"})
    assert (Answer.objects.count(), SealedAnswer.objects.count(), AuditEvent.objects.count()) == before


def test_own_question_asks_values_first_and_answers_then(signed_in, url):
    client = signed_in("jana")
    ask = client.post(url, {"facts": "1", "reception": ["training_or_study"]}).content.decode()
    assert 'name="training_or_study"' in ask
    told = {"values": ["training_or_study"], "training_or_study": "yes", "from_day": "1.9.2027"}
    page = client.post(url, told).content.decode()
    assert "bisher „nein“, dann „ja“" in page
    assert "ab Mi 01.09.2027" in page


@pytest.mark.parametrize("count", [0, 4])
def test_less_than_one_or_more_than_three_facts_are_refused_and_stay_chosen(bruecke, signed_in, selam, url, count):
    topics = what_if_page.topics_with_facts(what_if_page.subject_of(selam, bruecke.jana))
    topic, facts = max(topics.items(), key=lambda item: len(item[1]))
    names = [fact.name for fact in facts][:count]
    page = signed_in("jana").post(url, {"facts": "1", topic: names}).content.decode()
    assert "Wählen Sie ein bis drei Angaben." in page
    assert page.count("checked") == count


def test_wrong_value_says_so_and_keeps_what_was_typed(signed_in, url):
    told = {"values": ["entry_date"], "entry_date": "31.2.2026", "from_day": "26.11.2026"}
    page = signed_in("jana").post(url, told).content.decode()
    assert "existiert nicht" in page
    assert 'value="31.2.2026"' in page


def test_judgements_and_sealed_facts_are_never_offered(bruecke, selam):
    topics = what_if_page.topics_with_facts(what_if_page.subject_of(selam, bruecke.jana))
    offered = {fact.name for facts in topics.values() for fact in facts}
    assert offered
    assert not [name for name in offered if law.is_sealed(name) or law.fact(name).judgement]


@pytest.mark.parametrize("name", ["pregnant", "stay_abuse", "no_such_fact"])
def test_forged_fact_is_not_supposed(signed_in, url, name):
    page = signed_in("jana").post(url, {"values": [name], name: "yes", "from_day": "26.11.2026"}).content.decode()
    assert "Bisher und dann" not in page


def test_question_that_does_not_exist_shows_the_page_again(signed_in, url):
    assert "Bisher und dann" not in signed_in("jana").post(url, {"question": "nothing"}).content.decode()


@pytest.mark.parametrize("name", ["katja", "olga"])
def test_stranger_is_not_told_that_the_page_exists(signed_in, url, name):
    client = signed_in(name)
    assert (client.get(url).status_code, client.post(url, {"question": "german_b1"}).status_code) == (404, 404)


def test_ready_questions_follow_the_schema():
    schema = json.loads((Path(lawbook.__file__).parent / "schema" / "what_if.json").read_text(encoding="utf-8"))
    assert [each.message for each in Draft202012Validator(schema).iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("pregnant", True), ("stay_abuse", True), ("nothing", True), ("training_type", "magic"), ("job_hours", "15")],
)
def test_question_that_supposes_what_may_not_be_is_refused(name, value):
    rows = copy.deepcopy(DOCUMENT["questions"])
    rows[0]["facts"][name] = value
    with pytest.raises(RuleError):
        questions_of(rows, entitlements.load())


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (date(2026, 11, 26), date(2027, 8, 1)),
        (date(2027, 7, 31), date(2027, 8, 1)),
        (date(2027, 8, 1), date(2027, 8, 1)),
    ],
)
def test_august_is_the_next_one(today, begins):
    assert ready_questions()[0].begins_on(today) == begins
