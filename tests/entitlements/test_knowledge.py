"""What is known about people: from the files first, from answers where the files are silent."""

from datetime import date

import pytest

from lawbook.entitlements import findings
from tests.entitlements.making_facts import TODAY, admit, say, selam
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person, RelativeAbroad, ResidencePeriod
from wegbuch.cases.services import merges
from wegbuch.core import clock
from wegbuch.entitlements import knowledge, law
from wegbuch.entitlements.models import Answer
from wegbuch.entitlements.services import answers, sealed


def about(world, person, user=None):
    return knowledge.of_people([person], user or world.jana, TODAY)[0]


def abroad(world, case, day=TODAY):
    here = knowledge.of_people([case.person], world.jana, day)
    return {each.name: each for each in knowledge.abroad_of(here, world.jana, day)}


def result(subject, rule, day=TODAY):
    return findings(law.book(), subject.facts, day, rules=[rule])[0]


# the family abroad


def test_family_abroad_knows_the_one_it_would_come_to(bruecke):
    husband = abroad(bruecke, selam(bruecke))["Dawit"]
    assert husband.facts["relation"] == "spouse"
    assert husband.facts["sponsor_status"] == "leave_25_2_refugee"
    assert husband.facts["protection_final_on"] == date(2026, 9, 30)


@pytest.mark.parametrize(("day", "is_open"), [(date(2026, 12, 30), True), (date(2026, 12, 31), False)])
def test_easier_way_for_the_husband_ends_three_months_after_finality(bruecke, day, is_open):
    husband = abroad(bruecke, selam(bruecke), day)["Dawit"]
    assert (result(husband, "reunification_refugee_privileged", day).result == "entitled") is is_open


def test_son_is_a_minor_child_up_to_the_day_before_his_birthday(bruecke):
    case = selam(bruecke)
    assert abroad(bruecke, case)["Yonas"].facts["relation"] == "minor_child"
    assert abroad(bruecke, case, date(2027, 2, 13))["Yonas"].facts["relation"] == "minor_child"
    assert "relation" not in abroad(bruecke, case, date(2027, 2, 14))["Yonas"].facts


def test_son_of_whom_only_the_year_is_known_stays_open_in_the_year_that_decides(bruecke):
    case = selam(bruecke)
    RelativeAbroad(person=case.person, name="Biniam", relation="child", birth_year=2008).save()
    RelativeAbroad(person=case.person, name="Feven", relation="child", birth_year=2009).save()
    family = abroad(bruecke, case)
    assert "relation" not in family["Biniam"].facts
    assert family["Feven"].facts["relation"] == "minor_child"


def test_parent_abroad_counts_while_the_one_here_is_a_minor(bruecke):
    case = admit(bruecke, "Samir", birth_date=date(2009, 5, 2))
    RelativeAbroad(person=case.person, name="Amina", relation="parent").save()
    assert abroad(bruecke, case)["Amina"].facts["relation"] == "parent_of_minor"
    assert "relation" not in abroad(bruecke, case, date(2027, 5, 2))["Amina"].facts


def test_sister_abroad_is_none_of_those_the_rules_name(bruecke):
    case = selam(bruecke)
    RelativeAbroad(person=case.person, name="Hiwot", relation="sibling").save()
    known = abroad(bruecke, case)["Hiwot"].known["relation"]
    assert known.value is None
    assert known.url.endswith("/familie-im-ausland/")


def test_family_abroad_of_another_team_is_unknown(bruecke):
    case = selam(bruecke)
    here = knowledge.of_people([case.person], bruecke.katja, TODAY)
    assert knowledge.abroad_of(here, bruecke.katja, TODAY) == []


# answers


def test_newest_answer_counts_and_the_older_stays(bruecke):
    say(bruecke, bruecke.mariam, "passport_valid", True)
    say(bruecke, bruecke.mariam, "passport_valid", False)
    assert about(bruecke, bruecke.mariam).facts["passport_valid"] is False
    assert Answer.objects.filter(fact="passport_valid").count() == 2


def test_answer_shows_who_said_it_and_when(bruecke):
    say(bruecke, bruecke.mariam, "passport_valid", True, origin="document", known_on=date(2026, 11, 20))
    known = about(bruecke, bruecke.mariam).known["passport_valid"]
    assert (known.shown_by, known.on) == ("gefragt am 20.11.2026: Papier gesehen", date(2026, 11, 20))


def test_answer_taken_back_is_unknown_again(bruecke):
    say(bruecke, bruecke.mariam, "passport_valid", True)
    answers.forget(user=bruecke.jana, person=bruecke.mariam, fact="passport_valid")
    assert "passport_valid" not in about(bruecke, bruecke.mariam).facts


def test_nothing_is_taken_back_where_nothing_was_said(bruecke):
    assert answers.forget(user=bruecke.jana, person=bruecke.mariam, fact="passport_valid") is None
    assert not Answer.objects.exists()


def test_answer_about_the_husband_is_not_one_about_her(bruecke):
    case = selam(bruecke)
    husband = RelativeAbroad.objects.get(name="Dawit")
    say(bruecke, case.person, "reunification_applied_on", date(2026, 11, 25), relative=husband)
    assert abroad(bruecke, case)["Dawit"].facts["reunification_applied_on"] == date(2026, 11, 25)
    assert "reunification_applied_on" not in about(bruecke, case.person).facts


def test_known_to_be_none_is_not_unknown(bruecke):
    say(bruecke, bruecke.mariam, "suspension_decided_on", None)
    assert about(bruecke, bruecke.mariam).facts["suspension_decided_on"] is None


def test_answers_of_another_team_are_unknown(bruecke):
    say(bruecke, bruecke.mariam, "passport_valid", True)
    assert about(bruecke, bruecke.mariam, bruecke.katja).facts == {}


def test_file_counts_where_an_answer_says_otherwise(bruecke):
    case = admit(bruecke, "Farid")
    say(bruecke, case.person, "status", "duldung_60a")
    ResidencePeriod(person=case.person, status="S04", since=date(2026, 9, 1)).save()
    subject = about(bruecke, case.person)
    assert subject.facts["status"] == "gestattung"
    assert [(each.fact, each.answered.value) for each in subject.disagreements] == [("status", "duldung_60a")]


@pytest.mark.parametrize(
    ("fact", "value", "sentence"),
    [
        ("pregnant", True, "Diese Angabe ist besonders geschützt. Bitte tragen Sie sie dort ein."),
        ("passport_valid", "vielleicht", "Diese Antwort passt nicht zur Frage. Bitte wählen Sie neu."),
        ("passport_valid", None, "Diese Antwort passt nicht zur Frage. Bitte wählen Sie neu."),
        ("job_hours", -1, "Diese Antwort passt nicht zur Frage. Bitte wählen Sie neu."),
        ("bamf_decision", "maybe", "Diese Antwort passt nicht zur Frage. Bitte wählen Sie neu."),
        ("duldung_since", date(1726, 1, 1), "Der Tag liegt sehr weit zurück. Bitte prüfen Sie das Jahr."),
        ("birth_date", date(1992, 1, 1), "Das steht schon in der Akte (Stammdaten). Bitte ändern Sie es dort."),
        ("stay_abuse", True, "Bitte schreiben Sie den Grund in einem ganzen Satz: mindestens 10 Zeichen."),
        ("unheard_of", True, "Diese Frage gibt es nicht mehr. Bitte laden Sie die Seite neu."),
    ],
)
def test_answer_that_cannot_stand_is_refused_with_a_sentence(bruecke, fact, value, sentence):
    with pytest.raises(NotPossible) as refused:
        say(bruecke, bruecke.mariam, fact, value)
    assert str(refused.value) == sentence
    assert not Answer.objects.exists()


def test_answer_of_tomorrow_is_refused(bruecke):
    with pytest.raises(NotPossible, match="Der Stand liegt in der Zukunft"):
        say(bruecke, bruecke.mariam, "passport_valid", True, known_on=date(2026, 11, 27))


def test_judgement_stands_with_its_reason(bruecke):
    row = say(bruecke, bruecke.mariam, "stay_abuse", False, reason="Bescheid vom 03.11.2026 sagt nichts dazu.")
    assert Answer.objects.get(pk=row.pk).reason == "Bescheid vom 03.11.2026 sagt nichts dazu."


# merging, and the number of queries


def test_merged_records_keep_every_answer(bruecke):
    double = admit(bruecke, "Maryam")
    say(bruecke, bruecke.mariam, "passport_valid", True)
    say(bruecke, double.person, "has_rent", False)
    said = {"origin": "client", "known_on": TODAY, "reasons": {}}
    sealed.keep(user=bruecke.jana, person=double.person, values={"pregnant": True}, **said)
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    facts = about(bruecke, Person.objects.get(pk=bruecke.mariam.pk)).facts
    assert (facts["passport_valid"], facts["has_rent"]) == (True, False)
    opened = sealed.opened(bruecke.mariams_case, user=bruecke.jana, reason="Ankommen gemeinsam planen.")
    assert opened.known["pregnant"].value is True


def test_many_people_take_as_many_queries_as_one(bruecke, django_assert_num_queries):
    people = [selam(bruecke).person, bruecke.mariam, bruecke.zahras_case.person]
    with django_assert_num_queries(13):
        knowledge.abroad_of(knowledge.of_people(people[:1], bruecke.jana, TODAY), bruecke.jana, TODAY)
    with django_assert_num_queries(13):
        knowledge.abroad_of(knowledge.of_people(people, bruecke.jana, TODAY), bruecke.jana, TODAY)


@pytest.mark.parametrize("stored", ['{"value": "ja"}', '{"value": 1}', '{"value": ["a"]}'])
def test_an_answer_that_no_longer_fits_its_question_is_unknown(bruecke, stored):
    made = {"entered_by": bruecke.jana, "entered_at": clock.now(), "known_on": bruecke.today}
    Answer(person=bruecke.mariam, fact="needy", content=stored, **made).save()
    assert "needy" not in knowledge.of_people([bruecke.mariam], bruecke.jana, bruecke.today)[0].facts


def test_a_fact_that_a_newer_book_has_sealed_comes_from_no_file(bruecke, monkeypatch):
    monkeypatch.setattr(law, "is_sealed", lambda name: name == "entry_date")
    bruecke.mariam.entered_on = date(2025, 3, 12)
    bruecke.mariam.save()
    assert "entry_date" not in knowledge.of_people([bruecke.mariam], bruecke.jana, bruecke.today)[0].facts
