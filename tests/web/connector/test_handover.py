"""The pages of handover: away and cover, and a move that is prepared, confirmed and undone."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.casework.actions import contacts
from alongside.casework.actions.cover import be_away
from alongside.casework.enums import AwayWhy, MoveStatus
from alongside.casework.models import Absence, CaseloadMove
from alongside.messaging.models import Message
from tests import given
from tests.factories.appointments import an_appointment
from tests.factories.casework import AT
from tests.factories.people import a_person

DAY = dt.timedelta(days=1)
AWAY = "/connector/away/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_connector_writes_down_their_leave_and_the_colleagues_list_is_marked(cast, client_as):
    case = given.open_case(cast.owner)
    contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT)
    owner, colleague = client_as(cast.owner), client_as(cast.colleague)
    sent = {
        "why": "leave", **day("starts_on", AT.date()), **day("ends_on", AT.date() + 3 * DAY),
        "covered_by": str(cast.colleague.pk),
    }  # fmt: skip
    page = owner.post(AWAY, sent, follow=True).content.decode()
    assert "Colin Colleague covers" in page
    page = colleague.get(reverse("connector:worklist")).content.decode()
    assert "You cover for Ayse Demir until" in page
    assert "for Ayse Demir" in page
    assert "Aydın" in page
    shown = "On leave</strong>"  # why is for the lead and for her
    assert shown in owner.get(AWAY).content.decode()
    assert shown not in colleague.get(AWAY).content.decode()


def test_two_days_the_wrong_way_round_are_said_and_kept(cast, client_as):
    sent = {"why": "leave", **day("starts_on", AT.date() + 3 * DAY), **day("ends_on", AT.date())}
    page = client_as(cast.owner).post(AWAY, sent).content.decode()
    assert "before the first day" in page
    assert not Absence.objects.exists()


def test_only_they_and_the_lead_change_it(cast, client_as):
    absence = be_away(
        member=cast.owner, why=AwayWhy.SICKNESS, starts_on=AT.date(), ends_on=None,
        covered_by=cast.colleague, by=cast.team_lead, at=AT,
    )  # fmt: skip
    url = reverse("connector:away-change", args=[absence.pk])
    assert client_as(cast.colleague).post(url, {"do": "back"}).status_code == 404
    assert client_as(cast.stranger).post(url, {"do": "back"}).status_code == 404
    lead = client_as(cast.team_lead)
    lead.post(url, {"do": "cover", "covered_by": str(cast.team_lead.pk)})
    absence.refresh_from_db()
    assert absence.covered_by == cast.team_lead
    lead.post(url, {"do": "back"})
    absence.refresh_from_db()
    assert absence.called_off_at is not None


@pytest.fixture
def people(cast):
    made = []
    for name in ("Ann", "Bob", "Cy"):
        person = a_person(
            by=cast.owner, given_name=name, known_as="", contact_by="email", email=f"{name}@example.org"
        )
        made.append(given.open_case(cast.owner, person=person))
    return made


def test_a_move_is_prepared_changed_confirmed_and_undone(cast, client_as, people):
    lead = client_as(cast.team_lead)
    assert (
        reverse("connector:move-people", args=[cast.owner.pk])
        in lead.get("/connector/team/").content.decode()
    )
    url = reverse("connector:move-people", args=[cast.owner.pk])
    assert "Who has room" in lead.get(url).content.decode()
    assert "Choose at least one person" in lead.post(url, {"to": "spread"}).content.decode()
    sent = {"cases": [str(case.pk) for case in people], "to": str(cast.colleague.pk), "words": "A new job."}
    page = lead.post(url, sent, follow=True).content.decode()
    assert "Held until you confirm" in page
    assert "Hello Ann," in page
    move = CaseloadMove.objects.get()
    here = reverse("connector:move", args=[move.pk])
    lines = {line.case.person.given_name: line for line in move.lines.select_related("case__person")}
    changed = {f"to-{lines['Ann'].pk}": str(cast.team_lead.pk), f"to-{lines['Bob'].pk}": "stays"}
    lead.post(here, {**changed, "do": "confirm"})
    now = {case.person.given_name: case.connector.name for case in map(_fresh, people)}
    assert now == {"Ann": "Tess Lead", "Bob": "Ayse Demir", "Cy": "Colin Colleague"}
    lead.post(here, {"do": "undo"})
    assert {_fresh(case).connector for case in people} == {cast.owner}
    move.refresh_from_db()
    assert move.status == MoveStatus.UNDONE


def _fresh(case):
    case.refresh_from_db()
    return case


def test_a_dropped_move_moves_nobody(cast, client_as, people):
    lead = client_as(cast.team_lead)
    url = reverse("connector:move-people", args=[cast.owner.pk])
    lead.post(url, {"cases": [str(people[0].pk)], "to": "spread"})
    here = reverse("connector:move", args=[CaseloadMove.objects.get().pk])
    lead.post(here, {"do": "drop"})
    lead.post(here, {"do": "confirm"})
    assert _fresh(people[0]).connector == cast.owner


def test_a_move_asks_as_often_for_many_as_for_few(cast, client_as, people):
    lead = client_as(cast.team_lead)
    url = reverse("connector:move-people", args=[cast.owner.pk])

    def asked(some):
        lead.post(url, {"cases": [str(case.pk) for case in some], "to": "spread"})
        here = reverse("connector:move", args=[CaseloadMove.objects.order_by("-made_at", "-id").first().pk])
        lead.get(here)
        with CaptureQueriesContext(connection) as queries:
            lead.get(here)
        return sum("audit" not in query["sql"] and "core_reading" not in query["sql"] for query in queries)

    assert asked(people[:1]) == asked(people)


def test_who_covers_sees_the_appointments_of_whom_they_cover(cast, client_as):
    visit = an_appointment(given.open_case(cast.owner), cast.owner, starts=AT + dt.timedelta(hours=2))
    far = an_appointment(given.open_case(cast.owner, person=a_person(by=cast.owner, given_name="Far")),
                         cast.owner, starts=AT + dt.timedelta(hours=24 * 9))  # fmt: skip
    colleague, today = client_as(cast.colleague), reverse("connector:worklist")
    assert f"appointment-{visit.pk}" not in colleague.get(today).content.decode()
    be_away(
        member=cast.owner, why=AwayWhy.SICKNESS, starts_on=AT.date(), ends_on=AT.date() + 3 * DAY,
        covered_by=cast.colleague, by=cast.team_lead, at=AT,
    )  # fmt: skip
    page = colleague.get(today).content.decode()
    assert f"appointment-{visit.pk}" in page
    assert "for Ayse Demir" in page
    page = colleague.get(reverse("connector:appointments")).content.decode()
    assert f"appointment-{visit.pk}" in page
    assert f"appointment-{far.pk}" not in page  # she is back by then
    where = reverse("connector:check-in-start") + f"?appointment={visit.pk}"
    assert colleague.get(where).status_code == 200
    assert f"appointment-{visit.pk}" not in client_as(cast.team_lead).get(today).content.decode()


def test_leave_leads_to_a_note_to_each_person(cast, client_as, people):
    owner = client_as(cast.owner)
    sent = {
        "why": "leave", **day("starts_on", AT.date()), **day("ends_on", AT.date() + 3 * DAY),
        "covered_by": str(cast.colleague.pk),
    }  # fmt: skip
    answer = owner.post(AWAY, sent, follow=True)
    page = answer.content.decode()
    assert "Tell people that Ayse Demir is away" in page
    assert "Hello Ann," in page
    here = answer.request["PATH_INFO"]
    assert "Nobody was chosen" in owner.post(here, {}, follow=True).content.decode()
    chosen = [str(case.pk) for case in people[:2]]
    assert "2 notes are on their way." in owner.post(here, {"cases": chosen}, follow=True).content.decode()
    assert "0 notes" in owner.post(here, {"cases": [*chosen, "nonsense"]}, follow=True).content.decode()
    assert sorted(Message.objects.values_list("to", flat=True)) == ["Ann@example.org", "Bob@example.org"]
    assert client_as(cast.colleague).get(here).status_code == 404
    assert client_as(cast.team_lead).get(here).status_code == 200


def test_handing_over_one_begins_a_letter_and_what_is_booked_goes_along(cast, client_as):
    case = given.open_case(cast.owner)
    an_appointment(case, cast.owner, starts=AT + dt.timedelta(hours=24))
    where = reverse("connector:case-hand-over", args=[case.pk])
    owner = client_as(cast.owner)
    assert "What is booked goes along, where they are free" in owner.get(where).content.decode()
    sent = {"to": str(cast.colleague.pk), "write": "on", "with_booked": "on"}
    answer = owner.post(where, sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("connector:letter-write", args=[case.pk, "handover"])
    page = answer.content.decode()
    assert "at their home, with Colin Colleague" in page
    assert case.appointments.get().member == cast.colleague
    lead = client_as(cast.team_lead)
    answer = lead.post(where, {"to": str(cast.owner.pk)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("connector:case", args=[case.pk])


def test_who_booked_it_still_goes_where_that_is_wished_or_the_colleague_is_not_free(cast, client_as):
    case = given.open_case(cast.owner)
    an_appointment(case, cast.owner, starts=AT + dt.timedelta(hours=24))
    where, owner = reverse("connector:case-hand-over", args=[case.pk]), client_as(cast.owner)
    owner.post(where, {"to": str(cast.colleague.pk)})
    assert case.appointments.get().member == cast.owner
    lead = client_as(cast.team_lead)
    lead.post(where, {"to": str(cast.owner.pk)})
    other = given.open_case(cast.colleague, person=a_person(by=cast.owner, given_name="Otto"))
    an_appointment(other, cast.colleague, starts=AT + dt.timedelta(hours=24, minutes=30))
    page = owner.post(
        where, {"to": str(cast.colleague.pk), "with_booked": "on"}, follow=True
    ).content.decode()
    assert "Stays with Ayse Demir" in page
    assert "Colin Colleague is with Otto" in page
    assert case.appointments.get().member == cast.owner


def test_a_move_says_what_goes_along_and_what_stays(cast, client_as, people):
    an_appointment(people[0], cast.owner, starts=AT + dt.timedelta(hours=24))
    an_appointment(people[1], cast.owner, starts=AT + dt.timedelta(hours=48))
    other = given.open_case(cast.colleague, person=a_person(by=cast.owner, given_name="Otto"))
    clash = an_appointment(other, cast.colleague, starts=AT + dt.timedelta(hours=48, minutes=30))
    lead = client_as(cast.team_lead)
    url = reverse("connector:move-people", args=[cast.owner.pk])
    sent = {"cases": [str(case.pk) for case in people], "to": str(cast.colleague.pk), "words": ""}
    page = lead.post(url, sent, follow=True).content.decode()
    assert page.count("Colin Colleague is free then") == 1
    assert page.count("Stays with Ayse Demir: ") == 1
    assert "Weight = people × 2" in lead.get(url).content.decode()
    here = reverse("connector:move", args=[CaseloadMove.objects.get().pk])
    lead.post(here, {"do": "confirm"})
    clash.delete()  # whoever took over is free by now: what stayed has stayed all the same
    page = lead.get(here).content.decode()
    assert "is free then" not in page
    assert page.count("Stays with Ayse Demir: ") == 1
