"""Somebody at a desk: signs in over HTTP and enters contacts by the form, as a browser without JavaScript does."""

import secrets
from collections.abc import Mapping
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

PASSWORD = "vier Wörter auf einem Weg"


class Gone(Exception):
    """The server did not answer."""


class FormReader(HTMLParser):
    """What a browser would send if nobody touched the form with this field."""

    def __init__(self, page: str, field: str) -> None:
        super().__init__()
        self._forms: list[dict[str, str]] = []
        self._select = ""
        self.feed(page)
        self.fields = next(form for form in self._forms if field in form)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        name, value = found.get("name"), found.get("value") or ""
        if tag == "form":
            self._forms.append({})
        elif tag == "select":
            self._select = name or ""
        elif not self._forms:
            return
        elif tag == "option" and self._select:
            if "selected" in found or self._select not in self._forms[-1]:
                self._forms[-1][self._select] = value
        elif tag == "textarea" and name:
            self._forms[-1][name] = ""
        elif tag == "input" and name and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            self._forms[-1][name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


class Desk:
    def __init__(self, port: int, email: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.get("/anmelden/")
        status, _ = self.post("/anmelden/", {"login": email, "password": PASSWORD})
        assert status == 302, status

    def open_form(self, case: str) -> None:
        """Open the quick entry for a person; the fields are filled in as last time."""
        status, page = self.get(f"/eintrag/?fall={case}&aufgabe=3")
        assert status == 200, status
        self._fields = FormReader(page, "note").fields

    def enter(self) -> str:
        """Enter one contact with a marker word as its note. Returns it once the server has acknowledged.

        raises  Gone if the server died before it answered
        """
        status, page = self.try_to_enter()
        assert status == 302, (status, page[page.find('role="alert"') :][:400])
        return self.note

    def try_to_enter(self) -> tuple[int, str]:
        """Send one contact; `note` and `key` say which. Returns what the server answered."""
        self.note, self.key = "ZQ" + secrets.token_hex(8), uuid4().hex
        return self.post("/eintrag/", {**self._fields, "entry_key": self.key, "note": self.note})

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self._cookies["wegbuch-form"]}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException):
            self._connection.close()
            raise Gone from None
        for header in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return answer.status, page
