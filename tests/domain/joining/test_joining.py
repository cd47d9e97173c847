"""Two colleagues join two records; everything moves; and taking them apart puts back exactly that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from alongside.befriending.models import Wish
from alongside.caring.models import Caring
from alongside.casework.actions import contacts
from alongside.casework.enums import Result
from alongside.casework.models import Case, Contact, FollowUp
from alongside.core import ids, tenancy
from alongside.joining import access, queries, registry
from alongside.joining.actions import CannotJoin, confirm, propose, refuse, take_apart
from alongside.joining.models import Join, JoinedRow
from alongside.joining.resolving import Two, clashes
from alongside.partnerships.viewer import viewer_of
from alongside.people import access as people
from alongside.people import actions as people_actions
from alongside.people.enums import ConsentPurpose
from alongside.people.models import AreaRelation, Consent, KnownTo, Person, TimelineEvent
from alongside.safeguarding.models import Concern, Entry
from tests import given
from tests.factories.befriending import a_scheme, a_wish
from tests.factories.caring import a_caring
from tests.factories.casework import a_case
from tests.factories.joining import AT, WHY, a_proposal, joined, two_records
from tests.factories.people import a_consent, a_person
from tests.factories.referrals import a_referral
from tests.factories.safeguarding import a_concern, eyes_of, named

LATER = AT + dt.timedelta(days=1)


def everything(person):
    """Every row that points to a person, by reference, as the database has it (safeguarding's own too)."""
    found = {}
    with tenancy.within(person.partnership_id, actor="system:safeguarding"):
        for reference in registry.references():
            rows = reference.model._base_manager.filter(**{reference.column: person.pk})
            if keys := sorted(str(key) for key in rows.values_list("pk", flat=True)):
                found[reference.name] = keys
    return found


def whole_rows():
    """Every row of every table that a join may touch, to the last column but versions and the time of change."""
    found = {}
    with tenancy.within(tenancy.current_partnership_id(), actor="system:safeguarding"):
        models = {reference.model for reference in registry.references()}
        models |= {model for model, _field in registry.pointing_to(Case)} | {Person}
        for model in models:
            names = [
                f.attname for f in model._meta.concrete_fields if f.attname not in {"version", "updated_at"}
            ]
            for row in model._base_manager.order_by("pk").values_list(*names):
                found[model._meta.label, row[names.index("id")]] = row
    return found


@pytest.fixture
def both(cast):
    return two_records(cast.owner)


@pytest.fixture
def lives(cast, both):
    """Two records, each with a life: cases, contacts, consents, a concern, caring, a wish, a referral."""
    named(cast)
    for n, person in enumerate(both):
        case = given.open_case(cast.owner, person=person)
        contacts.log(case=case, result=Result.NO_ANSWER, by=cast.owner, at=AT)
        a_consent(person, by=cast.owner, at=AT - dt.timedelta(days=10 - n))
        a_consent(
            person, by=cast.owner, purpose=ConsentPurpose.SHARE, shared_with=cast.other_organisation, at=AT
        )
        a_concern(cast.owner, person=person)
        given.first_answers(case, cast.owner)
        referral = a_referral(cast.partnership, told={"name": person.name})
        type(referral).objects.filter(pk=referral.pk).update(person=person)
    husband = a_person(by=cast.owner, given_name="Kemal", family_name="Aydin", born_on=None)
    for person in both:
        a_caring(Case.objects.get(person=person), cast.owner, cared_for=husband)
    scheme = a_scheme(cast.owner)
    for n, person in enumerate(both):
        a_wish(cast.owner, scheme, person=person, at=AT - dt.timedelta(days=n))
    return both


def test_it_takes_two(cast, both):
    join = a_proposal(cast.owner, both=both)
    with pytest.raises(CannotJoin, match="A colleague must look"):
        confirm(join=join, chosen={}, by=cast.owner, at=AT)
    assert Join.objects.get().is_proposed
    assert confirm(join=join, chosen={}, by=cast.colleague, at=AT).is_joined


def test_everything_moves_to_the_one_and_nothing_points_to_the_other(cast, lives):
    kept, gone = lives
    before = everything(gone)
    assert len(before) >= 10
    joined(cast.owner, cast.colleague, both=lives)
    left = everything(gone)
    # what both had alike stays behind: where they live, and answers to the same questions on one day
    assert set(left) <= {"people.AreaRelation.person", "measures.Response.person"}
    for name, keys in before.items():
        if name not in left:
            assert set(keys) <= set(everything(kept)[name])
    assert not people.can_see(viewer_of(cast.owner), gone)


def test_taking_apart_puts_back_exactly_what_was(cast, lives):
    before = whole_rows()
    join = joined(cast.owner, cast.colleague, both=lives, phone="gone", family_name="gone")
    assert Person.objects.get(pk=lives[0].pk).family_name == "Aydin"
    done = take_apart(join=join, reason="His sister, it turned out.", by=cast.owner, at=LATER)
    after = whole_rows()
    assert done.left_alone == 0
    new = {key for key in after if key not in before}
    assert {label for label, _key in new} <= {"people.TimelineEvent", "people.AreaRelation"}
    changed = {key for key in before if after.get(key) != before[key]}
    assert {label for label, _key in changed} <= {"people.AreaRelation"}  # made anew from the address
    assert all(people.can_see(viewer_of(cast.owner), person) for person in lives)


def test_what_came_after_stays_with_the_one_that_went_on_and_a_line_says_so(cast, both):
    kept, gone = both
    case = given.open_case(cast.owner, person=gone)
    join = joined(cast.owner, cast.colleague, both=both)
    since = a_consent(kept, by=cast.owner, at=LATER)
    take_apart(join=join, reason="Two people.", by=cast.colleague, at=LATER)
    since.refresh_from_db()
    case.refresh_from_db()
    assert since.person_id == kept.pk
    assert case.person_id == gone.pk
    line = TimelineEvent.objects.filter(person=kept).order_by("-at", "-id").first()
    assert "stayed here" in line.sentence
    assert TimelineEvent.objects.filter(person=gone, sentence__contains="record of its own again").exists()


def test_what_somebody_changed_since_is_left_as_it_is(cast, both):
    kept, _gone = both
    join = joined(cast.owner, cast.colleague, both=both, phone="gone")
    kept.refresh_from_db()
    people_actions.update_details(
        person=kept, version=kept.version, changes={"phone": "07700 900999"}, by=cast.owner, at=LATER
    )
    done = take_apart(join=join, reason="Two people.", by=cast.owner, at=LATER)
    kept.refresh_from_db()
    assert kept.phone == "+447700900999"
    assert done.left_alone == 1


def test_the_stricter_rule_about_contact_wins_and_comes_apart_again(cast):
    both = two_records(cast.owner, leave_message=True, do_not_contact=True)
    join = joined(cast.owner, cast.colleague, both=both)
    kept = Person.objects.get(pk=both[0].pk)
    assert kept.do_not_contact
    assert not kept.leave_message
    assert not kept.may_be_contacted
    take_apart(join=join, reason="Two people.", by=cast.owner, at=LATER)
    assert Person.objects.get(pk=both[0].pk).may_be_contacted


# --- what does not fit together


def test_of_two_agreements_to_one_thing_the_newer_stands_each_in_its_own_words(cast, both):
    kept, gone = both
    old = a_consent(kept, by=cast.owner, at=AT - dt.timedelta(days=9))
    new = a_consent(gone, by=cast.owner, at=AT - dt.timedelta(days=2))
    hashes = {old.pk: old.wording_hash, new.pk: new.wording_hash}
    said = [clash.words for clash in clashes(Two(kept, gone, cast.colleague, AT))]
    assert any("The newer agreement, of 08.11.2026, stands" in words for words in said)
    joined(cast.owner, cast.colleague, both=both)
    rows = {row.pk: row for row in Consent.objects.filter(person=kept)}
    assert {key: row.wording_hash for key, row in rows.items()} == hashes
    assert [row.pk for row in rows.values() if row.is_live] == [new.pk]


def test_a_later_no_on_one_record_ends_the_earlier_yes_on_the_other(cast, both):
    kept, gone = both
    yes = a_consent(kept, by=cast.owner, at=AT - dt.timedelta(days=9))
    no = a_consent(gone, by=cast.owner, at=AT - dt.timedelta(days=8))
    people_actions.withdraw_consent(consent=no, by=cast.owner, at=AT - dt.timedelta(days=2))
    joined(cast.owner, cast.colleague, both=both)
    yes.refresh_from_db()
    assert not yes.is_live


def test_a_yes_after_the_no_stands(cast, both):
    kept, gone = both
    no = a_consent(gone, by=cast.owner, at=AT - dt.timedelta(days=8))
    people_actions.withdraw_consent(consent=no, by=cast.owner, at=AT - dt.timedelta(days=5))
    yes = a_consent(kept, by=cast.owner, at=AT - dt.timedelta(days=2))
    joined(cast.owner, cast.colleague, both=both)
    yes.refresh_from_db()
    assert yes.is_live


def test_two_open_cases_go_on_as_one_with_everything_that_is_due(cast, both):
    kept, gone = both
    stands = given.open_case(cast.owner, person=kept)
    emptied = given.open_case(cast.colleague, person=gone)
    contact = contacts.log(case=emptied, result=Result.NO_ANSWER, by=cast.colleague, at=AT)
    said = " ".join(clash.words for clash in clashes(Two(kept, gone, cast.colleague, AT)))
    assert "Wellbeing Team supports both" in said
    join = joined(cast.owner, cast.colleague, both=both)
    emptied.refresh_from_db()
    assert not emptied.is_open
    assert Contact.objects.get(pk=contact.pk).case_id == stands.pk
    assert FollowUp.objects.filter(done_at__isnull=True).exclude(case=stands).count() == 0
    take_apart(join=join, reason="Two people.", by=cast.owner, at=LATER)
    emptied.refresh_from_db()
    assert emptied.is_open
    assert Contact.objects.get(pk=contact.pk).case_id == emptied.pk


def test_who_looks_after_the_other_is_another_person(cast, both):
    kept, gone = both
    a_caring(given.open_case(cast.owner, person=kept), cast.owner, cared_for=gone)
    with pytest.raises(CannotJoin, match="they are two people"):
        joined(cast.owner, cast.colleague, both=both)
    assert Join.objects.get().is_proposed
    assert not JoinedRow.objects.exists()


def test_the_longer_wait_for_company_counts_and_one_place_is_given_up(cast, both):
    scheme = a_scheme(cast.owner)
    first, second = (
        a_wish(cast.owner, scheme, person=person, at=AT - dt.timedelta(days=n))
        for n, person in enumerate(both)
    )
    joined(cast.owner, cast.colleague, both=both)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.is_waiting
    assert first.waiting_since_at == second.waiting_since_at
    assert not second.is_waiting
    assert Wish.objects.filter(person=both[0]).count() == 2


def test_two_live_matches_in_one_scheme_are_settled_first(cast):
    from alongside.befriending.models import Match
    from tests import given_befriending

    match = given_befriending.an_active_match(cast)
    other = a_person(by=cast.owner, given_name="Ayten", family_name="Other")
    wish = a_wish(cast.owner, match.scheme, person=other)
    again = Match.objects.get(pk=match.pk)
    again.pk, again.wish, again.person = ids.new_id(), wish, other
    again.save(force_insert=True)
    found = clashes(Two(match.person, other, cast.colleague, AT))
    assert found[0].blocks
    with pytest.raises(CannotJoin, match="End one of the two matches"):
        joined(cast.owner, cast.colleague, both=(match.person, other))


def test_nobody_is_joined_to_a_match_they_must_be_kept_from_and_why_is_not_told(cast):
    from alongside.befriending.models import Exclusion
    from tests import given_befriending

    match = given_befriending.an_active_match(cast)
    other = a_person(by=cast.owner, given_name="Ayten", family_name="Other")
    Exclusion.objects.create(
        person=other, volunteer=match.volunteer, kind="exclusion", said_by="person", reason="He shouted at me.",
        made_at=AT, made_by=cast.owner,
    )  # fmt: skip
    with pytest.raises(CannotJoin, match="Something in befriending") as refusal:
        joined(cast.owner, cast.colleague, both=(match.person, other))
    assert "shouted" not in str(refusal.value)


def test_looking_after_one_person_told_twice_is_told_once(cast, both):
    husband = a_person(by=cast.owner, given_name="Kemal", family_name="Aydin", born_on=None)
    for person in both:
        a_caring(given.open_case(cast.owner, person=person), cast.owner, cared_for=husband)
    joined(cast.owner, cast.colleague, both=both)
    assert Caring.objects.filter(carer=both[0], ended_at__isnull=True).count() == 1
    assert Caring.objects.filter(carer=both[0]).count() == 2


def test_being_looked_after_moves_too(cast, both):
    carer = given.open_case(cast.owner, person=a_person(by=cast.owner, given_name="Kemal", born_on=None))
    told = a_caring(carer, cast.owner, cared_for=both[1])
    joined(cast.owner, cast.colleague, both=both)
    told.refresh_from_db()
    assert told.cared_for_id == both[0].pk


def test_an_organisation_that_knew_only_one_is_named_beforehand(cast):
    both = (a_person(by=cast.owner), a_person(by=cast.owner, family_name="Aydin"))
    people_actions.make_known(person=both[1], organisation=cast.other_organisation, why="case", at=AT)
    said = " ".join(clash.words for clash in clashes(Two(*both, cast.colleague, AT)))
    assert "Age Well knows one of the records" in said
    joined(cast.owner, cast.colleague, both=both)
    assert people.can_see(viewer_of(cast.stranger), both[0])
    live = KnownTo.objects.filter(person=both[0], until_at__isnull=True)
    assert live.filter(organisation=cast.organisation, why="recorded").count() == 1


def test_a_rule_of_the_database_nobody_foresaw_leaves_everything_as_it_was(cast, both, monkeypatch):
    _kept, gone = both
    AreaRelation.objects.all().delete()
    KnownTo.objects.filter(person=gone).delete()
    for person in both:
        a_consent(person, by=cast.owner)
    monkeypatch.setattr("alongside.joining.actions.clashes", lambda two: [])
    before = everything(gone)
    with pytest.raises(CannotJoin, match="people_consent_live_once"):
        joined(cast.owner, cast.colleague, both=both)
    assert everything(gone) == before
    assert Join.objects.get().is_proposed


def test_a_death_on_one_of_the_two_is_settled_first(cast):
    both = (a_person(by=cast.owner), a_person(by=cast.owner, deceased_on=AT.date()))
    with pytest.raises(CannotJoin, match="marked as having died"):
        joined(cast.owner, cast.colleague, both=both)


def test_an_erasure_that_was_asked_for_is_settled_first(cast, both):
    from alongside.rights.models import Erasure

    Erasure.objects.create(
        person=both[1],
        cause="request",
        asked_how="phone",
        received_on=AT.date(),
        asked_at=AT,
        asked_by=cast.owner,
    )
    with pytest.raises(CannotJoin, match="An erasure was asked for"):
        joined(cast.owner, cast.colleague, both=both)


def test_a_hold_and_a_life_event_told_of_both_stay_and_one_told_of_the_other_moves(cast, both):
    from alongside.rights.models import Hold
    from alongside.signposting.models import LifeEvent

    kept, gone = both
    hold = {"reason": "A court asked.", "placed_at": AT, "placed_by": cast.owner}
    both_held = [Hold.objects.create(person=person, **hold) for person in both]
    event = {"told_by": "person", "noted_at": AT, "noted_by": cast.owner, "kind": "bereavement"}
    alike = [LifeEvent.objects.create(person=person, **event) for person in both]
    alone = LifeEvent.objects.create(person=gone, **{**event, "happened_on": AT.date()})
    joined(cast.owner, cast.colleague, both=both)
    assert Hold.objects.get(pk=both_held[1].pk).person_id == gone.pk
    assert LifeEvent.objects.get(pk=alike[1].pk).person_id == gone.pk
    assert LifeEvent.objects.get(pk=alone.pk).person_id == kept.pk


# --- safeguarding


def test_a_concern_moves_is_noted_and_shows_to_nobody_new(cast, both):
    named(cast)
    kept, gone = both
    concern = a_concern(cast.owner, person=gone)
    with eyes_of(cast.colleague):
        join = joined(cast.owner, cast.colleague, both=both)
        assert not JoinedRow.objects.filter(label__startswith="safeguarding").exists()
        assert not Concern.objects.filter(pk=concern.pk).exists()
    with eyes_of(cast.safeguarding_lead):
        assert Concern.objects.get(pk=concern.pk).person_id == kept.pk
        assert Entry.objects.filter(concern=concern, kind="note", words__contains="joined").exists()
    with eyes_of(cast.colleague):
        take_apart(join=join, reason="Two people.", by=cast.colleague, at=LATER)
    with eyes_of(cast.safeguarding_lead):
        assert Concern.objects.get(pk=concern.pk).person_id == gone.pk
        assert Entry.objects.filter(concern=concern, words__contains="apart").exists()


@pytest.mark.parametrize("change", ["reference = 'x'", "person_id = referral_id", "raised_at = now()"])
@pytest.mark.parametrize("actor", ["test", "system:safeguarding"])
def test_a_concern_is_still_only_added_to(cast, both, change, actor):
    from django.db import Error, transaction

    named(cast)
    a_concern(cast.owner, person=both[1])
    join = joined(cast.owner, cast.colleague, both=both)
    with (
        pytest.raises(Error, match="only added to"),
        transaction.atomic(),
        tenancy.within(cast.partnership.pk, actor=actor, reason=f"joining:{join.pk}"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE safeguarding_concern SET {change}")


# --- who, and what else


def test_only_who_sees_both_and_writes_about_people_joins(cast, both):
    join = a_proposal(cast.owner, both=both)
    for who, may in (("owner", True), ("colleague", True), ("team_lead", True), ("stranger", False)):
        assert access.may_join(viewer_of(getattr(cast, who)), *both) is may
        assert access.visible_to(viewer_of(getattr(cast, who))).filter(pk=join.pk).exists() is may
    for who in ("safeguarding_lead", "steward", "volunteer", "programme_lead", "organiser"):
        assert not access.visible_to(viewer_of(getattr(cast, who))).exists()


def test_two_people_are_not_suggested_again_and_their_own_proposal_is_taken_back(cast, both):
    viewer = viewer_of(cast.owner)
    assert [found.person for found in queries.suggested(viewer, both[0])] == [both[1]]
    assert (
        refuse(join=a_proposal(cast.owner, both=both), answer="", by=cast.owner, at=AT).status == "taken_back"
    )
    assert queries.suggested(viewer, both[0])
    join = a_proposal(cast.owner, both=both)
    assert refuse(join=join, answer="Sisters", by=cast.colleague, at=AT).status == "refused"
    assert queries.suggested(viewer, both[0]) == []
    with pytest.raises(CannotJoin, match="Colin Colleague has decided this already"):
        confirm(join=join, chosen={}, by=cast.team_lead, at=AT)


def test_proposing_the_same_pair_again_or_the_other_way_round_is_the_same_proposal(cast, both):
    join = a_proposal(cast.owner, both=both)
    assert a_proposal(cast.colleague, both=both[::-1]) == join
    with pytest.raises(CannotJoin, match="not two records"):
        propose(kept=both[0], gone=both[0], reason=WHY, by=cast.owner, at=AT)
    with pytest.raises(CannotJoin, match="how you know"):
        propose(kept=both[0], gone=both[1], reason=" ", by=cast.owner, at=AT)


def test_a_record_that_was_changed_since_it_was_shown_is_looked_at_again(cast, both):
    join = a_proposal(cast.owner, both=both)
    with pytest.raises(CannotJoin, match="changed while you looked"):
        confirm(join=join, chosen={}, by=cast.colleague, at=AT, seen=(both[0].version, both[1].version + 1))


def test_old_records_lead_on_over_two_joins_and_come_apart_from_the_last(cast, both):
    third = a_person(by=cast.owner, given_name="Ayten", family_name="Aydinn")
    first = joined(cast.owner, cast.colleague, both=both)
    second = joined(cast.owner, cast.colleague, both=(third, both[0]))
    assert queries.leads_to(both[1].pk) == third.pk
    assert queries.records_of(third.pk) == {third.pk, both[0].pk, both[1].pk}
    with pytest.raises(CannotJoin, match="Take that apart first"):
        take_apart(join=first, reason="Two people.", by=cast.owner, at=LATER)
    with pytest.raises(CannotJoin, match="meanwhile"):
        propose(kept=both[0], gone=a_person(by=cast.owner), reason=WHY, by=cast.owner, at=AT)
    take_apart(join=second, reason="Two people.", by=cast.owner, at=LATER)
    take_apart(join=first, reason="Two people.", by=cast.owner, at=LATER)
    assert queries.leads_to(both[1].pk) is None


def test_what_is_written_about_the_old_record_is_written_about_the_new_one(cast, both):
    kept, gone = both
    joined(cast.owner, cast.colleague, both=both)
    line = people_actions.remember(
        person=gone, sentence="From a form that was still open.", by=cast.owner, at=LATER
    )
    line.refresh_from_db()
    assert line.person_id == kept.pk
    referral = a_referral(cast.partnership)
    type(referral).objects.filter(pk=referral.pk).update(person=gone)
    referral.refresh_from_db()
    assert referral.person_id == kept.pk


def test_the_home_stays_in_step_with_the_address(cast):
    both = (
        a_person(by=cast.owner),
        a_person(by=cast.owner, family_name="Aydin", postcode="", address="9 B Road"),
    )
    joined(cast.owner, cast.colleague, both=both)
    assert AreaRelation.objects.filter(person=both[0], relation="lives").count() == bool(
        Person.objects.get(pk=both[0].pk).local_authority
    )


def test_another_partnership_sees_nothing_of_it(cast, both):
    join = joined(cast.owner, cast.colleague, both=both)
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        assert not Join.objects.filter(pk=join.pk).exists()
        assert not JoinedRow.objects.exists()
        assert queries.leads_to(both[1].pk) is None


def test_a_case_is_supported_by_one_connector_afterwards(cast, both):
    a_case(cast.owner, person=both[0])
    a_case(cast.colleague, person=both[1])
    joined(cast.owner, cast.colleague, both=both)
    assert Case.objects.filter(person=both[0], status="open").count() == 1
