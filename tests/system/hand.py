"""A hand before the browser that counts its clicks."""

import re

from playwright.sync_api import Locator, Page


class Hand:
    """Jana's hand: a click, or a choice from a list, counts; what is typed does not."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def leave(self, place: Locator) -> None:
        """A click that leads to another page."""
        with self.page.expect_navigation():
            self.click(place)

    def follow(self, name: str | re.Pattern[str], place: Locator | None = None) -> None:
        self.leave((place or self.page.locator("main")).get_by_role("link", name=name, exact=True).first)

    def send(self, name: str, place: Locator | None = None) -> None:
        self.leave((place or self.page.locator("main")).get_by_role("button", name=name, exact=True).first)

    def choose(self, word: str, group: Locator | None = None) -> None:
        """A chip."""
        whole = re.compile(f"^\\s*{re.escape(word)}\\s*$")
        self.click((group or self.page.locator("main")).locator("label", has_text=whole).first)

    def pick(self, label: str, option: str) -> None:
        """An entry of a list."""
        self.clicks += 1
        self.page.get_by_label(label, exact=True).select_option(label=option)


def words(page: Page) -> str:
    """What stands on the page, without breaks."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())
