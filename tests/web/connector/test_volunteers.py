"""The team's pages about volunteers: the list, a stage moved with its evidence, a kind no, expenses, worries."""

import datetime as dt

import pytest
from django.urls import reverse

from alongside.core import clock
from alongside.messaging.models import Message
from alongside.volunteering.enums import CheckKind, DbsLevel, ExpenseStatus, Skill, Stage, VolunteerStatus
from alongside.volunteering.models import Expense, Volunteer
from tests.factories.volunteering import (
    ON,
    a_ready_volunteer,
    a_receipt,
    a_worry,
    an_application,
    answered,
    interviewed,
    moved,
)


def at(name, **args):
    return reverse(f"connector:{name}", kwargs=args)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_nothing_sits_unseen_age_and_owner_stand_on_the_list(cast, client_as):
    an_application(cast.owner)
    page = client_as(cast.owner).get(at("volunteers")).content.decode()
    for words in ("Grace Mensah", "Nobody yet", "One is nobody’s yet", "Late"):
        assert words in page


def test_an_application_becomes_a_ready_volunteer_page_by_page(cast, client_as):
    client = client_as(cast.owner)
    application = an_application(cast.owner)
    grace = application.volunteer
    here = {"volunteer_id": grace.pk}

    def move():
        application.refresh_from_db()
        client.post(at("volunteer-move", **here), {"expected": application.stage})
        application.refresh_from_db()

    move()
    assert application.stage == Stage.REFERENCES
    assert application.owner == cast.owner
    for reference in application.references.all():
        answered(reference)
        page = client.get(at("volunteer-reference-read", reference_id=reference.pk)).content.decode()
        assert "Kind, and always on time." in page
        client.post(at("volunteer-reference-read", reference_id=reference.pk), {"accept": "yes"})
    move()
    marks = {"listening": 4, "reliable": 4, "boundaries": 3, "respect": 5}
    client.post(at("volunteer-interview", **here), {**marks, "note": "Warm.", **day("held_on", ON)})
    move()
    today = day("issued_on", clock.today())
    client.post(at("volunteer-check", **here), {"kind": "identity", **today})
    move()
    client.post(at("volunteer-check", **here), {"kind": "dbs", "level": "basic", **today})
    move()
    client.post(at("volunteer-training", **here), {"topic": "core", **day("held_on", ON)})
    move()
    client.post(at("volunteer-check", **here), {"kind": "agreement", **today})
    client.post(at("volunteer-support", **here), {"supervisor": cast.owner.pk, "deputy": cast.colleague.pk})
    move()
    grace.refresh_from_db()
    assert grace.status == VolunteerStatus.READY
    page = client.get(at("volunteer", **here)).content.decode()
    assert "Stands in the way" not in page
    assert "Warm." in page


def test_a_stage_without_its_evidence_does_not_move_and_says_why(cast, client_as):
    application = moved(an_application(cast.owner), cast.owner)
    page = client_as(cast.owner).post(
        at("volunteer-move", volunteer_id=application.volunteer_id), {"expected": "references"}, follow=True
    )
    assert "Two references, read and accepted." in page.content.decode()
    application.refresh_from_db()
    assert application.stage == Stage.REFERENCES


def test_an_unjustified_dbs_level_is_refused_on_the_page_with_the_reason(cast, client_as):
    grace = interviewed(cast.owner).volunteer
    page = client_as(cast.owner).post(
        at("volunteer-check", volunteer_id=grace.pk),
        {"kind": "dbs", "level": DbsLevel.ENHANCED_BARRED, **day("issued_on", ON)},
    )
    text = page.content.decode()
    assert "Asking for it would be an offence" in text
    assert "these tasks allow basic" in text
    assert not grace.checks.filter(kind=CheckKind.DBS).exists()


def test_a_kind_no_needs_a_reason_and_reaches_them(cast, client_as):
    application = an_application(cast.owner)
    client, path = client_as(cast.owner), at("volunteer-refuse", volunteer_id=application.volunteer_id)
    assert "Choose why." in client.post(path, {}).content.decode()
    client.post(path, {"reason": "no_role", "note": "Our book round starts in May."})
    assert "book round" in Message.objects.get(template="volunteer_refused").body


def test_a_change_of_mind_is_written_down_and_sends_nothing(cast, client_as):
    application = an_application(cast.owner)
    client_as(cast.owner).post(
        at("volunteer-refuse", volunteer_id=application.volunteer_id), {"reason": "withdrawn"}
    )
    application.refresh_from_db()
    assert application.stage == Stage.WITHDRAWN
    assert not Message.objects.filter(template="volunteer_refused").exists()


def test_where_applicants_fall_away_is_a_picture_with_its_table(cast, client_as):
    application = an_application(cast.owner, email="gone@example.org")
    type(application).objects.update(received_at=clock.now())
    client = client_as(cast.owner)
    client.post(at("volunteer-refuse", volunteer_id=application.volunteer_id), {"reason": "withdrawn"})
    page = client.get(at("volunteer-funnel")).content.decode()
    assert "most of them left at: Application" in page
    assert "<svg" in page
    assert "Changed their mind" in page


def test_a_lapsed_check_stands_on_the_list_and_on_the_volunteers_page(cast, client_as):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    grace.checks.filter(kind=CheckKind.DBS).update(
        expires_on=clock.today(), issued_on=ON - dt.timedelta(days=900)
    )
    client = client_as(cast.owner)
    assert "Grace Mensah" in client.get(at("volunteer-lapsing")).content.decode()
    assert "lapsed on" in client.get(at("volunteer", volunteer_id=grace.pk)).content.decode()


def test_a_supervision_has_words_for_both_and_words_for_the_team(cast, client_as):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    client = client_as(cast.owner)
    client.post(
        at("volunteer-supervision", volunteer_id=grace.pk),
        {
            "agreed": "A quieter day to ring.",
            "note": "Looks tired.",
            **day("held_on", ON),
            **day("next_on", ON + dt.timedelta(days=50)),
        },
    )
    page = client.get(at("volunteer", volunteer_id=grace.pk)).content.decode()
    assert "A quieter day to ring." in page
    assert "Looks tired." in page


def test_an_expense_is_approved_and_its_receipt_comes_as_a_file(cast, client_as):
    expense = a_receipt(cast.owner, cast.colleague)
    client = client_as(cast.owner)
    file = client.get(at("volunteer-receipt", expense_id=expense.pk))
    assert file["Content-Disposition"].startswith("attachment; ")
    assert file["Content-Type"] == "image/jpeg"
    assert "sandbox" in file["Content-Security-Policy"]
    client.post(at("volunteer-expenses"), {"expense": expense.pk, "decide": "approve"})
    expense.refresh_from_db()
    assert (expense.status, expense.decided_by) == (ExpenseStatus.APPROVED, cast.owner)


def test_a_refused_expense_says_why(cast, client_as):
    expense = a_receipt(cast.owner, cast.colleague)
    client = client_as(cast.owner)
    page = client.post(
        at("volunteer-expenses"), {"expense": expense.pk, "decide": "refuse", "why": " "}, follow=True
    )
    assert "Write why" in page.content.decode()
    client.post(at("volunteer-expenses"), {"expense": expense.pk, "decide": "refuse", "why": "No receipt."})
    assert "No receipt." in Message.objects.get(template="expense_refused").body


@pytest.mark.parametrize("who", ["stranger", "steward"])
def test_somebody_elses_expense_is_not_there(cast, client_as, who):
    expense = a_receipt(cast.owner, cast.colleague)
    client = client_as(getattr(cast, who))
    assert (
        client.post(at("volunteer-expenses"), {"expense": expense.pk, "decide": "approve"}).status_code == 404
    )
    assert client.post(at("volunteer-expenses"), {"expense": "nonsense"}).status_code == 404
    assert Expense.objects.get().status == ExpenseStatus.CLAIMED


def test_the_table_of_expenses_runs_no_formula(cast, client_as):
    a_receipt(cast.owner, cast.colleague)
    table = client_as(cast.owner).get(at("volunteer-expenses-csv")).content.decode()
    assert '"\'=Parking"' in table
    assert "2.40" in table


def test_a_held_receipt_is_opened_by_nobody(cast, client_as):
    expense = a_receipt(cast.owner, cast.colleague)
    expense.receipts.update(is_held=True)
    assert client_as(cast.owner).get(at("volunteer-receipt", expense_id=expense.pk)).status_code == 404


def test_a_worry_is_read_taken_and_closed_with_what_was_done(cast, client_as):
    worry = a_worry(cast.owner, cast.colleague)
    client = client_as(cast.safeguarding_lead)
    assert "Grace Mensah" in client.get(at("volunteer-worries")).content.decode()
    path = at("volunteer-worry", worry_id=worry.pk)
    assert "Mrs A had a bruise." in client.get(path).content.decode()
    client.post(path)
    worry.refresh_from_db()
    assert worry.heard_by == cast.safeguarding_lead
    assert "Write what was done." in client.post(path, {"outcome": ""}).content.decode()
    client.post(path, {"outcome": "Rang her daughter, who was there."})
    worry.refresh_from_db()
    assert worry.closed_by == cast.safeguarding_lead


def test_saying_goodbye_closes_the_volunteers_open_session_at_once(cast, client_as):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    phone = client_as(grace.member)
    assert phone.get("/volunteer/hours/").status_code == 200
    client_as(cast.owner).post(at("volunteer-leave", volunteer_id=grace.pk), {"thanks": "You made us laugh."})
    assert phone.get("/volunteer/hours/").status_code in {302, 404}
    assert Volunteer.objects.get().status == VolunteerStatus.LEFT


def test_an_enquiry_by_phone_is_completed_and_comes_to_references(cast, client_as):
    client = client_as(cast.owner)
    client.post(at("volunteer-new"), {"name": "Nia Roberts", "phone": "07700 900321"})
    nia = Volunteer.objects.get()
    here = {"volunteer_id": nia.pk}
    offer = {
        "name": "Nia Roberts", "phone": "07700 900321",
        "travel": "walk", "radius_m": "3000", "people_at_most": "1", "hours_per_week": "1",
        "pattern": "regular", "roles": ["phone"], **day("born_on", dt.date(2009, 5, 5)),
        **{f"skill_{skill.value}": "0" for skill in Skill},
    }  # fmt: skip
    assert "You need to be 18" in client.post(at("volunteer-offer", **here), offer).content.decode()
    client.post(at("volunteer-offer", **here), offer | day("born_on", dt.date(1990, 5, 5)))
    assert (
        "one way to reach you"
        in client.post(
            at("volunteer-offer", **here), offer | {"phone": ""} | day("born_on", dt.date(1990, 5, 5))
        ).content.decode()
    )
    nia.refresh_from_db()
    assert (nia.tasks, nia.channels) == (["talk_afar"], ["phone"])
    for name in ("Rita", "Paul"):
        client.post(at("volunteer-referee", **here), {"name": name, "email": f"{name}@example.org"})
    client.post(at("volunteer-move", **here), {"expected": "enquiry"})
    client.post(at("volunteer-move", **here), {"expected": "application"})
    assert nia.applications.get().stage == Stage.REFERENCES
    assert Message.objects.filter(template="referee_asked").count() == 2
