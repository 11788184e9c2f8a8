"""Lists are read one at a time, so that the rest of the house goes on."""

import fcntl
import threading
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.urls import reverse

from tests.cases.list_files import text_list, upload
from wegbuch.cases.models import ImportRun
from wegbuch.cases.services import list_reading
from wegbuch.cases.services.list_reading import BUSY, LOCK

DIMA = "1;Haddad;Dima;w;05.06.1989;;;;;;"


@pytest.fixture
def jana(bruecke, signed_in):
    return signed_in("jana")


@contextmanager
def somebody_reads():
    with (settings.ENVIRONMENT.data / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def test_second_list_gets_a_sentence_and_the_form_stays(jana, monkeypatch):
    monkeypatch.setattr(list_reading, "PATIENCE", 0.0)
    with somebody_reads():
        answer = jana.post(reverse("cases:lists"), {"file": text_list(DIMA)})
    assert answer.context["form"].errors == {"file": [BUSY]}
    assert 'type="file"' in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_list_is_read_once_the_place_is_free_again(jana, monkeypatch):
    monkeypatch.setattr(list_reading, "PATIENCE", 60.0)
    with somebody_reads() as file:
        timer = threading.Timer(0.3, fcntl.flock, (file, fcntl.LOCK_UN))
        timer.start()
        assert upload(jana, text_list(DIMA)).state == "mapping"
        timer.join()


def test_place_is_free_after_a_list_that_is_refused(jana, monkeypatch):
    monkeypatch.setattr(list_reading, "PATIENCE", 0.0)
    for _ in range(2):
        answer = jana.post(reverse("cases:lists"), {"file": text_list(name="liste.xlsm")})
        assert "Makros" in answer.context["form"].errors["file"][0]
