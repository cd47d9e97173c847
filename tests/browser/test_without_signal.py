"""A frontline worker without signal: what is written waits on the phone, locked, and reaches the triage board once.

The signal is a wire of our own between phone and site that can be cut, so that the page, its service worker and
every probe lose it together, as on a staircase.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Site, Walk

CODE = "repairs"
NOTE = "Zqsecret: she has not been out since the lift broke."
WAITS = "Kept on this phone, not sent yet: "


class Wire:
    """A TCP wire to the site; `cut` drops what is on it and lets nothing through until it is `mended`."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.is_whole = True
        self.ends: list[socket.socket] = []
        self.threads: list[threading.Thread] = []
        self.ear = socket.create_server(("127.0.0.1", 0))
        self.port = self.ear.getsockname()[1]
        self._start(self._listen)

    def _start(self, act: Callable[..., None], *told: socket.socket) -> None:
        thread = threading.Thread(target=act, args=told, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _address = self.ear.accept()
                if not self.is_whole:
                    phone.close()
                    continue
                site = socket.create_connection(("127.0.0.1", self.to))
                self.ends += [phone, site]
                self._start(self._carry, phone, site)
                self._start(self._carry, site, phone)

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := one.recv(65_536):
                other.sendall(said)
        Wire._drop(one)
        Wire._drop(other)

    @staticmethod
    def _drop(end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        self.is_whole = False
        for end in self.ends:
            self._drop(end)

    def mend(self) -> None:
        self.is_whole = True

    def close(self) -> None:
        self._drop(self.ear)
        self.cut()
        for thread in self.threads:
            thread.join(5)
        for end in [self.ear, *self.ends]:
            end.close()


@pytest.fixture
def wire(site: Site) -> Iterator[Wire]:
    made = Wire(int(site.url.rsplit(":", 1)[1]))
    yield made
    made.close()


class Phone(Walk):
    """An operative's phone with or without signal."""

    def __init__(self, context: BrowserContext, site: Site, wire: Wire) -> None:
        super().__init__(context.new_page(), replace(site, url=f"http://localhost:{wire.port}"), None)
        self.context, self.wire = context, wire

    def loses_signal(self) -> None:
        self.wire.cut()
        self.context.set_offline(True)

    def has_signal(self) -> None:
        self.wire.mend()
        self.context.set_offline(False)

    def forgets_complaints(self) -> None:
        """A browser logs each request that failed for want of signal; that is no fault of the page."""
        self.complaints = [said for said in self.complaints if "ERR_" not in said]

    def writes(self, name: str, note: str = NOTE) -> None:
        self.choose("Alone most days")
        self.fill("In your own words", note)
        self.choose("Yes, and they would like a call")
        self.fill("What are they called?", name)
        self.fill("Their phone number", "07700 900178")
        self.press("Send this")

    def store(self) -> list[dict[str, Any]]:
        """What lies in the store of the browser, keys and locked boxes as what they are."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => new Promise((resolve) => {
                const opening = indexedDB.open("alongside-kept", 1);
                opening.onsuccess = () => {
                    const asked = opening.result.transaction("kept").objectStore("kept").getAll();
                    asked.onsuccess = () => { opening.result.close(); resolve(asked.result.map((entry) => ({
                        ...entry,
                        key: entry.key && { type: entry.key.algorithm.name, extractable: entry.key.extractable },
                        iv: entry.iv && entry.iv.length,
                        box: entry.box && Array.from(new Uint8Array(entry.box)),
                    }))); };
                };
            })"""
        )
        return found


@pytest.fixture
def phone(chromium: Browser, site: Site, wire: Wire) -> Iterator[Callable[[], Phone]]:
    contexts: list[BrowserContext] = []

    def start() -> Phone:
        context = chromium.new_context(
            viewport={"width": 360, "height": 700}, locale="en-GB", timezone_id="Europe/London"
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        made = Phone(context, site, wire)
        made.open(f"/tell-us/{CODE}/")
        made.sees("This page also works without signal")
        return made

    yield start
    for context in contexts:
        context.close()


def test_an_operatives_offline_sign_reaches_the_board(
    phone: Callable[[], Phone], walk: Callable[..., Walk]
) -> None:
    rob = phone()
    rob.loses_signal()
    rob.page.reload()  # on the staircase the page opens all the same
    rob.writes("Offline Zqone")
    rob.sees(f"{WAITS}1")
    assert rob.page.get_by_label("What are they called?").input_value() == ""
    rob.page.wait_for_timeout(
        1_100
    )  # nobody writes the next one within the second in which a double press counts once
    rob.writes("Offline Zqtwo")  # several in a row
    rob.sees(f"{WAITS}2")
    rob.forgets_complaints()
    rob.check("frontline-no-signal")

    kept = rob.store()
    assert [(one["key"], one["iv"]) for one in kept] == [({"type": "AES-GCM", "extractable": False}, 12)] * 2
    clear = re.compile(rb"Zq(secret|one|two)")
    assert not any(clear.search(bytes(one["box"])) for one in kept)
    assert not clear.search(json.dumps(kept).encode())
    assert set(kept[0]) == {"id", "code", "at", "state", "key", "iv", "box"}

    rob.page.reload()  # and are still there when the phone was put away
    rob.sees(f"{WAITS}2")
    rob.has_signal()
    rob.sees(re.compile("sent. Thank you. Reference [3-9A-Z]{3}-[3-9A-Z]{3}"))
    rob.page.get_by_text(WAITS).wait_for(state="hidden")
    rob.forgets_complaints()
    rob.check()
    left = rob.store()
    assert all(set(one) >= {"reference"} and not one["box"] and not one["key"] for one in left)
    rob.press("Clear this list")
    rob.page.locator("[data-kept]").wait_for(state="hidden")
    assert rob.store() == []

    grace = walk()
    grace.sign_in("grace@demo.example.org")
    grace.open("/connector/referrals/")
    for name in ("Offline Zqone", "Offline Zqtwo"):
        assert grace.page.get_by_role("link", name=re.compile(name)).count() == 1
    grace.check()
    grace.follow(re.compile("Offline Zqone"))
    grace.sees(NOTE)


def test_what_is_missing_is_asked_for_without_signal_and_nothing_is_lost(phone: Callable[[], Phone]) -> None:
    rob = phone()
    rob.loses_signal()
    rob.fill("In your own words", NOTE)
    rob.press("Send this")
    rob.sees("Please check this page")
    rob.sees("Tell us whether they know.")
    assert rob.page.get_by_label("In your own words").input_value() == NOTE
    assert rob.store() == []


def test_an_answer_lost_on_the_way_back_does_not_double(
    phone: Callable[[], Phone], walk: Callable[..., Walk]
) -> None:
    rob = phone()

    arrived = []

    def lost(route: Any) -> None:
        arrived.append(route.fetch().status)
        route.abort()  # and the answer never comes back

    rob.page.route("**/kept/", lost, times=1)
    rob.writes("Lost Zqanswer")
    rob.page.locator("[data-kept]").wait_for(state="visible")
    assert arrived == [201]
    rob.page.reload()  # unless the service worker was quicker, the page sends it again
    rob.sees(re.compile("sent. Thank you. Reference"))
    grace = walk()
    grace.sign_in("grace@demo.example.org")
    grace.open("/connector/referrals/")
    assert grace.page.get_by_role("link", name=re.compile("Lost Zqanswer")).count() == 1


def test_what_was_too_long_on_a_phone_is_taken_off_and_said(phone: Callable[[], Phone]) -> None:
    rob = phone()
    rob.loses_signal()
    rob.writes("Old Zqone")
    rob.sees(f"{WAITS}1")
    rob.page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open("alongside-kept", 1);
            opening.onsuccess = () => {
                const store = opening.result.transaction("kept", "readwrite").objectStore("kept");
                store.getAll().onsuccess = (event) => {
                    const entry = event.target.result[0];
                    entry.at -= 8 * 24 * 60 * 60 * 1000;
                    store.put(entry).onsuccess = () => { opening.result.close(); resolve(); };
                };
            };
        })"""
    )
    rob.page.reload()
    rob.sees("could not be sent for 7 days")
    assert not any(one["box"] or one["key"] for one in rob.store())


def test_a_link_ended_in_the_meantime_says_so_and_keeps_the_words(
    phone: Callable[[], Phone], walk: Callable[..., Walk]
) -> None:
    steward = walk()
    steward.sign_in("sam@demo.example.org")
    steward.open("/steward/links/")
    steward.page.get_by_label("Where it hangs or who carries it").fill("A van that is sold")
    steward.press("Make it")
    address = steward.page.locator("article strong").inner_text()
    rob = phone()
    rob.open(re.sub(r"^https?://[^/]+", rob.site.url, address))
    rob.sees("This page also works without signal")
    rob.loses_signal()
    rob.writes("Ended Zqlink")
    rob.sees(f"{WAITS}1")
    steward.open("/steward/links/")
    steward.page.get_by_role("row", name=re.compile("A van that is sold")).get_by_role("button").click()
    rob.has_signal()
    rob.page.reload()
    rob.sees("This link is not in use any more. What you wrote is still on this phone")
    rob.press("Read it")
    rob.sees("Ended Zqlink")
    rob.sees(NOTE)
    rob.forgets_complaints()
    rob.complaints = [said for said in rob.complaints if "404" not in said and "410" not in said]
    rob.check()
    rob.press("Send it without the link")
    rob.sees(re.compile("sent. Thank you. Reference"))
    assert not any(one["box"] for one in rob.store())
