"""A request for a copy: its clock, what the copy holds, whom it leaves out, and that a person decides each time."""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.db import connection

from alongside.core import audit
from alongside.people import actions as people
from alongside.people.actions import agreements
from alongside.people.deciding import RepresentativeKind
from alongside.referrals.enums import ReferralKind
from alongside.rights import package, redacting, registry, telling, wording
from alongside.rights.actions import requests
from alongside.rights.actions.errors import CannotDo
from alongside.rights.enums import AccessState, Asker, Decision, Ending, How, Identity, PauseWhy, TermKind
from alongside.rights.models import AccessRequest, Redaction
from tests import given
from tests.factories.casework import AT
from tests.factories.circle import a_tie
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.rights import DAY, a_copy_to_review, a_given_copy, an_access_request

LATER = AT + dt.timedelta(days=9)


@pytest.fixture
def a_life(cast):
    """Mrs A with a referral by her niece, a case, a conversation, a call, an onward referral, answers."""
    case = given.agreed_plan(cast.owner)
    person = case.person
    referral = a_referral(
        cast.partnership,
        kind=ReferralKind.SOMEONE_I_KNOW,
        told={"referrer_name": "Zehra Niece", "referrer_phone": "07700 900555", "note": "Zehra is worried."},
    )
    type(referral).objects.filter(pk=referral.pk).update(person=person)
    given.logged_contact(cast.owner, case=case)
    given.sent_onward_referral(cast.owner, case=case)
    given.first_answers(case, cast.owner)
    people.remember(
        person=person,
        sentence="Ayse Demir rang Fatma on 020 7946 0999 and wrote to fatma@example.org.",
        by=cast.owner,
        at=AT,
    )
    audit.record_readings(
        partnership_id=cast.partnership.pk,
        person_ids=[person.pk],
        actor=f"member:{cast.colleague.pk}",
        page="connector:case",
    )
    return case


def words_of(asked):
    return {row.term: row for row in asked.redactions.all()}


def test_every_model_with_an_export_path_has_its_part_in_the_copy(cast, a_life):
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    declared = {
        model._meta.label
        for model in apps.get_models()
        if getattr(model, "records", None) is not None and model.records.export
    }
    assert len(declared) > 20
    assert package.parts_of(asked.package) == declared


def test_a_model_left_out_of_the_copy_would_be_seen(cast, a_life, monkeypatch):
    kept = tuple(table for table in registry.exported() if table.label != "casework.Contact")
    monkeypatch.setattr(registry, "exported", lambda: kept)
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    assert "casework.Contact" not in package.parts_of(asked.package)


def test_each_word_kept_of_the_person_is_in_the_copy_and_no_key_or_secret_is(cast, a_life):
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    said = json.dumps(asked.package, ensure_ascii=False)
    for word in (
        "I miss cooking for people.",
        "Cooks for twenty",
        "needs a walking frame",
        "The Green House",
        "E8 1EA",
    ):
        assert word in said, word
    onward = a_life.onward_referrals.get()
    for secret in (onward.token_hash, str(a_life.pk), str(a_life.person.pk), str(cast.owner.pk)):
        assert secret not in said


def test_it_tells_who_looked_and_who_changed_by_role_and_never_by_name(cast, a_life):
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    assert {"who": "Connector, Wellbeing Team", "page": "case"}.items() <= asked.package["looked"][0].items()
    assert any(one["what"] == "Person" and one["did"] == "written" for one in asked.package["changed"])
    said = json.dumps(asked.package, ensure_ascii=False)
    for colleague in (cast.owner, cast.colleague, cast.team_lead):
        assert colleague.name not in said
    assert "[Connector, Wellbeing Team] rang Fatma" in said


def test_of_nobody_else_is_anything_in_the_copy(cast, a_life):
    other = a_person(by=cast.owner, given_name="Zqother", family_name="Zqother", phone="07700 900777")
    given.held_conversation(cast.owner, case=given.consented_case(cast.owner, person=other))
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    assert "Zqother" not in json.dumps(asked.package)


def test_what_may_tell_of_somebody_else_is_proposed_with_where_it_stands(cast, a_life):
    a_person(by=cast.owner, given_name="Fatma", phone="")
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    words = words_of(asked)
    assert words["Zehra Niece"].kind == TermKind.REFERRER
    assert words["020 7946 0999"].kind == TermKind.PHONE
    assert words["fatma@example.org"].kind == TermKind.EMAIL
    assert words["Fatma"].kind == TermKind.NAME
    assert any("rang Fatma on 020 7946 0999" in context for context in words["Fatma"].contexts)
    assert "07700 900123" not in words
    assert "+447700900123" not in words, "their own number is theirs"
    assert "Ayten" not in words


def test_what_the_program_wrote_itself_is_not_asked_about_and_brackets_of_people_are(cast, a_life):
    """A colleague stands as "[Connector, Wellbeing Team]", a reference is no name; what somebody typed may be one."""
    people.remember(
        person=a_life.person,
        sentence="Taken from 6F7-CMD by Ayse Demir, as a PDF, for [Perihan] and KAT-TEA.",
        by=cast.owner,
        at=AT,
    )
    words = words_of(a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person))
    assert not {"Connector", "Wellbeing", "CMD", "PDF"} & set(words)
    assert {"Perihan", "KAT-TEA"} <= set(words)


def test_who_stands_beside_somebody_is_proposed_too(cast):
    """Those in the circle of support, who speaks for the person, and whom to ring in an emergency."""
    person = a_person(by=cast.owner, emergency_name="Leyla Kaya", emergency_phone="+447700900611")
    a_tie(given.open_case(cast.owner, person=person), cast.owner, who="Perihan")
    agreements.name_representative(
        person=person,
        told={
            "kind": RepresentativeKind.ADVOCATE,
            "name": "Oliver Stone",
            "email": "oliver@advocacy.example.org",
            "scope": "housing",
        },
        by=cast.owner,
        at=AT,
    )
    words = words_of(a_copy_to_review(cast.owner, cast.team_lead, person=person))
    assert {"Leyla Kaya", "Perihan", "Oliver Stone", "oliver@advocacy.example.org"} <= set(words)
    assert any("700900611" in term.replace(" ", "") for term in words)


def test_nothing_leaves_while_a_word_is_undecided_and_what_is_out_is_out_everywhere(cast, a_life):
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    with pytest.raises(CannotDo, match="Decide on every word"):
        requests.give(request=asked, how=How.LETTER, by=cast.team_lead, at=LATER)
    words = words_of(asked)
    decisions = {row.pk: Decision.OUT for row in words.values()}
    decisions[words["Fatma"].pk] = Decision.IN
    assert requests.decide(request=asked, decisions=decisions, by=cast.team_lead, at=LATER) == len(words)
    given_now = requests.give(request=asked, how=How.LETTER, by=cast.team_lead, at=LATER)
    said = json.dumps(given_now.package, ensure_ascii=False)
    for left_out in ("Zehra", "020 7946 0999", "fatma@example.org", "900555"):
        assert left_out not in said, left_out
    assert "[left out]" in said
    assert "Fatma" in said
    assert given_now.released_by == cast.team_lead
    assert Redaction.objects.filter(request=asked, decided_by=cast.team_lead).count() == len(words)
    assert not any(row.contexts for row in asked.redactions.all()), (
        "the words around were for reading through"
    )


def test_a_word_the_program_did_not_find_is_left_out_by_hand(cast, a_life):
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    row = requests.leave_out(request=asked, term="cooking  for people", by=cast.team_lead, at=LATER)
    assert (row.kind, row.decision) == (TermKind.ADDED, Decision.OUT)
    assert row.places
    assert "cooking for people" not in json.dumps(requests.given_package(asked))
    with pytest.raises(CannotDo, match="does not say this"):
        requests.leave_out(request=asked, term="Quetzalcoatl", by=cast.team_lead, at=LATER)


def test_put_together_again_it_holds_what_is_new_and_keeps_what_was_decided(cast, a_life):
    asked = a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person)
    zehra = words_of(asked)["Zehra Niece"]
    requests.decide(request=asked, decisions={zehra.pk: Decision.OUT}, by=cast.team_lead, at=LATER)
    people.remember(person=a_life.person, sentence="Her friend Quincy came by.", by=cast.owner, at=LATER)
    again = requests.prepare(request=asked, by=cast.team_lead, at=LATER)
    words = words_of(again)
    assert words["Zehra Niece"].decision == Decision.OUT
    assert words["Quincy"].decision == ""


def test_a_given_copy_no_longer_changes(cast, a_life):
    asked = a_given_copy(cast.owner, cast.team_lead, person=a_life.person)
    before = asked.package
    with pytest.raises(CannotDo, match="over"):
        requests.prepare(request=asked, by=cast.team_lead, at=LATER)
    people.remember(person=a_life.person, sentence="Something new.", by=cast.owner, at=LATER)
    assert requests.given_package(AccessRequest.objects.get(pk=asked.pk)) == before


def test_what_safeguarding_holds_has_a_part_that_says_nothing_whether_there_is_anything(cast, a_life):
    from tests.factories.safeguarding import a_concern, eyes_of, named

    def parts(asked):
        return [part for part in asked.package["parts"] if part["apart"]]

    without = parts(a_copy_to_review(cast.owner, cast.team_lead, person=a_life.person))
    named(cast)
    a_concern(cast.owner, person=a_life.person)
    with eyes_of(cast.safeguarding_lead):
        other = an_access_request(cast.owner, person=a_life.person)
        held = parts(requests.prepare(request=other, by=cast.team_lead, at=LATER))
    assert held == without
    assert all(part["rows"] == [] for part in held)


def test_in_words_it_says_days_and_yes_and_what_is_not_held(cast, a_life):
    asked = a_given_copy(cast.owner, cast.team_lead, person=a_life.person)
    copy = telling.in_words(asked.package)
    person = next(part for part in copy.parts if part.title == "You").rows[0]
    assert ("Date of birth", "27 March 1948") in person
    assert ("Lives alone", "Yes") in person
    assert copy.nothing
    assert all("T10:00" not in line.at for line in copy.changed)


def test_in_words_the_record_stands_in_its_own_order_and_in_words_of_a_person(cast, a_life):
    """The database keeps no order of keys and the record speaks of codes: neither reaches who asked."""
    asked = a_given_copy(cast.owner, cast.team_lead, person=a_life.person)
    asked.refresh_from_db()
    record = next(part for part in telling.in_words(asked.package).parts if part.title == "You")
    names = [name for name, _said in record.rows[0]]
    assert names.index("First name") < names.index("Date of birth") < names.index("Phone")
    assert names[-1] == "Last changed"
    assert not {"Is carer", "Lsoa21", "Version", "Created at", "Leave message"} & set(names)
    said = dict(record.rows[0])
    assert not said["Phone"].startswith("+44")
    assert wording.value("Languages", ["tr", "en"]) == ["Turkish", "English"]


def test_no_part_of_a_copy_is_named_by_a_table():
    """Django's own plural ("matchs", "known tos") is nobody's word."""
    odd = {
        table.label
        for table in registry.exported()
        if wording.title(table.label, "") == ""
        and str(table.model._meta.verbose_name_plural) == f"{table.model._meta.verbose_name}s"
        and " " in str(table.model._meta.verbose_name)
    }
    assert odd == set()


def test_reading_a_person_with_a_long_life_asks_no_more_often(cast, a_life, django_assert_max_num_queries):
    from django.test.utils import CaptureQueriesContext

    asked = an_access_request(cast.owner, person=a_life.person)
    with CaptureQueriesContext(connection) as few:
        package.make(asked, AT)
    for _ in range(5):
        given.logged_contact(cast.owner, case=a_life)
    with django_assert_max_num_queries(len(few.captured_queries)):
        package.make(asked, AT)


# The clock and its moves -----------------------------------------------------------------------------------------


def test_nothing_is_put_together_before_it_is_known_who_asks(cast):
    asked = an_access_request(cast.owner, identity=None)
    assert asked.state() == AccessState.IDENTITY
    with pytest.raises(CannotDo, match="really them"):
        requests.prepare(request=asked, by=cast.team_lead, at=AT)
    requests.know_who_asks(request=asked, identity=Identity.QUESTIONS, by=cast.owner, at=AT)
    assert AccessRequest.objects.get().state() == AccessState.TO_PREPARE


def test_somebody_who_asks_for_them_needs_a_name_and_their_word(cast):
    with pytest.raises(CannotDo) as told:
        an_access_request(cast.owner, asked_by=Asker.SOLICITOR)
    assert told.value.field == "asker_name"
    asked = an_access_request(cast.owner, asked_by=Asker.SOLICITOR, asker_name="Sue Law", identity=None)
    with pytest.raises(CannotDo, match="see that they may"):
        requests.know_who_asks(request=asked, identity=Identity.KNOWN, by=cast.owner, at=AT)
    requests.know_who_asks(request=asked, identity=Identity.AUTHORITY, by=cast.owner, at=AT)


def test_to_wait_for_who_asks_ends_when_it_is_known(cast):
    asked = an_access_request(cast.owner, identity=None)
    requests.wait(request=asked, why=PauseWhy.IDENTITY, asked="A document", from_on=DAY, by=cast.owner, at=AT)
    assert AccessRequest.objects.get().state() == AccessState.PAUSED
    requests.know_who_asks(request=asked, identity=Identity.DOCUMENT, by=cast.owner, at=LATER)
    clock = AccessRequest.objects.get().clock(LATER.date())
    assert not clock.stands
    assert clock.due_on == dt.date(2026, 12, 14), "nine days were given back, and the 12th is a Saturday"


def test_it_waits_once_at_a_time_and_goes_on_once(cast):
    asked = an_access_request(cast.owner)
    wait = {
        "why": PauseWhy.CLARIFICATION,
        "asked": "Which years?",
        "from_on": DAY,
        "by": cast.owner,
        "at": AT,
    }
    requests.wait(request=asked, **wait)
    with pytest.raises(CannotDo, match="stands already"):
        requests.wait(request=asked, **wait)
    assert requests.go_on(request=asked, on=LATER.date(), by=cast.owner, at=LATER) is not None
    assert requests.go_on(request=asked, on=LATER.date(), by=cast.owner, at=LATER) is None


@pytest.mark.parametrize("ahead", [1, -40])
def test_a_wait_begins_between_the_request_and_today(cast, ahead):
    asked = an_access_request(cast.owner)
    with pytest.raises(CannotDo) as told:
        requests.wait(
            request=asked,
            why=PauseWhy.CLARIFICATION,
            asked="?",
            from_on=DAY + dt.timedelta(days=ahead),
            by=cast.owner,
            at=AT,
        )
    assert told.value.field == "from_on"


def test_it_is_extended_once_with_a_reason_they_were_told_and_not_after_the_month(cast):
    asked = an_access_request(cast.owner)
    requests.extend(request=asked, reason="Eleven years.", told=How.LETTER, by=cast.owner, at=LATER)
    assert AccessRequest.objects.get().clock(DAY).due_on == dt.date(2027, 2, 3)
    other = an_access_request(cast.owner)
    with pytest.raises(CannotDo, match="first month is over"):
        requests.extend(
            request=other, reason="Late.", told=How.LETTER, by=cast.owner, at=AT + dt.timedelta(days=31)
        )


def test_it_ends_without_a_copy_and_is_taken_up_again(cast):
    asked = a_copy_to_review(cast.owner, cast.team_lead)
    with pytest.raises(CannotDo, match="Say why"):
        requests.end(request=asked, ending=Ending.REFUSED, reason=" ", by=cast.team_lead, at=LATER)
    ended = requests.end(request=asked, ending=Ending.WITHDRAWN, reason="", by=cast.team_lead, at=LATER)
    assert ended.package is None, "what was put together for nobody is thrown away"
    assert not ended.redactions.exists()
    again = requests.take_up_again(request=asked, by=cast.team_lead, at=LATER)
    assert AccessRequest.objects.get(pk=again.pk).state() == AccessState.TO_PREPARE


def test_a_request_from_tomorrow_is_refused(cast):
    with pytest.raises(CannotDo, match="lies ahead"):
        an_access_request(cast.owner, received_on=DAY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    "text, term, left",
    [
        ("Ring Fatma, not Fatmagül.", "Fatma", "Ring [left out], not Fatmagül."),
        ("FATMA's sister", "Fatma", "[left out]'s sister"),
        ("a+b (x)", "a+b (x)", "[left out]"),
    ],
)
def test_words_are_left_out_whole_in_any_case_and_as_they_stand(text, term, left):
    made = {"parts": [{"title": term, "rows": [{"Note": text}]}], "changed": []}
    assert redacting.without(made, [term])["parts"][0]["rows"][0]["Note"] == left
    assert redacting.without(made, [term])["parts"][0]["title"] == term
