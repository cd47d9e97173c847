"""What would unlock a match, and what of it may be hung up on a wall."""

from __future__ import annotations

import pytest

from alongside.befriending import relaxing, unlocking
from alongside.befriending.actions import queue
from alongside.befriending.enums import PairKind, SaidBy
from alongside.befriending.models import Proposal, Round, Wish
from tests import given_befriending as given
from tests.factories.befriending import AT, TUESDAY_AFTERNOON, a_scheme, a_volunteer, a_wish
from tests.factories.people import a_person


def somebody(cast, scheme, name, **wished):
    person = a_person(by=cast.owner, given_name=name, known_as=name, phone="", contact_by="phone")
    return a_wish(cast.owner, scheme, person=person, **wished)


def test_the_smallest_changes_come_first_and_name_a_volunteer(cast):
    scheme = a_scheme(cast.owner)
    somebody(cast, scheme, "Rose", times=[])
    a_volunteer(cast.owner, cast.team_lead)
    found = unlocking.report(scheme, at=AT)
    assert (found.waiting, found.proposed, found.left) == (1, 0, 1)
    (still,) = found.still
    assert still.weeks == 6
    assert still.ways[0].codes == ("ask_person_times",)
    told = relaxing.way(still.ways[0])
    assert told == "Ask them when they are free. Then Grace Mensah could be the one."
    assert found.changes[0] == (("ask_person_times",), 1)


def test_nothing_is_stored_by_looking(cast):
    scene = given.scene(cast)
    somebody(cast, scene.scheme, "Rose", times=[])
    unlocking.report(scene.scheme, at=AT)
    assert not Round.objects.exists()
    assert not Proposal.objects.exists()
    assert not Wish.objects.exclude(times_passed_over=0).exists()


def test_an_exclusion_is_never_offered_as_something_to_change(cast):
    scene = given.scene(cast)
    queue.exclude(
        person=scene.wish.person,
        volunteer=scene.volunteer,
        kind=PairKind.EXCLUSION,
        said_by=SaidBy.PERSON,
        by=cast.owner,
        at=AT,
    )
    (still,) = unlocking.report(scene.scheme, at=AT).still
    assert still.ways == ()


def test_a_profile_tells_whom_to_look_for(cast):
    scheme = a_scheme(cast.owner)
    for number in range(6):
        somebody(cast, scheme, f"Rose{number}", languages_must=["bn"], conditions=["dog"])
    somebody(cast, scheme, "Ivy", languages_must=["bn"], conditions=["smoking"], skills={"dementia": 2})
    a_volunteer(cast.owner, cast.team_lead)
    profile = unlocking.profiles(scheme, at=AT)[0]
    assert profile.unlocks == 7
    assert profile.languages == ("bn",)
    assert profile.channels == ("visit",)
    assert profile.areas == ("Hackney",)
    assert profile.skills == {"dementia": 2}
    assert any(weekday == TUESDAY_AFTERNOON[0] for weekday, _start, _end in profile.times)


def test_what_few_people_live_with_is_not_printed(cast):
    scheme = a_scheme(cast.owner)
    for number in range(6):
        somebody(cast, scheme, f"Rose{number}", conditions=["dog"])
    somebody(cast, scheme, "Ivy", conditions=["smoking"], skills={"dementia": 2})
    profile = unlocking.on_paper(unlocking.profiles(scheme, at=AT)[0], threshold=5)
    told = relaxing.it_helps_if(profile)
    assert "You do not mind a dog" in told
    assert not any("smokes" in line or "dementia" in line for line in told)
    assert profile.needs == {}


def test_a_small_number_of_people_is_not_printed(cast):
    scheme = a_scheme(cast.owner)
    somebody(cast, scheme, "Rose")
    whole = unlocking.profiles(scheme, at=AT)[0]
    assert whole.unlocks == 1
    assert unlocking.on_paper(whole, threshold=5).unlocks == 0


@pytest.mark.parametrize("codes", [(), ("phone",), ("evening", "radius_1km", "gender")])
def test_every_set_of_changes_is_a_sentence(codes):
    told = relaxing.changes(codes)
    assert told[0].isupper()
    assert "_" not in told


def test_every_change_the_kernel_knows_has_words():
    from alongside.numerics.matching.unlock import RELAXATIONS

    assert set(RELAXATIONS) == set(relaxing.CHANGES)


def test_an_empty_queue_and_a_queue_all_of_whom_are_found_say_so(cast):
    scene = given.scene(cast)
    found = unlocking.report(scene.scheme, at=AT)
    assert (found.proposed, found.still, found.profiles) == (1, (), ())
    empty = unlocking.report(a_scheme(cast.owner, name="Calls"), at=AT)
    assert empty.waiting == 0
