"""May this person be contacted, and how: one rule in two forms, and nobody beside it."""

import ast
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

import alongside
from alongside.people import reaching
from alongside.people.enums import ContactBy, Hindrance
from alongside.people.models import Person
from tests.factories.people import a_person


@dataclass
class Somebody:
    do_not_contact: bool = False
    deceased_on: dt.date | None = None
    address: str = "Flat 31"
    email: str = "a@example.org"
    phone: str = "+447700900123"
    contact_by: str = "phone"
    leave_message: bool = False


@pytest.mark.parametrize("by", ContactBy)
def test_nobody_is_reached_who_has_died_or_asked_not_to_be(by):
    everything = {"contact_by": by.value, "leave_message": True}
    assert reaching.hindrance(by, Somebody(**everything)) is None
    died = Somebody(**everything, deceased_on=dt.date(2026, 1, 1), do_not_contact=True)
    assert reaching.hindrance(by, died) == Hindrance.DIED
    assert reaching.hindrance(by, Somebody(**everything, do_not_contact=True)) == Hindrance.ASKED_NOT_TO
    assert reaching.written_way(died) is None


@pytest.mark.parametrize(
    ("by", "facts", "why"),
    [
        ("letter", {"address": " \n"}, Hindrance.NO_ADDRESS),
        ("letter", {"leave_message": False}, None),
        ("email", {"email": ""}, Hindrance.NO_EMAIL),
        ("email", {"contact_by": "email"}, None),
        ("email", {"contact_by": "text"}, Hindrance.NOT_SAFE),
        ("email", {"contact_by": "letter", "leave_message": True}, None),
        ("text", {"phone": "+442079460178", "leave_message": True}, Hindrance.NO_MOBILE),
        ("text", {"contact_by": "text"}, None),
        ("text", {}, Hindrance.NOT_SAFE),
        ("text", {"leave_message": True}, None),
        ("phone", {"phone": ""}, Hindrance.NO_PHONE),
        ("phone", {}, None),
    ],
)
def test_each_way_needs_what_it_needs(by, facts, why):
    assert reaching.hindrance(ContactBy(by), Somebody(**facts)) == why


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        ({"contact_by": "email"}, ContactBy.EMAIL),
        ({"contact_by": "email", "email": ""}, None),
        ({"contact_by": "text"}, ContactBy.TEXT),
        ({"contact_by": "letter"}, ContactBy.LETTER),
        ({"contact_by": "letter", "address": ""}, None),
        ({"contact_by": "phone"}, None),
        ({"contact_by": "someone_else"}, None),
    ],
)
def test_somebody_is_written_to_in_the_way_they_like_or_not_at_all(facts, by):
    assert reaching.written_way(Somebody(**facts)) == by


def test_the_rule_about_rows_is_the_rule_about_a_person(cast):
    for n, (quiet, died) in enumerate(
        (quiet, died) for quiet in (False, True) for died in (None, dt.date(2026, 1, 1))
    ):
        person = a_person(by=cast.owner, given_name=f"Person{n}")
        Person.objects.filter(pk=person.pk).update(do_not_contact=quiet, deceased_on=died)
    by_query = set(Person.objects.filter(reaching.may_be_contacted()).values_list("pk", flat=True))
    assert by_query == {one.pk for one in Person.objects.all() if one.may_be_contacted}
    assert len(by_query) == 1


def test_what_goes_by_post_has_a_name_and_a_postcode_on_it(cast):
    person = a_person(
        by=cast.owner, given_name="Ayten", family_name="Aydin", address="1 Lime Street", postcode="E8 1DY"
    )
    assert reaching.address_of(person, ContactBy.LETTER) == "Ayten Aydin\n1 Lime Street\nE8 1DY"
    person.address = ""
    assert reaching.address_of(person, ContactBy.LETTER) == ""


#: Who reads the wish itself, and not whether somebody may be reached: where it is kept, changed, shown, joined, erased.
MAY_READ = {
    "people", "joining", "rights", "demo", "web/components/people.py", "web/components/reach.py",
    "web/connector/person_details.py", "web/connector/join_lookup.py",
}  # fmt: skip


def _mentions(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "do_not_contact":
            yield node.lineno
        elif isinstance(node, ast.keyword) and (node.arg or "").endswith("do_not_contact"):
            yield node.value.lineno


def test_nobody_decides_for_themselves_whether_somebody_may_be_contacted():
    root = Path(alongside.__file__).parent
    strays = [
        f"{name}:{line}"
        for path in sorted(root.rglob("*.py"))
        if not any((name := path.relative_to(root).as_posix()).startswith(one) for one in MAY_READ)
        and "/migrations/" not in name
        for line in _mentions(ast.parse(path.read_text()))
    ]
    assert strays == []
    assert list(_mentions(ast.parse("p.do_not_contact\nf(person__do_not_contact=1)"))) == [1, 2]
