"""The record: what each entry must say, in which order things may happen, and what the database holds to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.safeguarding import queries
from alongside.safeguarding.actions import concerns, record
from alongside.safeguarding.actions.errors import CannotDo
from alongside.safeguarding.enums import EntryKind, State
from alongside.safeguarding.models import Alert, Arrangement, BreakGlass, Concern, Entry, SafeguardingRole
from tests.factories.people import a_person
from tests.factories.safeguarding import AT, a_concern, eyes_of, named

SENT = {"sent_to": "Adult social care", "sent_on": AT.date(), "council_reference": "", "words": ""}
NO = {"agreed": "no", "override": [], "words": "She does not want it."}
OVERRIDE = {"agreed": "no", "override": ["life", "others"], "words": "He has a knife."}


@pytest.fixture
def lead(cast):
    named(cast)
    with eyes_of(cast.safeguarding_lead):
        yield cast.safeguarding_lead


@pytest.fixture
def concern(cast, lead):
    return a_concern(cast.owner)


def add(concern, lead, kind, at=AT, **answers):
    return record.add(concern=concern, kind=EntryKind(kind), answers=answers, by=lead, at=at)


def test_writing_in_a_new_concern_acknowledges_it(concern, lead):
    add(concern, lead, "note", words="Rang her.")
    found = queries.record(concern)
    assert found.state == State.OPEN
    assert found.row.acknowledgement.by == lead


def test_it_goes_to_the_council_with_consent_or_with_the_reason_to_share_without(concern, lead):
    with pytest.raises(CannotDo, match="Consent"):
        add(concern, lead, "referral", **SENT)
    add(concern, lead, "consent", **NO)
    with pytest.raises(CannotDo, match="Consent"):
        add(concern, lead, "referral", **SENT)
    add(concern, lead, "consent", at=AT + dt.timedelta(minutes=1), **OVERRIDE)
    add(concern, lead, "referral", at=AT + dt.timedelta(minutes=2), **SENT)
    assert queries.state_of(concern) == State.WITH_COUNCIL
    assert queries.latest(concern, EntryKind.CONSENT).override_words[0].startswith("Danger to their life")


def test_a_referral_of_tomorrow_is_refused(concern, lead):
    add(concern, lead, "consent", **OVERRIDE)
    with pytest.raises(CannotDo, match="not come yet"):
        add(concern, lead, "referral", **SENT | {"sent_on": AT.date() + dt.timedelta(days=1)})


def test_it_ends_with_a_decision_and_can_begin_again(concern, lead):
    add(concern, lead, "note", words="x")
    with pytest.raises(CannotDo, match="decided"):
        add(concern, lead, "closed", words="Safe now.")
    add(concern, lead, "decision", decision="support", words="Her sister moves in.")
    add(concern, lead, "closed", at=AT + dt.timedelta(hours=1), words="Safe now.")
    with pytest.raises(CannotDo, match="closed"):
        add(concern, lead, "wishes", asked="yes", words="x")
    add(concern, lead, "note", at=AT + dt.timedelta(hours=2), words="The council rang.")
    assert queries.state_of(concern) == State.CLOSED
    add(concern, lead, "reopened", at=AT + dt.timedelta(hours=3), words="He is back.")
    assert queries.state_of(concern) == State.OPEN


def test_a_correction_stands_beside_what_was_wrong_and_only_in_its_own_record(cast, concern, lead):
    wrong = add(concern, lead, "note", words="Left arm.")
    add(concern, lead, "correction", corrects=wrong, words="Right arm.")
    found = queries.record(concern)
    assert found.corrected[wrong.pk].words == "Right arm."
    assert [e.words for e in found.entries][1] == "Left arm."
    other = a_concern(cast.owner, person=a_person(by=cast.owner, given_name="Ali"))
    with pytest.raises(CannotDo, match="another record"):
        add(other, lead, "correction", corrects=wrong, words="x")


def test_what_does_not_belong_to_a_kind_is_not_kept_with_it(concern, lead):
    entry = add(concern, lead, "note", words="x", decision="council", needs="yes", agreed="yes")
    assert (entry.decision, entry.needs, entry.agreed) == ("", "", "")


def test_the_newest_answer_holds_and_the_older_ones_stay(concern, lead):
    for number, answer in enumerate(("not_known", "yes")):
        add(
            concern,
            lead,
            "section-42",
            at=AT + dt.timedelta(minutes=number),
            needs="yes",
            needs_why="Falls.",
            risk="yes",
            risk_why="Bruises.",
            protect=answer,
            protect_why="Frail.",
        )
    newest = queries.latest(concern, EntryKind.SECTION_42)
    assert newest.duty_to_enquire == "yes"
    assert Entry.objects.filter(kind=EntryKind.SECTION_42).count() == 2


BAD_ENTRIES = [
    {"kind": "gossip"},
    {"kind": "note", "words": ""},
    {"kind": "capacity", "words": "x"},
    {"kind": "capacity", "capacity": "maybe", "words": "x"},
    {"kind": "wishes"},
    {"kind": "wishes", "asked": "perhaps"},
    {"kind": "consent"},
    {"kind": "consent", "agreed": "no", "override": ["life"], "words": ""},
    {"kind": "consent", "agreed": "no", "override": ["whim"], "words": "x"},
    {"kind": "note", "words": "x", "override": ["life"]},
    {"kind": "section-42", "needs": "yes", "risk": "yes"},
    {"kind": "section-42", "needs": "yes", "risk": "yes", "protect": "perhaps"},
    {"kind": "section-42", "needs": "perhaps", "risk": "yes", "protect": "yes"},
    {"kind": "section-42", "needs": "yes", "risk": "perhaps", "protect": "yes"},
    {"kind": "decision", "words": "x"},
    {"kind": "decision", "decision": "council", "words": ""},
    {"kind": "decision", "decision": "prayer", "words": "x"},
    {"kind": "referral", "sent_to": "Council"},
    {"kind": "referral", "sent_on": AT.date()},
    {"kind": "note", "words": "x", "sent_on": AT.date()},
    {"kind": "correction", "words": "x"},
    {"kind": "note", "words": "x", "agreed": "maybe"},
    {"kind": "raised", "knows": "perhaps"},
    {"kind": "note", "words": "x", "state_after": "lost"},
]


@pytest.mark.parametrize("bad", BAD_ENTRIES, ids=str)
def test_the_database_refuses_an_entry_that_says_half(concern, lead, bad):
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(concern=concern, at=AT, by=lead, **bad)


def test_the_database_refuses_what_no_form_would_send(cast, concern, lead):
    person = concern.person
    glass = {"person": person, "by": cast.owner, "reason": "x", "opened_at": AT}
    half = [
        lambda: Concern.objects.create(reference="SX", raised_by=lead, raised_at=AT),
        lambda: Concern.objects.create(
            reference=concern.reference, person=person, raised_by=lead, raised_at=AT
        ),
        lambda: BreakGlass.objects.create(**glass, until_at=AT + dt.timedelta(minutes=61)),
        lambda: BreakGlass.objects.create(**glass, until_at=AT),
        lambda: BreakGlass.objects.create(**glass | {"reason": ""}, until_at=AT + dt.timedelta(minutes=1)),
        lambda: Alert.objects.create(to=lead, at=AT, round=1),
        lambda: Alert.objects.create(concern=concern, to=lead, at=AT, round=1),
        lambda: Arrangement.objects.create(alert_minutes=1),
        lambda: SafeguardingRole.objects.create(
            member=cast.owner, duty="lead", named_at=AT, named_by=cast.steward
        ),
        lambda: SafeguardingRole.objects.create(
            member=cast.owner, duty="boss", named_at=AT, named_by=cast.steward
        ),
        lambda: SafeguardingRole.objects.create(
            member=cast.owner, duty="lead", named_at=AT, named_by=cast.steward, ended_at=AT
        ),
    ]
    for attempt in half:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_only_one_acknowledgement_fits(concern, lead):
    concerns.acknowledge(concern=concern, by=lead, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        concern.acknowledgements.create(by=lead, at=AT)
