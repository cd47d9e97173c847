"""What only the owner of the tables removes: counted first, gone with every word of it, never what is held or young."""

import datetime as dt
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, connections, transaction

from alongside.cli.rights import command
from alongside.core import tenancy
from alongside.core.models import Change, Reading
from alongside.rights.actions import erasures
from alongside.safeguarding.actions import record
from alongside.safeguarding.enums import EntryKind
from alongside.safeguarding.models import Concern
from alongside.volunteering.models import Worry
from tests.cast import assemble, found_partnership
from tests.domain.rights.test_erasure import CANARY, texts_of_the_database
from tests.factories.people import a_person
from tests.factories.safeguarding import a_concern, eyes_of, named
from tests.factories.volunteering import a_worry

LONG_AGO = dt.datetime(2015, 3, 2, 9, 30, tzinfo=dt.UTC)
RECENTLY = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)


def run(*arguments):
    result = CliRunner().invoke(command, ["old", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def a_closed_concern(cast, name, at):
    person = a_person(by=cast.owner, given_name=name)
    concern = a_concern(cast.owner, person=person, at=at, seen=f"{name} {CANARY}")
    with eyes_of(cast.safeguarding_lead):
        decided = {"decision": "support", "words": f"Her sister moves in. {CANARY}"}
        record.add(
            concern=concern, kind=EntryKind.DECISION, answers=decided, by=cast.safeguarding_lead, at=at
        )
        record.add(
            concern=concern, kind=EntryKind.CLOSED, answers={"words": f"Safe. {CANARY}"},
            by=cast.safeguarding_lead, at=at + dt.timedelta(days=3),
        )  # fmt: skip
    return concern


def aged(table, years):
    """Lines of the trail as old as they would be then: only the role that owns them may say so."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE alongside_audit")
        cursor.execute(f"ALTER TABLE audit.{table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"UPDATE audit.{table} SET at = at - make_interval(years => %s)", [years])
        cursor.execute(f"ALTER TABLE audit.{table} FORCE ROW LEVEL SECURITY")


@pytest.fixture
def place(committing_db):
    return found_partnership(f"old-{uuid4().hex[:6]}")


def seen_by_safeguarding(place, count):
    with tenancy.within(place.pk, actor="system:safeguarding"):
        return count()


def test_a_concern_goes_seven_years_after_it_was_closed_with_every_word_of_it(place):
    with tenancy.within(place.pk, actor="test"):
        cast = assemble(place)
        named(cast)
        a_closed_concern(cast, "Old", LONG_AGO)
        held = a_closed_concern(cast, "Held", LONG_AGO)
        erasures.hold(person=held.person, reason="An inquest", by=cast.team_lead, at=LONG_AGO)
        a_closed_concern(cast, "Young", RECENTLY)
        a_concern(cast.owner, person=a_person(by=cast.owner, given_name="Open"), at=LONG_AGO)
        worry = a_worry(cast.owner, cast.team_lead, words=CANARY)
        Worry.objects.filter(pk=worry.pk).update(
            heard_at=LONG_AGO, heard_by=cast.owner, closed_at=LONG_AGO, closed_by=cast.owner, outcome="Safe"
        )
    said = run()
    assert "1 concerns" in said
    assert "1 worries would go" in said
    assert "Old" not in said
    names = lambda: set(Concern.objects.values_list("person__given_name", flat=True))
    assert seen_by_safeguarding(place, names) == {"Old", "Held", "Young", "Open"}, "it was only counted"
    assert "1 worries removed" in run("--remove")
    assert seen_by_safeguarding(place, names) == {"Held", "Young", "Open"}
    assert seen_by_safeguarding(place, Worry.objects.count) == 0
    words = seen_by_safeguarding(place, lambda: dict(texts_of_the_database()))
    assert words.keys() == {"public.safeguarding_entry"}, (
        "what is held; the trail of what went is emptied, too"
    )
    gone = seen_by_safeguarding(
        place,
        lambda: [one for one in Change.objects.all() if f"Old {CANARY}" in str(one.after) + str(one.before)],
    )
    assert gone == []
    assert "nothing removed" in run("--remove"), "once is enough"


def test_the_trail_goes_after_eight_years_and_not_a_day_before(place):
    with tenancy.within(place.pk, actor="test"):
        cast = assemble(place)
        person = a_person(by=cast.owner)
        from alongside.core import audit

        audit.record_readings(partnership_id=place.pk, person_ids=[person.pk], actor="member:x", page="p")
    count = lambda: (Change.objects.count(), Reading.objects.count())
    before = seen_by_safeguarding(place, count)
    assert before[0] > 5
    aged("change", 7)
    aged("reading", 7)
    assert "nothing" in run("--remove")
    assert seen_by_safeguarding(place, count) == before
    aged("change", 2)
    aged("reading", 2)
    assert f"{before[0]} lines of the trail, 1 looks would go" in run()
    assert seen_by_safeguarding(place, count) == before
    run("--remove")
    assert seen_by_safeguarding(place, count) == (0, 0)


@pytest.mark.parametrize("call", ["audit.forget()", "audit.empty_removed('people_person', '{}')"])
def test_the_program_itself_may_remove_nothing_of_it(place, call):
    with (
        tenancy.within(place.pk, actor="test"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(f"SELECT {call}")
