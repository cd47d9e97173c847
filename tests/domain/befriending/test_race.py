"""Two supervisors at one moment: one wins, the other is told. Two rounds at one moment: the second is refused."""

from __future__ import annotations

import threading
from uuid import uuid4

from django.db import connections

from alongside.befriending.actions import proposals, rounds
from alongside.befriending.actions.errors import CannotDecide, CannotRun
from alongside.befriending.models import Match, Scheme
from alongside.core import tenancy
from tests import given_befriending as given
from tests.cast import assemble, found_partnership
from tests.factories.befriending import AT, a_scheme, a_wish
from tests.factories.people import a_person


def at_once(partnership, *works) -> list[str]:
    """Run the works in threads that begin together; return what each was told."""
    ready, told = threading.Barrier(len(works)), []

    def run(work) -> None:
        try:
            with tenancy.within(partnership.pk, actor="test"):
                ready.wait()
                work()
            told.append("won")
        except (CannotDecide, CannotRun) as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def staged():
    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        return partnership, assemble(partnership)


def test_one_proposal_decided_by_two_at_once_is_decided_once(committing_db):
    partnership, cast = staged()
    with tenancy.within(partnership.pk, actor="test"):
        proposal = given.a_proposal(cast)
    told = at_once(
        partnership,
        *(
            lambda by=by: proposals.accept(proposal=proposal, by=by, at=AT)
            for by in (cast.owner, cast.colleague)
        ),
    )
    assert told.count("won") == 1
    assert any("decided this already" in words for words in told)
    with tenancy.within(partnership.pk, actor="test"):
        assert Match.objects.count() == 1


def test_one_place_of_a_volunteer_given_to_two_people_at_once_is_given_once(committing_db):
    partnership, cast = staged()
    with tenancy.within(partnership.pk, actor="test"):
        scene = given.scene(cast, people_at_most=1)
        second = a_scheme(cast.owner, name="Another scheme")
        a_wish(cast.owner, second, person=a_person(by=cast.owner, given_name="Bea", phone="07700 900111"))
        both = [
            rounds.run_round(scheme=scheme, by=cast.owner, at=AT, seconds_at_most=None).proposals.get()
            for scheme in (scene.scheme, second)
        ]
    assert both[0].volunteer_id == both[1].volunteer_id
    told = at_once(
        partnership,
        lambda: proposals.accept(proposal=both[0], by=cast.owner, at=AT),
        lambda: proposals.accept(proposal=both[1], by=cast.colleague, at=AT),
    )
    assert told.count("won") == 1
    assert any("no place left" in words for words in told)
    with tenancy.within(partnership.pk, actor="test"):
        assert Match.objects.count() == 1


def test_a_second_round_of_a_scheme_is_refused_while_one_runs(committing_db):
    partnership, cast = staged()
    with tenancy.within(partnership.pk, actor="test"):
        scene = given.scene(cast)
    held, done, told = threading.Event(), threading.Event(), []

    def hold() -> None:
        try:
            with tenancy.within(partnership.pk, actor="test"):
                Scheme.objects.select_for_update().get(pk=scene.scheme.pk)
                held.set()
                done.wait()
        finally:
            connections.close_all()

    first = threading.Thread(target=hold)
    first.start()
    held.wait()
    with tenancy.within(partnership.pk, actor="test"):
        try:
            rounds.run_round(scheme=scene.scheme, by=cast.owner, at=AT)
        except CannotRun as refusal:
            told.append(str(refusal))
    done.set()
    first.join()
    assert told == ["Somebody else is running a round of Visits at home. Look again in a minute."]
