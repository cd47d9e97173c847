"""Erasure: two people, holds, everything the registries know, the trail, and nobody else's rows."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.core.models import Change, Reading
from alongside.messaging.models import Message
from alongside.people.models import Person
from alongside.referrals.models import Referral
from alongside.rights import erasing, registry
from alongside.rights.actions import erasures
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import ErasureState
from alongside.rights.models import AccessRequest, Erasure, Hold, Tombstone
from tests import given
from tests.factories.casework import AT, a_case
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.rights import a_given_copy, an_erasure

CANARY = "Zqcanary"


def texts_of_the_database():
    """Every row of every table this role can read, as text: what a dump would hold of this partnership."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
            "WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'audit') "
            "AND has_table_privilege(quote_ident(table_schema) || '.' || quote_ident(table_name), 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s", [f"%{CANARY}%"])
            if found := cursor.fetchone()[0]:
                yield table, found


@pytest.fixture
def a_life(cast, settings, tmp_path):
    """A person with a whole path behind her, each word of it a canary; also what was deleted on the way."""
    settings.ALONGSIDE_VAR = tmp_path
    person = a_person(
        by=cast.owner,
        given_name=CANARY,
        family_name=CANARY,
        known_as=CANARY,
        email=f"{CANARY}@example.org".lower(),
    )
    case = given.consented_case(cast.owner, person=person)
    words = {"what_matters": CANARY, "strengths": CANARY, "needs": ["company"], "notes": CANARY}
    from alongside.casework.actions import contacts, conversations, plan
    from alongside.casework.enums import BarrierKind, Result

    conversations.hold(case=case, held_on=AT.date(), words=words, by=cast.owner, at=AT)
    plan.add_step(case=case, title=CANARY, by=cast.owner, at=AT)
    plan.add_barrier(case=case, kind=BarrierKind.MOBILITY, description=CANARY, by=cast.owner, at=AT)
    contacts.log(case=case, result=Result.REACHED, note=CANARY, by=cast.owner, at=AT)
    due = contacts.arrange(case=case, due_on=AT.date(), note=f"{CANARY} gone before", by=cast.owner, at=AT)
    due.delete()
    given.sent_onward_referral(cast.owner, case=case)
    given.first_answers(case, cast.owner)
    Message.objects.filter(about=person).update(body=CANARY, subject=CANARY)
    referral = a_referral(cast.partnership, told={"name": CANARY, "note": CANARY, "address": CANARY})
    Referral.objects.filter(pk=referral.pk).update(person=person)
    a_given_copy(cast.owner, cast.team_lead, person=person)
    return person


@pytest.fixture
def asked(cast, a_life):
    return an_erasure(cast.owner, person=a_life)


def confirmed(asked, cast):
    return erasures.confirm(erasure=asked, by=cast.safeguarding_lead, at=AT)


def test_no_word_about_them_is_left_in_any_table_or_its_history(cast, a_life, asked):
    assert dict(texts_of_the_database()), "there was something to erase"
    done = confirmed(asked, cast)
    assert dict(texts_of_the_database()) == {}
    assert done.counts["audit.Change"] > 20
    person = Person.objects.get(pk=a_life.pk)
    assert (person.name, person.phone, person.born_on, person.lives_alone) == ("Erased", "", None, None)
    assert person.do_not_contact, "and nobody writes to a name that is gone"


def test_a_row_deleted_long_before_is_erased_from_the_trail_too(cast, a_life, asked, monkeypatch):
    monkeypatch.setattr(erasing, "_add_what_went_before", lambda touched, person_id: None)
    confirmed(asked, cast)
    assert dict(texts_of_the_database()) == {"audit.change": 2}, (
        "its insert and its deletion: so the search is needed"
    )


def test_that_somebody_did_something_when_stays_in_the_trail(cast, a_life, asked):
    before = set(Change.objects.values_list("pk", "at", "actor", "verb", "table_name", "row_id"))
    confirmed(asked, cast)
    after = set(Change.objects.values_list("pk", "at", "actor", "verb", "table_name", "row_id"))
    assert before <= after
    made = Change.objects.get(table_name="people_person", row_id=str(a_life.pk), verb="insert")
    assert made.after["given_name"] is None
    assert "given_name" in made.after


def test_the_erasure_itself_stays_readable_with_who_asked_and_who_confirmed(cast, asked):
    confirmed(asked, cast)
    kept = Erasure.objects.get()
    assert (kept.asked_by, kept.decided_by, kept.state) == (
        cast.owner,
        cast.safeguarding_lead,
        ErasureState.DONE,
    )
    assert "list" not in kept.words
    states = [
        row.after.get("state") for row in Change.objects.filter(table_name="rights_erasure").order_by("id")
    ]
    assert states[0] == "asked"
    assert "done" in states
    assert "running" in states


def test_who_looked_stays(cast, a_life, asked):
    from alongside.core import audit

    audit.record_readings(
        partnership_id=cast.partnership.pk, person_ids=[a_life.pk], actor="member:x", page="connector:case"
    )
    confirmed(asked, cast)
    assert Reading.objects.filter(person_id=a_life.pk).exists()


def test_nobody_elses_rows_are_touched(cast, a_life, asked):
    other = given.agreed_plan(cast.owner)
    before = json.dumps(
        [
            sorted(str(row) for row in table.rows_of(other.person_id).values())
            for table in registry.exported()
            if not table.is_apart
        ]
    )
    confirmed(asked, cast)
    after = json.dumps(
        [
            sorted(str(row) for row in table.rows_of(other.person_id).values())
            for table in registry.exported()
            if not table.is_apart
        ]
    )
    assert before == after


def test_a_row_of_somebody_else_that_points_at_them_points_at_nobody(cast, a_life, asked):
    from tests.factories.caring import a_caring

    carer = a_case(cast.owner, person=a_person(by=cast.owner, given_name="Kemal"))
    caring = a_caring(carer, cast.owner, cared_for=a_life)
    confirmed(asked, cast)
    caring.refresh_from_db()
    assert caring.cared_for is None


def test_who_asked_cannot_confirm(cast, a_life):
    own = an_erasure(cast.safeguarding_lead, person=a_life)
    with pytest.raises(CannotDo, match="Somebody else"):
        erasures.confirm(erasure=own, by=cast.safeguarding_lead, at=AT)
    with pytest.raises(DatabaseError, match="rights_erasure_needs_two"), transaction.atomic():
        Erasure.objects.filter(pk=own.pk).update(
            state="running", decided_by=cast.safeguarding_lead, decided_at=AT
        )


def test_a_legal_hold_stands_in_the_way_and_says_why_until_it_is_lifted(cast, a_life, asked):
    hold = erasures.hold(person=a_life, reason="The coroner asked.", by=cast.team_lead, at=AT)
    with pytest.raises(CannotDo, match="The coroner asked"):
        confirmed(asked, cast)
    assert dict(texts_of_the_database()), "nothing went"
    erasures.lift(hold=hold, by=cast.team_lead, at=AT)
    confirmed(asked, cast)
    assert not Hold.objects.exists(), "what it was about goes too"


def test_a_concern_stands_in_the_way(cast, a_life, asked):
    from tests.factories.safeguarding import a_concern, named

    named(cast)
    a_concern(cast.owner, person=a_life)
    with pytest.raises(CannotDo, match="Safeguarding holds a record"):
        confirmed(asked, cast)
    assert Person.objects.get(pk=a_life.pk).given_name == CANARY


def test_refused_says_why_and_can_be_asked_again(cast, asked):
    with pytest.raises(CannotDo, match="Say why"):
        erasures.refuse(erasure=asked, reason="", by=cast.safeguarding_lead, at=AT)
    erasures.refuse(erasure=asked, reason="A claim is made.", by=cast.safeguarding_lead, at=AT)
    with pytest.raises(CannotDo, match="decided already"):
        confirmed(asked, cast)
    erasures.ask_again(erasure=asked, by=cast.owner, at=AT)
    erasures.take_back(erasure=asked, by=cast.owner, at=AT)
    assert Erasure.objects.get().state == ErasureState.WITHDRAWN


def test_asked_twice_is_one(cast, a_life, asked):
    assert an_erasure(cast.colleague, person=a_life) == asked


def test_the_copy_that_was_given_goes_and_the_fact_stays(cast, asked):
    confirmed(asked, cast)
    kept = AccessRequest.objects.get()
    assert kept.package is None
    assert kept.words == "Erased"
    assert kept.released_at is not None


def test_the_mark_tells_nobody_and_finds_them_under_an_earlier_key(cast, a_life, asked, settings):
    confirmed(asked, cast)
    mark = Tombstone.objects.get().mark
    assert str(a_life.pk) not in mark
    assert mark in erasing.marks_of(cast.partnership.pk, a_life.pk)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    assert mark not in erasing.marks_of(cast.partnership.pk, a_life.pk)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert mark in erasing.marks_of(cast.partnership.pk, a_life.pk)


def test_the_mark_is_written_beside_the_database_once_it_is_committed(
    cast, asked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(asked, cast)
    assert erasing.marks_file().read_text().split()[1] == Tombstone.objects.get().mark


# The trail is scrubbed in no other way ---------------------------------------------------------------------------


def scrub(person_id, rows):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit.scrub(%s, %s)", [person_id, json.dumps(rows)])


@pytest.mark.parametrize("state", ["asked", "refused", "withdrawn"])
def test_without_an_erasure_under_way_the_trail_is_not_scrubbed(cast, a_life, asked, state):
    Erasure.objects.filter(pk=asked.pk).update(state=state, refusal="x" if state == "refused" else "")
    with pytest.raises(DatabaseError, match="only for a person whose erasure is under way"):
        scrub(a_life.pk, {"people_person": [str(a_life.pk)]})


def test_the_runtime_role_changes_no_line_of_the_trail_by_itself(cast, a_life):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit.change SET after = NULL")


def test_an_erasure_once_done_is_not_rewritten_or_removed(cast, a_life, asked):
    confirmed(asked, cast)
    other = a_person(by=cast.owner)
    for change in ({"person": other}, {"state": "asked", "done_at": None}):
        with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
            Erasure.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Erasure.objects.filter(pk=asked.pk).delete()


def test_every_table_that_is_erased_leads_to_a_person_or_is_named_as_about_nobody():
    unreached = {
        model._meta.label
        for model in registry.walled()
        if model.records.erase != "keep" and model not in {table.model for table in registry.erased()}
    }
    assert unreached == {"core.Change", "partnerships.Submission"}, (
        "the trail is scrubbed; a submission is a random key"
    )
