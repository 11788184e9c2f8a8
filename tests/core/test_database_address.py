"""Which database a start is given, by its address."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from wegbuch.config.database import database, postgresql
from wegbuch.config.environment import from_environment

OURS, COMMON = "postgresql://eins/wegbuch", "postgresql://zwei/wegbuch"


@pytest.mark.parametrize(
    ("surroundings", "url"),
    [
        ({}, ""),
        ({"WEGBUCH_DATABASE": OURS}, OURS),
        ({"DATABASE_URL": COMMON}, COMMON),
        ({"WEGBUCH_DATABASE": OURS, "DATABASE_URL": COMMON}, OURS),
        ({"WEGBUCH_MODE": "demo", "DATABASE_URL": COMMON}, ""),
    ],
)
def test_the_common_name_counts_where_ours_is_not_set_and_never_for_a_demo(surroundings, url):
    assert from_environment(surroundings).database_url == url


def test_without_an_address_it_is_one_file(tmp_path):
    found = database(from_environment({"WEGBUCH_DATA": str(tmp_path)}))
    assert found["NAME"] == tmp_path / "wegbuch.sqlite3"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://name@rechner:5432/wegbuch", "rechner", "5432"),
        ("postgres://name@rechner/wegbuch", "rechner", ""),
        ("postgresql://name@[::1]:5432/wegbuch", "::1", "5432"),
        ("postgresql://name@eins:5432,zwei:5433/wegbuch", "eins,zwei", "5432,5433"),
        ("postgresql://name@eins,zwei/wegbuch", "eins,zwei", ""),
        ("postgresql://name@/wegbuch?host=/run/postgresql", "/run/postgresql", ""),
    ],
)
def test_an_address_names_one_server_or_several(url, host, port):
    found = postgresql(url)
    assert (found["HOST"], found["PORT"], found["USER"], found["NAME"]) == (host, port, "name", "wegbuch")


def test_odd_signs_in_name_and_password_are_written_by_number():
    found = postgresql("postgresql://a%40b:p%3A%2F@rechner/wegbuch")
    assert (found["USER"], found["PASSWORD"]) == ("a@b", "p:/")


def test_what_follows_the_question_mark_reaches_the_server():
    found = postgresql("postgresql://rechner/wegbuch?target_session_attrs=read-write&sslmode=verify-full")
    assert found["OPTIONS"] == {"target_session_attrs": "read-write", "sslmode": "verify-full"}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://name@rechner/wegbuch",
        "sqlite:///wegbuch.sqlite3",
        "postgresql://rechner:5432",
        "postgresql://rechner/wegbuch?sllmode=require",
        "postgresql://name@[::1/wegbuch",
    ],
)
def test_an_address_that_is_not_understood_is_refused_with_an_example(url):
    with pytest.raises(ImproperlyConfigured, match="postgresql://name:passwort@rechner:5432/wegbuch"):
        postgresql(url)
