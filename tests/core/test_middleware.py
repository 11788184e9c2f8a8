"""What every request meets before its view."""

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from wegbuch.core.middleware import refuse_large_bodies


def test_a_body_no_form_can_send_is_refused_before_it_is_read(db):
    answer = Client().generic("POST", "/anmelden/", b"x" * 3_000_001, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


@pytest.mark.parametrize(("length", "status"), [(3_000_001, 200), (60_000_000, 200), (60_000_001, 413)])
def test_a_view_that_takes_files_is_sent_larger_bodies(monkeypatch, length, status):
    handle = refuse_large_bodies(lambda request: HttpResponse())
    request = RequestFactory().post("/konto/tasten/", CONTENT_LENGTH=str(length))
    assert handle(request).status_code == 413
    monkeypatch.setattr(resolve("/konto/tasten/").func, "takes_files", True, raising=False)
    assert handle(request).status_code == status


def test_no_upload_lies_in_clear_on_a_disk(settings):
    request = RequestFactory().post("/", {"photo": SimpleUploadedFile("a.jpg", bytes(20_000_000))})
    assert isinstance(request.FILES["photo"], InMemoryUploadedFile)


def test_a_form_in_another_charset_gets_a_page_that_says_so(db):
    answer = Client().post("/anmelden/", b"login=x", content_type="application/x-www-form-urlencoded; charset=utf-7")
    assert answer.status_code == 415
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_every_answer_carries_the_headers(db):
    headers = Client().get("/anmelden/").headers
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= policy
    assert "unsafe" not in str(policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_cookies_are_kept_from_scripts_and_foreign_pages(world):
    answer = Client().post("/anmelden/", {"login": "jana@example.org", "password": world.password})
    cookie = answer.cookies["wegbuch"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_foreign_form_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.jana)
    assert client.post("/konto/tasten/").status_code == 403
