"""One way to reach a person: no page dials past what they asked for, no message leaves past the one gate.

Every template is read, not a sample: whatever can be pressed to ring, text or write must name somebody who is not a
person we support, or stand in `staff/reach.html`. Every module is read: messages are made by `messaging.actions` alone.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from django.template import Context, Template

from tests.factories.people import a_person
from tests.factories.referrals import a_referral

SOURCE = Path(__file__).resolve().parents[2] / "src" / "alongside"
TEMPLATES = sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")])
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
REACH = "staff/reach.html"

#: Whose numbers and addresses may be pressed anywhere: services, organisations, staff, volunteers, referrers.
NOT_PERSONS = {
    "partnership.phone", "partnership.email", "organisation.phone", "organisation.email", "service.email",
    "phone.number", "lead.organisation.phone", "member.organisation.phone", "member.user.email", "row.phone",
    "volunteer.phone", "volunteer.email", "visit.volunteer.phone", "match.volunteer.phone",
    "referral.referrer_phone", "arrangement.council_phone", "arrangement.council_out_of_hours",
    "concern.raised_by.organisation.phone", "check_in.phone", "row.check_in.phone",
    "onward.to_organisation.phone",
}  # fmt: skip
#: And these on one page each, where it is plain who is meant.
ON_ONE_PAGE = {
    # Whom the person named as speaking for them, on the page that says so.
    ("connector/agreement.html", "one.phone"),
    # Somebody in the circle who agreed themselves that we have their number (a constraint).
    ("connector/partials/circle_list.html", "tie.phone"),
    # Whom to ring to have a kind of barrier removed, in a steward's words: never a person's number.
    ("connector/barrier_change.html", "advice.phone"),
    ("connector/partials/case_barriers.html", "words.phone"),
    ("steward/barrier_advice.html", "one.phone"),
    ("steward/barrier_advice_change.html", "theirs.phone"),
    # A colleague who stands by while somebody is out alone.
    ("public/check_in.html", "buddy_dials"),
}
PRESSED = re.compile(r"\{\{\s*([^}|]+?)\s*\|[^}]*phone_link[^}]*\}\}")
LINKED = re.compile(
    r"(?:tel|sms|mailto|whatsapp):(?:\{\{\s*([^}|\s]+)[^}]*\}\}|[^\"'\s<>{]*)|https://wa\.me/\S*"
)


def name_of(path: Path) -> str:
    return path.as_posix().split("/templates/", 1)[1]


def past_the_rules(name: str, text: str) -> list[str]:
    """What can be pressed in a template although it may be a person's."""
    if name == REACH:
        return []
    found = [said for said in PRESSED.findall(text) if not said.startswith(('"', "'"))]
    found += [said for said in LINKED.findall(text) if said]
    return [said for said in found if said not in NOT_PERSONS and (name, said) not in ON_ONE_PAGE]


def test_no_page_dials_or_writes_to_a_person_but_through_reach():
    found = {
        name_of(path): past_the_rules(name_of(path), path.read_text(encoding="utf-8")) for path in TEMPLATES
    }
    assert {name: slipped for name, slipped in found.items() if slipped} == {}


def test_every_template_was_read():
    assert len(TEMPLATES) > 200
    assert any(name_of(path) == REACH for path in TEMPLATES)


@pytest.mark.parametrize(
    "text",
    [
        "{{ person.phone|phone_link }}",
        "{{ case.person.phone|phone_link|safe }}",
        '<a href="tel:{{ person.phone }}">',
        '<a href="sms:{{ wish.person.phone }}">',
        '<a href="mailto:{{ person.email }}">',
        "{{ referral.phone|phone_link }}",
        "{{ one.phone|phone_link }}",
    ],
)
def test_a_page_that_dials_past_the_rules_would_be_seen(text):
    assert past_the_rules("connector/some_page.html", text)


def test_a_number_everybody_may_ring_is_no_trouble():
    assert past_the_rules("public/x.html", '<a href="tel:999">999</a> {{ "116 123"|phone_link }}') == []


# Python --------------------------------------------------------------------------------------------------------------

MAKES_LINKS = {"web/components/templatetags/alongside.py"}
GATE = {"messaging/actions.py"}
WAYS_OUT = {"messaging/channels.py"}
SENDERS = {
    "EmailMessage",
    "EmailMultiAlternatives",
    "send_mail",
    "send_mass_mail",
    "mail_managers",
    "mail_admins",
}


def where(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def slips(name: str, text: str) -> list[str]:
    """Where a module writes or links past the gate."""
    found = []
    if name not in MAKES_LINKS and re.search(r"[\"'](?:tel|sms|mailto):|wa\.me/", text):
        found.append("makes a link to ring or write")
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        last = called.rsplit(".", 1)[-1]
        if last in SENDERS and name not in WAYS_OUT:
            found.append(f"{called} sends by itself")
        if (
            called in {"Message", "Message.objects.create", "Message.objects.bulk_create"}
            and name not in GATE
        ):
            found.append(f"{called} makes a message past the gate")
        if called in {"messaging.queue", "actions.queue", "queue"}:
            given = {one.arg: ast.unparse(one.value) for one in node.keywords if one.arg}
            if "person" in given.get("to", "") and "about" not in given:
                found.append(f"line {node.lineno}: a message to a person that does not say whom it is about")
    return found


def test_no_module_writes_to_anybody_past_the_gate():
    found = {where(path): slips(where(path), path.read_text(encoding="utf-8")) for path in MODULES}
    assert {name: slipped for name, slipped in found.items() if slipped} == {}


@pytest.mark.parametrize(
    "text",
    [
        "send_mail('x', 'y', 'z', [person.email])",
        "mail.EmailMessage(to=[x]).send()",
        "Message.objects.create(to=person.phone)",
        "messaging.queue(to=person.phone, key='k')",
        "link = f'tel:{person.phone}'",
        'link = "mailto:" + person.email',
    ],
)
def test_a_module_that_writes_past_the_gate_would_be_seen(text):
    assert slips("web/connector/some_page.py", text)


# What it shows -------------------------------------------------------------------------------------------------------

IN_TIME = dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC)
OUT_OF_TIME = dt.datetime(2026, 11, 3, 15, 0, tzinfo=dt.UTC)


def shown(who, brief=""):
    page = Template('{% include "staff/reach.html" %}')
    return page.render(Context({"who": who, "brief": brief}))


def test_in_their_times_the_number_is_a_link(cast, time_machine):
    time_machine.move_to(IN_TIME)
    person = a_person(by=cast.owner, interpreter_needed=True)
    for brief in ("", "yes"):
        page = shown(person, brief)
        assert 'href="tel:+447700900123"' in page
        assert "Interpreter needed: Turkish" in page
        assert "Never leave a message" in page


def test_outside_of_them_a_warning_stands_before_the_number_and_a_list_has_no_link(cast, time_machine):
    time_machine.move_to(OUT_OF_TIME)
    person = a_person(by=cast.owner)
    page = shown(person)
    assert (
        page.index("Not now. Safe to ring: mornings") < page.index("It may not be safe") < page.index("tel:")
    )
    assert "<details" in page
    row = shown(person, "yes")
    assert "tel:" not in row
    assert "07700 900123" in row


@pytest.mark.parametrize("stopped", [{"do_not_contact": True}, {"deceased_on": dt.date(2026, 11, 1)}])
@pytest.mark.parametrize("brief", ["", "yes"])
def test_whoever_is_not_to_be_contacted_has_no_number(cast, stopped, brief):
    page = shown(a_person(by=cast.owner, **stopped), brief)
    assert "900123" not in page.replace(" ", "")
    assert "Do not contact" in page


def test_whom_to_ring_in_an_emergency_stands_behind_its_own_word(cast, time_machine):
    time_machine.move_to(IN_TIME)
    person = a_person(
        by=cast.owner, emergency_name="Leyla", emergency_relation="daughter", emergency_phone="07700 900555"
    )
    page = shown(person)
    assert (
        page.index("In an emergency, ring") < page.index("Leyla, daughter") < page.index("tel:+447700900555")
    )
    assert "Leyla" not in shown(person, "yes")
    silent = a_person(by=cast.owner, do_not_contact=True, emergency_name="Leyla")
    assert "Leyla" in shown(silent), "in an emergency somebody is rung, whatever they asked of us"


def test_somebody_referred_to_us_is_reached_by_the_same_rules(cast, time_machine):
    time_machine.move_to(OUT_OF_TIME)
    referral = a_referral(cast.partnership, told={"phone": "07700 900123", "contact_times": ["morning"]})
    assert "tel:" not in shown(referral, "yes")
