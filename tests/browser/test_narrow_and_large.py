"""The resident's path in every language, on the narrowest phone in the largest text: nothing is cut off."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Walk

PATH = (
    "/",
    "/find/?q=lunch&postcode=E8+1EA&language=tr",
    "/find/?q=lunch&postcode=NW1+1BB",
    "/ask-for-help/",
    "/worried-about-someone/",
    "/crisis/",
)
TOO_WIDE = """() => {
  const root = document.documentElement, room = root.clientWidth;
  if (root.scrollWidth <= room) return [];
  const sticks_out = (box) => box.right > room + 0.5 || box.left < -0.5;
  return [...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('details:not([open]) > :not(summary)') && sticks_out(one.getBoundingClientRect()))
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`).slice(0, 6);
}"""


def held(her: Walk, language: str) -> dict[str, Any]:
    """The pages that stick out, each with what does."""
    found = {}
    for address in PATH:
        answer = her.page.goto(her.site.url + address)
        assert answer is not None
        assert answer.ok, address
        if told := her.page.evaluate(TOO_WIDE):
            found[f"{language} {address}"] = told
    return found


@pytest.mark.parametrize("language", ["en-gb", "tr", "bn", "pl", "so", "he"])
def test_nothing_sticks_out_at_320_pixels_in_the_largest_text(
    walk: Callable[..., Walk], language: str
) -> None:
    her = walk(width=320)
    her.open("/")
    her.open("/text-size/larger/")
    her.open(f"/language/{language}/?next=/find/?q=lunch")
    assert her.page.evaluate("document.documentElement.className").endswith("text-larger")
    assert her.page.evaluate("document.documentElement.dir") == ("rtl" if language == "he" else "ltr")
    her.page.locator(".as-result form button").first.click()
    her.page.wait_for_load_state()
    assert held(her, language) == {}
    for address in ("/shortlist/", "/shortlist/print/", "/shortlist/send/"):
        her.open(address)
        assert her.page.evaluate(TOO_WIDE) == [], address
    her.open("/find/?q=lunch")
    her.page.locator(".as-result a").first.click()
    her.page.wait_for_load_state()
    assert her.page.evaluate(TOO_WIDE) == []


def test_a_heading_of_boxes_that_is_one_long_address_breaks(walk: Callable[..., Walk]) -> None:
    her = walk(width=320)
    her.open("/find/?q=lunch")
    her.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    longest = "wilhelmina.featherstonehaugh.of.the.old.rectory@demo.example.org"
    legends = her.page.evaluate(
        "(words) => [...document.querySelectorAll('legend')].map((one) => { one.textContent = words; }).length",
        longest,
    )
    assert legends > 1
    assert her.page.evaluate(TOO_WIDE) == []
