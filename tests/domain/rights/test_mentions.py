"""Somebody who is erased is named in the records of others: shown first, taken out where a person chose it."""

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.casework.actions import contacts, plan
from alongside.casework.enums import Result
from alongside.casework.models import Contact
from alongside.core.models import Change
from alongside.people.models import Person
from alongside.rights import erasing, mentions
from alongside.rights.actions import erasures
from alongside.rights.models import Tombstone
from tests import given
from tests.domain.rights.test_erasure import CANARY, texts_of_the_database
from tests.factories.casework import AT
from tests.factories.joining import joined, two_records
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.rights import an_erasure
from tests.factories.safeguarding import a_concern, named
from tests.factories.volunteering import an_application

NOTE = "Sits with Ayten Aydın on Fridays; ring her on 07700 900123."


@pytest.fixture(autouse=True)
def _marks(settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path


@pytest.fixture
def gone(cast):
    return a_person(by=cast.owner, email="ayten@example.org")


@pytest.fixture
def neighbour(cast):
    """Rose's record, which speaks of Mrs A in a note, and of somebody who shares her first name in a step."""
    person = a_person(by=cast.owner, given_name="Rose", family_name="Green", known_as="", phone="", email="")
    case = given.open_case(cast.owner, person=person)
    contacts.log(case=case, result=Result.REACHED, note=NOTE, by=cast.owner, at=AT)
    plan.add_step(case=case, title="Ask Ayten from the bakery", by=cast.owner, at=AT)
    plan.add_step(case=case, title="Aytenli Street on Monday", by=cast.owner, at=AT)
    return case


def keys(person):
    return [one.key for one in mentions.mentions_of(person.pk)]


def confirmed(cast, person, chosen):
    return erasures.confirm(
        erasure=an_erasure(cast.owner, person=person), by=cast.safeguarding_lead, at=AT, mentions=chosen
    )


def test_each_place_is_shown_with_whose_record_it_is_and_what_is_surely_them(cast, gone, neighbour):
    given.open_case(cast.owner, person=gone)  # her own rows are no mention
    found = mentions.mentions_of(gone.pk)
    assert {(one.certain, one.what, one.about.name) for one in found} == {
        (True, "contact", "Rose Green"), (True, "timeline event", "Rose Green"),
        (False, "step", "Rose Green"), (False, "timeline event", "Rose Green"),
    }  # fmt: skip
    assert NOTE in {one.context for one in found}
    assert "Ask Ayten from the bakery" in {one.context for one in found}
    assert not any("Aytenli Street" in one.context for one in found)


def test_what_surely_names_them_is_never_crowded_out(cast, gone, neighbour, monkeypatch):
    monkeypatch.setattr(mentions, "MOST", 2)
    for title in (
        "Aytenli Street again",
        "Aytenli Street twice",
        "Ask Ayten",
        "Ring Ayten",
        "Write to Ayten",
    ):
        plan.add_step(case=neighbour, title=title, by=cast.owner, at=AT)
    plan.add_step(case=neighbour, title="Fetch Ayten Aydın", by=cast.owner, at=AT)
    found = mentions.mentions_of(gone.pk)
    assert len(found) == 2
    assert all(one.certain for one in found)
    monkeypatch.setattr(mentions, "MOST", 200)
    assert [one.context for one in mentions.mentions_of(gone.pk) if one.what == "step" and one.certain] == [
        "Fetch Ayten Aydın"
    ]
    assert not any("Aytenli" in one.context for one in mentions.mentions_of(gone.pk))


def test_what_was_chosen_is_taken_out_with_what_stood_there_before_and_nothing_else(cast, gone, neighbour):
    contact = Contact.objects.get(case=neighbour)
    sure = {one.key for one in mentions.mentions_of(gone.pk) if one.certain}
    done = confirmed(cast, gone, {*sure, f"casework.Contact:{contact.pk}:channel", "nonsense", "a:b:c"})
    assert not any("on Fridays" in str(line.after) + str(line.before) for line in Change.objects.all())
    contact.refresh_from_db()
    assert contact.note == "Sits with [name taken out] on Fridays; ring her on [name taken out]."
    assert done.counts["mentions"] == len(sure) == 2
    assert neighbour.steps.filter(title="Ask Ayten from the bakery").exists()
    trail = Change.objects.filter(table_name="casework_contact", row_id=str(contact.pk))
    assert trail.exists()
    for line in trail:
        assert (line.after or {}).get("note") is None
        assert (line.before or {}).get("note") is None
    made = trail.get(verb="insert")
    assert made.after["result"] == "reached", "the rest of what happened to that row stays readable"
    assert Person.objects.get(pk=neighbour.person_id).name == "Rose Green"


@pytest.mark.parametrize("who", ["person", "colleague", "volunteer"])
def test_a_name_that_somebody_else_bears_is_never_surely_them_and_nobody_loses_their_own(
    cast, gone, neighbour, who
):
    if who == "person":
        a_person(by=cast.owner, given_name="AYTEN", family_name="Aydın", phone="", email="")
    elif who == "colleague":
        type(cast.colleague).objects.filter(pk=cast.colleague.pk).update(name="Ayten Aydın")
    else:
        an_application(cast.owner, name="Ayten Aydın")
    contacts.log(case=neighbour, result=Result.REACHED, note="Ayten Aydın came.", by=cast.owner, at=AT)
    found = {one.context: one for one in mentions.mentions_of(gone.pk)}
    assert not found["Ayten Aydın came."].certain
    assert found[NOTE].certain, "her number stands there"
    assert not {one.what for one in found.values()} & {"member", "volunteer", "person"}


def test_who_was_referred_under_their_name_may_be_somebody_else(cast, gone):
    a_referral(cast.partnership, told={"name": "Ayten Aydın"})
    (only,) = mentions.mentions_of(gone.pk)
    assert (only.what, only.certain) == ("referral", False)


def test_nothing_is_taken_out_that_was_not_chosen(cast, gone, neighbour):
    assert "mentions" not in confirmed(cast, gone, ()).counts
    assert Contact.objects.get(case=neighbour).note == NOTE


def test_a_place_that_does_not_name_them_is_left_alone_whatever_is_sent(cast, gone, neighbour):
    other = contacts.log(case=neighbour, result=Result.REACHED, note="All is well.", by=cast.owner, at=AT)
    confirmed(cast, gone, {f"casework.Contact:{other.pk}:note"})
    other.refresh_from_db()
    assert other.note == "All is well."


def test_what_safeguarding_holds_is_not_looked_through(cast, gone):
    named(cast)
    a_concern(cast.owner, person=a_person(by=cast.owner, given_name="Rose"), seen="Ayten Aydın was there")
    assert keys(gone) == []


def test_the_trail_of_a_field_is_emptied_only_while_they_are_being_erased(cast, gone, neighbour):
    contact = Contact.objects.get(case=neighbour)
    with pytest.raises(DatabaseError, match="under way"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit.scrub_field(%s, 'casework_contact', %s, 'note')", [gone.pk, str(contact.pk)]
        )


def test_the_record_that_was_joined_into_theirs_goes_too_and_leaves_its_own_mark(cast):
    both = two_records(cast.owner, given_name=CANARY, family_name=CANARY, known_as=CANARY, phone="")
    given.open_case(cast.owner, person=both[1])
    joined(cast.owner, cast.team_lead, both=both)
    assert dict(texts_of_the_database()), "there was something to erase"
    confirmed(cast, both[0], ())
    assert dict(texts_of_the_database()) == {}
    marks = set(Tombstone.objects.values_list("mark", flat=True))
    assert marks == {erasing.mark_of(cast.partnership.pk, one.pk) for one in both}
