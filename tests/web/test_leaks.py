"""What a person told us stays behind its walls: in no page, no log line and no queued job.

Two people are hidden, one behind another partnership's wall and one of another organisation of our own
partnership. Every word kept of them is a canary; then every page is walked by everybody who may open it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction
from django.test import Client
from django.urls import reverse

from alongside.appointments.enums import Place
from alongside.core import tenancy
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member
from tests import given
from tests.factories.appointments import an_appointment
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.web.access_matrix import MATRIX, TOLD

FOREIGN, HIDDEN = "Zqforeigncanary", "Zqhiddencanary"
PHONE, SAID_ON_PHONE = "+447700900777", "07700 900777"

OUR_OWN_WORDS = {"messaging.message.trouble"}  # "The mail server answered 550.": a steward reads it


def _about_people() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every table that hangs on a person, and its fields that hold words."""
    for model in apps.get_models():
        records = getattr(model, "records", None)
        if records is None or records.wall != "partnership" or not records.export:
            continue
        words = [
            name
            for name in records.personal
            if isinstance(field := model._meta.get_field(name), models.CharField | models.TextField)
            and not field.choices
            and not getattr(field, "generated", False)
            and f"{model._meta.label_lower}.{name}" not in OUR_OWN_WORDS
        ]
        if words:
            yield model, words


def _fill_with(canary: str) -> set[str]:
    """Make every word of every row we see a canary, where the database's rules let it; give what was filled."""
    filled = set()
    for model, words in _about_people():
        rows = model._base_manager.count()
        for fields in [words, *([name] for name in words)] if rows else []:
            try:  # all fields at once where they let us; else each by itself
                with transaction.atomic():
                    model._base_manager.update(**dict.fromkeys(fields, canary))
                filled |= {f"{model._meta.label_lower}.{name}" for name in fields}
                if fields is words:
                    break
            except Error:
                continue  # a code, a number, a key that is given once
    return filled


def _a_whole_life(by: Member, canary: str) -> set[str]:
    """A person and all that happens to one in the path from notice to close, every word a canary."""
    person = a_person(by=by, given_name=canary, family_name=canary, known_as=canary, phone=PHONE)
    case = given.consented_case(by, person=person)
    given.held_conversation(by, case=case)
    given.logged_contact(by, case=case)
    an_appointment(case, by, place=Place.ELSEWHERE, where=canary, note=canary)
    given.sent_onward_referral(by, case=case, to_email="elsewhere@green.example.org", to_name="Elsewhere")
    given.first_answers(case, by)
    a_referral(by.partnership, told={"name": canary, "note": canary, "phone": PHONE}, source=by.organisation)
    return _fill_with(canary)


@pytest.fixture
def world(cast: Any) -> Any:
    theirs = cast.other_partnership
    with tenancy.within(theirs.partnership_id, actor="test"):
        filled = _a_whole_life(theirs, FOREIGN)
    assert filled >= {
        "people.person.given_name",
        "people.person.address",
        "people.person.contact_note",
        "referrals.referral.note",
        "casework.conversation.what_matters",
        "casework.contact.note",
    }, filled
    _a_whole_life(cast.stranger, HIDDEN)
    return given.World(cast)


def _queued() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(args::text, ' '), '') FROM procrastinate_jobs")
        return str(cursor.fetchone()[0])


def _clients(world: Any, client: Client, client_as: Callable[[Any], Client]) -> dict[str, Client]:
    """Somebody of each role of our own organisation (or with no say about people), and anybody."""
    found = {role.value: client_as(world.cast.by_role(role)) for role in Role}
    return found | {"anybody": client}


def _says(answer: Any) -> str:
    body = b"" if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers)


def test_no_page_no_log_and_no_job_tells_of_somebody_one_may_not_see(
    world: Any, client: Client, client_as: Callable[[Any], Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    visitors = _clients(world, client, client_as)
    for name, declared in MATRIX.items():
        if declared.method != "get":
            continue
        with transaction.atomic():
            path = reverse(name, kwargs=declared.args(world))
            for who, visitor in visitors.items():
                if not (declared.anonymous == "ok" if who == "anybody" else Role(who) in declared.allow):
                    continue
                with transaction.atomic():
                    answer = visitor.get(path, declared.query)
                    told = [canary for canary in (FOREIGN, HIDDEN) if canary in _says(answer)]
                    assert not told, f"{who} reads {told} at {name}"
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
        TOLD.clear()
    assert not {c for c in (FOREIGN, HIDDEN, "Ayten") if c in caplog.text}
    assert not {c for c in (FOREIGN, HIDDEN, PHONE, "Ayten", "@") if c in _queued()}


@pytest.mark.parametrize("words", ["Zqhidden", SAID_ON_PHONE, "900777", "E8 1EA"])
def test_searching_finds_nobody_one_may_not_see(
    world: Any, client_as: Callable[[Any], Client], words: str
) -> None:
    for who in (world.cast.owner, world.cast.team_lead):
        page = _says(client_as(who).get(reverse("connector:people"), {"q": words}))
        assert not {c for c in (FOREIGN, HIDDEN) if c in page}


def test_a_referral_for_somebody_hidden_suggests_nobody(
    world: Any, client_as: Callable[[Any], Client]
) -> None:
    told = {"name": "Zqhiddencanar Zqhiddencanar", "phone": PHONE}
    referral = a_referral(world.cast.partnership, told=told)
    for page in ("connector:referral", "connector:referral-accept"):
        said = _says(client_as(world.cast.owner).get(reverse(page, args=[referral.pk])))
        assert not {c for c in (FOREIGN, HIDDEN) if c in said}, page


def test_hostile_words_kept_of_a_person_are_inert_on_every_page(
    cast: Any, client_as: Callable[[Any], Client]
) -> None:
    """Whatever way they came in: every word of Mrs A is an attack, and each page is sound (see WatchfulClient)."""
    world = given.World(cast)
    for name, declared in MATRIX.items():
        if declared.method != "get" or not declared.about_ours:
            continue
        with transaction.atomic():
            path = reverse(name, kwargs=declared.args(world))
            _fill_with("'\"><script>alert(1)</script><b onclick=x>")
            answer = client_as(cast.owner).get(path, declared.query)
            assert answer.status_code in {200, 302, 404}, name
            assert b"<b onclick" not in answer.getvalue(), name
            transaction.set_rollback(True)
