"""Notes to people: in their language with the English under a draft; told of an absence once, by the way they like."""

import datetime as dt

import pytest

from alongside.casework.actions import contacts
from alongside.casework.actions.cover import be_away, change_cover
from alongside.casework.enums import AwayWhy, NoteBy
from alongside.journeys import notes, tell_of_absence
from alongside.messaging.enums import MessageStatus
from alongside.messaging.models import Message
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_person

DAY = dt.timedelta(days=1)
TODAY = AT.date()
WORDS = {
    "name": "Ayten",
    "giver": "Ayse",
    "taker": "Colin",
    "organisation": "Age Well",
    "phone": "",
    "words": "",
}


@pytest.fixture
def away(cast):
    return be_away(
        member=cast.owner, why=AwayWhy.SICKNESS, starts_on=TODAY, ends_on=TODAY + 7 * DAY,
        covered_by=cast.colleague, by=cast.team_lead, at=AT,
    )  # fmt: skip


def somebody(cast, name, **likes):
    person = a_person(by=cast.owner, given_name=name, known_as="", **{"languages": ["en"], **likes})
    return given.open_case(cast.owner, person=person)


def lines(away, cast):
    return {
        line.case.person.given_name: line for line in tell_of_absence.lines_of(away, cast.partnership, TODAY)
    }


def tell(away, cast, *cases):
    return tell_of_absence.tell(
        absence=away,
        case_ids=[case.pk for case in cases],
        partnership=cast.partnership,
        by=cast.team_lead,
        at=AT,
    )


@pytest.mark.parametrize(
    ("language", "hello"),
    [("tr", "Merhaba Ayten"), ("bn", "Ayten"), ("pl", "Ayten"), ("so", "Ayten"), ("he", "Ayten")],
)
def test_a_note_is_in_their_language_with_the_english_under_a_draft(cast, settings, language, hello):
    person = a_person(by=cast.owner, languages=[language, "en"])
    settings.DRAFT_LANGUAGES = frozenset({language})
    note = notes.written("new_connector", WORDS, person, NoteBy.LETTER, cast.partnership)
    assert (note.language, note.is_draft, note.english) == (language, True, "")
    assert hello in note.body
    assert note.body.index("Hello Ayten") > note.body.index(hello)
    assert "A computer translated this" not in note.body  # it is said in their language
    text = notes.written("new_connector", WORDS, person, NoteBy.TEXT, cast.partnership)
    assert "Hello Ayten" not in text.body  # no room for both
    assert "Hello Ayten" in text.english  # staff read it all the same
    settings.DRAFT_LANGUAGES = frozenset()
    checked = notes.written("new_connector", WORDS, person, NoteBy.LETTER, cast.partnership)
    assert "Hello Ayten" not in checked.body
    assert not checked.is_draft


def test_somebody_whose_language_we_do_not_speak_reads_english(cast):
    person = a_person(by=cast.owner, languages=["yi"])
    assert notes.written("new_connector", WORDS, person, NoteBy.LETTER, cast.partnership).language == "en"


def test_people_are_told_who_is_away_and_who_is_there_but_not_why(cast, away):
    ann = somebody(cast, "Ann", contact_by="email", email="ann@example.org")
    contacts.arrange(case=ann, due_on=TODAY + 2 * DAY, by=cast.owner, at=AT)
    somebody(cast, "Bea", contact_by="letter", address="1 Lime Street")
    somebody(cast, "Cy", contact_by="phone")
    somebody(cast, "Dee", contact_by="email", email="dee@example.org", do_not_contact=True)
    found = lines(away, cast)
    assert {name: line.by for name, line in found.items()} == {
        "Ann": NoteBy.EMAIL, "Bea": NoteBy.LETTER, "Cy": NoteBy.CALL, "Dee": NoteBy.NOTHING,
    }  # fmt: skip
    assert next(iter(found)) == "Ann"  # with whom something is arranged comes first
    assert {name for name, line in found.items() if line.is_due} == {"Ann"}
    assert found["Cy"].note is found["Dee"].note is None
    for said in (found["Ann"].note.body, found["Bea"].note.body):
        assert "Ayse Demir is away from" in said
        assert "Colin Colleague is there for you" in said
        assert "sick" not in said.lower()


def test_what_was_read_is_what_is_sent_and_twice_is_once(cast, away):
    ann = somebody(cast, "Ann", contact_by="email", email="ann@example.org")
    bea = somebody(cast, "Bea", contact_by="letter", address="1 Lime Street")
    quiet = somebody(cast, "Dee", contact_by="email", email="dee@example.org", do_not_contact=True)
    read = lines(away, cast)["Ann"].note
    assert tell(away, cast, ann, bea, quiet) == 2
    assert tell(away, cast, ann, bea, quiet) == 0
    sent = Message.objects.get(to="ann@example.org")
    assert (sent.subject, sent.body) == (read.subject, read.body)
    letter = Message.objects.get(channel="letter")
    assert (letter.status, letter.to) == (MessageStatus.HELD, "Bea Aydın\n1 Lime Street\nE8 1EA")
    assert lines(away, cast)["Ann"].message == sent
    assert Message.objects.count() == 2


def test_another_who_covers_is_news_again(cast, away):
    ann = somebody(cast, "Ann", contact_by="email", email="ann@example.org")
    tell(away, cast, ann)
    change_cover(absence=away, covered_by=cast.team_lead, by=cast.team_lead, at=AT)
    away.refresh_from_db()
    assert lines(away, cast)["Ann"].message is None
    assert tell(away, cast, ann) == 1
    bodies = "".join(Message.objects.values_list("body", flat=True))
    assert "Colin Colleague is there for you" in bodies
    assert "Tess Lead is there for you" in bodies


def test_nobody_of_another_connector_is_told(cast, away):
    theirs = given.open_case(
        cast.colleague, person=a_person(by=cast.owner, email="x@example.org", contact_by="email")
    )
    assert lines(away, cast) == {}
    assert tell(away, cast, theirs) == 0


def test_days_are_in_the_language_of_the_words_around_them(cast, away, settings):
    settings.DRAFT_LANGUAGES = frozenset({"tr"})
    case = somebody(cast, "Ayten", languages=["tr"], contact_by="letter", address="31 Lamb House")
    note = lines(away, cast)["Ayten"].note
    turkish, english = note.body.split("Hello Ayten")
    assert case.person.languages == ["tr"]
    assert "Ocak" in turkish or "Aralık" in turkish or "Kasım" in turkish
    assert not any(month in english for month in ("Ocak", "Aralık", "Kasım"))
    assert any(month in english for month in ("January", "December", "November"))
