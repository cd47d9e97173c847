"""Going out alone, through the pages: set out, watched, late, seen to, closed; and the page on the phone."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.appointments import jobs, watching
from alongside.appointments.enums import Kind
from alongside.appointments.models import Arrangement, CheckIn, CheckInEvent
from tests import given
from tests.factories.appointments import HOUR, STARTS, a_check_in, an_appointment, an_arrangement
from tests.factories.casework import AT

MINUTE = dt.timedelta(minutes=1)
DUE = AT + HOUR
WHERE = "Lamb House"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def out(cast):
    an_arrangement(cast.steward, deputy=cast.safeguarding_lead)
    return a_check_in(cast.owner, cast.colleague)


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def text(answer):
    return answer.content.decode()


def late(cast, time_machine, at=DUE):
    time_machine.move_to(at, tick=False)
    jobs.watch(cast.partnership.pk)


def kinds(check_in):
    return [line.kind for line in watching.lines(check_in)]


def test_setting_out_from_an_appointment_is_filled_in_from_it(cast, client_as, time_machine):
    case = given.open_case(cast.owner)
    made = an_appointment(case, cast.owner)
    time_machine.move_to(STARTS - 10 * MINUTE, tick=False)
    owner = client_as(cast.owner)
    path = f"{url('check-in-start')}?appointment={made.pk}"
    page = text(owner.get(path))
    assert "Until 3pm, as booked" in page
    assert case.person.name in page
    sent = {"where": "Flat 31", "minutes": "booked", "buddy": str(cast.colleague.pk), "phone": "07700 900111"}
    answer = owner.post(path, sent)
    out = CheckIn.objects.get()
    assert answer.url == url("check-in", out.pk)
    assert (out.due_at, out.case, out.appointment) == (STARTS + HOUR, case, made)
    page = text(owner.get(answer.url))
    assert watching.secret_of(out) in page
    assert "You are out until 3pm" in text(owner.get(url("worklist")))
    assert owner.get(url("check-in-start")).url == answer.url


@pytest.mark.parametrize("key", ["x", "31aa61e3-0ef6-4ea5-83cb-9aab4070fc4d"])
def test_what_is_not_theirs_is_not_filled_in(cast, client_as, key):
    for name in ("appointment", "case"):
        assert client_as(cast.owner).get(f"{url('check-in-start')}?{name}={key}").status_code == 404


def test_sent_twice_one_sets_out_once(cast, client_as):
    owner = client_as(cast.owner)
    form = owner.get(url("check-in-start")).context["form"]
    sent = {
        "where": "Market",
        "minutes": "60",
        "buddy": str(cast.colleague.pk),
        "once": str(form["once"].value()),
    }
    assert [owner.post(url("check-in-start"), sent).status_code for _ in range(2)] == [302, 302]
    assert CheckIn.objects.count() == 1


def test_the_buddy_sees_no_address_before_it_is_late(cast, client_as, out, time_machine):
    buddy = client_as(cast.colleague)
    page = text(buddy.get(url("check-in", out.pk)))
    assert WHERE not in page
    assert "Show where they went" not in page
    assert WHERE not in text(buddy.post(url("check-in", out.pk), {"do": "look"}, follow=True))
    assert kinds(out) == [Kind.STARTED]


def test_late_the_buddy_finds_it_on_every_page_looks_sees_to_it_and_closes_it(cast, client_as, time_machine):
    case = given.open_case(cast.owner)
    out = a_check_in(cast.owner, cast.colleague, case=case)
    late(cast, time_machine)
    buddy = client_as(cast.colleague)
    assert "Ayse Demir has not said that they are safe" in text(buddy.get(url("people")))
    page = text(buddy.get(url("check-in", out.pk)))
    assert WHERE not in page
    assert "07700 900111" in page
    page = text(buddy.post(url("check-in", out.pk), {"do": "look"}))
    assert WHERE in page
    assert WHERE not in text(buddy.get(url("check-in", out.pk))), "a look is a press, and each is a line"
    assert CheckInEvent.objects.get(kind=Kind.LOOKED).by == cast.colleague
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit.reading WHERE person_id = %s AND actor = %s",
            [case.person_id, f"member:{cast.colleague.pk}"],
        )
        assert cursor.fetchone()[0] == 1
    buddy.post(url("check-in", out.pk), {"do": "see"})
    assert "Colin Colleague is seeing to it" in text(buddy.get(url("check-in", out.pk)))
    assert "few words" in text(buddy.post(url("check-in", out.pk), {"do": "close", "found": "helped"}))
    buddy.post(url("check-in", out.pk), {"do": "close", "found": "safe_forgot"})
    out.refresh_from_db()
    assert not out.is_out
    page = text(buddy.get(url("check-in", out.pk)))
    assert "had forgotten to say so" in page
    assert "has not said" not in text(buddy.get(url("people")))


def test_a_team_lead_sees_who_is_out_who_is_late_and_that_a_message_failed(
    cast, client_as, out, time_machine
):
    lead = client_as(cast.team_lead)
    assert "until 11am" in text(lead.get(url("check-ins")))
    late(cast, time_machine, DUE + 20 * MINUTE)
    page = text(lead.get(url("check-ins")))
    assert "20 minutes" in page
    assert "Nobody is seeing to it" in page
    assert WHERE not in page
    assert "Ayse Demir has not said that they are safe" in page


def test_the_page_of_who_is_out_asks_the_same_however_many_are_out(cast, client_as, out):
    lead = client_as(cast.team_lead)

    def asked():
        with CaptureQueriesContext(connection) as done:
            lead.get(url("check-ins"))
        return len(done)

    one = asked()
    a_check_in(cast.colleague, cast.owner)
    a_check_in(cast.safeguarding_lead, cast.owner)
    assert asked() == one


def test_who_is_out_presses_their_own_buttons_when_signed_in(cast, client_as, out):
    owner = client_as(cast.owner)
    for doing in ("longer-15", "safe", "resume", "help", "nonsense", "see"):
        assert owner.post(url("check-in", out.pk), {"do": doing}).status_code == 302
    assert kinds(out) == [Kind.STARTED, Kind.EXTENDED, Kind.SAFE, Kind.RESUMED, Kind.HELP]


def test_nobody_else_presses_them(cast, client_as, out):
    for doing in ("safe", "longer-15", "help", "resume"):
        client_as(cast.colleague).post(url("check-in", out.pk), {"do": doing})
    assert kinds(out) == [Kind.STARTED]


# The page on the phone -------------------------------------------------------------------------------------------


@pytest.fixture
def path(out):
    return reverse("public:check-in", args=[watching.secret_of(out)])


def form_of(answer, doing):
    return {"do": doing, "key": str(answer.context["keys"][doing.replace("-", "_")])}


def test_one_tap_without_a_script_and_the_page_says_so(client, out, path):
    page = client.get(path)
    assert WHERE not in text(page)
    assert len(page.content) < 6000, "small, for a poor signal"
    answer = client.post(path, form_of(page, "safe"), follow=True)
    assert "You said at 10am that you are safe." in text(answer)
    assert kinds(out) == [Kind.STARTED, Kind.SAFE]
    assert answer["Cache-Control"] == "no-store, private"


def test_the_same_form_sent_again_after_a_mistake_was_mended_ends_nothing(client, out, path):
    sent = form_of(client.get(path), "safe")
    client.post(path, sent)
    client.post(path, form_of(client.get(path), "resume"))
    client.post(path, sent)
    out.refresh_from_db()
    assert out.is_out


def test_a_script_sends_when_it_pressed_and_hears_where_it_stands(client, out, path, time_machine):
    page = client.get(path)
    time_machine.move_to(DUE + 20 * MINUTE, tick=False)
    pressed = str(int((DUE - MINUTE).timestamp() * 1000))
    answer = client.post(
        path, {**form_of(page, "safe"), "tapped": pressed}, headers={"X-Sent-By": "check-in"}
    )
    assert answer.json() == {"said": "You said at 10.59am that you are safe.", "is_out": False}
    assert CheckInEvent.objects.get(kind=Kind.SAFE).tapped_at == DUE - MINUTE


@pytest.mark.parametrize("tapped", ["", "x", "-1", "1e9", "9" * 60, "٣٤", "0"])
def test_a_time_that_cannot_be_is_not_believed_and_the_tap_counts(client, out, path, tapped):
    client.post(path, {**form_of(client.get(path), "safe"), "tapped": tapped})
    assert CheckInEvent.objects.get(kind=Kind.SAFE).tapped_at is None


def test_longer_and_help_by_the_link(client, out, path):
    for doing in ("longer-15", "longer-30", "help"):
        client.post(path, form_of(client.get(path), doing))
    assert kinds(out) == [Kind.STARTED, Kind.EXTENDED, Kind.EXTENDED, Kind.HELP]
    assert "need help" in text(client.get(path))


@pytest.mark.parametrize("sent", [{}, {"do": "x"}, {"do": "longer-99"}, {"do": "safe-ish", "key": "x"}])
def test_what_is_not_on_the_page_asks_for_nothing(client, out, path, sent):
    assert client.post(path, sent).status_code == 302
    assert kinds(out) == [Kind.STARTED]


@pytest.mark.parametrize("secret", ["x", "x" * 200, "A" * 32])
def test_a_link_that_was_cut_or_made_up_shows_nothing_and_says_what_to_do(client, out, secret):
    answer = client.get(reverse("public:check-in", args=[secret]))
    assert answer.status_code == 404
    assert "ring your buddy" in text(answer)
    assert client.post(reverse("public:check-in", args=[secret]), {"do": "safe"}).status_code == 404
    assert kinds(out) == [Kind.STARTED]


def test_a_tap_forged_from_another_site_is_refused(out, path):
    assert Client(enforce_csrf_checks=True).post(path, {"do": "safe"}).status_code == 403
    assert kinds(out) == [Kind.STARTED]


def test_a_steward_arranges_minutes_and_a_deputy(cast, client_as):
    steward = client_as(cast.steward)
    page = reverse("steward:going-out")
    assert "No deputy is named" in text(steward.get(page))
    steward.post(page, {"grace_minutes": "20", "deputy": str(cast.team_lead.pk)})
    kept = Arrangement.objects.get()
    assert (kept.grace_minutes, kept.deputy) == (20, cast.team_lead)
    assert "less than or equal to 120" in text(steward.post(page, {"grace_minutes": "121", "deputy": ""}))
    assert Arrangement.objects.get().grace_minutes == 20
    assert a_check_in(cast.owner, cast.colleague).grace_minutes == 20
