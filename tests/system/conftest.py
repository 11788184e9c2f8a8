"""A real browser before a running program."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path("node_modules/axe-core/axe.min.js")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Light and dark differ in nothing but colours.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is sound is not described: that takes axe longer than to look.
LOOK = """rules => 'axe' in window
  ? axe.run({runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)
  : null"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/system" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread; Django must still be asked directly.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def town(transactional_db, world):
    """The world, committed, so that a running server sees it."""
    return world


@pytest.fixture
def visit(browser, live_server, town) -> Iterator[Callable[..., Page]]:
    """Open a page of the running program as a persona: `visit("jana", "/heute/", width=390, is_dark=True)`."""
    contexts: list[BrowserContext] = []

    def open_page(name: str | None, path: str = "/", *, width: int = 1280, is_dark: bool = False, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if is_dark else "light",
            locale="de-DE",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.strangers = strangers = []  # type: ignore[attr-defined]
        page.on("request", lambda request: note_stranger(strangers, request.url, live_server.url))
        if name:
            sign_in(page, f"{name}@example.org", town.password)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def note_stranger(strangers: list[str], address: str, ours: str) -> None:
    if not address.startswith((ours, "data:", "about:")):
        strangers.append(address)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/anmelden/")
    page.get_by_label("Dienstliche E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_load_state()


def faults(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds wrong on the page as it stands. Needs a context with bypass_csp."""
    found = page.evaluate(LOOK, list(rules))
    if found is None:
        page.evaluate(AXE.read_text())
        found = page.evaluate(LOOK, list(rules))
    return [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]
