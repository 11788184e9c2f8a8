"""What lies sealed for the rules: closed for everybody, opened once with a reason, and on no other page."""

import json
from datetime import date

import pytest
from django.urls import reverse

from tests.entitlements.making_facts import TODAY
from wegbuch.access.models import AuditEvent, ReadEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases import sealed_box
from wegbuch.entitlements import law, sealed_page
from wegbuch.entitlements.models import SealedAnswer
from wegbuch.entitlements.sealed_page import Part
from wegbuch.entitlements.services import sealed
from wegbuch.protection.models import ProtectedOpening

REASON = "Geburt und Unterkunft gemeinsam planen."
GIVEN = {"origin": "client", "known_on": "26.11.2026"}
ORDINARY = ("of_case", "facts", "perspective", "arrival", "applications_of_case", "what_if")


@pytest.fixture
def box(bruecke):
    return reverse("entitlements:sealed", args=[bruecke.mariams_case.pk])


@pytest.fixture
def entry(bruecke):
    return reverse("entitlements:sealed_new", args=[bruecke.mariams_case.pk])


def put(world, **values):
    said = {"origin": "client", "known_on": date(2026, 11, 20)}
    reasons = {"criminal_exclusion": "Führungszeugnis vom 02.11. gesehen."}
    sealed.keep(user=world.jana, person=world.mariam, values=values, reasons=reasons, **said)


def opened(client, box):
    return client.post(box, {"reason": REASON}).content.decode()


# closed


def test_closed_page_looks_the_same_whether_something_lies_there_or_not(bruecke, signed_in, box):
    client = signed_in("jana")
    client.get(box)
    empty = without_tokens(client.get(box).content.decode())
    put(bruecke, pregnant=True, wants_return=True)
    assert without_tokens(client.get(box).content.decode()) == empty


def without_tokens(page):
    """The page without what changes with every request."""
    return [line for line in page.splitlines() if "csrf" not in line.casefold() and "nonce" not in line]


@pytest.mark.parametrize("name", ["katja", "lead", "dpo", "house", "olga", "admin"])
def test_box_is_there_for_nobody_else(signed_in, box, entry, name):
    client = signed_in(name)
    assert client.get(box).status_code == 404
    assert client.post(box, {"reason": REASON}).status_code == 404
    assert client.post(entry, {"pregnant": "yes", **GIVEN}).status_code == 404


def test_short_reason_opens_nothing(bruecke, signed_in, box):
    put(bruecke, pregnant=True)
    page = signed_in("jana").post(box, {"reason": "nur so"}).content.decode()
    assert "Bitte schreiben Sie einen ganzen Satz: mindestens 10 Zeichen." in page
    assert "Schwangerschaft: ja" not in page
    assert ">\nnur so</textarea>" in page
    assert not ProtectedOpening.objects.exists()


# opened


def test_opened_page_shows_answers_with_origin_and_day_once(bruecke, signed_in, box):
    put(bruecke, pregnant=True)
    client = signed_in("jana")
    answer = client.post(box, {"reason": REASON})
    assert "Schwangerschaft: ja" in answer.content.decode()
    assert "gefragt am 20.11.2026: Person selbst" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Schwangerschaft: ja" not in client.get(box).content.decode()


def test_opening_is_told_to_the_person(bruecke, signed_in, box):
    client = signed_in("jana")
    opened(client, box)
    page = client.get(reverse("cases:readers", args=[bruecke.mariams_case.pk])).content.decode()
    assert f"„{REASON}“" in page
    assert "Besonders Geschütztes lesen" in page
    assert ReadEvent.objects.filter(what="protected", subject=bruecke.mariam.pk, user=bruecke.jana.pk).count() == 1


def test_nothing_opens_where_nobody_notes_it(bruecke, monkeypatch):
    monkeypatch.setattr(sealed_box, "_notes", [])
    with pytest.raises(LookupError):
        sealed.opened(bruecke.mariams_case, user=bruecke.jana, reason=REASON)


def test_sealed_rules_answer_with_what_lies_sealed(bruecke, signed_in, box):
    put(bruecke, pregnant=True)
    page = opened(signed_in("jana"), box)
    assert law.book().rules["health_pregnancy_and_birth"].title in page


def test_judgement_is_shown_with_its_reason(bruecke, signed_in, box):
    put(bruecke, criminal_exclusion=False)
    assert "Führungszeugnis vom 02.11. gesehen." in opened(signed_in("jana"), box)


def test_return_stays_shut_until_the_person_wishes(bruecke, signed_in, box):
    put(bruecke, wants_return=False)
    page = opened(signed_in("jana"), box)
    assert "Dieser Weg wird nur auf Wunsch der Person geöffnet." in page
    assert law.book().rules["voluntary_return_reag_garp"].title not in page


def test_return_opens_with_the_wish(bruecke, signed_in, box):
    put(bruecke, wants_return=True)
    page = opened(signed_in("jana"), box)
    assert law.book().rules["voluntary_return_reag_garp"].title in page
    assert "nur auf Wunsch" not in page


def test_answer_taken_back_is_gone(bruecke, signed_in, box):
    put(bruecke, pregnant=True)
    put(bruecke, pregnant=sealed.FORGET)
    assert "Schwangerschaft: ja" not in opened(signed_in("jana"), box)


def test_ticks_are_kept_beside_the_answers(bruecke):
    sealed.mark(user=bruecke.jana, person=bruecke.mariam, code="midwife", state="done")
    found = sealed.opened(bruecke.mariams_case, user=bruecke.jana, reason=REASON)
    assert (found.marks, found.known) == ({"midwife": "done"}, {})


def test_other_pieces_add_to_the_opened_page(bruecke, monkeypatch):
    def add(subject, opened):
        return Part("x.html", {"is_pregnant": subject.facts["pregnant"], "marks": opened.marks})

    monkeypatch.setattr(sealed_page, "parts", [add, lambda subject, opened: None])
    put(bruecke, pregnant=True)
    found = sealed.opened(bruecke.mariams_case, user=bruecke.jana, reason=REASON)
    page = sealed_page.page(bruecke.mariams_case, bruecke.jana, found)
    assert [part.context for part in page.parts] == [{"is_pregnant": True, "marks": {}}]


# putting something in


def test_answers_are_put_in_without_opening(bruecke, signed_in, entry, box):
    answer = signed_in("jana").post(entry, {"pregnant": "yes", "wants_return": "no", **GIVEN})
    assert answer.url == box
    assert SealedAnswer.objects.count() == 2
    assert not ProtectedOpening.objects.exists()


def test_question_itself_lies_sealed(bruecke, signed_in, entry):
    signed_in("jana").post(entry, {"pregnant": "yes", **GIVEN})
    row = SealedAnswer.objects.get()
    assert row.__dict__["content"].token.startswith("v1.")
    assert json.loads(row.content)["fact"] == "pregnant"
    assert "pregnant" not in str(AuditEvent.objects.get(model="entitlements.sealedanswer").__dict__)


def test_what_is_left_empty_stays_as_it_was(bruecke, signed_in, entry):
    put(bruecke, pregnant=True)
    signed_in("jana").post(entry, {"wants_return": "no", **GIVEN})
    found = sealed.opened(bruecke.mariams_case, user=bruecke.jana, reason=REASON)
    assert (found.known["pregnant"].value, found.known["wants_return"].value) == (True, False)


def test_nothing_answered_is_said(signed_in, entry):
    page = signed_in("jana").post(entry, GIVEN).content.decode()
    assert "Bitte beantworten Sie mindestens eine Frage." in page
    assert not SealedAnswer.objects.exists()


def test_judgement_without_a_reason_is_refused_and_nothing_is_lost(signed_in, entry):
    given = {"criminal_exclusion": "yes", "criminal_exclusion_reason": "so halt", "pregnant": "yes", **GIVEN}
    page = signed_in("jana").post(entry, given).content.decode()
    assert "Bitte schreiben Sie den Grund in einem ganzen Satz: mindestens 10 Zeichen." in page
    assert ">\nso halt</textarea>" in page
    assert not SealedAnswer.objects.exists()


def test_several_needs_are_kept_as_a_set(bruecke, signed_in, entry):
    first, second = list(law.fact("vulnerability").values)[:2]
    signed_in("jana").post(entry, {"vulnerability": [first, second], **GIVEN})
    found = sealed.opened(bruecke.mariams_case, user=bruecke.jana, reason=REASON)
    assert found.known["vulnerability"].value == frozenset({first, second})


def test_ordinary_question_does_not_belong_in_the_box(bruecke):
    with pytest.raises(NotPossible, match="Diese Frage gehört nicht hierher"):
        put(bruecke, passport_valid=True)


def test_closed_form_does_not_show_what_is_there(bruecke, signed_in, entry):
    put(bruecke, pregnant=True)
    assert (
        "checked" not in signed_in("jana").get(entry).content.decode().replace('value="client"', "").split("origin")[0]
    )


# nowhere else


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_pages_name_no_sealed_fact_and_do_not_change(bruecke, signed_in, name):
    client, url = signed_in("jana"), reverse(f"entitlements:{name}", args=[bruecke.mariams_case.pk])
    client.get(url)
    before = without_tokens(client.get(url).content.decode())
    needs = frozenset(list(law.fact("vulnerability").values)[:1])
    put(bruecke, pregnant=True, wants_return=True, criminal_exclusion=True, vulnerability=needs)
    after = without_tokens(client.get(url).content.decode())
    assert after == before
    assert [fact.name for fact in sealed_page.sealed_facts() if f"{fact.question}" in "\n".join(after)] == []


def test_sealed_facts_are_in_no_subject_of_an_ordinary_page(bruecke):
    from wegbuch.entitlements import knowledge

    put(bruecke, pregnant=True)
    subject = knowledge.of_people([bruecke.mariam], bruecke.jana, TODAY)[0]
    assert [name for name in subject.known if law.is_sealed(name)] == []


def test_answers_that_were_not_sent_are_kept_sealed_and_offered_again(signed_in, entry):
    client = signed_in("jana")
    client.post(reverse("access:keep_draft"), {"path": entry, "pregnant": "yes", **GIVEN})
    assert "Ihr Text ist noch da." in client.get(entry).content.decode()
    assert client.get(entry, {"entwurf": "1"}).context["form"]["pregnant"].value() == "yes"
    client.post(entry, {"pregnant": "yes", **GIVEN})
    assert "Ihr Text ist noch da." not in client.get(entry).content.decode()


def test_what_a_sealed_rule_cuts_and_its_warning_stand_beside_it(bruecke, signed_in, box):
    reasons = {"serious_house_rule_breach": "Bescheid vom 20.11.2026 gesehen."}
    said = {"origin": "authority", "known_on": date(2026, 11, 20)}
    values = {"serious_house_rule_breach": True}
    sealed.keep(user=bruecke.jana, person=bruecke.mariam, values=values, reasons=reasons, **said)
    page = opened(signed_in("jana"), box)
    assert "Schränkt ein:" in page
    assert law.book().warnings[2]["title"] in page


def test_looking_at_the_closed_box_is_told_as_a_look_at_the_file(bruecke, signed_in, box):
    client = signed_in("jana")
    client.get(box)
    page = client.get(reverse("cases:readers", args=[bruecke.mariams_case.pk])).content.decode()
    assert "Besonders Geschütztes" not in page
