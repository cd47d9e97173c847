"""Volunteers, the directory's letters, absences and moves have a time of their own; and nothing is left to chance."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.casework.actions import moves
from alongside.casework.actions.cover import be_away
from alongside.casework.enums import AwayWhy, MoveStatus, NoteBy
from alongside.casework.models import Absence, CaseloadMove
from alongside.core.models import Change
from alongside.directory.actions import changes, claims, problems, upkeep
from alongside.directory.enums import ProblemKind, ProblemState
from alongside.directory.models import Claim, OrganiserLink, ProblemReport, ProposedChange
from alongside.messaging.models import Message
from alongside.partnerships.models import Submission
from alongside.rights import keeping, registry
from alongside.rights.actions import keeping as actions
from alongside.rights.models import Run, RunItem
from alongside.volunteering.actions import leaving
from alongside.volunteering.models import Application, Check, Expense, Hours, Reference, Volunteer
from tests import given
from tests.domain.rights.test_erasure import CANARY, texts_of_the_database
from tests.factories.casework import AT
from tests.factories.directory import a_service
from tests.factories.volunteering import AT as ASKED
from tests.factories.volunteering import a_ready_volunteer, a_receipt, a_worry, an_application

DAY = dt.timedelta(days=1)


def years(number, since=AT):
    return since.replace(year=since.year + number)


def due(label, on):
    return {one.row for one in keeping.due(on.date()) if one.subject == label}


def let_go(cast, on):
    run = actions.propose(today=on.date(), at=on)
    actions.confirm(run=run, by=cast.steward, at=on)
    while actions.work(run_id=run.pk, at=on):
        pass
    assert not RunItem.objects.exclude(kept="").exists()
    return run


@pytest.fixture(autouse=True)
def _marks(settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path


@pytest.fixture
def grace(cast):
    """A volunteer with a whole path behind her, each word of it a canary; also what was deleted on the way."""
    grace = a_ready_volunteer(
        cast.owner, cast.team_lead, name=CANARY, email=f"{CANARY}@example.org".lower(),
        emergency_contact=CANARY, employer=CANARY,
    )  # fmt: skip
    Application.objects.filter(volunteer=grace).update(motivation=CANARY, interview_note=CANARY)
    Check.objects.filter(volunteer=grace).update(note=CANARY)
    Reference.objects.filter(application__volunteer=grace).update(words=CANARY, name=CANARY)
    Check.objects.filter(volunteer=grace).first().delete()
    Hours.objects.create(volunteer=grace, held_on=AT.date(), minutes=60, role="visit", logged_at=AT)
    leaving.leave(volunteer=grace, by=cast.owner, at=AT)
    return grace


def test_a_volunteer_is_over_six_years_after_they_left_to_the_day(grace):
    assert due("volunteering.Volunteer", years(6) - DAY) == set()
    assert due("volunteering.Volunteer", years(6)) == {grace.pk}


def test_of_a_volunteer_no_word_is_left_in_any_table_or_its_history(cast, grace):
    Message.objects.update(status="held")  # what was sent has a time of its own, which is over by then
    let_go(cast, years(6))
    assert dict(texts_of_the_database()) == {}
    grace.refresh_from_db()
    assert (grace.name, grace.email, grace.phone, grace.born_on, grace.languages) == (
        "Erased",
        "",
        "",
        None,
        [],
    )
    assert not Application.objects.filter(volunteer=grace).exists()
    assert Hours.objects.get(volunteer=grace).minutes == 60, "what was given counts on, without a name"
    assert due("volunteering.Volunteer", years(7)) == set(), "once is enough"


def test_nobody_goes_who_is_here_about_whom_a_worry_is_held_or_who_is_matched(cast):
    here = a_ready_volunteer(cast.owner, cast.team_lead)
    assert due("volunteering.Volunteer", years(20)) == set()
    a_worry(cast.owner, cast.team_lead)
    leaving.leave(volunteer=here, by=cast.owner, at=AT)
    assert due("volunteering.Volunteer", years(20)) == set()


def test_who_was_never_taken_on_is_over_after_a_year(cast):
    asked = an_application(cast.owner)
    label = "volunteering.Application"
    assert due(label, years(1, ASKED) - DAY) == set()
    assert due(label, years(1, ASKED)) == {asked.volunteer_id}
    let_go(cast, years(1))
    assert Volunteer.objects.get(pk=asked.volunteer_id).name == "Erased"
    assert not Reference.objects.exists()
    assert due(label, years(2)) == set()


def test_expenses_stay_six_years_for_the_accounts_and_go_with_their_receipt(cast):
    expense = a_receipt(cast.owner, cast.team_lead)
    assert due("volunteering.Expense", years(6, ASKED) - DAY) == set()
    assert due("volunteering.Expense", years(6, ASKED)) == {expense.pk}
    let_go(cast, years(6))
    assert not Expense.objects.exists()


def test_why_somebody_was_away_is_forgotten_a_year_after_they_were_back(cast):
    over = be_away(
        member=cast.owner, why=AwayWhy.SICKNESS, starts_on=AT.date(), ends_on=AT.date() + DAY, covered_by=None,
        by=cast.owner, at=AT,
    )  # fmt: skip
    still = be_away(
        member=cast.colleague, why=AwayWhy.SICKNESS, starts_on=AT.date(), ends_on=None, covered_by=None,
        by=cast.owner, at=AT,
    )  # fmt: skip
    assert due("casework.Absence", years(1)) == set()
    assert due("casework.Absence", years(1) + DAY) == {over.pk}
    let_go(cast, years(1) + DAY)
    assert set(Absence.objects.all()) == {still}
    trail = Change.objects.filter(table_name="casework_absence", row_id=str(over.pk))
    assert all(line.after is None or line.after["why"] is None for line in trail)


def test_a_move_is_over_three_years_after_it_was_settled_and_its_lines_go_with_it(cast):
    case = given.open_case(cast.owner)
    to = {case.pk: (cast.colleague, NoteBy.CALL)}
    move = moves.prepare(giver=cast.owner, to=to, words=CANARY, by=cast.team_lead, at=AT)
    assert due("casework.CaseloadMove", years(9)) == set()
    moves.end(move=move, status=MoveStatus.DROPPED, by=cast.team_lead, at=AT)
    assert due("casework.CaseloadMove", years(3)) == {move.pk}
    let_go(cast, years(3))
    assert not CaseloadMove.objects.exists()
    assert dict(texts_of_the_database()) == {}


def test_what_people_told_us_of_the_directory_loses_its_names_and_counts_on(cast):
    service = a_service(email=f"{CANARY}@example.org".lower())
    link, _secret = upkeep.make_link(service=service, at=AT)
    claim = claims.claim(link=link, by_name=CANARY, words=CANARY, at=AT)
    claims.decide(claim=claim, accept=False, answer=CANARY, by=cast.steward, at=AT)
    change = changes.propose(
        service=service, link=link, by_name=CANARY, after={"name": CANARY}, note=CANARY, at=AT
    )
    changes.decline(change=change, answer=CANARY, by=cast.steward, at=AT)
    report = problems.report(
        service=service,
        kind=ProblemKind.CLOSED,
        words=CANARY,
        answer_to="a@example.org",
        address="::1",
        at=AT,
    )
    problems.settle(problem=report, state=ProblemState.FINE, note=CANARY, by=cast.steward, at=AT)
    labels = {"Claim": 2, "ProposedChange": 2, "ProblemReport": 1}
    for name, after in labels.items():
        assert due(f"directory.{name}", years(after) - DAY) == set()
        assert len(due(f"directory.{name}", years(after))) == 1
    let_go(cast, years(4))
    assert OrganiserLink.objects.get().email == "Erased"
    assert (Claim.objects.get().by_name, ProposedChange.objects.get().by_name) == ("Erased", "Erased")
    kept = ProblemReport.objects.get()
    assert (kept.words, kept.answer_to, kept.kind) == ("Erased", "", ProblemKind.CLOSED)
    assert set(texts_of_the_database()) <= {("public.directory_service", 1)}, "the entry itself is public"
    assert keeping.due(years(9).date()) == []


def test_what_hangs_on_a_listed_row_is_emptied_in_the_trail_only_from_a_confirmed_list(cast, grace):
    run = actions.propose(today=years(6).date(), at=years(6))
    with (
        pytest.raises(DatabaseError, match="confirmed list"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT audit.scrub_listed(%s, %s, '{}')", [run.pk, str(grace.pk)])


def test_what_says_nothing_about_anybody_goes_by_night(cast):
    old = Submission.objects.create(key="0196e0a0-0000-7000-8000-000000000001", led_to="/")
    Submission.objects.filter(pk=old.pk).update(at=AT - 8 * DAY)
    fresh = Submission.objects.create(key="0196e0a0-0000-7000-8000-000000000002", led_to="/")
    Submission.objects.filter(pk=fresh.pk).update(at=AT - 6 * DAY)
    be_away(
        member=cast.owner, why=AwayWhy.LEAVE, starts_on=AT.date(), ends_on=AT.date(), covered_by=None,
        by=cast.owner, at=AT,
    )  # fmt: skip
    let_go(cast, years(2))
    actions.tidy(at=years(2))
    assert set(Submission.objects.all()) == set(), "both are older than a week by then"
    assert RunItem.objects.exists()
    actions.tidy(at=years(4))
    assert not RunItem.objects.exists()
    assert Run.objects.exists()
    actions.tidy(at=years(9))
    assert not Run.objects.exists()


#: Tables no run, night or owner's command lets go of, with the reason.
BY_HAND = {
    "partnerships.Member": "the name under which somebody acted in records that are kept longer",
    "befriending.Round": "figures about a round of matching, with the member who ran it",
}


def test_every_table_comes_to_its_end_by_itself_but_for_those_named_here(cast):
    modes = {model._meta.label: keeping.mode_of(model) for model in registry.walled()}
    assert {label for label, mode in modes.items() if mode == keeping.Mode.HAND} == set(BY_HAND)
    assert {label for label, mode in modes.items() if mode == keeping.Mode.NIGHT} == keeping.BY_NIGHT
    assert modes["volunteering.Reference"] == keeping.Mode.VOLUNTEER
    assert modes["volunteering.Receipt"] == keeping.Mode.STAYS
