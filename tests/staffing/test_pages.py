"""The pages of the room, as the lead and the coordination use them."""

from datetime import date

import pytest

from wegbuch.access.models import AuditEvent
from wegbuch.core import tenant
from wegbuch.staffing.models import Announcement, Holding, Post

OUTDATED = "Satz ab 01.01.2021; neuere Sätze sind nicht im Regelbuch. Bitte Amtsblatt prüfen."
ANNOUNCED = {
    "direction": "arrival",
    "month": "2026-12-01",
    "number": "38",
    "children": "9",
    "source": "Mail des Landes",
}
POST = {"label": "Seedorf", "form": "housing_based_msa", "share": "0,80", "starts_on": "1.1.2026"}


@pytest.fixture
def lead(signed_in):
    return signed_in("lead")


@pytest.fixture
def coordination(signed_in):
    return signed_in("coordination")


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_key_says_that_newer_rates_may_exist(lead):
    assert OUTDATED in text(lead.get("/stellenplan/"))


def test_the_key_names_who_does_not_count(lead):
    assert "Bei 4 Personen ist keine Leistung eingetragen" in text(lead.get("/stellenplan/"))


def test_the_district_hides_few_heads(coordination, take_in, fill):
    fill("olga", organisation="diakonie")
    take_in("diakonie", 4)
    assert "nicht gezeigt" in text(coordination.get("/stellenplan/landkreis/"))


def test_the_district_names_no_person(coordination, take_in, fill):
    fill("olga", organisation="diakonie")
    take_in("diakonie", 6)
    page = text(coordination.get("/stellenplan/landkreis/"))
    assert "Amina" not in page
    assert "Olga Petersen" not in page


def test_a_post_is_entered_with_a_comma(world, lead):
    lead.post("/stellenplan/neu/", POST)
    with tenant.acting_for(world.bruecke.pk):
        assert str(Post.objects.get().share) == "0.80"


@pytest.mark.parametrize("share", ["0,04", "1,01", "viel"])
def test_a_share_outside_a_full_post_is_refused(world, lead, share):
    answer = lead.post("/stellenplan/neu/", POST | {"share": share})
    assert answer.status_code == 200
    with tenant.acting_for(world.bruecke.pk):
        assert not Post.objects.exists()


def test_a_post_that_ends_before_it_begins_keeps_what_was_typed(lead):
    answer = lead.post("/stellenplan/neu/", POST | {"ends_on": "31.12.2025"})
    assert "liegt vor dem ersten" in text(answer)
    assert 'value="Seedorf"' in text(answer)


def test_a_post_is_filled_and_its_history_stays(world, lead, fill):
    post = fill("jana")
    with tenant.acting_for(world.bruecke.pk):
        holding = Holding.objects.get()
    lead.post(f"/stellenplan/besetzung/{holding.pk}/beenden/", {"ends_on": "31.10.2026"})
    filled = {"user": world.thomas.pk, "share": "1,00", "qualification": "in_training", "starts_on": "1.11.2026"}
    lead.post(f"/stellenplan/{post.pk}/besetzen/", filled)
    page = text(lead.get(f"/stellenplan/{post.pk}/"))
    assert "bis Sa 31.10.2026" in page
    assert "mit Qualifizierungsplan · seit So 01.11.2026" in page


def test_filling_a_post_twice_is_said_in_the_form(world, lead, fill):
    post = fill("jana")
    filled = {"user": world.thomas.pk, "share": "0,50", "qualification": "recognised", "starts_on": "1.11.2026"}
    assert "sind noch 0,00 frei" in text(lead.post(f"/stellenplan/{post.pk}/besetzen/", filled))


def test_only_those_who_counsel_here_are_offered(world, lead, fill):
    post = fill(None)
    page = text(lead.get(f"/stellenplan/{post.pk}/besetzen/"))
    assert ("Jana Roth" in page, "Olga Petersen" in page, "Peter Lenz" in page) == (True, False, False)


def test_a_post_is_ended(world, lead, fill):
    post = fill("jana")
    lead.post(f"/stellenplan/{post.pk}/beenden/", {"ends_on": "31.12.2026"})
    with tenant.acting_for(world.bruecke.pk):
        assert Holding.objects.get().ends_on == date(2026, 12, 31)


def test_the_list_shows_what_is_vacant(lead, fill):
    fill(None, "0.80")
    assert "0,80 unbesetzt" in text(lead.get("/stellenplan/liste/"))


@pytest.mark.parametrize(
    ("since", "said"), [(date(2026, 1, 1), "seit Do 01.01.2026"), (date(2027, 1, 1), "ab Fr 01.01.2027")]
)
def test_what_begins_later_is_not_said_to_run_since_then(lead, fill, since, said):
    page = text(lead.get(f"/stellenplan/{fill('jana', since=since).pk}/"))
    assert page.count(said) == 2


def test_what_if_answers_in_one_sentence(lead):
    asked = {"zahl": "60", "wann": "2026-Q4", "verteilung": "", "weg": "", "schluessel": "80"}
    page = text(lead.get("/stellenplan/was-waere-wenn/", asked))
    assert "Ab 1. Januar 2027 braucht es dafür 0,75 Stellen mehr." in page
    assert "Das Quartal läuft schon" in page


def test_who_comes_more_does_not_come_in_a_month_that_is_over(lead):
    asked = {"zahl": "60", "wann": "2026-Q4", "verteilung": "", "weg": "", "schluessel": "80"}
    page = text(lead.get("/stellenplan/was-waere-wenn/", asked))
    assert '<th scope="row">Oktober 2026' not in page


@pytest.mark.parametrize(
    "wrong", [{"zahl": "0"}, {"zahl": "viele"}, {"zahl": "1.00"}, {"wann": "2019"}, {"schluessel": "0"}]
)
def test_a_wrong_question_is_asked_again(lead, wrong):
    asked = {"zahl": "60", "wann": "2026-Q4", "verteilung": "", "weg": "", "schluessel": "80"} | wrong
    page = text(lead.get("/stellenplan/was-waere-wenn/", asked))
    assert "braucht es dafür" not in page
    assert "Bitte ändern Sie eine Angabe" in page


def test_a_thousand_people_with_a_dot_are_a_thousand(lead):
    asked = {"zahl": "1.000", "wann": "2026-Q4", "verteilung": "", "weg": "", "schluessel": "80"}
    assert "braucht es dafür 12,50 Stellen mehr." in text(lead.get("/stellenplan/was-waere-wenn/", asked))
    lead.post("/stellenplan/ankunft/", ANNOUNCED | {"number": "1.000", "children": "1 000"})
    assert [(row.number, row.children) for row in Announcement.objects.all()] == [(1000, 1000)]


def test_an_announcement_of_the_coordination_belongs_to_the_district(world, coordination):
    coordination.post("/stellenplan/ankunft/", ANNOUNCED)
    row = Announcement.objects.get()
    assert (row.district, row.organisation) == (world.district, None)


def test_an_announcement_of_a_lead_belongs_to_the_organisation(world, lead):
    lead.post("/stellenplan/ankunft/", ANNOUNCED)
    row = Announcement.objects.get()
    assert (row.district, row.organisation) == (None, world.bruecke)


def test_more_children_than_people_are_refused(lead):
    assert "nicht mehr Kinder" in text(lead.post("/stellenplan/ankunft/", ANNOUNCED | {"children": "39"}))


def test_an_announcement_stands_in_the_audit_log(world, coordination):
    coordination.post("/stellenplan/ankunft/", ANNOUNCED)
    event = AuditEvent.objects.get(object_id=str(Announcement.objects.get().pk))
    assert (event.action, event.user) == ("created", world.coordination.pk)


def test_a_correction_keeps_the_number_that_was_said_before(coordination):
    coordination.post("/stellenplan/ankunft/", ANNOUNCED)
    coordination.post(f"/stellenplan/ankunft/{Announcement.objects.get().pk}/", ANNOUNCED | {"number": "30"})
    page = text(coordination.get("/stellenplan/vorschau/"))
    assert "<s>38 kommen</s>" in page
    assert [row.number for row in Announcement.objects.current()] == [30]


def test_what_was_corrected_is_not_corrected_again(coordination):
    coordination.post("/stellenplan/ankunft/", ANNOUNCED)
    first = Announcement.objects.get()
    coordination.post(f"/stellenplan/ankunft/{first.pk}/", ANNOUNCED | {"number": "30"})
    assert coordination.get(f"/stellenplan/ankunft/{first.pk}/").status_code == 404


def test_a_lead_does_not_correct_the_number_of_the_district(coordination, lead):
    coordination.post("/stellenplan/ankunft/", ANNOUNCED)
    assert lead.get(f"/stellenplan/ankunft/{Announcement.objects.get().pk}/").status_code == 404


def test_the_forecast_counts_what_is_announced(lead):
    lead.post("/stellenplan/ankunft/", ANNOUNCED)
    assert "Ab 1. Januar 2027 fehlen 0,5 Stellen." in text(lead.get("/stellenplan/vorschau/"))


def test_the_load_is_a_panel_of_the_teams_day(lead):
    answer = lead.get("/stellenplan/verteilung/", headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert "Jana Roth" in text(answer)


def test_the_load_says_who_is_away(world, lead):
    from wegbuch.access import services

    with tenant.acting_for(world.bruecke.pk):
        services.name_deputy(
            absent=world.katja, deputy=world.jana, starts_on=world.today, ends_on=date(2026, 12, 4), reason="Urlaub"
        )
    assert "abwesend bis Fr 04.12.2026, vertreten durch Jana Roth" in text(lead.get("/stellenplan/verteilung/"))


@pytest.mark.parametrize("name", ["jana", "settlement", "house", "dpo", "admin"])
def test_others_have_no_such_page(signed_in, name):
    assert signed_in(name).get("/stellenplan/").status_code == 404
