"""Whoever tells us of themselves hears from us in their language; a draft of one says so and carries the English."""

import pytest
from django.utils import translation

from alongside.journeys import own_link
from alongside.messaging.models import Message
from alongside.referrals import actions, notify
from alongside.referrals.enums import DeclineReason, ReferralKind
from tests.factories.people import a_person
from tests.factories.referrals import AT, a_referral

HELLO = {
    "tr": "Başvuru numaranız", "bn": "আপনার রেফারেন্স", "pl": "Numer zgłoszenia", "so": "Tixraacaagu waa",
    "he": "מספר הפנייה שלך",
}  # fmt: skip


def of_oneself(cast, language, **told):
    return a_referral(
        cast.partnership,
        kind=ReferralKind.SELF,
        told={"language": language, "referrer_email": "ayten@example.org", "acknowledge_by": "email", **told},
    )


@pytest.mark.parametrize("language", HELLO)
def test_who_tells_us_of_themselves_is_thanked_in_their_language(cast, settings, language):
    settings.DRAFT_LANGUAGES = frozenset({language})
    referral = of_oneself(cast, language)
    (message,) = Message.objects.all()
    assert HELLO[language] in message.subject
    assert referral.reference in message.subject
    assert message.body.index(HELLO[language]) < message.body.index("Your reference is")
    assert "three" not in message.body, "our words for numbers are English"
    assert "within 3 working days" in message.body.partition("Your reference is")[2]


def test_in_a_checked_language_nothing_is_english_and_a_text_is_short(cast, settings):
    settings.DRAFT_LANGUAGES = frozenset()
    of_oneself(cast, "tr")
    assert "Your reference is" not in Message.objects.get().body
    settings.DRAFT_LANGUAGES = frozenset({"tr"})
    of_oneself(cast, "tr", acknowledge_by="sms", referrer_phone="07700 900456")
    assert "Your reference is" not in Message.objects.get(channel="sms").body


def test_why_we_cannot_help_is_said_in_it_too(cast, settings):
    settings.DRAFT_LANGUAGES = frozenset()
    referral = of_oneself(cast, "pl")
    actions.decline(referral=referral, reason=DeclineReason.OTHER_SERVICE, note="", by=cast.owner, at=AT)
    assert "Lepiej pasuje inna pomoc" in Message.objects.get(template="referral_declined").body


def test_a_worker_reads_english_whatever_the_person_speaks_and_a_neighbour_the_language_of_the_page(cast):
    referral = a_referral(cast.partnership, told={"language": "tr"})
    assert notify.language_of(referral) == "en"
    with translation.override("bn"):
        assert notify.language_of(referral) == "bn"


def test_the_link_to_what_they_agreed_to_comes_in_their_language(cast):
    person = a_person(by=cast.owner, languages=["so"], contact_by="email", email="ayten@example.org")
    own_link.give(person=person, by=cast.owner, at=AT)
    body = Message.objects.get(template="what_you_agreed_to").body
    assert body.index("Salaan") < body.index("Hello ")
