"""A GP's system refers by FHIR; a connector makes it a case; the GP's system reads what became of it, step by step.

Sam is the steward of the demo place, Nadia supports people. The practice's system is a plain HTTP client that knows the
address, its id, its secret and the standard; what it gets is read by an independent model of FHIR. With
ALONGSIDE_GUIDE=1 the walk takes the pictures of docs/guide/practices.md.
"""

import base64
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Walk
from tests.factories.systems import a_bundle
from tests.web.fhir.independent import read

Walks = Callable[..., Walk]
NADIA, SAM = "nadia@demo.example.org", "sam@demo.example.org"
PRACTICE = "London Fields Practice"
NUMBER = "https://lawson.example.org/referral|R-2001"
HER_NAME = {"use": "official", "family": "Öztürk", "given": ["Gülsüm"], "prefix": ["Mrs"]}
REFERRED, SOME = "871731000000106", "some"


class GPSystem:
    """The record system of a practice, somewhere else."""

    def __init__(self, base: str, client_id: str, secret: str) -> None:
        self.base = base
        basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        form = b"grant_type=client_credentials"
        self.token = self._ask("token", form, Authorization=f"Basic {basic}")["access_token"]

    def _ask(self, path: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
        where = f"{self.base}/{path}".rstrip("/")
        request = urllib.request.Request(where, data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def get(self, path: str) -> dict[str, Any]:
        return read(self._ask(path, Authorization=f"Bearer {self.token}"))

    def refers(self) -> str:
        """Send the referral; return how it was answered."""
        body = json.dumps(a_bundle(number="R-2001", patient={"name": [HER_NAME]})).encode()
        kind = {"Content-Type": "application/fhir+json"}
        answer = read(self._ask("", body, Authorization=f"Bearer {self.token}", **kind))
        return str(answer["entry"][0]["response"]["status"])

    def learns(self) -> tuple[str, list[str]]:
        """Ask what became of it: the status of the Task, and the codes it gives out."""
        found = self.get(f"ServiceRequest?identifier={urllib.parse.quote(NUMBER, safe='')}")
        task = self.get(f"Task/{found['entry'][0]['resource']['id']}")
        codes = [one["valueCodeableConcept"]["coding"][0]["code"] for one in task.get("output", [])]
        return task["status"], codes


def lets_the_practice_in(sam: Walk) -> GPSystem:
    """The steward adds the system and reads its id and secret, which are shown this once."""
    sam.sign_in(SAM)
    sam.open("/steward/systems/")
    sam.check()
    sam.page.get_by_label("Which organisation refers with it?").select_option(label=PRACTICE)
    sam.fill("What is the system called?", "The record system at London Fields")
    sam.press("Add it")
    sam.sees("The secret, shown once")
    sam.check()
    client_id, secret = sam.page.locator("main dd").all_inner_texts()[:2]
    return GPSystem(f"{sam.site.url}/fhir/R4", client_id.strip(), secret.strip())


def makes_it_a_case(nadia: Walk) -> str:
    """It stands on the board as any other; nothing the practice wrote is typed again. Return the page of the case."""
    nadia.sign_in(NADIA)
    nadia.open("/connector/referrals/")
    nadia.follow(re.compile("Gülsüm Öztürk"))
    nadia.sees("943 476 5919")
    nadia.sees(re.compile("Husband died in spring"))
    nadia.sees(re.compile("She used to cook for the whole street"))
    nadia.check("practice-referral")
    nadia.follow("Accept")
    nadia.choose("Nobody we know yet: a new person")
    assert nadia.page.get_by_label("First name").input_value() == "Gülsüm"
    assert nadia.page.get_by_label("Last name").input_value() == "Öztürk"
    nadia.check()
    nadia.press("Accept and begin")
    nadia.sees("Gülsüm Öztürk")
    return nadia.page.url


def reaches_her(nadia: Walk) -> None:
    nadia.follow("Log a contact")
    nadia.page.get_by_label("Reached").first.check()
    nadia.press("Save")


def writes_down_that_she_agrees(nadia: Walk, case: str) -> None:
    """She agrees that her practice hears how it went: without that, only the end is told."""
    nadia.open(f"{case}agreement/")
    nadia.page.get_by_label(PRACTICE, exact=True).check()
    nadia.press("Write it down")
    nadia.sees("Written down.")
    nadia.sees(re.compile(PRACTICE))
    nadia.check()


def ends_support(nadia: Walk, case: str) -> None:
    nadia.open(f"{case}close/")
    nadia.choose("Some things are better")
    nadia.choose("We did what we planned")
    nadia.press("End support")
    nadia.sees("Support has ended.")


def test_a_gps_referral_becomes_a_case_and_the_gps_system_learns_the_outcome(walk: Walks) -> None:
    sam = walk()
    gp = lets_the_practice_in(sam)
    assert gp.refers().startswith("201")
    assert gp.learns() == ("requested", [])

    nadia = walk()
    case = makes_it_a_case(nadia)
    assert gp.learns() == ("accepted", [])
    reaches_her(nadia)
    assert gp.learns() == ("in-progress", [REFERRED])

    writes_down_that_she_agrees(nadia, case)
    ends_support(nadia, case)
    assert gp.learns() == ("completed", [REFERRED, SOME])
    assert gp.refers().startswith("200"), "sent again, it is no second referral"

    nadia.open(f"{case}agreement/")
    nadia.press(re.compile(f"They take this back.*{PRACTICE}"))
    nadia.sees("Taken back. Sharing has stopped.")
    assert gp.learns() == ("completed", [REFERRED]), "how it went is not told any more"

    sam.open("/steward/systems/")
    sam.check("practice-systems")
