"""The policy page: the table of the scheme's own history, and a decision by a named person, with a reason."""

from __future__ import annotations

import time
import uuid

from django.urls import reverse

from alongside.core import clock
from tests.factories.befriending import a_scheme
from tests.factories.befriending_history import a_year


def at(scheme):
    return reverse("connector:befriending-policy", args=[scheme.pk])


def decided(points="3", why="Trustees, 3 November: nobody over half a year.", seen="1", **more):
    return {"points_per_week_waited": points, "why": why, "seen": seen, "once": str(uuid.uuid4()), **more}


def test_too_little_history_is_said_and_nothing_made_up_is_shown(cast, client_as):
    page = client_as(cast.owner).get(at(a_scheme(cast.owner))).content.decode()
    assert "There is too little history to compare policies" in page
    assert "It takes 30 weeks, 20 people and 5 matches" in page
    assert "First come, first served" not in page


def test_the_table_shows_four_policies_and_who_gains(cast, client_as):
    scheme = a_year(cast.owner, cast.team_lead, at=clock.now())
    client = client_as(cast.owner)
    client.get(at(scheme))
    begun = time.perf_counter()
    page = client.get(at(scheme)).content.decode()
    assert time.perf_counter() - begun < 5
    for words in (
        "First come, first served",
        "Who suits best",
        "Longest waits first",
        "By where people live",
        "City of London",
        "Hackney",
        "By language",
        "By disability or access need",
        "60 people",
    ):
        assert words in page


def test_a_small_group_is_not_shown(cast, client_as):
    scheme = a_year(cast.owner, cast.team_lead, city=3, at=clock.now())
    page = client_as(cast.owner).get(at(scheme)).content.decode()
    assert "Other places" in page
    assert "not shown" in page
    assert "City of London" not in page


def test_a_team_lead_decides_with_a_reason_and_the_version_stands_there(cast, client_as):
    scheme = a_scheme(cast.owner)
    answer = client_as(cast.team_lead).post(at(scheme), decided(), follow=True)
    page = answer.content.decode()
    assert "Version 2 holds from the next round on." in page
    assert "Trustees, 3 November: nobody over half a year." in page
    newest = scheme.parameters.order_by("-version").first()
    assert (newest.version, newest.points_per_week_waited, newest.set_by) == (2, 3, cast.team_lead)


def test_a_reason_is_needed(cast, client_as):
    scheme = a_scheme(cast.owner)
    client_as(cast.team_lead).post(at(scheme), decided(why=" "))
    client_as(cast.team_lead).post(at(scheme), decided(points="1001"))
    assert scheme.parameters.count() == 1


def test_sent_twice_it_is_one_version(cast, client_as):
    scheme, told = a_scheme(cast.owner), decided()
    for _each in range(2):
        assert client_as(cast.team_lead).post(at(scheme), told).status_code == 302
    assert scheme.parameters.count() == 2


def test_who_decides_over_a_version_they_have_not_seen_is_told(cast, client_as):
    scheme = a_scheme(cast.owner)
    client_as(cast.team_lead).post(at(scheme), decided())
    page = client_as(cast.team_lead).post(at(scheme), decided(points="9"), follow=True).content.decode()
    assert "Somebody decided this a moment ago" in page
    assert scheme.parameters.count() == 2


def test_a_connector_sees_it_and_cannot_decide(cast, client_as):
    scheme = a_scheme(cast.owner)
    client = client_as(cast.owner)
    assert "A team lead sets the points" in client.get(at(scheme)).content.decode()
    assert client.post(at(scheme), decided()).status_code == 404
    assert scheme.parameters.count() == 1


def test_another_organisation_finds_nothing(cast, client_as):
    assert client_as(cast.stranger).get(at(a_scheme(cast.owner))).status_code == 404
