"""People found by whatever is remembered of them – and by nobody who may not see them."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.test.utils import CaptureQueriesContext

from alongside.casework import finding
from alongside.casework.actions import conversations
from alongside.casework.models import CaseTokens
from alongside.core import tenancy
from alongside.journeys.accept_referral import accept_referral
from alongside.partnerships.actions import know_organisation
from alongside.partnerships.viewer import viewer_of
from alongside.people import actions as people
from alongside.people import finding as people_finding
from alongside.people.models import Person, PersonTokens
from alongside.people.remembered import remembered
from tests import given
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.work import a_case_of, noted

TODAY = AT.date()


def found(member, text):
    return finding.search(viewer_of(member), remembered(text, today=TODAY)).rows


def names(member, text):
    return [row.person.name for row in found(member, text)]


def parts(member, text):
    (row,) = found(member, text)
    return people_finding.said(row.hit.met, row.person, today=TODAY)


@pytest.fixture
def ayten(cast):
    return a_case_of(
        cast.owner,
        known_as="Nene",
        phone="07700 900123",
        postcode="E8 1EA",
        address="14 Mare Street",
        email="ayten@example.org",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ayten", ["Name"]),
        ("AYDIN", ["Name"]),
        ("Aydın ayt", ["Name"]),
        ("nene", ["Likes to be called Nene"]),
        ("ytn", None),
        ("dın", ["Similar name"]),
        ("Aytan", ["Similar name"]),
        ("Atyen", ["Similar name"]),
        ("Aytten", ["Similar name"]),
        ("0123", ["Phone ends 0123"]),
        ("07700 900 123", ["Phone ends 900123"]),
        ("E8 1EA", ["Postcode E8 1EA"]),
        ("e81ea", ["Postcode E8 1EA"]),
        ("mare", ["Address"]),
        ("27/3/1948", ["Date of birth"]),
        ("1948", ["Aged 78"]),
        ("78", ["Aged 78"]),
        ("ayten@example.org", ["E-mail address"]),
        ("ayten mare 0123", ["Name", "Address", "Phone ends 0123"]),
        ("ayten elsewhere", None),
        ("zebedee", None),
    ],
)
def test_anything_remembered_finds_them_and_says_what_matched(cast, ayten, text, said):
    a_case_of(
        cast.owner, given="Bob", family="Other", phone="07700 900999", postcode="N1 1AA",
        address="2 High Road", born_on=dt.date(1960, 1, 1), email="",
    )  # fmt: skip
    if said is None:
        assert names(cast.owner, text) == []
    else:
        assert names(cast.owner, text) == ["Ayten Aydın"]
        assert parts(cast.owner, text) == said


def test_a_word_that_was_written_down_finds_the_person_and_shows_the_line(cast, ayten):
    noted(ayten, cast.owner, "She would love to play dominoes again on Thursdays.")
    (row,) = found(cast.owner, "dominoes")
    assert row.case.pk == ayten.pk
    assert row.line == "She would love to play dominoes again on Thursdays."
    words = {"what_matters": "I miss my pigeons", "strengths": "", "needs": [], "notes": ""}
    talk = conversations.hold(case=ayten, held_on=TODAY, words=words, by=cast.owner, at=AT)
    assert names(cast.owner, "pigeons dominoes") == ["Ayten Aydın"]
    type(talk).objects.filter(pk=talk.pk).update(what_matters="I miss my doves")
    assert names(cast.owner, "pigeons") == []
    assert names(cast.owner, "doves") == ["Ayten Aydın"]


@pytest.mark.parametrize("reference", ["K7M-ADX", "KQM-ADX", "734-496"])
def test_the_reference_and_who_referred_find_the_person(cast, reference):
    practice = know_organisation(name="Lawson Practice", email="post@lawson.example.org")
    referral = a_referral(cast.partnership, source=practice)
    type(referral).objects.filter(pk=referral.pk).update(reference=reference)
    referral.refresh_from_db()
    case = accept_referral(referral=referral, by=cast.owner, at=AT)
    for text in (referral.reference, referral.reference.lower(), referral.reference.replace("-", "")):
        assert [row.case.pk for row in found(cast.owner, text)] == [case.pk]
    assert [row.case.pk for row in found(cast.owner, "Lawson pract")] == [case.pk]


def test_the_likeliest_comes_first(cast):
    for given_name, family in (("Asha", "Quill"), ("Ash", "Young"), ("Maud", "Ashby")):
        a_case_of(cast.owner, given=given_name, family=family)
    assert names(cast.owner, "ash")[0] == "Ash Young"


def test_what_is_found_follows_each_change_whoever_makes_it(cast, ayten):
    person = ayten.person
    people.update_details(
        person=person, version=person.version, changes={"family_name": "Yılmaz"}, by=cast.owner, at=AT
    )
    assert names(cast.owner, "aydin") == []
    assert names(cast.owner, "yilmaz") == ["Ayten Yılmaz"]
    Person.objects.filter(pk=person.pk).update(
        given_name="—", family_name="", known_as="", phone="", address=""
    )
    assert names(cast.owner, "ayten 0123") == []


def test_notes_are_those_of_the_organisation_that_wrote_them(cast, ayten):
    noted(ayten, cast.owner, "Talked about gambling")
    theirs = given.open_case(cast.stranger, person=ayten.person)
    noted(theirs, cast.stranger, "Talked about origami")
    assert names(cast.owner, "gambling") == ["Ayten Aydın"]
    assert names(cast.stranger, "gambling") == []
    assert names(cast.owner, "origami") == []
    assert names(cast.stranger, "origami") == ["Ayten Aydın"]


@pytest.mark.parametrize("who", ["stranger", "organiser", "volunteer", "programme_lead", "steward"])
def test_nobody_else_finds_them(cast, ayten, who):
    noted(ayten, cast.owner, "Talked about dominoes")
    for text in ("ayten", "0123", "E8 1EA", "dominoes", "1948"):
        assert found(getattr(cast, who), text) == []


def test_the_wall_stands_before_the_index_too(cast, ayten):
    far = cast.other_partnership
    with tenancy.within(far.partnership_id, actor="test"):
        assert found(far, "ayten") == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('alongside.sought', 'z', true)")
        assert not PersonTokens.objects.exists()
        assert not CaseTokens.objects.exists()


def test_without_a_question_the_index_is_empty_to_everybody(cast, ayten):
    assert not PersonTokens.objects.exists()
    assert not CaseTokens.objects.exists()
    found(cast.owner, "ayten")
    assert not CaseTokens.objects.exists(), "the question outlived its answer"


def test_somebody_we_know_and_do_not_support_is_found_too(cast):
    a_person(by=cast.owner, given_name="Gerda", family_name="Known")
    (row,) = found(cast.owner, "gerda")
    assert row.case is None


def test_an_ended_case_is_found_and_an_open_one_stands_for_it(cast):
    ended = given.closed_case(cast.owner, at=AT)
    assert [row.case.pk for row in found(cast.owner, "ayten")] == [ended.pk]


def test_a_safeguarding_lead_finds_by_details_and_not_by_notes(cast, ayten):
    noted(ayten, cast.owner, "Talked about dominoes")
    viewer = viewer_of(cast.safeguarding_lead)

    def hits(text):
        return [hit.person.pk for hit in people_finding.found(viewer, remembered(text, today=TODAY))]

    assert hits("aytan") == [ayten.person_id]
    assert hits("dominoes") == []


def test_a_person_and_a_case_go_with_their_tokens(cast):
    case = a_case_of(cast.owner)
    person_id = case.person_id
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_timelineevent WHERE person_id = %s", [person_id])
        cursor.execute("DELETE FROM casework_case WHERE id = %s", [case.pk])
        cursor.execute("SELECT set_config('alongside.sought', 'z', true)")
    assert not CaseTokens.objects.filter(case_id=case.pk).exists()
    assert PersonTokens.objects.filter(person_id=person_id).exists()


def test_a_broken_question_is_refused_and_leaks_nothing(cast, ayten):
    with pytest.raises(Error), transaction.atomic(), people_finding.sought("'unclosed"):
        list(CaseTokens.objects.all())


def test_the_words_around_a_word():
    assert finding.around("She plays chess.", "chess") == "She plays chess."
    long = "word " * 40 + "chess " + "word " * 40
    line = finding.around(long, "chess")
    assert line.startswith("… word")
    assert line.endswith("word …")
    assert len(line) < 140
    assert finding.around("nothing here", "chess") == ""


def test_how_many_queries_a_search_takes_does_not_depend_on_whom_it_finds(cast, monkeypatch):
    monkeypatch.setattr(finding, "SHOWN", 3)

    def queries(text):
        with CaptureQueriesContext(connection) as asked:
            found(cast.owner, text)
        return len(asked)

    a_case_of(cast.owner, given="Ayten", family="First")
    assert len(found(cast.owner, "ayten")) == 1
    few = queries("ayten")
    for number in range(4):
        a_case_of(cast.owner, given="Ayten", family=f"Other{number}")
    assert len(found(cast.owner, "ayten")) == 3
    assert queries("ayten") == few


def test_nothing_to_look_for_finds_nobody(ayten, cast):
    assert names(cast.owner, "…") == []
