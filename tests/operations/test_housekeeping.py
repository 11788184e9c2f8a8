"""Commands of the operator that need no running server."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from wegbuch.access.models import Draft, Organisation
from wegbuch.access.services import find_invitation
from wegbuch.cases.models import ImportBlock, ImportRun
from wegbuch.core import clock

FOUND = ("--name", "Wegweiser e. V.", "--short", "Wegweiser", "--prefix", "WW", "--lead-email", "leitung@example.org")


def draft(world, age: timedelta) -> None:
    at = clock.now() - age
    Draft(organisation=world.bruecke, user=world.jana, form=str(age), path="/", content="{}", saved_at=at).save()


def list_run(world, age: timedelta) -> ImportRun:
    run = ImportRun(
        file_name="liste.csv",
        file_hash="0" * 64,
        uploaded_by=world.jana,
        uploaded_at=clock.now() - age,
        outline="[[1]]",
        notes="[[2]]",
    )
    run.save()
    ImportBlock(run=run, sheet=0, number=0, lines="[[3]]").save()
    return run


def test_cleanup_throws_away_drafts_after_seven_days(bruecke, capsys):
    draft(bruecke, timedelta(days=7, minutes=1))
    draft(bruecke, timedelta(days=6))
    call_command("cleanup")
    assert [kept.form for kept in Draft.objects.all()] == [str(timedelta(days=6))]


def test_cleanup_empties_lists_after_seven_days_and_keeps_that_they_were_there(bruecke, capsys):
    old, young = list_run(bruecke, timedelta(days=7, minutes=1)), list_run(bruecke, timedelta(days=6))
    call_command("cleanup")
    rows = {run.pk: (run.outline, run.notes) for run in ImportRun.objects.all()}
    assert rows == {old.pk: ("", ""), young.pk: ("[[1]]", "[[2]]")}
    assert [block.run for block in ImportBlock.objects.all()] == [young]


def test_cleanup_may_run_twice(bruecke, capsys):
    list_run(bruecke, timedelta(days=8))
    call_command("cleanup")
    call_command("cleanup")
    assert "0 alte Listen geleert" in capsys.readouterr().out.splitlines()[-1]


def test_the_link_for_the_first_lead_opens(db, capsys):
    call_command("organisation", *FOUND, "--district", "Havelbruch", "--address", "https://wegbuch.example.org")
    link = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("https://"))
    invitation = find_invitation(link.rstrip("/").rsplit("/", 1)[1])
    assert (invitation.role, invitation.organisation.short_name) == ("lead", "Wegweiser")


def test_an_organisation_is_founded_once(db, capsys):
    call_command("organisation", *FOUND)
    with pytest.raises(CommandError, match="gibt es schon"):
        call_command("organisation", *FOUND)
    assert Organisation.objects.filter(name="Wegweiser e. V.").count() == 1


def test_the_administration_is_invited_without_an_organisation(db, capsys):
    call_command("administration", "--email", "betrieb@example.org")
    link = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("http"))
    invitation = find_invitation(link.rstrip("/").rsplit("/", 1)[1])
    assert (invitation.role, invitation.organisation) == ("administration", None)
