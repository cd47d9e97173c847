"""A whole site for the browser: its own database with the demo place, web server, worker and mail server.

Everything is real: gunicorn and the worker run as `alongside serve` and `alongside worker`, mail leaves over
SMTP to a server in this process, Chromium walks the pages. With ALONGSIDE_GUIDE=1 the walks also write the
pictures of docs/guide.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, TimeoutError, sync_playwright
from psycopg.conninfo import conninfo_to_dict

from tests import database
from tests.browser import axe

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "guide" / "pictures"
TALLEST = 1500  # pixels of a picture
# Of the demo place: enough for every list to hold something; for the guide, enough to fill a dashboard.
PEOPLE = 300 if os.environ.get("ALONGSIDE_GUIDE") else 24


@dataclass
class Mailbox:
    """The mail that reached the SMTP server; `answer` makes it say something else, as a server in trouble does."""

    messages: list[Any] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    def wait_for(self, to: str, *, containing: str = "", seconds: float = 30) -> str:
        """Return the text of the newest mail to an address."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for message in reversed(self.messages):
                body = message.get_body(("plain",)).get_content()
                if to in message["To"] and containing in body + message["Subject"]:
                    return body
            time.sleep(0.2)
        raise AssertionError(
            f"No mail to {to} holds {containing!r}; there is {[m['To'] for m in self.messages]}"
        )


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    mail: Mailbox
    password: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(name: str, port: int, smtp_port: int) -> dict[str, str]:
    parts = conninfo_to_dict(database.admin_conninfo())

    def url(role: str) -> str:
        return f"postgresql://{role}@:{parts.get('port', 5432)}/{name}?host={parts['host']}"

    return os.environ | {
        "DATABASE_URL": url("alongside_app"),
        "DATABASE_OWNER_URL": url("alongside_owner"),
        "DJANGO_SETTINGS_MODULE": "alongside.settings",
        "ALONGSIDE_MODE": "demo",
        "ALONGSIDE_MESSAGES": "send",
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "FEEDS_INSIDE": "127.0.0.1",
    }


def wait_until_up(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert all(child.poll() is None for child in children), "the web server or the worker ended"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the site did not come up in 90 seconds")


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """Start everything, yield, stop everything."""
    from alongside.demo import signins

    name = f"test_site_{os.getpid()}"
    with django_db_blocker.unblock():
        template = database.ensure_template()
    database.clone(template, name)
    mailbox = Mailbox()
    smtp = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port = free_port()
    env = environment(name, port, smtp.port)
    alongside = [sys.executable, "-m", "alongside.cli"]
    subprocess.run([*alongside, "demo", "load", "--people", str(PEOPLE)], env=env, check=True, cwd=ROOT)
    children = [
        subprocess.Popen([*alongside, "serve", "--port", str(port), "--workers", "1"], env=env, cwd=ROOT),
        subprocess.Popen([*alongside, "worker"], env=env, cwd=ROOT),
    ]
    try:
        wait_until_up(f"http://localhost:{port}", children)
        yield Site(url=f"http://localhost:{port}", mail=mailbox, password=signins.PASSWORD)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)
        smtp.stop()
        database.drop(name)


# Closed after each file: Playwright's event loop would make Django refuse the next test of this process.
@pytest.fixture(scope="module")
def chromium(site: Site) -> Iterator[Browser]:
    """A real browser, found on the machine (CHROMIUM_PATH or PATH) or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, names)), None)
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-default-apps"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        yield browser
        browser.close()


class Walk:
    """A person at a browser: opens, fills and sends by what they can see, and is checked at each page."""

    def __init__(self, page: Page, site: Site, inspector: Page | None) -> None:
        self.page = page
        self.inspector = inspector
        self.has_scripts = inspector is None
        self.site = site
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("request", lambda r: self._stays_home(r.url))
        page.on("dialog", lambda d: self.complaints.append(f"dialog: {d.message}"))

    def _stays_home(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:", "blob:", "about:")):
            self.complaints.append(f"asked a stranger: {url}")

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site.url + path)

    def press(self, name: str, **more: Any) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, **more).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str | re.Pattern[str], **more: Any) -> None:
        """Follow the link of that name."""
        self.page.get_by_role("link", name=name, **more).first.click()
        self.page.wait_for_load_state()

    def fill(self, label: str | re.Pattern[str], value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def choose(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_label(label).first.check()

    def unfold(self) -> None:
        """Open everything that is folded away on the page."""
        while (closed := self.page.locator("main details:not([open]) > summary:visible")).count():
            closed.first.click()

    def sign_in(self, email: str) -> None:
        self.open("/account/login/")
        self.fill("E-mail", email)
        self.page.locator("input[type=password]").fill(self.site.password)
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_load_state()

    def _heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of; that a form must be changed (422) is an answer, not a fault."""
        if message.type in {"error", "warning"} and "status of 422" not in message.text:
            self.complaints.append(message.text)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """See a text, or wait for it: a page whose script sends what was written shows the answer a moment later."""
        try:
            self.page.get_by_text(text).locator("visible=true").first.wait_for(timeout=5_000)
        except TimeoutError:
            there = self.page.locator("main").inner_text()
            raise AssertionError(f"{text!r} is not to be seen at {self.page.url}:\n{there[:2000]}") from None

    def _where_scripts_run(self) -> Page:
        """Return the page, or without JavaScript the same HTML at the same site in a page where axe can run."""
        if self.inspector is None:
            return self.page
        html = self.page.content()
        self.inspector.route("**/inspected", lambda route: route.fulfill(body=html, content_type="text/html"))
        self.inspector.goto(f"{self.site.url}/inspected")
        self.inspector.unroute("**/inspected")
        return self.inspector

    def check(self, picture: str = "") -> None:
        """Hold the page to what every page is held to; with ALONGSIDE_GUIDE=1 take its picture."""
        if picture and os.environ.get("ALONGSIDE_GUIDE"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            seen = self.page.viewport_size
            tall = min(self.page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            # As tall as its picture, so that what floats at the foot of a screen stands at the foot of the picture.
            tall = max(tall, seen["height"])
            self.page.set_viewport_size({"width": seen["width"], "height": tall})
            whole = {"x": 0, "y": 0, "width": seen["width"], "height": tall}
            self.page.screenshot(path=PICTURES / f"{picture}.png", full_page=True, clip=whole)
            self.page.set_viewport_size(seen)
        page = self._where_scripts_run()
        told = axe.violations(page)
        assert told == [], f"{self.page.url}: {told}"
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is {width} px too wide"
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"


@pytest.fixture
def walk(chromium: Browser, site: Site) -> Iterator[Callable[..., Walk]]:
    """Start walks: `walk()` at 1280 px, `walk(width=320)` on a phone, `walk(javascript=False)`."""
    site.mail.messages.clear()  # or a walk could take the letter of the one before for its own
    contexts: list[BrowserContext] = []

    def start(*, width: int = 1280, javascript: bool = True) -> Walk:
        def page(scripts: bool) -> Page:
            context = chromium.new_context(
                viewport={"width": width, "height": 900 if width > 600 else 640},
                java_script_enabled=scripts,
                locale="en-GB",
                timezone_id="Europe/London",
            )
            context.set_default_timeout(20_000)
            contexts.append(context)
            return context.new_page()

        return Walk(page(javascript), site, None if javascript else page(True))

    yield start
    for context in contexts:
        context.close()
