"""Who may decide, in which words, for how long – and each constraint around it, violated."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from alongside.people import actions, queries, rules
from alongside.people.actions import Decided, NotTheirs, agreements
from alongside.people.deciding import GivenBy
from alongside.people.enums import ConsentChannel, ConsentPurpose
from alongside.people.models import Consent, ConsentLink, ConsentTerm, Person, Representative, Stopping
from tests.factories.people import AT, a_consent, a_person, a_representative, a_wording

DAY = dt.timedelta(days=1)
NOTE = "Whether to go to the lunch club; told twice, with pictures; could not keep it in mind."


def agreed(person, by, *, at=AT, purpose=ConsentPurpose.SUPPORT, decided=None, note="", **more):
    return actions.record_consent(
        person=person, purpose=purpose, wording=a_wording(purpose), channel=ConsentChannel.PHONE, by=by, at=at,
        decided=decided, capacity_note=note, **more,
    )  # fmt: skip


# Who may decide --------------------------------------------------------------------------------------------------


def test_a_person_is_presumed_to_decide_and_nothing_is_asked_of_them(cast):
    consent = agreed(a_person(by=cast.owner), cast.owner)
    assert (consent.given_by, consent.capacity_note) == (GivenBy.SELF, "")


def test_an_attorney_for_health_and_welfare_whose_power_is_registered_decides(cast):
    person = a_person(by=cast.owner)
    consent = agreed(
        person, cast.owner, decided=Decided(GivenBy.ATTORNEY, a_representative(person, cast.owner)), note=NOTE
    )
    assert consent.representative.name == "Leyla Demir"
    assert "attorney" in queries.timeline(person)[0].sentence


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "advocate"}, "kind"),
        ({"kind": "deputy"}, "kind"),
        ({"health_and_welfare": False}, "power"),
        ({"registered_seen_on": None}, "registered"),
    ],
)
def test_a_power_that_does_not_cover_it_decides_nothing(cast, told, why):
    person = a_person(by=cast.owner)
    standing = a_representative(person, cast.owner, **told)
    with pytest.raises(NotTheirs) as refused:
        agreed(person, cast.owner, decided=Decided(GivenBy.ATTORNEY, standing), note=NOTE)
    assert refused.value.why == why
    assert not Consent.objects.exists()


def test_one_who_has_ended_or_stands_beside_another_person_decides_nothing(cast):
    person, other = a_person(by=cast.owner), a_person(by=cast.owner, given_name="Bea")
    ended = agreements.end_representative(
        representative=a_representative(person, cast.owner), by=cast.owner, at=AT
    )
    for standing in (ended, a_representative(other, cast.owner), None):
        with pytest.raises(NotTheirs):
            agreed(person, cast.owner, decided=Decided(GivenBy.ATTORNEY, standing), note=NOTE)


@pytest.mark.parametrize(
    ("decided", "note", "why"),
    [
        (Decided(GivenBy.BEST_INTERESTS, None, "Dr Shah", "GP", "daughter"), "", "note"),
        (Decided(GivenBy.BEST_INTERESTS, None, "", "GP", "daughter"), NOTE, "who"),
        (Decided(GivenBy.BEST_INTERESTS, None, "Dr Shah", "GP", ""), NOTE, "consulted"),
        (Decided(GivenBy.PARENT, None, "Her mother"), NOTE, "age"),
    ],
)
def test_a_best_interests_decision_says_which_decision_who_made_it_and_who_was_asked(
    cast, decided, note, why
):
    with pytest.raises(NotTheirs) as refused:
        agreed(a_person(by=cast.owner), cast.owner, decided=decided, note=note)
    assert refused.value.why == why


def test_nobody_agrees_to_research_for_somebody_else(cast):
    decided = Decided(GivenBy.BEST_INTERESTS, None, "Dr Shah", "GP", "daughter")
    with pytest.raises(NotTheirs) as refused:
        agreed(
            a_person(by=cast.owner), cast.owner, purpose=ConsentPurpose.RESEARCH, decided=decided, note=NOTE
        )
    assert refused.value.why == "research"


def test_a_parent_decides_for_a_child_under_16_and_the_act_does_not(cast):
    child = a_person(by=cast.owner, born_on=dt.date(2012, 1, 5))
    assert agreed(child, cast.owner, decided=Decided(GivenBy.PARENT, None, "Her mother"), note=NOTE).is_live
    other = a_person(by=cast.owner, given_name="Elif", born_on=dt.date(2012, 1, 5))
    with pytest.raises(NotTheirs):
        decided = Decided(GivenBy.BEST_INTERESTS, None, "Dr Shah", "GP", "mother")
        agreed(other, cast.owner, decided=decided, note=NOTE)


def test_on_the_sixteenth_birthday_it_is_their_own(cast):
    assert rules.why_not_theirs_to_decide(given_by="parent", purpose="support", age=15) == ""
    assert rules.why_not_theirs_to_decide(given_by="parent", purpose="support", age=16) == "age"
    assert rules.why_not_theirs_to_decide(given_by="parent", purpose="support", age=None) == "age"
    assert rules.why_not_theirs_to_decide(given_by="self", purpose="research", age=15) == ""


def test_a_representative_says_who_and_for_what(cast):
    person = a_person(by=cast.owner)
    for told in ({"name": " "}, {"scope": ""}, {"phone": "soon"}):
        with pytest.raises(actions.CannotRecord):
            a_representative(person, cast.owner, **told)


# Words, terms, renewal -------------------------------------------------------------------------------------------


def test_new_words_are_a_new_version_and_never_an_edit(cast):
    person = a_person(by=cast.owner)
    first = agreed(person, cast.owner)
    newer = actions.write_wording(
        purpose=ConsentPurpose.SUPPORT,
        text="May we?",
        at=AT,
        by=cast.steward,
        ask_again=True,
        what_changed="Shorter",
    )
    assert (newer.version, newer.ask_again) == (2, True)
    assert Consent.objects.get(pk=first.pk).wording.version == 1
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        type(newer).objects.filter(pk=newer.pk).update(ask_again=False)


def test_the_first_words_ask_nobody_again(cast):
    made = actions.write_wording(purpose=ConsentPurpose.RESEARCH, text="May we?", at=AT, ask_again=True)
    assert not made.ask_again


def test_an_agreement_lasts_as_long_as_the_partnership_says_and_begins_anew_when_asked_again(cast):
    person = a_person(by=cast.owner)
    agreements.set_term(purpose=ConsentPurpose.SUPPORT, months=12, by=cast.steward, at=AT)
    first = agreed(person, cast.owner)
    assert first.expires_on == dt.date(2027, 11, 2)
    assert agreed(person, cast.owner).pk == first.pk, "twice on a day is once"
    again = agreed(person, cast.owner, at=AT + 300 * DAY)
    first.refresh_from_db()
    assert again.pk != first.pk
    assert first.withdrawn_note == "Asked again."
    assert Consent.objects.filter(person=person, withdrawn_at=None).count() == 1


def test_asked_again_on_a_later_day_it_is_known_to_stand_from_then(cast):
    person = a_person(by=cast.owner)
    first = agreed(person, cast.owner)
    again = agreed(person, cast.owner, at=AT + DAY)
    first.refresh_from_db()
    assert (again.given_at, first.withdrawn_note) == (AT + DAY, "Asked again.")


def test_it_stands_on_its_last_day_and_not_on_the_next(cast, time_machine):
    person = a_person(by=cast.owner)
    agreements.set_term(purpose=ConsentPurpose.SUPPORT, months=1, by=cast.steward, at=AT)
    consent = agreed(person, cast.owner)
    last = dt.datetime(2026, 12, 2, 23, 59, tzinfo=dt.UTC)
    time_machine.move_to(last)
    assert queries.live_consent(person, ConsentPurpose.SUPPORT) == consent
    time_machine.move_to(last + dt.timedelta(minutes=2))
    assert queries.live_consent(person, ConsentPurpose.SUPPORT) is None


@pytest.mark.parametrize(
    ("given", "months", "last"),
    [
        (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2027, 12, 15), 1, dt.date(2028, 1, 15)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2027, 5, 1), None, None),
    ],
)
def test_months_end_where_months_end(given, months, last):
    assert rules.runs_out_on(given, months) == last


def test_a_term_set_to_what_it_is_adds_no_line(cast):
    for _ in range(2):
        agreements.set_term(purpose=ConsentPurpose.SUPPORT, months=6, by=cast.steward, at=AT)
    assert ConsentTerm.objects.count() == 1


def test_a_new_link_ends_the_one_before(cast):
    person = a_person(by=cast.owner)
    _old, first = agreements.make_link(person=person, by=cast.owner, at=AT)
    _new, second = agreements.make_link(person=person, by=cast.owner, at=AT + dt.timedelta(hours=1))
    assert not ConsentLink.objects.filter(token_hash=first).exists(), "only a hash is kept"
    found = [ConsentLink.objects.get(token_hash=agreements.ids.hash_secret(one)) for one in (first, second)]
    assert found[0].expires_at < found[1].expires_at
    assert found[0].expires_at == AT + dt.timedelta(hours=1)


# Constraints -----------------------------------------------------------------------------------------------------

CONSENT: dict[str, dict[str, object]] = {
    "people_consent_withdrawal_is_whole": {"withdrawn_at": AT},
    "people_consent_withdrawn_how_is_known": {"withdrawn_channel": "pigeon", "withdrawn_at": AT, "withdrawn_by": "me"},
    "people_consent_given_before_withdrawn": {"withdrawn_at": AT - DAY, "withdrawn_by": "me"},
    "people_consent_kept_back_is_known": {"not_shared": ["shoes"]},
    "people_consent_by_another_says_whose_and_why": {"given_by": "attorney"},
    "people_consent_best_interests_says_who_was_asked": {
        "given_by": "best_interests", "decided_by_name": "Dr Shah", "capacity_note": "x",
    },
    "people_consent_to_research_is_ones_own": {
        "given_by": "best_interests", "decided_by_name": "Dr Shah", "capacity_note": "x", "consulted": "y",
        "purpose": "research",
    },
    "people_consent_to_share_names_with_whom": {"purpose": "share"},
}  # fmt: skip
OTHERS: dict[str, tuple[type[models.Model], dict[str, object]]] = {
    "people_representative_kind_is_known": (Representative, {"kind": "butler"}),
    "people_representative_says_who_and_for_what": (Representative, {"scope": ""}),
    "people_representative_phone_is_e164": (Representative, {"phone": "07700"}),
    "people_representative_end_is_whole": (Representative, {"ended_at": AT}),
    "people_term_purpose_is_known": (ConsentTerm, {"purpose": "fun"}),
    "people_term_is_plausible": (ConsentTerm, {"months": 0}),
    "people_consent_link_runs_out": (ConsentLink, {"expires_at": AT - DAY}),
    "people_stopping_undoing_is_whole": (Stopping, {"undone_at": AT}),
    "people_person_emergency_phone_is_e164": (Person, {"emergency_phone": "soon"}),
}
ELSEWHERE = {"people_consent_live_once", "people_consent_link_once", "people_stopping_once"}


@pytest.fixture
def everything(cast):
    person = a_person(by=cast.owner)
    a_consent(person, by=cast.owner)
    a_representative(person, cast.owner)
    agreements.set_term(purpose=ConsentPurpose.SUPPORT, months=6, by=cast.steward, at=AT)
    agreements.make_link(person=person, by=cast.owner, at=AT)
    Stopping.objects.create(person=person, died_on=AT.date(), marked_at=AT, marked_by=cast.owner)
    return cast


@pytest.mark.parametrize("name", [*CONSENT, *OTHERS])
def test_the_database_refuses(everything, name):
    model, wrong = OTHERS.get(name) or (Consent, CONSENT[name])
    wrong = {field: everything.owner if value == "me" else value for field, value in wrong.items()}
    row = model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_refuses_a_second_of_what_there_is_once(everything):
    for model, name in ((ConsentLink, "people_consent_link_once"), (Stopping, "people_stopping_once")):
        row = model.objects.get()
        row.pk = None
        row.id = agreements.ids.new_id()
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)


def test_a_link_that_the_person_used_is_a_whole_withdrawal_and_anything_else_without_a_member_is_not(
    everything,
):
    live = Consent.objects.filter(withdrawn_at=None)
    with pytest.raises(IntegrityError, match="withdrawal_is_whole"), transaction.atomic():
        live.update(withdrawn_at=AT, withdrawn_channel="phone")
    assert live.update(withdrawn_at=AT, withdrawn_channel="online") == 1


def test_no_constraint_of_agreements_goes_untried():
    ours = {
        constraint.name
        for model in (Consent, ConsentLink, ConsentTerm, Representative, Stopping)
        for constraint in model._meta.constraints
    }
    tried = set(CONSENT) | set(OTHERS) | ELSEWHERE
    assert ours == tried - {"people_person_emergency_phone_is_e164"}
