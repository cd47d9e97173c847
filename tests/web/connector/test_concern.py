"""The safeguarding pages: two taps, a receipt, the board with the mail server down, the record, broken glass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from alongside.core import clock
from alongside.core.models import Reading
from alongside.messaging.models import Message
from alongside.partnerships.enums import Role
from alongside.safeguarding.actions import concerns as actions
from alongside.safeguarding.models import Alert, BreakGlass, Concern, ConcernReading, Entry
from tests import given
from tests.factories.people import a_person
from tests.factories.referrals import a_referral
from tests.factories.safeguarding import SAID, SEEN, a_concern, eyes_of, named
from tests.web import hostile
from tests.web.access_matrix import CONNECTORS, MATRIX, TOLD

SignIn = Callable[[Any], Client]
BOARD = reverse("connector:concerns")
WORRIED = "/connector/worried/"
#: Pages with a person in the middle that have no shared header to be known by.
ABOUT_A_PERSON = {
    "connector:referral", "connector:referral-accept", "connector:referral-ask", "connector:referral-decline",
    "connector:referral-information", "connector:person-details", "connector:plan-print", "connector:shortlist-print",
    "connector:befriending-visit", "connector:befriending-proposal", "connector:befriending-answer",
    "connector:befriending-match-move", "connector:break-glass",
}  # fmt: skip
FORM_ITSELF = {"connector:concern-raise", "connector:concern-raise-referral", "connector:concern-receipt"}


@pytest.fixture(autouse=True)
def _named(cast: Any) -> None:
    named(cast)


def says(page: Any) -> str:
    assert page.status_code == 200, page.status_code
    return page.content.decode()


def only_form(page: Any, path: str) -> hostile.Form:
    return next(f for f in hostile.forms_in(page.content, at=path) if f.method == "post" and f.action == path)


def tell(client: Client, path: str, **words: str) -> str:
    """Press the button on a page with a form; give where it leads."""
    page = client.get(path)
    (once,) = [f.value for f in only_form(page, path).fields if f.name == "once"]
    answer = client.post(path, {"once": once, **words})
    assert answer.status_code == 302, says(answer)
    return answer["Location"]


def test_from_every_page_about_a_person_the_form_is_one_tap_away(cast: Any, client_as: SignIn) -> None:
    """Held over the whole list of pages, so that a new page about a person cannot forget it."""
    world, client, seen = given.World(cast), client_as(cast.owner), set()
    for name, declared in MATRIX.items():
        if declared.method != "get" or not declared.about_ours or Role.CONNECTOR not in declared.allow:
            continue
        with transaction.atomic():
            answer = client.get(reverse(name, kwargs=declared.args(world)), declared.query)
            transaction.set_rollback(True)
        TOLD.clear()
        body = answer.content.decode(errors="replace")
        if name in FORM_ITSELF or not ("as-person-header" in body or name in ABOUT_A_PERSON):
            continue
        seen.add(name)
        assert f'href="{WORRIED}' in body, name
    assert len(seen) > 25, "too few pages to mean anything"
    assert seen >= ABOUT_A_PERSON


def test_the_second_tap_tells_the_lead_with_nothing_typed(cast: Any, client_as: SignIn) -> None:
    case = given.open_case(cast.owner)
    client = client_as(cast.owner)
    page = says(client.get(reverse("connector:case", args=[case.pk])))
    path = reverse("connector:concern-raise", args=[case.person_id])
    assert path in page
    receipt = client.get(tell(client, path))
    assert "999" in says(receipt)
    assert "Nobody answers" not in says(receipt)
    assert cast.safeguarding_lead.name in says(receipt)
    assert Message.objects.get().to == cast.safeguarding_lead.user.email


def test_pressed_twice_it_is_one_concern(cast: Any, client_as: SignIn) -> None:
    path = reverse("connector:concern-raise", args=[a_person(by=cast.owner).pk])
    client = client_as(cast.owner)
    sent = {f.name: f.value for f in only_form(client.get(path), path).fields}
    first, second = (client.post(path, sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    with eyes_of(cast.safeguarding_lead):
        assert Concern.objects.count() == 1


def test_who_raised_it_reads_that_it_was_received_by_whom_and_not_what_was_written(
    cast: Any, client_as: SignIn
) -> None:
    concern = a_concern(cast.owner)
    client, path = client_as(cast.owner), reverse("connector:concern-receipt", args=[concern.pk])
    assert SEEN not in says(client.get(path)) + says(client.get(BOARD))
    client_as(cast.safeguarding_lead).post(reverse("connector:concern", args=[concern.pk]))
    for page in (says(client.get(path)), says(client.get(BOARD))):
        assert cast.safeguarding_lead.name in page
        assert SEEN not in page
        assert SAID not in page
    tell(client, path, seen="And a black eye.")
    assert "black eye" not in says(client.get(path))
    lead = says(client_as(cast.safeguarding_lead).get(reverse("connector:concern", args=[concern.pk])))
    assert "And a black eye." in lead


@pytest.mark.parametrize("who", ["colleague", "team_lead", "safeguarding_lead", "stranger"])
def test_a_receipt_is_nobody_elses(cast: Any, client_as: SignIn, who: str) -> None:
    concern = a_concern(cast.owner)
    path = reverse("connector:concern-receipt", args=[concern.pk])
    assert client_as(getattr(cast, who)).get(path).status_code == 404
    assert client_as(getattr(cast, who)).post(path, {"seen": "x"}).status_code == 404


def test_the_named_deputy_reads_and_a_team_lead_who_is_not_named_does_not(
    cast: Any, client_as: SignIn
) -> None:
    concern = a_concern(cast.owner)
    path = reverse("connector:concern", args=[concern.pk])
    assert SEEN in says(client_as(cast.team_lead).get(path))
    named(cast, deputy=cast.colleague)
    assert client_as(cast.team_lead).get(path).status_code == 404
    assert SEEN in says(client_as(cast.colleague).get(path))
    assert concern.reference not in says(client_as(cast.team_lead).get(BOARD))


def test_each_read_is_written_down_with_who_and_where_before_the_page_is_sent(
    cast: Any, client_as: SignIn
) -> None:
    concern = a_concern(cast.owner)
    client = client_as(cast.safeguarding_lead)
    for page in ("connector:concern", "connector:concern-print"):
        client.get(reverse(page, args=[concern.pk]))
    client.get(reverse("connector:concern-add", args=[concern.pk, "note"]))
    with eyes_of(cast.safeguarding_lead):
        found = list(ConcernReading.objects.order_by("id").values_list("page", "by"))
    assert found == [
        (page, cast.safeguarding_lead.pk)
        for page in ("connector:concern", "connector:concern-print", "connector:concern-add")
    ]
    assert Reading.objects.filter(person_id=concern.person_id, page="connector:concern").exists()
    assert "Sol Safeguard" in says(client.get(reverse("connector:concern", args=[concern.pk])))


def test_a_page_whose_reading_cannot_be_written_is_not_sent(
    cast: Any, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    concern = a_concern(cast.owner)
    client = client_as(cast.safeguarding_lead)

    def refuse(**_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "record_reading", refuse)
    with pytest.raises(RuntimeError):
        client.get(reverse("connector:concern", args=[concern.pk]))


@pytest.mark.parametrize("status", ["queued", "failed"])
def test_the_board_and_every_page_of_the_lead_tell_of_it_while_no_mail_leaves(
    cast: Any, client_as: SignIn, status: str
) -> None:
    a_concern(cast.owner)
    Message.objects.update(status=status, trouble="The mail server does not answer.")
    client = client_as(cast.safeguarding_lead)
    home = client.get("/home/")
    assert home["Location"] == BOARD
    board = says(client.get(BOARD))
    assert "1 safeguarding concern waits" in board
    assert "The mail server does not answer." in board
    assert "1 safeguarding concern waits" in says(client.get("/connector/known-people/"))
    assert "1 safeguarding concern waits" in says(client_as(cast.team_lead).get("/connector/"))
    assert "safeguarding concern" not in says(client_as(cast.colleague).get("/connector/"))
    receipt = reverse("connector:concern-receipt", args=[_only(cast).pk])
    assert "Our message has not left. Ring them now" in says(client_as(cast.owner).get(receipt))


def _only(cast: Any) -> Concern:
    with eyes_of(cast.safeguarding_lead):
        return Concern.objects.get()


def test_i_have_it_takes_the_notice_away_and_the_second_is_told_who(cast: Any, client_as: SignIn) -> None:
    path = reverse("connector:concern", args=[a_concern(cast.owner).pk])
    lead, deputy = client_as(cast.safeguarding_lead), client_as(cast.team_lead)
    lead.post(path)
    assert "concern waits" not in says(lead.get(BOARD))
    assert f"{cast.safeguarding_lead.name} has it already" in says(deputy.post(path, follow=True))


def test_the_whole_record_from_question_to_council_to_end(cast: Any, client_as: SignIn) -> None:
    concern = a_concern(cast.owner)
    client = client_as(cast.safeguarding_lead)
    today = clock.today()

    def add(kind: str, **answers: Any) -> str:
        path = reverse("connector:concern-add", args=[concern.pk, kind])
        return tell(client, path, **answers)

    add("wishes", asked="yes", words="I want it to stop, and to stay here.")
    add("capacity", capacity="has", words="She weighs it up.")
    early = reverse("connector:concern-add", args=[concern.pk, "referral"])
    sent = {
        "sent_to": "Adult social care",
        "sent_on_day": str(today.day),
        "sent_on_month": str(today.month),
        "sent_on_year": str(today.year),
    }
    assert "First write down under “Consent”" in says(client.post(early, sent))
    consent = reverse("connector:concern-add", args=[concern.pk, "consent"])
    assert "Write down why" in says(client.post(consent, {"agreed": "no", "override": ["life"]}))
    assert "no reason is needed" in says(client.post(consent, {"agreed": "yes", "override": ["life"]}))
    add("consent", agreed="no", override=["life"], words="He has threatened to kill her.")
    limbs = reverse("connector:concern-add", args=[concern.pk, "section-42"])
    unsaid = client.post(limbs, {"needs": "yes", "risk": "yes", "protect": "not_known"})
    assert says(unsaid).count("Write down what shows it") >= 2
    why = {"needs_why": "Falls.", "risk_why": "Bruises.", "protect_why": "Frail."}
    add("section-42", needs="yes", risk="yes", protect="yes", **why)
    add("decision", decision="council", words="All three limbs.")
    form = says(client.get(reverse("connector:concern-print", args=[concern.pk])))
    for words in (
        SEEN,
        SAID,
        "I want it to stop",
        "threatened to kill",
        "duty to enquire",
        "Bruises.",
        "Ayten",
    ):
        assert words in form
    add("referral", **sent)
    assert "With the council (1)" in says(client.get(BOARD))
    add("closed", words="The council has it.")
    assert client.get(reverse("connector:concern-add", args=[concern.pk, "wishes"])).status_code == 404
    page = says(client.get(reverse("connector:concern", args=[concern.pk])))
    assert "Open it again" in page
    with eyes_of(cast.safeguarding_lead):
        wrong = Entry.objects.get(kind="wishes")
    add("correction", corrects=str(wrong.pk), words="She said: and to stay with my cat.")
    page = says(client.get(reverse("connector:concern", args=[concern.pk])))
    assert "Corrected below" in page
    assert "stay with my cat" in page


@pytest.mark.parametrize("kind", ["raised", "more", "nonsense", "note-", "x" * 200])
def test_what_the_roles_may_not_add_has_no_page(cast: Any, client_as: SignIn, kind: str) -> None:
    path = reverse("connector:concern-add", args=[a_concern(cast.owner).pk, kind])
    assert client_as(cast.safeguarding_lead).get(path).status_code == 404
    assert client_as(cast.safeguarding_lead).post(path, {"words": "x"}).status_code == 404


def test_hostile_words_are_inert_wherever_a_record_is_read(cast: Any, client_as: SignIn) -> None:
    evil = hostile.SCRIPT
    concern = a_concern(cast.owner, seen=evil, said=evil)
    client = client_as(cast.safeguarding_lead)
    for kind, answers in {
        "wishes": {"asked": "yes"},
        "capacity": {"capacity": "unsure"},
        "consent": {"agreed": "no", "override": ["life"]},
        "section-42": dict.fromkeys(("needs", "risk", "protect"), "yes")
        | {f"{limb}_why": evil for limb in ("needs", "risk", "protect")},
        "decision": {"decision": "council"},
        "note": {},
    }.items():
        tell(client, reverse("connector:concern-add", args=[concern.pk, kind]), words=evil, **answers)
    tell(client_as(cast.owner), reverse("connector:break-glass", args=[concern.person_id]), reason=evil)
    pages = [
        (client, reverse("connector:concern", args=[concern.pk])),
        (client, reverse("connector:concern-print", args=[concern.pk])),
        (client, reverse("connector:concern-add", args=[concern.pk, "consent"])),
        (client, reverse("connector:concerns-opened")),
        (client_as(cast.owner), reverse("connector:break-glass", args=[concern.person_id])),
    ]
    for reader, path in pages:
        assert "<script>alert" not in says(reader.get(path))


def test_words_of_a_concern_show_on_no_page_of_anybody_without_the_duty(cast: Any, client_as: SignIn) -> None:
    canary = "Zqsafeguardcanary"
    world = given.World(cast)
    a_concern(cast.owner, seen=canary, said=canary)
    members = [getattr(cast, who) for who in ("owner", "colleague", "steward", "programme_lead")]
    clients = {member: client_as(member) for member in [*members, cast.volunteer, cast.organiser]}
    for name, declared in MATRIX.items():
        if declared.method != "get" or declared.about_ours:
            continue
        with transaction.atomic():
            path = reverse(name, kwargs=declared.args(world))
            for member, client in clients.items():
                if member.role in declared.allow:
                    with transaction.atomic():
                        answer = client.get(path, declared.query)
                        transaction.set_rollback(True)
                    body = b"" if answer.streaming else answer.content
                    assert canary not in str(body), (member.name, name)
            transaction.set_rollback(True)
        TOLD.clear()


def test_somebody_only_referred_can_be_worried_about_too(cast: Any, client_as: SignIn) -> None:
    referral = a_referral(cast.partnership)
    client = client_as(cast.owner)
    receipt = says(client.get(tell(client, reverse("connector:concern-raise-referral", args=[referral.pk]))))
    assert referral.name in receipt
    page = says(client_as(cast.safeguarding_lead).get(reverse("connector:concern", args=[_only(cast).pk])))
    assert referral.name in page


def test_broken_glass_asks_why_tells_the_lead_and_stands_on_the_list(cast: Any, client_as: SignIn) -> None:
    concern = a_concern(cast.owner)
    path = reverse("connector:break-glass", args=[concern.person_id])
    client = client_as(cast.colleague)
    closed = says(client.get(path))
    assert SEEN not in closed
    assert "Write why you need to read it now." in says(client.post(path, {"reason": " "}))
    tell(client, path, reason="She rang in tears.")
    assert SEEN in says(client.get(path))
    listed = says(client_as(cast.safeguarding_lead).get(reverse("connector:concerns-opened")))
    for words in ("Colin Colleague", "She rang in tears.", concern.reference, "Open now"):
        assert words in listed
    with eyes_of(cast.safeguarding_lead):
        assert ConcernReading.objects.filter(glass__by=cast.colleague, concern=concern).exists()
        assert Alert.objects.filter(glass__isnull=False).count() == 2


def test_before_the_glass_is_broken_nothing_tells_whether_anything_is_held(
    cast: Any, client_as: SignIn
) -> None:
    with_one, without = a_person(by=cast.owner), a_person(by=cast.owner)
    a_concern(cast.owner, person=with_one)
    client = client_as(cast.colleague)

    def page(person: Any, name: str) -> str:
        body = says(client.get(reverse(name, args=[person.pk])))
        cut = [f.value for f in hostile.forms_in(body.encode(), at="/") for f in f.fields if f.name == "once"]
        for unlike in (str(person.pk), *cut):
            body = body.replace(unlike, "")
        return "\n".join(line for line in body.splitlines() if "csrf" not in line)

    for name in ("connector:break-glass", "connector:person-details"):
        assert page(with_one, name) == page(without, name)


def test_after_an_hour_the_glass_is_whole_again(cast: Any, client_as: SignIn) -> None:
    concern = a_concern(cast.owner)
    past = clock.now() - dt.timedelta(minutes=61)
    with eyes_of(cast.colleague):
        BreakGlass.objects.create(
            person=concern.person,
            by=cast.colleague,
            reason="x",
            opened_at=past,
            until_at=past + dt.timedelta(minutes=60),
        )
    assert SEEN not in says(
        client_as(cast.colleague).get(reverse("connector:break-glass", args=[concern.person_id]))
    )


def test_glass_over_somebody_one_may_not_see_does_not_exist(cast: Any, client_as: SignIn) -> None:
    path = reverse("connector:break-glass", args=[a_concern(cast.owner).person_id])
    for member in (cast.stranger, cast.other_partnership):
        assert client_as(member).post(path, {"reason": "x"}).status_code == 404


def test_the_board_asks_the_database_as_often_for_five_as_for_one(cast: Any, client_as: SignIn) -> None:
    from django.test.utils import CaptureQueriesContext

    client = client_as(cast.safeguarding_lead)
    asked = []
    for more in (1, 4):
        for _ in range(more):
            a_concern(cast.owner)
        client.get(BOARD)
        with CaptureQueriesContext(
            connection,
        ) as told:
            says(client.get(BOARD))
        asked.append(len(told))
    assert asked[0] == asked[1]


def test_roles_that_carry_are_the_ones_the_pages_open_for() -> None:
    from alongside.safeguarding import access

    assert CONNECTORS | {Role.SAFEGUARDING_LEAD} == access.MAY_CARRY
