"""Inside the partnership too, the database shows concerns to the named roles alone, and only adds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.core import clock, tenancy
from alongside.safeguarding.actions import concerns, glass, record
from alongside.safeguarding.enums import EntryKind
from alongside.safeguarding.models import (
    Acknowledgement,
    Alert,
    BreakGlass,
    Concern,
    ConcernReading,
    Entry,
)
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.safeguarding import AT, a_concern, eyes_of, named

ONLY_ADDED = [Concern, Acknowledgement, Entry, Alert, BreakGlass, ConcernReading]
TABLES = [model._meta.db_table for model in ONLY_ADDED]


@pytest.fixture
def whole(cast):
    """A concern with everything: acknowledged, added to, read, and opened through broken glass."""
    named(cast)
    concern = a_concern(cast.owner)
    with eyes_of(cast.safeguarding_lead):
        concerns.acknowledge(concern=concern, by=cast.safeguarding_lead, at=AT)
        record.add(
            concern=concern,
            kind=EntryKind.NOTE,
            answers={"words": "Rang her."},
            by=cast.safeguarding_lead,
            at=AT,
        )
        concerns.record_reading(concern=concern, by=cast.safeguarding_lead, at=AT, page="x")
    return concern


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in ONLY_ADDED}


def test_lead_and_deputy_find_everything(cast, whole):
    for member in (cast.safeguarding_lead, cast.team_lead):
        with eyes_of(member):
            assert counts() == {
                "Concern": 1, "Acknowledgement": 1, "Entry": 2, "Alert": 1, "BreakGlass": 0, "ConcernReading": 1,
            }  # fmt: skip


def test_who_raised_it_finds_that_it_was_received_and_nothing_that_was_written(cast, whole):
    with eyes_of(cast.owner):
        assert counts() == {
            "Concern": 1, "Acknowledgement": 1, "Entry": 0, "Alert": 1, "BreakGlass": 0, "ConcernReading": 0,
        }  # fmt: skip


@pytest.mark.parametrize(
    "who",
    ["colleague", "stranger", "steward", "programme_lead", "volunteer", "organiser", "other_partnership"],
)
def test_nobody_else_finds_a_row_not_even_a_steward(cast, whole, who):
    with eyes_of(getattr(cast, who)):
        assert set(counts().values()) == {0}


@pytest.mark.parametrize("actor", ["public", "system:messages", "system:demo", "test", "", "member:"])
def test_no_job_and_no_page_without_a_member_finds_a_row(cast, whole, actor):
    with transaction.atomic(), tenancy.within(cast.partnership.pk, actor=actor):
        if actor == "member:":  # not a key: PostgreSQL refuses, which is no answer either
            with pytest.raises(DatabaseError), transaction.atomic():
                Concern.objects.count()
        else:
            assert set(counts().values()) == {0}


def test_another_safeguarding_lead_by_role_reads_only_while_nobody_is_named(cast):
    concern = a_concern(cast.owner)
    with eyes_of(cast.safeguarding_lead):
        assert Entry.objects.filter(concern=concern).count() == 1
    from alongside.safeguarding.actions import duty

    duty.name(lead=cast.team_lead, deputy=None, by=cast.steward, at=AT)
    with eyes_of(cast.safeguarding_lead):
        assert not Entry.objects.exists()
    with eyes_of(cast.team_lead):
        assert Entry.objects.filter(concern=concern).count() == 1


def test_a_lead_who_left_reads_nothing_from_that_moment(cast, whole):
    cast.safeguarding_lead.left_at = AT
    cast.safeguarding_lead.save()
    with eyes_of(cast.safeguarding_lead):
        assert set(counts().values()) == {0}


def test_whom_it_is_about_finds_nothing_even_as_the_lead_and_through_broken_glass(cast):
    named(cast)
    person = a_person(by=cast.owner)
    about_lead = a_concern(cast.owner, person=person, involves=cast.safeguarding_lead)
    about_colleague = a_concern(cast.owner, person=person, involves=cast.colleague)
    glass.break_glass(person=person, reason="Now.", by=cast.colleague, at=clock.now())
    with eyes_of(cast.safeguarding_lead):
        assert [c.pk for c in Concern.objects.all()] == [about_colleague.pk]
        assert not Entry.objects.filter(concern=about_lead).exists()
    with eyes_of(cast.colleague):
        assert [c.pk for c in Concern.objects.all()] == [about_lead.pk]


def test_broken_glass_shows_the_record_of_one_person_for_an_hour(cast):
    named(cast)
    hers, his = a_concern(cast.owner), a_concern(cast.owner, person=a_person(by=cast.owner, given_name="Ali"))
    glass.break_glass(person=hers.person, reason="She rang.", by=cast.colleague, at=clock.now())
    with eyes_of(cast.colleague):
        assert Entry.objects.filter(concern=hers).exists()
        assert not Entry.objects.filter(concern=his).exists()
        assert not Alert.objects.filter(concern__isnull=True).exists(), "the alert of the glass is the lead's"


def test_glass_broken_an_hour_ago_is_whole_again(cast):
    named(cast)
    concern = a_concern(cast.owner)
    glass.break_glass(
        person=concern.person, reason="x", by=cast.colleague, at=clock.now() - dt.timedelta(minutes=60)
    )
    with eyes_of(cast.colleague):
        assert not Concern.objects.exists()
        assert not Entry.objects.exists()


def test_a_concern_about_somebody_only_referred_opens_with_the_person_they_became(cast):
    named(cast)
    referral = a_referral(cast.partnership)
    concern = a_concern(cast.owner, referral=referral)
    person = a_person(by=cast.owner)
    referral.person = person
    with eyes_of(cast.colleague):
        type(referral).objects.filter(pk=referral.pk).update(person=person)
        glass.break_glass(person=person, reason="x", by=cast.colleague, at=clock.now())
        assert [c.pk for c in Concern.objects.all()] == [concern.pk]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET partnership_id = partnership_id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_whoever_asks(cast, whole, table, verb):
    for member in (cast.safeguarding_lead, cast.colleague):
        with (
            eyes_of(member),
            pytest.raises(DatabaseError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb.format(table))


def test_the_audit_trail_keeps_no_second_copy_that_more_people_could_read(cast, whole):
    with eyes_of(cast.stranger), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit.change WHERE table_name = ANY(%s)", [TABLES])
        assert cursor.fetchone() == (0,)


def test_another_partnership_cannot_point_at_a_concern(cast, whole):
    with (
        eyes_of(cast.other_partnership),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Entry.objects.create(concern_id=whole.pk, kind="note", at=AT, by=cast.other_partnership, words="x")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
