"""The pages of life events: written down, offered, taken up or not – and a referral made for one."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.letters.models import Letter
from alongside.messaging.models import Message
from alongside.people.models import Person
from alongside.signposting.enums import LifeEventKind
from alongside.signposting.models import LifeEvent, Proposal, ReferralReason
from tests.factories.casework import AT
from tests.factories.letters import a_case_with_a_home, a_life_event
from tests.factories.referrals import a_referral


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT + dt.timedelta(hours=2))


@pytest.fixture
def owner(cast, client_as):
    return client_as(cast.owner)


@pytest.fixture
def case(cast):
    return a_case_with_a_home(cast.owner)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def text(answer):
    return answer.content.decode()


def told(kind, **more):
    return {"kind": kind, "told_by": "family", "note": "", **more}


def test_a_loss_is_written_down_with_care_and_offers_only_what_is_asked_for(owner, case):
    answer = owner.post(url("life-events", case.pk), told("bereavement", note="Her sister"), follow=True)
    page = text(answer)
    assert "Nothing goes out by itself" in page
    assert "Ring before you write" in page
    assert "Nothing is proposed for this by itself." in page
    assert not Proposal.objects.exists()
    event = LifeEvent.objects.get()
    shown = text(owner.post(url("life-event", case.pk, event.pk), {"do": "propose"}, follow=True))
    assert url("letter-write", case.pk, "bereavement") in shown
    assert "matters=bereavement&amp;matters=talk" in shown
    assert not Message.objects.exists()


def test_the_list_it_leads_to_asks_for_what_the_rule_says(owner, case):
    answer = owner.get(url("shortlist", case.pk) + "?matters=bereavement&matters=talk")
    assert answer.context["form"].cleaned_data["matters"] == ["bereavement", "talk"]


def test_on_its_day_it_stands_beside_the_letters_and_a_letter_takes_it_up(
    cast, client_as, owner, case, time_machine
):
    event = a_life_event(case, cast.owner, LifeEventKind.MOVED)
    assert "Moved home" not in text(owner.get(url("letters")))
    time_machine.move_to(AT + dt.timedelta(weeks=2, hours=2))
    owner = client_as(cast.owner)
    assert "Moved home" in text(owner.get(url("letters")))
    where = url("letter-write", case.pk, "moved") + f"?proposal={event.proposal.pk}"
    assert where in text(owner.get(url("life-events", case.pk)))
    page = owner.get(where)
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("way", "size", "subject", "body", "short", "once")}
    assert "Welcome to your new home" in sent["body"]
    owner.post(where, sent)
    proposal = Proposal.objects.get()
    assert (proposal.answer, proposal.letter) == ("accepted", Letter.objects.get())
    assert "Moved home" not in text(owner.get(url("letters")))


def test_it_is_answered_opened_again_and_taken_back(cast, owner, case):
    event = a_life_event(case, cast.owner)
    where = url("life-event", case.pk, event.pk)
    owner.post(where, {"do": "propose"})
    assert "not proposed again" in text(owner.post(where, {"do": "decline"}, follow=True))
    assert "Open it again" in text(owner.post(where, {"do": "nonsense"}, follow=True))
    owner.post(where, {"do": "open"})
    assert Proposal.objects.get().is_open
    assert "It is so after all" in text(owner.post(where, {"undo": "1"}, follow=True))
    owner.post(where, {"do": "stands"})
    assert LifeEvent.objects.get().stands


def test_sent_twice_it_is_written_down_once(owner, case):
    form = owner.get(url("life-events", case.pk)).context["form"]
    for _time in range(2):
        owner.post(url("life-events", case.pk), told("birth", once=str(form["once"].value())))
    assert LifeEvent.objects.count() == 1


def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(owner, case):
    day = {"happened_on_day": "1", "happened_on_month": "1", "happened_on_year": "2030"}
    page = text(owner.post(url("life-events", case.pk), told("retirement", note="Likes trains", **day)))
    assert "at most three months ahead" in page
    assert "Likes trains" in page


def test_nothing_is_offered_for_somebody_who_died_or_said_no(cast, owner, case):
    a_life_event(case, cast.owner)
    Person.objects.filter(pk=case.person_id).update(deceased_on=AT.date())
    page = text(owner.get(url("life-events", case.pk)))
    assert "Nothing is proposed any more." in page
    assert "letters/write" not in page
    assert "They have died" in text(owner.post(url("life-events", case.pk), told("birth"), follow=True))


def test_somebody_elses_event_is_not_found(cast, owner, case):
    other = a_case_with_a_home(cast.owner, given_name="Kemal")
    event = a_life_event(other, cast.owner)
    assert owner.post(url("life-event", case.pk, event.pk), {"do": "take-back"}).status_code == 404


def test_a_referral_is_made_for_a_life_event_and_accepting_it_offers_what_fits(cast, owner):
    referral = a_referral(cast.partnership)
    assert "It was made for a life event" in text(owner.get(url("referral", referral.pk)))
    owner.post(url("referral-life-event", referral.pk), {"kind": "moved", "told_by": "registrar"})
    assert ReferralReason.objects.get().told_by == "registrar"
    assert "Moved home" in text(owner.get(url("referral", referral.pk)))
    owner.post(url("referral-life-event", referral.pk), {"kind": "birth", "told_by": "registrar"})
    assert ReferralReason.objects.get().kind == "birth"
    from alongside.journeys.accept_referral import accept_referral

    case = accept_referral(referral=referral, by=cast.owner, at=AT)
    page = text(owner.get(url("life-events", case.pk)))
    assert "A baby was born" in page
    assert referral.reference in page


def test_the_safeguarding_lead_reads_the_referral_without_the_way_to_write(cast, client_as):
    referral = a_referral(cast.partnership)
    page = client_as(cast.safeguarding_lead).get(url("referral", referral.pk))
    assert "made for a life event" not in text(page)
