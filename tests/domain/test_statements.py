"""Statements written once: what they bring is what Django would bring, and nothing of whoever asked first stays."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from alongside.core import clock
from alongside.core.statements import Unsuitable, counted, statement
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Organisation
from alongside.partnerships.viewer import Viewer, viewer_of


@statement
def members_of(organisation_id: uuid.UUID, role: Role | None = None) -> QuerySet[Member]:
    found = Member.objects.filter(organisation=organisation_id).select_related("organisation", "user")
    return (found if role is None else found.filter(role=role)).order_by("name", "id")


@statement
def among(keys: tuple[uuid.UUID, ...]) -> QuerySet[Member, str]:
    return Member.objects.filter(pk__in=keys).order_by("name").values_list("name", flat=True)


@statement
def colleagues(viewer: Viewer) -> QuerySet[Member]:
    return Member.objects.filter(organisation=viewer.organisation_id).exclude(pk=viewer.member_id)


def test_the_same_rows_with_what_belongs_to_them_and_the_statement_of_the_second_asks_for_the_second(cast):
    for organisation in (cast.organisation, cast.other_organisation):
        with CaptureQueriesContext(connection) as asked:
            rows = members_of(organisation.pk)
            told = [(row.name, row.organisation.name, row.user.email) for row in rows]
        plain = Member.objects.filter(organisation=organisation).order_by("name", "id")
        assert len(asked) == 1
        assert told == [(one.name, one.organisation.name, one.user.email) for one in plain]
        assert organisation.pk.hex in asked[0]["sql"]
    assert all(row.organisation_id == cast.other_organisation.pk for row in rows)


def test_enums_shape_a_statement_and_each_has_its_own(cast):
    everybody = members_of(cast.organisation.pk)
    assert {row.role for row in members_of(cast.organisation.pk, Role.CONNECTOR)} == {Role.CONNECTOR}
    assert {row.role for row in members_of(cast.organisation.pk, Role.STEWARD)} == {Role.STEWARD}
    assert len(everybody) > len(members_of(cast.organisation.pk, role=Role.CONNECTOR))


def test_keys_of_any_number_and_the_parts_of_a_viewer(cast):
    both = (cast.owner.pk, cast.stranger.pk)
    assert among(both) == sorted([cast.owner.name, cast.stranger.name])
    assert among(both[:1]) == [cast.owner.name]
    assert among(()) == []
    for who in (cast.owner, cast.stranger):
        found = colleagues(viewer_of(who))
        assert {row.organisation_id for row in found} == {who.organisation_id}
        assert who.pk not in {row.pk for row in found}


def test_the_first_row_or_none(cast):
    @statement
    def by_key(key: uuid.UUID) -> QuerySet[Member]:
        return Member.objects.filter(pk=key)[:1]

    assert by_key.first(cast.owner.pk) == cast.owner
    assert by_key.first(uuid.uuid4()) is None


def test_nothing_of_whoever_asked_first_is_kept(cast):
    viewer = viewer_of(cast.owner)
    colleagues(viewer)
    (kept,) = colleagues.kept.values()
    said = repr((list(colleagues.kept), kept.text.sql, kept.text.params, kept.query, vars(kept.list)))
    for part in (viewer.member_id, viewer.organisation_id, viewer.name):
        assert str(part) not in said
    assert kept.list._result_cache is None


def test_rows_come_through_the_wall(cast):
    """A statement that was written inside one partnership finds nothing of another one's inside this one."""
    assert members_of(cast.other_partnership.organisation_id) == []


def test_each_list_is_counted_in_one_statement_and_no_further_than_told(cast):
    @counted()
    def how_many(organisation_id: uuid.UUID) -> list[QuerySet[Any]]:
        return [Member.objects.filter(organisation=organisation_id), Organisation.objects.none()]

    @counted(up_to=2)
    def a_few(organisation_id: uuid.UUID) -> list[QuerySet[Any]]:
        return [Member.objects.filter(organisation=organisation_id)]

    there = Member.objects.filter(organisation=cast.organisation).count()
    with CaptureQueriesContext(connection) as asked:
        assert how_many(cast.organisation.pk) == [there, 0]
    assert len(asked) == 1
    assert a_few(cast.organisation.pk) == [2]


# What is refused ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    on: dt.date


def test_what_makes_something_of_an_argument_is_refused(cast):
    @statement
    def shifted(on: dt.date) -> QuerySet[Member]:
        return Member.objects.filter(joined_at__date__gte=on + dt.timedelta(days=1))

    @statement
    def chosen(asked: Asked) -> QuerySet[Member]:
        late = asked.on > dt.date(2020, 1, 1)
        return Member.objects.filter(left_at__isnull=late)

    @statement
    def within(word: str) -> QuerySet[Member]:
        return Member.objects.filter(name__icontains=word)

    for one, given in ((shifted, clock.today()), (chosen, Asked(clock.today())), (within, "a")):
        with pytest.raises(Unsuitable):
            one(given)


def test_an_empty_word_may_shape_a_statement_whoever_asked_first(cast):
    @statement
    def called(word: str) -> QuerySet[Member]:
        found = Member.objects.order_by("id")
        return found.filter(name=word) if word else found

    assert called("Ayse Demir") == [cast.owner]
    assert len(called("")) > 1
    assert called("Colin Colleague") == [cast.colleague]


def test_for_people_what_cannot_be_remembered_is_written_anew_and_told(cast, settings, caplog):
    @statement
    def within(word: str) -> QuerySet[Member]:
        return Member.objects.filter(name__icontains=word)

    @counted()
    def holding(word: str) -> list[QuerySet[Member]]:
        return [Member.objects.filter(name__icontains=word)]

    settings.MODE = "production"
    assert within("yse Dem") == [cast.owner]
    assert holding("yse Dem") == [1]
    assert caplog.text.count("makes something of its arguments") == 2


def test_what_reads_the_clock_or_holds_a_key_is_refused(cast):
    @statement
    def since() -> QuerySet[Member]:
        return Member.objects.filter(joined_at__lte=clock.now())

    @statement
    def mine() -> QuerySet[Member]:
        return Member.objects.filter(Q(pk__in=[cast.owner.pk, cast.colleague.pk]) | Q(name=F("role")))

    for one in (since, mine):
        with pytest.raises(Unsuitable, match="not handed to it"):
            one()


def test_what_asks_before_it_asks_is_refused(cast):
    @statement
    def second() -> QuerySet[Member]:
        names = list(Organisation.objects.values_list("name", flat=True))
        return Member.objects.filter(name__in=names)

    with pytest.raises(Unsuitable, match="asks something else"):
        second()


def test_a_model_is_handed_over_by_its_key(cast):
    with pytest.raises(Unsuitable, match="pass its key"):
        members_of(cast.organisation)


def test_there_are_never_more_texts_than_a_few(cast, monkeypatch):
    monkeypatch.setattr("alongside.core.statements.MOST", 3)
    for number in range(8):
        assert among(tuple(uuid.uuid4() for _ in range(number))) == []
    assert len(among.kept) <= 3
