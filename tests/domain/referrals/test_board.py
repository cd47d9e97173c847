"""The triage board: three columns, narrowed, a page at a time, at one price; who looks; and what is told twice."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from alongside.core import tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Organisation
from alongside.partnerships.viewer import viewer_of
from alongside.people.models import Person
from alongside.places.models import Area
from alongside.referrals import actions, board, queries
from alongside.referrals.actions import looking, together
from alongside.referrals.board import Asked, Column
from alongside.referrals.enums import DeclineReason
from alongside.referrals.models import Looking, Referral
from tests.cast import found_partnership, member
from tests.factories.people import a_person
from tests.factories.referrals import AT, a_referral

LATER = AT + dt.timedelta(hours=1)
NUMBER = "9434765919"


def seen(cast, asked=None, *, who="owner", days=0, **more):
    """The board as somebody sees it, as {column: names}."""
    piles = board.board(
        viewer_of(getattr(cast, who)),
        asked or Asked(),
        at=AT + dt.timedelta(days=days),
        on=AT.date() + dt.timedelta(days=days),
        working_days=3,
        **more,
    )
    return {pile.column: pile for pile in piles}


def names(pile):
    return [card.referral.name for card in pile.cards]


def told(cast, name, **more):
    at = more.pop("at", AT)
    source = more.pop("source", None)
    return a_referral(cast.partnership, at=at, told={"name": name, **more}, source=source)


def test_urgent_new_and_waiting_each_have_a_column_and_the_oldest_stand_on_top(cast):
    told(cast, "Old")
    told(cast, "Newer", at=LATER)
    told(cast, "Soon", at=LATER, urgency="soon")
    told(cast, "Now", urgency="urgent")
    asked = told(cast, "Asked")
    actions.ask_for_information(
        referral=asked, question="Which floor?", partnership=cast.partnership, by=cast.owner, at=LATER
    )
    piles = seen(cast)
    assert list(piles) == [Column.URGENT, Column.NEW, Column.WAITING]
    assert names(piles[Column.URGENT]) == ["Now"]
    assert names(piles[Column.NEW]) == ["Soon", "Old", "Newer"]
    assert names(piles[Column.WAITING]) == ["Asked"]
    assert [pile.how_many for pile in piles.values()] == [1, 3, 1]


def test_how_long_and_how_late_are_said(cast):
    told(cast, "Old")
    (card,) = seen(cast, days=9)[Column.NEW].cards
    assert card.waited == "9 days"
    assert card.late_days == 6  # three working days after Monday 2 November is Thursday 5
    assert board.waited(AT, AT + dt.timedelta(minutes=59)) == "less than an hour"
    assert board.waited(AT, AT + dt.timedelta(hours=1)) == "1 hour"
    assert board.waited(AT, AT - dt.timedelta(hours=1)) == "less than an hour"


def test_the_board_of_another_organisation_and_of_another_role_is_empty(cast):
    told(cast, "Old")
    for who in ("stranger", "steward", "volunteer", "programme_lead"):
        assert not any(pile.how_many for pile in seen(cast, who=who).values())


@pytest.fixture
def dalston(db):
    Area.objects.get_or_create(
        code="E05009369",
        defaults={
            "kind": "ward", "name": "Dalston", "search_name": "dalston", "centroid": "(534000,184000)", "west": 1,
            "south": 1, "east": 2, "north": 2,
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "gulsen"},
        {"words": "yil"},
        {"words": "07700 900555"},
        {"words": "e9 5lx"},
        {"words": NUMBER},
        {"language": "tr"},
        {"kind": "self"},
    ],
)
def test_it_is_narrowed_by_what_one_remembers(cast, asked):
    told(cast, "Somebody Else", language="bn")
    a_referral(
        cast.partnership,
        kind="self",
        told={
            "name": "Gülşen Yıldız", "phone": "07700 900555", "postcode": "E9 5LX", "language": "tr",
            "nhs_number": NUMBER,
        },
    )  # fmt: skip
    assert names(seen(cast, Asked(**asked))[Column.NEW]) == ["Gülşen Yıldız"]


def test_it_is_narrowed_by_the_organisation_that_sent_it(cast):
    told(cast, "From nowhere")
    clinic = Organisation.objects.create(name="Green Clinic", kind=OrganisationKind.HEALTH)
    a_referral(cast.partnership, told={"name": "From the clinic"}, source=clinic)
    viewer = viewer_of(cast.owner)
    assert board.choices(viewer).sources == [(str(clinic.pk), "Green Clinic")]
    assert names(seen(cast, Asked(source=clinic.pk))[Column.NEW]) == ["From the clinic"]


def test_it_is_narrowed_by_ward_where_the_postcode_has_one(cast):
    from alongside.places.models import Postcode

    here = told(cast, "Here", postcode="E8 1EA")
    told(cast, "Elsewhere", postcode="")
    ward = Postcode.objects.get(pk="E81EA").ward
    if not ward:
        Postcode.objects.filter(pk="E81EA").update(ward="E05009369")
        ward = "E05009369"
    assert names(seen(cast, Asked(ward=ward))[Column.NEW]) == [here.name]
    assert names(seen(cast, Asked(ward="E05000000"))[Column.NEW]) == []


def test_a_column_leads_on_and_no_card_is_shown_twice_or_left_out(cast):
    for n in range(board.A_PAGE + 3):
        told(
            cast,
            f"Person {n:02}",
            at=AT + dt.timedelta(minutes=n % 4),
            urgency="soon" if n % 3 else "routine",
        )
    first = seen(cast)[Column.NEW]
    assert len(first.cards) == board.A_PAGE
    assert first.how_many == board.A_PAGE + 3
    rest = seen(cast, only="new", after=first.after)
    assert list(rest) == [Column.NEW]
    assert rest[Column.NEW].after is None
    both = names(first) + names(rest[Column.NEW])
    assert len(set(both)) == len(both) == board.A_PAGE + 3


def test_a_page_behind_a_card_that_is_not_there_begins_at_the_beginning(cast):
    told(cast, "Only")
    assert names(seen(cast, only="new", after=uuid4())[Column.NEW]) == ["Only"]


def test_the_board_costs_the_same_for_one_and_for_many(cast, django_assert_num_queries):
    viewer = viewer_of(cast.owner)
    at = {"at": AT, "on": AT.date(), "working_days": 3}
    for count in (1, 6):
        for n in range(count):
            told(cast, f"Person {n}", urgency="urgent" if n % 2 else "routine")
            a_person(by=cast.owner, given_name=f"Person{n}")
        with django_assert_num_queries(9):
            board.board(viewer, Asked(), **at)
        with django_assert_num_queries(3):
            board.choices(viewer)


def test_a_card_says_that_we_may_know_them_and_that_we_may_have_been_told_twice(cast):
    a_person(by=cast.owner)
    told(cast, "Ayten Aydin")
    told(cast, "Mrs Aydin", at=LATER)
    told(cast, "Somebody Else", phone="07700 900999", postcode="N1 1AA", at=LATER + dt.timedelta(hours=1))
    cards = {card.referral.name: card for card in seen(cast)[Column.NEW].cards}
    assert cards["Ayten Aydin"].may_be_known
    assert cards["Ayten Aydin"].told_twice
    assert cards["Mrs Aydin"].told_twice
    assert not cards["Somebody Else"].may_be_known
    assert not cards["Somebody Else"].told_twice


# --- who looks at it


def test_a_claim_holds_for_an_hour_and_then_ends_by_itself(cast):
    referral = told(cast, "Old")
    looking.look_at(referral=referral, by=cast.owner, at=AT)
    with pytest.raises(looking.LookedAt, match=cast.owner.name):
        looking.look_at(referral=referral, by=cast.colleague, at=AT + dt.timedelta(minutes=59))
    assert board.who_looks([referral.pk], AT + dt.timedelta(minutes=59))
    assert not board.who_looks([referral.pk], AT + dt.timedelta(minutes=60))
    assert looking.look_at(referral=referral, by=cast.colleague, at=LATER).by == cast.colleague


def test_a_claim_is_taken_over_by_saying_so_and_given_back_by_who_has_it(cast):
    referral = told(cast, "Old")
    looking.look_at(referral=referral, by=cast.owner, at=AT)
    looking.look_at(referral=referral, by=cast.colleague, at=AT, instead=True)
    looking.let_go(referral=referral, by=cast.owner)  # no longer theirs
    assert board.who_looks([referral.pk], AT)[referral.pk].by == cast.colleague
    looking.let_go(referral=referral, by=cast.colleague)
    assert not Looking.objects.exists()


def test_what_is_decided_is_claimed_by_nobody_and_old_claims_go(cast):
    referral = told(cast, "Old")
    looking.look_at(referral=referral, by=cast.owner, at=AT)
    actions.accept(referral=referral, by=cast.owner, at=AT)
    with pytest.raises(looking.LookedAt, match="accepted"):
        looking.look_at(referral=referral, by=cast.colleague, at=LATER, instead=True)
    assert looking.forget_old(at=AT + dt.timedelta(hours=25, minutes=1)) == 1


def test_the_database_keeps_claims_single_and_short(cast):
    referral = told(cast, "Old")
    claim = looking.look_at(referral=referral, by=cast.owner, at=AT)
    with pytest.raises(IntegrityError, match="referrals_looking_one"), transaction.atomic():
        Looking.objects.create(referral=referral, by=cast.owner, since_at=AT, until_at=LATER)
    for until in (AT, AT + dt.timedelta(hours=2, seconds=1)):
        with pytest.raises(IntegrityError, match="referrals_looking_ends_soon"), transaction.atomic():
            Looking.objects.filter(pk=claim.pk).update(until_at=until)


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told(committing_db):
    partnership = found_partnership(f"looks-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        both = [member(team, Role.CONNECTOR, f"Looks {n}") for n in "AB"]
        referral = a_referral(partnership)
    ready, said = threading.Barrier(2), []

    def work(by):
        try:
            with tenancy.within(partnership.pk, actor="test"):
                ready.wait()
                looking.look_at(referral=referral, by=by, at=AT)
                said.append("has it")
        except looking.LookedAt as refusal:
            said.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(by,)) for by in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("has it") == 1
    with tenancy.within(partnership.pk, actor="test"):
        assert Looking.objects.get().by.name in next(words for words in said if words != "has it")


# --- told twice


def test_two_tellings_are_decided_together_and_both_referrers_hear(cast):
    first, second = told(cast, "Ayten Aydin"), told(cast, "Mrs Aydin", at=LATER)
    together.join(referral=second, to=first)
    assert names(seen(cast)[Column.NEW]) == ["Ayten Aydin"]
    assert seen(cast)[Column.NEW].cards[0].together == 1
    assert queries.how_many_wait(viewer_of(cast.owner)) == 1
    actions.accept(referral=first, by=cast.owner, at=LATER)
    second.refresh_from_db()
    assert second.status == "accepted"
    assert second.person == Person.objects.get()


def test_declined_together_with_the_same_reason(cast):
    first, second = told(cast, "Ayten Aydin"), told(cast, "Mrs Aydin")
    together.join(referral=second, to=first)
    actions.decline(referral=first, reason=DeclineReason.OUTSIDE_AREA, by=cast.owner, at=LATER)
    assert set(Referral.objects.values_list("decline_reason", flat=True)) == {"outside_area"}


def test_what_was_joined_is_parted_again_until_it_is_decided(cast):
    first, second, third = told(cast, "A A"), told(cast, "B B"), told(cast, "C C")
    together.join(referral=third, to=second)
    together.join(referral=second, to=first)
    assert {r.name for r in queries.decided_with(first)} == {"B B", "C C"}
    together.join(referral=first, to=third)  # they are together already
    with pytest.raises(together.CannotJoin, match="together with another"):
        together.join(referral=told(cast, "D D"), to=third)
    together.part(referral=third)
    assert {r.name for r in queries.decided_with(first)} == {"B B"}
    actions.accept(referral=first, by=cast.owner, at=LATER)
    for refused in (lambda: together.part(referral=second), lambda: together.join(referral=third, to=first)):
        with pytest.raises(together.CannotJoin, match="decided"):
            refused()


def test_two_that_share_only_a_phone_are_not_called_one(cast):
    first = told(cast, "Ayten Aydin")
    told(cast, "Boris Okafor", postcode="")
    assert queries.told_twice(viewer_of(cast.owner), first) == []


def test_the_same_number_is_one_person_and_another_number_two(cast):
    first = told(cast, "Ayten Aydin", nhs_number=NUMBER)
    same = told(cast, "A. Aydemir", nhs_number=NUMBER, phone="", postcode="", email="a@example.org")
    told(cast, "Ayten Aydin", nhs_number="4505577104")
    assert queries.told_twice(viewer_of(cast.owner), first) == [same]
