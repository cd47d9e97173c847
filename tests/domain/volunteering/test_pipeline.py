"""From an application to a ready volunteer, and what stops it on the way."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from alongside.messaging.models import Message
from alongside.partnerships.models import Member
from alongside.partnerships.viewer import viewer_of
from alongside.volunteering import access, queries
from alongside.volunteering.actions import applications, checks, leaving, references
from alongside.volunteering.actions.errors import (
    CannotAnswer,
    CannotApply,
    CannotMove,
    CannotRecord,
    LevelNotJustified,
)
from alongside.volunteering.enums import (
    CheckKind,
    DbsLevel,
    ReferenceStatus,
    RefusalReason,
    Stage,
    VolunteerStatus,
)
from alongside.volunteering.models import Volunteer
from tests.factories.volunteering import (
    AT,
    OFFERED,
    ON,
    REFEREES,
    a_ready_volunteer,
    an_application,
    answered,
    interviewed,
    moved,
    secret_of,
    see,
)

YEAR = dt.timedelta(days=365)


def test_an_application_becomes_a_ready_volunteer_with_two_people_behind_them(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    assert grace.status == VolunteerStatus.READY
    assert queries.lacks_of(grace, ON) == []
    assert queries.stands_behind(grace) == [cast.owner, cast.colleague]
    assert grace.member is not None
    assert grace.member.user.email == "grace.mensah@example.org"
    ready = queries.ready_volunteers(ON)
    assert [(r.volunteer, r.cleared) for r in ready] == [(grace, {"visit", "phone"})]


def test_each_step_says_what_is_missing(cast):
    application = moved(an_application(cast.owner), cast.owner)
    with pytest.raises(CannotMove, match="Two references"):
        moved(application, cast.owner)


def test_nobody_is_written_to_before_somebody_has_read_the_application(cast):
    application = an_application(cast.owner)
    assert not Message.objects.filter(to="rita.fox@example.org").exists()
    moved(application, cast.owner)
    assert Message.objects.filter(to="rita.fox@example.org").count() == 1


def test_two_people_who_move_an_application_move_it_once(cast):
    application = an_application(cast.owner)
    applications.move_on(application=application, expected="application", by=cast.owner, at=AT)
    with pytest.raises(CannotMove, match="already"):
        applications.move_on(application=application, expected="application", by=cast.colleague, at=AT)


def test_the_same_form_sent_twice_is_one_application(cast):
    import uuid

    key = uuid.uuid4()
    sent = [
        applications.apply(
            organisation=cast.organisation, offered=OFFERED, told={}, referees=REFEREES, at=AT, key=key
        )
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert sent[0].references.count() == 2


@pytest.mark.parametrize(
    ("born", "roles", "words"),
    [
        (dt.date(2011, 1, 1), ["books"], "from the day you are 16"),
        (dt.date(2010, 1, 1), ["visit"], "You need to be 18"),
        (dt.date(2030, 1, 1), ["books"], "Check the day"),
        (dt.date(1, 1, 1), ["books"], "Check the day"),
    ],
)
def test_somebody_too_young_is_told_kindly_at_the_form(cast, born, roles, words):
    with pytest.raises(CannotApply, match=words):
        an_application(cast.owner, born_on=born, roles=roles)


def test_at_sixteen_one_can_help_at_a_group_with_a_guardians_agreement(cast):
    application = an_application(cast.owner, born_on=dt.date(2010, 1, 1), roles=["group"])
    needs = queries.needs_of(application.volunteer, ON)
    from alongside.volunteering import rules

    assert CheckKind.GUARDIAN in rules.needed_kinds(needs)
    assert CheckKind.DBS not in rules.needed_kinds(needs)


def test_a_dbs_level_the_tasks_do_not_justify_is_refused_and_not_recorded(cast):
    application = interviewed(cast.owner)
    with pytest.raises(LevelNotJustified, match="offence"):
        see(application.volunteer, CheckKind.DBS, cast.owner, level=DbsLevel.ENHANCED_BARRED)
    assert not application.volunteer.checks.filter(kind=CheckKind.DBS).exists()


def test_a_kind_no_reaches_the_applicant_and_never_says_what_a_referee_wrote(cast):
    application = moved(an_application(cast.owner), cast.owner)
    answered(application.references.get(email="rita.fox@example.org"))
    applications.refuse(
        application=application,
        reason=RefusalReason.NOT_SUITABLE,
        note="Our book round may suit you.",
        by=cast.owner,
        at=AT,
    )
    message = Message.objects.get(template="volunteer_refused")
    assert "Our book round may suit you." in message.body
    assert "always on time" not in message.body
    application.volunteer.refresh_from_db()
    assert application.volunteer.status == VolunteerStatus.REFUSED


def test_a_referee_answers_once_and_the_link_lapses(cast):
    application = moved(an_application(cast.owner), cast.owner)
    reference = application.references.get(email="rita.fox@example.org")
    secret = secret_of(reference)
    assert queries.reference_by_secret(secret) == reference
    assert queries.reference_by_secret("wrong") is None
    answered(reference)
    with pytest.raises(CannotAnswer, match="already"):
        references.decline(reference=reference, at=AT)
    other = application.references.get(email="paul.okoro@example.org")
    with pytest.raises(CannotAnswer, match="run out"):
        answered(other, at=AT + dt.timedelta(days=28))


def test_a_nudge_sends_a_fresh_link_and_the_old_one_still_works(cast):
    application = moved(an_application(cast.owner), cast.owner)
    reference = application.references.get(email="rita.fox@example.org")
    first = secret_of(reference)
    references.ask(reference=reference, by=cast.owner, at=AT + dt.timedelta(days=3))
    second = secret_of(reference)
    assert first != second
    assert queries.reference_by_secret(first) == queries.reference_by_secret(second) == reference


def test_a_reference_that_is_not_accepted_does_not_count(cast):
    application = moved(an_application(cast.owner), cast.owner)
    for reference, accept in zip(application.references.all(), (True, False), strict=True):
        references.judge(reference=answered(reference), accept=accept, by=cast.owner, at=AT)
    with pytest.raises(CannotMove):
        moved(application, cast.owner)
    assert not application.volunteer.checks.filter(kind=CheckKind.REFERENCES).exists()
    assert application.references.filter(status=ReferenceStatus.NOT_ACCEPTED).count() == 1


def test_somebody_cannot_be_their_own_referee(cast):
    application = an_application(cast.owner)
    with pytest.raises(CannotApply, match="somebody else"):
        references.name_referee(
            application=application, name="Me", email="Grace.Mensah@example.org", at=AT, by=cast.owner
        )


def test_the_database_holds_no_ready_volunteer_without_supervisor_and_deputy(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    for change in ({"supervisor": None}, {"deputy": None}, {"deputy": cast.owner}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Volunteer.objects.filter(pk=grace.pk).update(**change)


def test_supervisor_and_deputy_are_two_people_of_the_organisation_who_are_here(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    for supervisor, deputy in (
        (cast.owner, cast.owner),
        (cast.stranger, cast.owner),
        (cast.steward, cast.owner),
    ):
        with pytest.raises(CannotRecord):
            checks.name_supervisors(
                volunteer=grace, supervisor=supervisor, deputy=deputy, by=cast.team_lead, at=AT
            )


def test_a_supervisor_who_leaves_is_seen_and_the_deputy_stands_in(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    cast.owner.left_at = AT
    cast.owner.save()
    grace.refresh_from_db()
    assert queries.stands_behind(grace) == [cast.colleague]
    assert queries.without_support(viewer_of(cast.team_lead)) == [grace]


def test_a_lapsed_dbs_closes_visits_on_the_day_and_the_rest_stays_as_it_was(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    dbs = grace.checks.get(kind=CheckKind.DBS)
    grace.checks.exclude(kind=CheckKind.DBS).update(expires_on=None)
    assert queries.lacks_of(grace, dbs.expires_on - dt.timedelta(days=1)) == []
    assert [lack.kind for lack in queries.lacks_of(grace, dbs.expires_on)] == [CheckKind.DBS]
    assert queries.ready_volunteers(dbs.expires_on)[0].cleared == frozenset()
    assert queries.lacks_of(grace, dbs.expires_on, ["group"]) == []


def test_a_check_can_be_ended_at_once(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    checks.end_check(
        check=grace.checks.get(kind=CheckKind.DBS), why="Something was found.", by=cast.owner, at=AT
    )
    assert [lack.kind for lack in queries.lacks_of(grace, ON)] == [CheckKind.DBS]


def test_leaving_closes_the_door_at_once_and_says_thank_you(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    leaving.leave(volunteer=grace, thanks="Mrs A will miss your calls.", by=cast.owner, at=AT)
    grace.refresh_from_db()
    assert grace.status == VolunteerStatus.LEFT
    assert not Member.objects.get(pk=grace.member_id).is_present
    assert "Mrs A will miss" in Message.objects.get(template="volunteer_left").body
    assert [lack.kind for lack in queries.lacks_of(grace, ON)] == ["status"]
    assert queries.ready_volunteers(ON) == []


def test_where_people_fall_away_is_counted_by_the_stage_they_left_from(cast):
    viewer = viewer_of(cast.owner)
    a_ready_volunteer(cast.owner, cast.colleague)
    stays = an_application(cast.owner, email="stays@example.org")
    gone = moved(an_application(cast.owner, email="gone@example.org"), cast.owner)
    applications.withdraw(application=gone, note="", by=cast.owner, at=AT)
    steps = {step.stage: step for step in queries.where_they_fall_away(viewer, AT - YEAR)}
    assert steps[Stage.APPLICATION].came == 3
    assert steps[Stage.APPLICATION].still_there == 1
    assert (steps[Stage.REFERENCES].came, steps[Stage.REFERENCES].gave_up) == (2, 1)
    assert steps[Stage.READY].came == 1
    assert [line.application for line in queries.applications(viewer, ON)] == [stays]


def test_an_application_that_waits_is_late_after_its_days(cast):
    application = an_application(cast.owner)
    viewer = viewer_of(cast.owner)
    assert not queries.applications(viewer, ON)[0].is_late
    assert queries.applications(viewer, ON + dt.timedelta(days=10))[0].is_late
    assert queries.applications(viewer, ON)[0].application == application


def test_volunteers_are_seen_by_their_organisation_and_by_nobody_else(cast):
    an_application(cast.owner)
    for member in (cast.owner, cast.colleague, cast.team_lead):
        assert access.visible_to(viewer_of(member)).count() == 1
    for member in (
        cast.stranger,
        cast.organiser,
        cast.volunteer,
        cast.programme_lead,
        cast.safeguarding_lead,
        cast.steward,
    ):
        assert access.visible_to(viewer_of(member)).count() == 0
    assert access.visible_to(None).count() == 0


def test_a_next_talk_in_a_far_year_is_asked_about_not_counted(cast):
    grace = a_ready_volunteer(cast.owner, cast.colleague)
    with pytest.raises(CannotRecord, match="once a year"):
        checks.hold_supervision(
            volunteer=grace, held_on=ON, next_on=dt.date.max, agreed="", note="", by=cast.owner, at=AT
        )
