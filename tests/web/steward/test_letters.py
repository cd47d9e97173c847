"""The steward's words of letters and rules for life events."""

import pytest
from django.urls import reverse

from alongside.letters.models import LetterTemplate
from alongside.signposting.models import LifeEventRule


@pytest.fixture
def steward(cast, client_as):
    return client_as(cast.steward)


def words(kind="closing", language="en", layout="standard"):
    return reverse("steward:letter-template", args=[kind, language, layout])


def text(answer):
    return answer.content.decode()


def typed(**more):
    return {
        "subject": "Goodbye for now",
        "body": "Dear {called}\n\nRing {phone}.",
        "short": "",
        "seen": "0",
        **more,
    }


def test_the_words_are_listed_changed_and_put_back(steward):
    assert "Summary when support ends" in text(steward.get(reverse("steward:letter-templates")))
    assert "What we did together" in text(steward.get(words()))
    steward.post(words(), typed())
    assert LetterTemplate.objects.get().changed_by.name == "Stu Steward"
    page = text(steward.get(words()))
    assert "Goodbye for now" in page
    assert "Go back to the words we came with" in page
    assert "your own" in text(steward.get(reverse("steward:letter-templates")))
    steward.post(words(), {"do": "drop"})
    assert not LetterTemplate.objects.exists()


def test_another_language_begins_from_english(steward):
    asked = steward.get(
        reverse("steward:letter-templates"), {"kind": "closing", "language": "pl", "layout": "standard"}
    )
    assert asked["Location"] == words(language="pl")
    page = text(steward.get(words(language="pl")))
    assert "There are no words in this language yet" in page
    steward.post(words(language="pl"), typed(subject="Do zobaczenia"))
    assert "Polish" in text(steward.get(reverse("steward:letter-templates")))


def test_a_wrong_name_in_braces_is_said_and_nothing_typed_is_lost(steward):
    page = text(steward.post(words(), typed(body="Dear {caled}")))
    assert "{caled} stands for nothing" in page
    assert "Goodbye for now" in page
    assert not LetterTemplate.objects.exists()


def test_of_two_stewards_the_second_sees_both_texts(steward):
    steward.post(words(), typed(subject="First"))
    page = steward.post(words(), typed(subject="Second"))
    assert "A colleague’s words, kept meanwhile" in text(page)
    assert "First" in text(page)
    assert "Second" in text(page)
    steward.post(words(), typed(subject="Second", seen=page.context["form"]["seen"].value()))
    assert LetterTemplate.objects.get().subject == "Second"


@pytest.mark.parametrize(
    "where", [("ransom", "en", "standard"), ("closing", "xx", "standard"), ("closing", "en", "x")]
)
def test_what_does_not_exist_is_not_found(steward, where):
    assert steward.get(words(*where)).status_code == 404


def rule(kind="bereavement"):
    return reverse("steward:life-event-rule", args=[kind])


def set_to(**more):
    return {
        "is_on": "on", "after_weeks": "8", "who": "team_lead", "letter": "bereavement", "matters": ["bereavement"],
        "seen": "0", **more,
    }  # fmt: skip


def test_a_sensitive_rule_is_off_until_it_is_switched_on(steward):
    page = text(steward.get(reverse("steward:life-event-rules")))
    assert "Nothing by itself" in page
    assert "This is off until you switch it on" in text(steward.get(rule()))
    steward.post(rule(), set_to())
    row = LifeEventRule.objects.get()
    assert (row.is_on, row.after_weeks, row.who) == (True, 8, "team_lead")
    assert "The team leads" in text(steward.get(reverse("steward:life-event-rules")))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"after_weeks": "99"}, "52"),
        ({"matters": ["weather"]}, "weather"),
        ({"letter": "", "matters": []}, "Choose a letter"),
        ({"seen": "4"}, "A colleague changed this rule"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(steward, wrong, says):
    assert says in text(steward.post(rule(), set_to(**wrong)))
    assert not LifeEventRule.objects.exists()


def test_a_rule_for_nothing_is_not_found(steward):
    assert steward.get(rule("lottery")).status_code == 404
