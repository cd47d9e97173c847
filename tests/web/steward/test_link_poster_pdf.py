"""The poster as PDF, and how many people a link led to."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from pypdf import PdfReader

from alongside.referrals import links
from tests.factories.referrals import AT, a_referral

THIS_YEAR = dt.date(2026, 1, 1)


def test_the_poster_says_what_to_do_and_can_be_read_aloud(cast, client_as):
    answer = client_as(cast.steward).get(f"/steward/links/{cast.frontline_link.pk}/poster.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert f"poster-{cast.frontline_link.code}.pdf" in answer["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Have you noticed someone who is often alone?",
        f"/tell-us/{cast.frontline_link.code}/",
        "020 7946 0100",
        "If someone is in danger now, ring 999.",
        "Repairs vans",
    ):
        assert words in text
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_ended_link_has_no_poster_to_print(cast, client_as):
    links.close_link(link=cast.frontline_link)
    steward = client_as(cast.steward)
    assert steward.get(f"/steward/links/{cast.frontline_link.pk}/poster.pdf").status_code == 404
    page = steward.get(f"/steward/links/{cast.frontline_link.pk}/").content.decode()
    assert "poster.pdf" not in page


@pytest.mark.parametrize(("how_many", "shown"), [(4, None), (5, 5), (7, 7)])
def test_how_many_were_noticed_is_shown_where_it_says_who_nobody_is(cast, client, client_as, how_many, shown):
    for number in range(how_many):
        a_referral(cast.partnership, link=cast.frontline_link, told={"name": f"Person {number}"})
    a_referral(cast.partnership, link=cast.frontline_link, at=AT - dt.timedelta(days=400))
    a_referral(cast.partnership)
    assert links.noticed_by(cast.frontline_link, since=THIS_YEAR, threshold=5) == shown
    with time_machine.travel(AT, tick=False):
        page = client_as(cast.steward).get(f"/steward/links/{cast.frontline_link.pk}/").content.decode()
        form = client.get(f"/tell-us/{cast.frontline_link.code}/").content.decode()
    assert (f"By this link you noticed {how_many} people this year" in page) == bool(shown)
    assert (f"By this link, {how_many} people were noticed this year" in form) == bool(shown)
    assert ("shown once there are 5" in page) == (not shown)


def test_one_person_told_of_twice_counts_once(cast):
    from alongside.journeys.accept_referral import accept_referral

    first = a_referral(cast.partnership, link=cast.frontline_link, source=cast.organisation)
    again = a_referral(cast.partnership, link=cast.frontline_link, source=cast.organisation)
    case = accept_referral(referral=first, by=cast.owner, at=AT)
    accept_referral(referral=again, by=cast.owner, at=AT, person=case.person)
    assert links.noticed_by(cast.frontline_link, since=THIS_YEAR, threshold=1) == 1
