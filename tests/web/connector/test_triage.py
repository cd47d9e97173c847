"""New referrals: the list a connector begins with."""

from __future__ import annotations

import datetime as dt
import html
import re

from alongside.referrals import board
from tests.factories.referrals import AT, a_referral


def test_a_connector_sees_who_waits_and_another_organisation_does_not(cast, client_as):
    a_referral(cast.partnership, told={"urgency": "urgent"})
    ours = client_as(cast.owner).get("/connector/referrals/").content.decode()
    theirs = client_as(cast.stranger).get("/connector/referrals/").content.decode()
    assert "Ayten Aydın" in ours
    assert "One person is waiting for a decision." in ours
    assert "Ayten" not in theirs
    assert "Nobody is waiting" in theirs


def test_the_board_says_who_looks_and_lets_a_colleague_take_over(cast, client_as, time_machine):
    time_machine.move_to(AT + dt.timedelta(minutes=5))
    referral = a_referral(cast.partnership)
    look = f"/connector/referrals/{referral.pk}/look/"
    mine, theirs = client_as(cast.owner), client_as(cast.colleague)
    mine.post(look, {"back": "/connector/referrals/"})
    assert "You are looking at this" in mine.get("/connector/referrals/").content.decode()
    seen = theirs.get("/connector/referrals/").content.decode()
    assert "<strong>Ayse Demir</strong> is looking at this" in seen
    told = theirs.post(look, follow=True)
    assert "Ayse Demir is looking at this. Take over" in told.content.decode()
    theirs.post(look, {"instead": "1"})
    assert "Colin Colleague" in mine.get(f"/connector/referrals/{referral.pk}/").content.decode()
    theirs.post(look, {"undo": "1"})
    assert "I am looking at this" in mine.get("/connector/referrals/").content.decode()


def test_late_is_said_in_words(cast, client_as, time_machine):
    a_referral(cast.partnership, told={"urgency": "urgent"})
    time_machine.move_to(AT + dt.timedelta(days=2))
    page = client_as(cast.owner).get("/connector/referrals/").content.decode()
    assert "Late by 2 days: ring now." in page
    assert "Has waited 2 days." in page


def test_nothing_found_says_so_and_leads_back_to_everybody(cast, client_as):
    a_referral(cast.partnership)
    page = client_as(cast.owner).get("/connector/referrals/?q=zzz").content.decode()
    assert "Nobody waits who fits what you asked for." in page
    assert "Show everybody" in page


def test_odd_questions_show_the_whole_board(cast, client_as):
    a_referral(cast.partnership)
    for odd in ("source=x", "column=x&after=y", "ward=nowhere&language=xx&kind=9", "q=%00%25_"):
        assert client_as(cast.owner).get(f"/connector/referrals/?{odd}").status_code == 200


def test_a_full_column_leads_on_and_back(cast, client_as):
    for n in range(board.A_PAGE + 1):
        a_referral(cast.partnership, told={"name": f"Person {n:02}"})
    visitor = client_as(cast.owner)
    page = visitor.get("/connector/referrals/").content.decode()
    assert f"Person {board.A_PAGE:02}" not in page
    further = html.unescape(re.search(r'href="(\?column=new[^"]+)"', page)[1])
    rest = visitor.get("/connector/referrals/" + further).content.decode()
    assert f"Person {board.A_PAGE:02}" in rest
    assert "The whole board" in rest


def test_told_twice_is_decided_together_from_the_page_and_undone(cast, client_as):
    first, second = a_referral(cast.partnership), a_referral(cast.partnership, told={"name": "Mrs Aydin"})
    visitor = client_as(cast.owner)
    assert (
        "Same person: decide both together"
        in visitor.get(f"/connector/referrals/{first.pk}/").content.decode()
    )
    path = f"/connector/referrals/{second.pk}/together/"
    page = visitor.post(path, {"to": str(first.pk)}, follow=True).content.decode()
    assert "Decided together with this one" in page
    assert "decide this one by itself" in visitor.get(f"/connector/referrals/{second.pk}/").content.decode()
    visitor.post(path, {"undo": "1"})
    second.refresh_from_db()
    assert second.joined_to is None
    assert visitor.post(path, {"to": "nonsense"}).status_code == 404
    assert client_as(cast.stranger).post(path, {"to": str(first.pk)}).status_code == 404
