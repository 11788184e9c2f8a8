"""Both logs hold: whatever is changed, taken out, swapped or cut off is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from wegbuch.access import heads, log
from wegbuch.access.models import AuditEvent, ChainHead, ReadEvent


@pytest.fixture
def chain(bruecke) -> str:
    return log.chain_name(AuditEvent, bruecke.bruecke.pk)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found() -> list[tuple[str, int]]:
    return [(one.chain, one.number) for one in log.breaks()]


def test_an_untouched_log_is_whole(bruecke):
    assert found() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "x"),
        ("fields", "x"),
        ("object_id", "x"),
        ("model", "x"),
        ("part", "x"),
        ("user", "0" * 32),
        ("subject", "0" * 32),
        ("at", "2020-01-01 00:00:00"),
    ],
)
def test_a_changed_entry_is_found(chain, column, value):
    sql(f'UPDATE access_auditevent SET "{column}" = %s WHERE chain = %s AND number = 4', value, chain)
    assert found() == [(chain, 4)]


def test_a_dropped_entry_is_found(chain):
    sql("DELETE FROM access_auditevent WHERE chain = %s AND number = 4", chain)
    assert found()[0] == (chain, 5)


def test_swapped_entries_are_found(chain):
    for before, after in ((4, -1), (5, 4), (-1, 5)):
        sql("UPDATE access_auditevent SET number = %s WHERE chain = %s AND number = %s", after, chain, before)
    assert (chain, 4) in found()


def test_a_cut_tail_is_found_at_the_head(chain):
    last = ChainHead.objects.get(chain=chain).number
    sql("DELETE FROM access_auditevent WHERE chain = %s AND number > %s", chain, last - 3)
    assert found() == [(chain, last - 3)]


def test_a_dropped_head_is_found(chain):
    sql("DELETE FROM access_chainhead WHERE chain = %s", chain)
    assert [name for name, _ in found()] == [chain]


def test_entries_after_a_head_that_was_set_back_are_found(chain):
    link = AuditEvent.objects.get(chain=chain, number=4)
    sql("UPDATE access_chainhead SET number = 4, digest = %s WHERE chain = %s", link.digest, chain)
    assert found() == [
        (chain, ChainHead.objects.get(chain=chain).number + AuditEvent.objects.filter(chain=chain).count() - 4)
    ]


def test_the_log_of_reads_is_chained_too(bruecke):
    looks = [log.Look("case", str(bruecke.mariams_case.pk), bruecke.mariam.pk, "case.read")] * 3
    log.keep_reads(bruecke.jana.pk, bruecke.bruecke.pk, looks)
    reads = log.chain_name(ReadEvent, bruecke.bruecke.pk)
    sql("UPDATE access_readevent SET purpose = 'x' WHERE chain = %s AND number = 2", reads)
    assert found() == [(reads, 2)]


def cut_and_mend(chain: str) -> None:
    """Cut the last three entries and set the head to what is left: within the database nothing shows it."""
    link = AuditEvent.objects.get(chain=chain, number=ChainHead.objects.get(chain=chain).number - 3)
    sql("DELETE FROM access_auditevent WHERE chain = %s AND number > %s", chain, link.number)
    sql("UPDATE access_chainhead SET number = %s, digest = %s WHERE chain = %s", link.number, link.digest, chain)


def test_a_cut_tail_with_a_mended_head_is_found_by_the_heads_kept_outside(chain, capsys):
    call_command("audit")
    cut_and_mend(chain)
    assert found() == []
    with pytest.raises(CommandError, match="fehlt oder wurde ersetzt"):
        call_command("audit")


def test_heads_are_kept_readable_for_the_service_alone(chain, capsys):
    call_command("audit")
    assert heads.heads_file().stat().st_mode & 0o777 == 0o600
    assert chain in {head.chain for head in heads.kept()}


def test_a_head_that_did_not_move_is_kept_once(chain, capsys):
    call_command("audit")
    call_command("audit")
    assert len([head for head in heads.kept() if head.chain == chain]) == 1


def test_a_line_that_was_cut_off_while_writing_does_not_stop_the_check(chain, capsys):
    call_command("audit")
    with heads.heads_file().open("a") as file:
        file.write('{"chain": "chang')
    sql("UPDATE access_chainhead SET number = number WHERE chain = %s", chain)
    call_command("audit")
    assert "lückenlos" in capsys.readouterr().out


def test_a_whole_log_is_said_to_be_whole_by_name(chain, capsys):
    call_command("audit", "--heads")
    said = capsys.readouterr().out
    assert "Änderungen, Brücke" in said
    assert ChainHead.objects.get(chain=chain).digest in said
