"""At the same moment: two who confirm, one who writes meanwhile, and a connection that dies in the middle."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections

from alongside.core import tenancy
from alongside.joining import actions
from alongside.joining.actions import CannotJoin
from alongside.joining.models import Join, JoinedRow
from alongside.joining.moving import Mover
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Organisation
from alongside.people.actions import remember
from alongside.people.models import TimelineEvent
from tests.cast import found_partnership, member
from tests.factories.joining import AT, a_proposal


@pytest.fixture
def scene(committing_db):
    partnership = found_partnership(f"joins-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        three = [member(team, Role.CONNECTOR, f"Joins {n}") for n in "ABC"]
        return partnership, three, a_proposal(three[0])


def at_once(*works):
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_told(scene):
    partnership, (_first, *others), join = scene
    ready, told = threading.Barrier(2), []

    def work(by):
        try:
            with tenancy.within(partnership.pk, actor="test"):
                ready.wait()
                actions.confirm(join=join, chosen={}, by=by, at=AT)
                told.append("won")
        except CannotJoin as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    at_once(*(lambda by=by: work(by) for by in others))
    assert told.count("won") == 1
    with tenancy.within(partnership.pk, actor="test"):
        assert Join.objects.get().decided_by.name in next(words for words in told if words != "won")


@pytest.mark.parametrize("writer_first", [True, False])
def test_who_writes_about_the_one_meanwhile_is_waited_for_or_led_on(scene, writer_first):
    partnership, (first, second, _third), join = scene
    one_is_in, written = threading.Event(), threading.Event()

    def write():
        try:
            if not writer_first:
                one_is_in.wait(20)
            with tenancy.within(partnership.pk, actor="test"):
                remember(person=join.gone, sentence="Rang at noon.", by=first, at=AT)
                if writer_first:
                    one_is_in.set()
                    written.wait(1)  # the joining is now waiting for this transaction
        finally:
            connections.close_all()

    def confirm():
        try:
            if writer_first:
                one_is_in.wait(20)
            with tenancy.within(partnership.pk, actor="test"):
                actions.confirm(join=join, chosen={}, by=second, at=AT)
                if not writer_first:
                    one_is_in.set()
                    written.wait(1)  # the writer is now waiting for this transaction
        finally:
            connections.close_all()

    at_once(write, confirm)
    with tenancy.within(partnership.pk, actor="test"):
        assert Join.objects.get().is_joined
        assert TimelineEvent.objects.get(sentence="Rang at noon.").person_id == join.kept_id


def test_a_connection_that_dies_in_the_middle_leaves_two_whole_records(scene, monkeypatch):
    partnership, (_first, second, _third), join = scene
    real = Mover.move_all

    def killed(self, stays):
        real(self, stays)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    monkeypatch.setattr(Mover, "move_all", killed)
    with pytest.raises(DatabaseError), tenancy.within(partnership.pk, actor="test"):
        actions.confirm(join=join, chosen={}, by=second, at=AT)
    connections.close_all()
    with tenancy.within(partnership.pk, actor="test"):
        assert Join.objects.get().is_proposed
        assert not JoinedRow.objects.exists()
        assert TimelineEvent.objects.filter(person=join.gone).exists()
        monkeypatch.setattr(Mover, "move_all", real)
        assert actions.confirm(join=join, chosen={}, by=second, at=AT).is_joined
