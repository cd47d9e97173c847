"""Who carries what, and a message to all volunteers of a scheme."""

from __future__ import annotations

import uuid

from django.urls import reverse

from alongside.befriending import workload
from alongside.core import clock
from alongside.messaging.models import Message
from tests import given_befriending as given
from tests.factories.befriending import AT, a_scheme, a_volunteer

TEAM = reverse("connector:befriending-team")


def at(scheme):
    return reverse("connector:befriending-message", args=[scheme.pk])


def words(**more):
    told = {
        "to": "matched",
        "subject": "A thank-you",
        "words": "Tea on Friday at four.",
        "once": str(uuid.uuid4()),
    }
    return {**told, **more}


def to_all():
    return Message.objects.filter(template="befriending_to_all").order_by("to")


def test_each_supervisor_has_a_line_with_what_they_carry(cast, client_as):
    match = given.an_active_match(cast)
    lines = {line.member: line for line in workload.of_supervisors(client_viewer(cast), at=AT)}
    mine = lines[match.supervisor]
    assert (mine.live, mine.beginning) == (1, 0)
    assert lines[match.volunteer.supervisor].volunteers == 1
    assert lines[match.volunteer.deputy].deputy_for == 1
    page = client_as(cast.owner).get(TEAM).content.decode()
    assert match.supervisor.name in page


def client_viewer(cast):
    from alongside.partnerships.viewer import Viewer

    owner = cast.owner
    return Viewer(
        member_id=owner.pk,
        user_id=owner.user_id,
        partnership_id=owner.partnership_id,
        organisation_id=owner.organisation_id,
        role=owner.role,
        name=owner.name,
    )


def test_a_match_that_was_only_proposed_is_beginning(cast):
    match = given.a_proposed_match(cast)
    lines = {line.member: line for line in workload.of_supervisors(client_viewer(cast), at=AT)}
    assert lines[match.supervisor].beginning == 1


def test_what_somebody_who_left_still_carries_stands_on_top(cast, client_as):
    match = given.an_active_match(cast)
    left = match.supervisor
    left.left_at = clock.now()
    left.save()
    other = cast.team_lead if left == cast.owner else cast.owner
    page = client_as(other).get(TEAM).content.decode()
    assert "Has left, and still carries something" in page
    assert left.name in page


def test_another_organisation_has_its_own_lines_only(cast, client_as):
    match = given.an_active_match(cast)
    page = client_as(cast.stranger).get(TEAM).content.decode()
    assert match.supervisor.name not in page


def test_a_message_reaches_each_volunteer_once(cast, client_as):
    match = given.an_active_match(cast)
    told = words()
    client = client_as(cast.owner)
    for _each in range(2):
        answer = client.post(at(match.scheme), told, follow=True)
    assert "On its way to 1 volunteer." in answer.content.decode() or to_all().count() == 1
    message = to_all().get()
    assert message.to == match.volunteer.email
    assert "Tea on Friday at four." in message.body
    assert message.caused_by == cast.owner
    assert match.person.name not in message.body


def test_everybody_who_offers_it_is_more_than_those_with_a_match(cast, client_as):
    match = given.an_active_match(cast)
    a_volunteer(cast.owner, cast.team_lead, name="Hope Free", email="hope@example.org")
    a_volunteer(cast.owner, cast.team_lead, name="Ada Calls", email="ada@example.org", channels=["phone"])
    client_as(cast.owner).post(at(match.scheme), words(to="all"))
    assert {message.to for message in to_all()} == {match.volunteer.email, "hope@example.org"}


def test_somebody_without_an_address_is_named_to_ring(cast, client_as):
    match = given.an_active_match(cast)
    volunteer = match.volunteer
    volunteer.email, volunteer.phone = "", ""
    volunteer.save()
    page = client_as(cast.owner).post(at(match.scheme), words(), follow=True).content.decode()
    assert "Ring them" in page
    assert not to_all().exists()


def test_nobody_is_meant_and_empty_words_are_said_on_the_page(cast, client_as):
    scheme = a_scheme(cast.owner)
    client = client_as(cast.owner)
    assert "Nobody is meant" in client.post(at(scheme), words()).content.decode()
    assert client.post(at(scheme), words(words="")).status_code in (200, 422)
    assert not to_all().exists()


def test_a_subject_over_two_lines_is_refused(cast, client_as):
    match = given.an_active_match(cast)
    client_as(cast.owner).post(at(match.scheme), words(subject="Tea\nBcc: x@example.org"))
    assert not to_all().filter(subject__contains="\n").exists()


def test_another_organisation_cannot_write(cast, client_as):
    match = given.an_active_match(cast)
    assert client_as(cast.stranger).post(at(match.scheme), words()).status_code == 404
