"""Staff pages: what a lead may do, what everybody finds in the own account, and who gets neither."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from wegbuch.access import words
from wegbuch.access.models import Deputyship, Draft, Invitation, Membership, Organisation, Team, User
from wegbuch.access.services import NotPossible, found_organisation, name_deputy
from wegbuch.core.models import AuditedModel

STAFF = reverse("access:staff")
DEPUTIES = reverse("access:deputies")
ACCOUNT = reverse("access:account")


def membership_of(user):
    return Membership.objects.get(user=user)


@pytest.mark.parametrize("name", ["jana", "dpo", "settlement", "house", "admin", "coordination"])
@pytest.mark.parametrize("url", [STAFF, reverse("access:invite")])
def test_staff_pages_are_for_leads_alone(signed_in, name, url):
    assert signed_in(name).get(url).status_code == 404


def test_lead_sees_the_own_staff_and_nobody_elses(signed_in):
    page = signed_in("lead").get(STAFF).content.decode()
    assert "Katja Brandt" in page
    assert "Olga Petersen" not in page


def test_role_that_was_ended_closes_the_door_with_the_next_click(world, signed_in):
    katja = signed_in("katja")
    signed_in("lead").post(reverse("access:end_membership", args=[membership_of(world.katja).pk]))
    assert katja.get(ACCOUNT).status_code == 302


def test_own_role_cannot_be_ended(world, signed_in):
    url = reverse("access:end_membership", args=[membership_of(world.lead).pk])
    page = signed_in("lead").post(url, follow=True).content.decode()
    assert "Ihre eigene Rolle kann nur eine andere Leitung beenden." in page
    assert membership_of(world.lead).ends_on is None


def test_role_in_another_organisation_is_not_there(world, signed_in):
    url = reverse("access:end_membership", args=[membership_of(world.olga).pk])
    assert signed_in("lead").post(url).status_code == 404


def test_team_name_is_taken_once(bruecke, signed_in):
    client, url = signed_in("lead"), reverse("access:add_team")
    assert "Team angelegt: Team Altbruch" in client.post(url, {"name": "Team Altbruch"}, follow=True).content.decode()
    assert "Dieses Team gibt es schon." in client.post(url, {"name": "team  altbruch"}, follow=True).content.decode()
    assert Team.objects.filter(name="Team Altbruch").count() == 1


# deputies


def test_worker_names_her_own_deputy(bruecke, signed_in):
    sent = {
        "absent": bruecke.jana.pk,
        "deputy": bruecke.thomas.pk,
        "starts_on": "heute",
        "ends_on": "5.12.",
        "reason": "Urlaub",
    }
    assert signed_in("jana").post(DEPUTIES, sent).status_code == 302
    assert Deputyship.objects.get().ends_on == date(2026, 12, 5)


def test_worker_cannot_name_a_deputy_for_somebody_else(bruecke, signed_in):
    sent = {
        "absent": bruecke.katja.pk,
        "deputy": bruecke.thomas.pk,
        "starts_on": "heute",
        "ends_on": "5.12.",
        "reason": "x",
    }
    assert signed_in("jana").post(DEPUTIES, sent).status_code == 200
    assert not Deputyship.objects.exists()


def test_end_of_a_deputyship_before_its_start_is_refused_and_the_reason_stays(bruecke, signed_in):
    sent = {"absent": bruecke.jana.pk, "deputy": bruecke.thomas.pk, "starts_on": "heute", "ends_on": "gestern"}
    page = signed_in("jana").post(DEPUTIES, {**sent, "reason": "Kur im Allgäu"}).content.decode()
    assert "Das Ende liegt vor dem Anfang." in page
    assert "Kur im Allgäu" in page


def test_deputy_sees_the_deputyship_and_cannot_end_it(bruecke, signed_in):
    row = name_deputy(
        absent=bruecke.jana, deputy=bruecke.thomas, starts_on=bruecke.today, ends_on=date(2026, 12, 5), reason="Urlaub"
    )
    thomas, url = signed_in("thomas"), reverse("access:end_deputyship", args=[row.pk])
    page = thomas.get(DEPUTIES).content.decode()
    assert "Thomas Ihde vertritt Jana Roth" in page
    assert url not in page
    assert thomas.post(url).status_code == 404


def test_absent_worker_ends_her_deputyship_early(bruecke, signed_in):
    row = name_deputy(
        absent=bruecke.jana, deputy=bruecke.thomas, starts_on=bruecke.today, ends_on=date(2026, 12, 5), reason="Urlaub"
    )
    signed_in("jana").post(reverse("access:end_deputyship", args=[row.pk]))
    assert not Deputyship.objects.exists()


# organisations


ORGANISATION = {
    "name": "Wegweiser Oderbruch e. V.",
    "short_name": "Wegweiser",
    "case_prefix": "WO",
    "team": "Team Oderbruch",
    "email": "leitung@example.org",
}


def test_administration_founds_an_organisation_and_gets_one_link(signed_in):
    page = signed_in("admin").post(reverse("access:organisations"), ORGANISATION).content.decode()
    assert "Dieser Link erscheint nur dieses eine Mal." in page
    assert Organisation.objects.filter(name="Wegweiser Oderbruch e. V.").exists()


def test_organisation_that_exists_is_refused_with_a_sentence(signed_in):
    sent = {**ORGANISATION, "name": "brücke e. V."}
    page = signed_in("admin").post(reverse("access:organisations"), {**sent, "name": "Brücke e. V."}).content.decode()
    assert "Diesen Träger gibt es schon." in page
    assert "Team Oderbruch" in page


def invite_data_protection(client, organisation, email="ds@example.org"):
    return client.post(reverse("access:invite_data_protection", args=[organisation.pk]), {"email": email})


def test_administration_invites_data_protection_and_gets_one_link(world, signed_in):
    page = invite_data_protection(signed_in("admin"), world.bruecke).content.decode()
    row = Invitation.objects.get()
    assert "Dieser Link erscheint nur dieses eine Mal." in page
    assert (row.email, row.role, row.organisation) == ("ds@example.org", "data_protection", world.bruecke)


def test_organisations_offer_the_invitation_of_data_protection_one_by_one(world, signed_in):
    page = signed_in("admin").get(reverse("access:organisations")).content.decode()
    for organisation in (world.bruecke, world.diakonie):
        assert reverse("access:invite_data_protection", args=[organisation.pk]) in page


def test_data_protection_with_an_account_already_is_told_so_and_the_address_stays(world, signed_in):
    page = invite_data_protection(signed_in("admin"), world.bruecke, "lead@example.org").content.decode()
    assert "Für diese Adresse gibt es schon ein Konto." in page
    assert 'value="lead@example.org"' in page


@pytest.mark.parametrize("name", ["lead", "dpo", "jana"])
def test_nobody_but_the_administration_invites_data_protection(world, signed_in, name):
    assert invite_data_protection(signed_in(name), world.bruecke).status_code == 404
    assert not Invitation.objects.exists()


def test_command_founds_an_organisation_with_lead_and_data_protection(db, capsys):
    words = ["--name=Wegweiser e. V.", "--short=Wegweiser", "--prefix=WO", "--lead-email=leitung@example.org"]
    call_command("organisation", *words, "--dpo-email=ds@example.org")
    roles = dict(Invitation.objects.values_list("email", "role"))
    assert roles == {"leitung@example.org": "lead", "ds@example.org": "data_protection"}
    assert capsys.readouterr().out.count("/einladung/") == 2


def test_command_refuses_one_address_for_lead_and_data_protection(db):
    words = ["--name=Wegweiser e. V.", "--short=Wegweiser", "--prefix=WO", "--lead-email=leitung@example.org"]
    with pytest.raises(CommandError, match="zwei Adressen"):
        call_command("organisation", *words, "--dpo-email=Leitung@example.org")


def test_lead_founds_no_organisation(signed_in):
    assert signed_in("lead").get(reverse("access:organisations")).status_code == 404


# the own account


def test_account_shows_roles_areas_and_ways_out(signed_in):
    page = signed_in("jana").get(ACCOUNT).content.decode()
    for text in ("Sozialarbeiter:in", "Passwort ändern", "Jetzt sperren", "Abmelden", DEPUTIES):
        assert text in page


@pytest.mark.parametrize(("who", "more", "count"), [("jana", True, 5), ("lead", True, 5), ("settlement", False, 1)])
def test_what_does_not_fit_at_the_thumb_stands_behind_more(signed_in, who, more, count):
    frame = signed_in(who).get(ACCOUNT).context["frame"]
    shown = {tab.url for tab in frame.tabs}
    assert (ACCOUNT in shown, len(frame.tabs)) == (more, count)
    assert more or {area.url for area in frame.areas} <= shown


def test_the_figures_stay_at_the_thumb_of_a_lead(signed_in):
    assert "Zahlen" in [tab.label for tab in signed_in("lead").get(ACCOUNT).context["frame"].tabs]


def test_more_is_the_current_place_on_a_page_behind_it(signed_in):
    tabs = signed_in("lead").get(reverse("staffing:key")).context["frame"].tabs
    assert [tab.label for tab in tabs if tab.is_current] == ["Mehr"]


def test_account_of_settlement_offers_no_deputyship(signed_in):
    assert DEPUTIES not in signed_in("settlement").get(ACCOUNT).content.decode()


def test_draft_is_listed_and_discarded_in_the_account(bruecke, signed_in):
    client = signed_in("jana")
    path = reverse("cases:person_edit", args=[bruecke.mariams_case.pk])
    client.post(reverse("access:keep_draft"), {"path": path, "contact_rule": "Entwurf der Regel"})
    page = client.get(ACCOUNT).content.decode()
    assert f"{path}?entwurf=1" in page
    assert "Entwurf der Regel" not in page
    assert client.post(reverse("access:discard_draft"), {"path": path, "next": ACCOUNT}).url == ACCOUNT
    assert not Draft.objects.exists()


def test_shortcuts_are_switched_off(world, signed_in):
    signed_in("jana").post(reverse("access:shortcuts"))
    assert not User.objects.get(pk=world.jana.pk).has_shortcuts


def test_settlement_begins_with_its_numbers(signed_in):
    assert signed_in("settlement").get("/").url == reverse("reporting:settlement")


# words


def test_every_thing_that_is_logged_has_a_german_word():
    from django.apps import apps

    logged = {model._meta.label_lower for model in apps.get_models() if issubclass(model, AuditedModel)}
    assert logged | {"access.organisationkey", "reporting.report"} == set(words.THINGS)


def test_a_deputyship_has_a_bound(bruecke):
    with pytest.raises(NotPossible, match="zwölf Wochen"):
        name_deputy(
            absent=bruecke.jana,
            deputy=bruecke.thomas,
            starts_on=bruecke.today,
            ends_on=date(2027, 11, 26),
            reason="Urlaub",
        )


def test_two_organisations_cannot_share_a_prefix(world):
    with pytest.raises(NotPossible, match="Kürzel"):
        found_organisation(name="Neuer Träger e. V.", short_name="Neu", case_prefix="KW")
