"""The drawn district in a database."""

import stat

import pytest
from django.test import Client

from wegbuch.access import log
from wegbuch.access.models import AuditEvent, User
from wegbuch.cases import files, hits, search
from wegbuch.cases.models import Case, Person
from wegbuch.core import audit, tenant
from wegbuch.counselling.models import Contact
from wegbuch.demo import sign_ins
from wegbuch.demo.fill import fill
from wegbuch.demo.register import ORDER
from wegbuch.procedures.models import CrossCheck, Deadline, PostFile, PostItem
from wegbuch.procedures.services.post import enter_post


@pytest.fixture
def jana(filled):
    return User.objects.get(name="Jana Roth")


def page(user, path, **headers):
    client = Client(headers=headers)
    client.force_login(user)
    return client.get(path).content.decode()


def test_every_drawn_row_is_saved(filled):
    for register in filled.registers.values():
        with tenant.acting_for(register.organisation.pk):
            saved = {model: model.objects.count() for model in ORDER}
            assert saved == {model: len(register.rows[model]) for model in ORDER}


def test_every_saved_person_has_an_event(filled):
    people = {str(person.pk) for register in filled.registers.values() for person in register.rows[Person]}
    events = AuditEvent.objects.filter(action="created", model="cases.person")
    assert set(events.values_list("object_id", flat=True)) == people


def test_both_logs_hold_after_the_fill(filled):
    assert list(log.breaks()) == []


def test_jana_may_open_the_files_of_her_house(filled, jana):
    with tenant.acting_for(jana.organisation_id):
        assert Case.objects.visible_to(jana).filter(person__surname="Habibi", person__given_name="Mariam").count() == 1


def test_mariam_is_found_in_her_own_script(filled, jana, acting):
    with tenant.acting_for(jana.organisation_id):
        assert "Mariam Habibi" in [hit.person.display_name for hit in hits.find("مریم حبیبی", jana).hits]


def test_note_lies_sealed_in_the_database(filled, jana):
    with tenant.acting_for(jana.organisation_id):
        row = Contact.objects.filter(topic__label="Schulplatz", author=jana, held_on="2026-11-24").get()
    assert row.__dict__["note"].token.startswith("v1.k1.")
    assert row.note == "Schulplatz für Omid nachgefragt. Antwort bis Donnerstag zugesagt."


def test_interrupted_fill_leaves_nothing(db, monkeypatch):
    def break_off(people):
        raise KeyboardInterrupt

    monkeypatch.setattr(search, "index", break_off)
    with pytest.raises(KeyboardInterrupt):
        fill(scale=0.05)
    assert (User.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_one_sign_in_for_each_role_and_no_password_for_others(filled):
    rows = sign_ins.ensure()
    with_password = {user.email for user in User.objects.all() if user.has_usable_password()}
    assert with_password == {row.email for row in rows}


def test_printed_password_opens_the_account(filled):
    row = sign_ins.ensure()[0]
    assert User.objects.get(email=row.email).check_password(row.password)


def test_sign_ins_stay_the_same_at_the_second_start(filled):
    assert sign_ins.ensure() == sign_ins.ensure()


def test_only_the_owner_reads_the_sign_ins(filled):
    sign_ins.ensure()
    assert stat.S_IMODE(sign_ins.path().stat().st_mode) == 0o600


def test_passwords_are_long_and_made_by_chance():
    made = {sign_ins.new_password() for _ in range(50)}
    assert len(made) == 50
    assert min(map(len, made)) >= 15


def test_audit_names_the_demo_as_the_one_who_acted(filled):
    assert set(AuditEvent.objects.values_list("part", flat=True)) == {"demo"}
    with pytest.raises(audit.NoActor):
        audit.actor()


def test_jana_sees_her_deadlines_and_those_of_katja_today(filled, jana):
    shown = page(jana, "/heute/fristen/", hx_request="true")
    assert [name for name in ("Nino Kvarelidze", "Arash Norouzi", "Samir Osman") if name not in shown] == []
    with tenant.acting_for(jana.organisation_id):
        owners = set(Deadline.objects.for_the_day_of(jana).values_list("responsible__name", flat=True))
    assert owners == {"Jana Roth", "Katja Brandt"}


def test_thomas_is_asked_to_look_again_at_the_letter_of_nino(filled, jana):
    thomas = User.objects.get(name="Thomas Ihde")
    with tenant.acting_for(jana.organisation_id):
        asked = [row.letter.person.display_name for row in CrossCheck.objects.visible_to(thomas)]
    assert asked == ["Nino Kvarelidze"]


def test_envelope_of_nino_has_a_photo(filled, jana):
    with tenant.acting_for(jana.organisation_id):
        row = PostFile.objects.visible_to(jana).get(item__person__surname="Kvarelidze")
        assert (row.kind, files.content(row.file)[:3]) == ("envelope", b"\xff\xd8\xff")


def test_house_management_sees_the_post_of_its_houses(filled, jana):
    renate = User.objects.get(name="Renate Kolb")
    with tenant.acting_for(jana.organisation_id):
        assert PostItem.objects.of_keeper(renate).filter(handed_on=None).count() > 0
    assert "Tekle" in page(renate, "/haus/post/")


def test_next_post_gets_the_next_number(filled, jana, acting):
    with tenant.acting_for(jana.organisation_id):
        last = max(PostItem.objects.values_list("number", flat=True))
        given = dict.fromkeys(("served_on", "posted_on", "received_on", "arrived_on", "returned_on", "handed_on"))
        person = Person.objects.filter(surname="Habibi").first()
        item = enter_post(user=jana, sender="school", channel="ordinary", days=given, person=person)
    assert item.number == f"2026-{int(last[5:]) + 1:04d}"
