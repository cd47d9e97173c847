"""Each constraint of letters, violated: the database has the last word."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from alongside.letters import actions
from alongside.letters.enums import Layout, LetterKind
from alongside.letters.models import Letter, LetterTemplate, LookIn
from alongside.letters.wording import Words
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel
from tests import given
from tests.factories.casework import AT
from tests.factories.letters import a_letter, a_printed_letter, looks_in

TEMPLATE = {
    "letters_template_kind_is_known": {"kind": "ransom"},
    "letters_template_layout_is_known": {"layout": "sideways"},
    "letters_template_says_something": {"body": ""},
    "letters_template_version_counts": {"version": 0},
}
#: What was written cannot be edited, so each is tried as a new letter.
LETTER = {
    "letters_letter_kind_is_known": {"kind": "ransom"},
    "letters_letter_way_is_known": {"way": "pigeon", "left_at": AT, "left_by": "owner"},
    "letters_letter_layout_is_known": {"layout": "sideways"},
    "letters_letter_size_is_known": {"size": "99"},
    "letters_letter_leaving_is_whole": {"left_at": AT},
    "letters_letter_taking_back_is_whole": {"taken_back_at": AT},
    "letters_letter_left_or_taken_back": {
        "left_at": AT, "left_by": "owner", "taken_back_at": AT, "taken_back_by": "owner",
    },
    "letters_letter_waits_only_for_post": {"way": "email"},
    "letters_letter_says_something_to_somebody": {"body": ""},
}  # fmt: skip
LOOK_IN = {
    "letters_look_in_months_are_known": {"months": 4},
    "letters_look_in_outcome_is_known": {"outcome": "dunno", "settled_at": AT, "settled_by": "owner"},
    "letters_look_in_settling_is_whole": {"outcome": "reached", "settled_at": AT},
    "letters_look_in_settled_says_how": {"settled_at": AT, "settled_by": "owner"},
}
ELSEWHERE = {"letters_template_once", "letters_look_in_due_once", "letters_letter_message_once"}


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def meant(cast, wrong):
    return {field: cast.owner if value == "owner" else value for field, value in wrong.items()}


def a_template(cast):
    words = Words(LetterKind.FREE, "en", Layout.STANDARD, "Hello", "Dear {called}")
    return actions.keep_words(words=words, seen=0, by=cast.steward, at=AT)


def copied(one, **more):
    fields = {
        field.name: getattr(one, field.name) for field in one._meta.concrete_fields if field.name != "id"
    }
    return type(one).objects.create(
        **{**fields, "message": None, **more} if isinstance(one, Letter) else {**fields, **more}
    )


@pytest.mark.parametrize("name", TEMPLATE)
def test_the_database_refuses_words(cast, name):
    row = a_template(cast)
    with refused(name), transaction.atomic():
        LetterTemplate.objects.filter(pk=row.pk).update(**TEMPLATE[name])


@pytest.mark.parametrize("name", LETTER)
def test_the_database_refuses_a_letter(cast, name):
    letter = a_letter(cast.owner)
    with refused(name), transaction.atomic():
        copied(letter, **meant(cast, LETTER[name]))


@pytest.mark.parametrize("name", LOOK_IN)
def test_the_database_refuses_a_look_in(cast, name):
    row = looks_in(given.open_case(cast.owner), cast.owner)[0]
    with refused(name), transaction.atomic():
        LookIn.objects.filter(pk=row.pk).update(**meant(cast, LOOK_IN[name]))


def test_words_stand_once_and_a_look_in_is_due_once(cast):
    with refused("letters_template_once"), transaction.atomic():
        copied(a_template(cast))
    with refused("letters_look_in_due_once"), transaction.atomic():
        copied(looks_in(given.open_case(cast.owner), cast.owner)[0])


def test_a_message_carries_one_letter(cast):
    letter = a_letter(cast.owner)
    letter.message = letter.message or messaging.queue(
        partnership=cast.partnership, channel=Channel.LETTER, to="3 Mare Street", template="letter",
        context={"body": "Hello"}, key="one", at=AT,
    )  # fmt: skip
    Letter.objects.filter(pk=letter.pk).update(message=letter.message)
    with refused("letters_letter_message_once"), transaction.atomic():
        copied(letter, message=letter.message)


@pytest.mark.parametrize(
    "edit",
    [{"body": "Other words"}, {"subject": "x"}, {"to": "Somebody else"}, {"signed": "x"}, {"size": "20"},
     {"dated": dt.date(2020, 1, 1)}, {"written_at": AT + dt.timedelta(days=1)}],
)  # fmt: skip
def test_what_was_written_is_never_edited(cast, edit):
    letter = a_printed_letter(cast.owner)
    with refused("never edited"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**edit)


def test_each_constraint_is_seen_violated():
    ours = {
        constraint.name
        for model in apps.get_app_config("letters").get_models()
        for constraint in model._meta.constraints
    }
    assert ours == {*TEMPLATE, *LETTER, *LOOK_IN, *ELSEWHERE}
