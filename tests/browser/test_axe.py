"""What the walks' look at contrast leaves out, it has seen: a fault is found on the first page and on any later one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe

PAGE = (
    '<!doctype html><html lang="en"><head><title>A page</title><style>.pale {{ color: #eee }} .dark {{ background: '
    "#111 }}</style></head><body><main><h1>Words</h1><ul>{rows}</ul>{more}</main></body></html>"
)
ROWS = "<li>A row of a list</li>" * 9
FAULTS = {
    "pale words": ('<p class="pale">Some words</p>', "color-contrast"),
    "dark ground": ('<div class="dark"><p>Some words</p></div>', "color-contrast"),
    "a row of its own": ('<ul><li>A row</li><li class="pale">Pale words</li></ul>', "color-contrast"),
    "a style of its own": ('<p style="color: #eee">Some words</p>', "color-contrast"),
    "no name": ("<button></button>", "button-name"),
    "no words for a picture": ('<img src="data:,">', "image-alt"),
}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 999, "height": 700})  # a width that no walk has
    yield page
    page.close()


@pytest.mark.parametrize("more, rule", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_on_a_page_whose_styles_were_seen_before(page: Page, more: str, rule: str) -> None:
    for _ in range(2):
        page.set_content(PAGE.format(rows=ROWS, more="<p>Some words</p>"))
        assert axe.violations(page) == []
    for _ in range(2):
        page.set_content(PAGE.format(rows=ROWS, more=more))
        assert [told.partition(":")[0] for told in axe.violations(page)] == [rule]


def test_what_was_folded_away_is_looked_at_once_it_is_open(page: Page) -> None:
    folded = '<details><summary>More</summary><p class="pale">Some words</p></details>'
    page.set_content(PAGE.format(rows=ROWS, more=folded))
    assert axe.violations(page) == []
    page.locator("summary").click()
    assert [told.partition(":")[0] for told in axe.violations(page)] == ["color-contrast"]
