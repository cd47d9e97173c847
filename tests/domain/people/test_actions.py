"""Writing about people: records, second editors, agreements, the timeline."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from alongside.people import actions, queries
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.people.models import Consent, ConsentWording, KnownTo, Person
from tests.factories.people import AT, a_consent, a_person, a_wording

LATER = AT + dt.timedelta(hours=1)


def test_a_new_record_is_placed_by_its_postcode_and_known_to_its_writer(cast):
    person = a_person(by=cast.owner)
    assert person.phone == "+447700900123"
    assert None not in (person.easting, person.northing)
    assert person.birth_year == 1948
    assert person.age(dt.date(2026, 11, 2)) == 78
    assert [k.organisation for k in KnownTo.objects.filter(person=person)] == [cast.organisation]
    assert [e.sentence for e in queries.timeline(person)] == ["Record started."]


def test_the_likeness_key_has_no_accents(cast):
    person = a_person(by=cast.owner)
    person.refresh_from_db()
    assert "ayten aydin" in person.name_key


def test_an_unknown_postcode_places_nobody(cast):
    person = a_person(by=cast.owner, postcode="E8")
    assert (person.easting, person.lsoa21) == (None, "")


def test_a_number_nobody_can_ring_is_refused_with_the_number_in_the_sentence(cast):
    with pytest.raises(actions.CannotRecord, match="soon"):
        a_person(by=cast.owner, phone="soon")


def test_a_detail_nobody_knows_is_refused(cast):
    with pytest.raises(actions.CannotRecord, match="is_superuser"):
        a_person(by=cast.owner, is_superuser=True)


def test_a_second_editor_is_shown_both_versions_and_nothing_is_written(cast):
    person = a_person(by=cast.owner)
    actions.update_details(
        person=person, version=1, changes={"known_as": "Ayten"}, by=cast.colleague, at=LATER
    )
    with pytest.raises(actions.EditedMeanwhile) as caught:
        actions.update_details(
            person=person,
            version=1,
            changes={"known_as": "Mrs Aydın", "email": "a@example.org"},
            by=cast.owner,
            at=LATER,
        )
    assert caught.value.theirs.version == 2
    assert {d.field: (d.theirs, d.yours) for d in caught.value.differences} == {
        "known_as": ("Ayten", "Mrs Aydın"),
        "email": ("", "a@example.org"),
    }
    assert Person.objects.get(pk=person.pk).known_as == "Ayten"


def test_writing_what_stands_already_changes_no_version(cast):
    person = a_person(by=cast.owner)
    same = actions.update_details(
        person=person, version=1, changes={"phone": "07700900123"}, by=cast.owner, at=LATER
    )
    assert same.version == 1


def test_a_move_takes_the_relation_to_the_area_along(cast):
    person = a_person(by=cast.owner)
    before = list(person.area_relations.values_list("area_code", flat=True))
    moved = actions.update_details(
        person=person, version=1, changes={"postcode": ""}, by=cast.owner, at=LATER
    )
    assert moved.easting is None
    assert list(moved.area_relations.values_list("area_code", flat=True)) == []
    assert before in ([], ["E09000012"])


def test_new_words_are_a_new_version_and_the_same_words_the_same(cast):
    first = a_wording()
    assert a_wording() == first
    second = a_wording(text="Other words")
    assert (first.version, second.version) == (1, 2)
    assert queries.current_wording(ConsentPurpose.SUPPORT) == second


def test_the_database_refuses_to_edit_the_words_of_a_consent(cast):
    wording = a_wording()
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        ConsentWording.objects.filter(pk=wording.pk).update(text="Something else")


def test_an_agreement_keeps_the_hash_of_the_words(cast):
    consent = a_consent(a_person(by=cast.owner), by=cast.owner)
    assert consent.wording_hash == consent.wording.hash
    assert len(consent.wording_hash) == 64


def test_agreeing_twice_to_the_same_words_is_one_agreement_and_to_new_words_replaces_it(cast):
    person = a_person(by=cast.owner)
    first = a_consent(person, by=cast.owner)
    assert a_consent(person, by=cast.owner, at=LATER) == first
    second = actions.record_consent(
        person=person,
        purpose=ConsentPurpose.SUPPORT,
        wording=a_wording(text="Better words"),
        channel=ConsentChannel.IN_PERSON,
        by=cast.owner,
        at=LATER,
    )
    assert queries.live_consent(person, ConsentPurpose.SUPPORT) == second
    assert Consent.objects.get(pk=first.pk).withdrawn_at == LATER


def test_sharing_needs_to_say_with_whom(cast):
    with pytest.raises(actions.CannotRecord, match="which organisation"):
        a_consent(a_person(by=cast.owner), by=cast.owner, purpose=ConsentPurpose.SHARE)


def test_taking_back_is_one_step_and_twice_is_once(cast):
    consent = a_consent(a_person(by=cast.owner), by=cast.owner)
    gone = actions.withdraw_consent(consent=consent, by=cast.owner, at=LATER)
    again = actions.withdraw_consent(consent=consent, by=cast.colleague, at=LATER + dt.timedelta(days=1))
    assert (gone.withdrawn_at, again.withdrawn_by) == (LATER, cast.owner)


CANNOT_STAND = {
    "people_person_has_a_name": {"given_name": ""},
    "people_person_phone_is_e164": {"phone": "07700900123"},
    "people_person_birth_year_is_plausible": {"birth_year": 1600},
    "people_person_point_is_whole": {"easting": 1, "northing": None},
    "people_person_version_counts": {"version": 0},
}


@pytest.mark.parametrize("constraint", sorted(CANNOT_STAND))
def test_what_cannot_be_true_of_a_person_cannot_be_stored(cast, constraint):
    person = a_person(by=cast.owner)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**CANNOT_STAND[constraint])


CANNOT_STAND_OF_CONSENT = {
    "people_consent_withdrawal_is_whole": {"withdrawn_at": LATER},
    "people_consent_to_share_names_with_whom": {"purpose": "share"},
}


@pytest.mark.parametrize("constraint", sorted(CANNOT_STAND_OF_CONSENT))
def test_what_cannot_be_true_of_a_consent_cannot_be_stored(cast, constraint):
    consent = a_consent(a_person(by=cast.owner), by=cast.owner)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**CANNOT_STAND_OF_CONSENT[constraint])


def test_a_consent_is_not_withdrawn_before_it_was_given(cast):
    consent = a_consent(a_person(by=cast.owner), by=cast.owner)
    with pytest.raises(IntegrityError, match="given_before_withdrawn"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(
            withdrawn_at=AT - dt.timedelta(days=1), withdrawn_by=cast.owner
        )


def test_a_consent_lives_once(cast):
    consent = a_consent(a_person(by=cast.owner), by=cast.owner)
    consent.pk = None
    with pytest.raises(IntegrityError, match="people_consent_live_once"), transaction.atomic():
        from alongside.core.ids import new_id

        consent.id = new_id()
        consent.save(force_insert=True)
