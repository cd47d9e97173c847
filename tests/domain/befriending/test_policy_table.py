"""The policy table: a scheme's own history under four policies, with nothing shown that tells about few."""

from __future__ import annotations

import datetime as dt

import pytest

from alongside.befriending import history, policy_table, policy_words
from alongside.befriending.actions import queue
from alongside.befriending.actions.errors import CannotDecide
from alongside.befriending.enums import LeaveReason, PairKind, SaidBy
from alongside.befriending.models import Match, Wish
from alongside.numerics.disclosure import attacker_bounds
from alongside.numerics.matching.policies import NEVER, Policy
from alongside.volunteering.models import Volunteer
from tests.factories.befriending import AT, a_scheme
from tests.factories.befriending_history import a_year

THRESHOLD = 5


def read(scheme, at=AT):
    return history.read(scheme, at=at, smallest_area=2 * THRESHOLD)


def table(scheme, at=AT):
    return policy_table.table(scheme, at=at, threshold=THRESHOLD)


def test_too_little_history_gives_no_table_and_says_what_there_is(cast):
    found = table(a_scheme(cast.owner))
    assert not found.known.is_enough
    assert (found.lines, found.groups) == ((), None)
    assert (found.known.people, found.known.matches) == (0, 0)


@pytest.mark.parametrize("short", [{"weeks": 20}, {"people": 15, "matched": 5}, {"matched": 3}])
def test_each_measure_of_history_has_to_be_enough(cast, short):
    known, past = read(a_year(cast.owner, cast.team_lead, **short))
    assert not known.is_enough
    assert past is None


def test_a_history_has_everybody_at_the_week_they_came(cast):
    known, past = read(a_year(cast.owner, cast.team_lead))
    assert known.is_enough
    assert (known.weeks, known.people, known.volunteers) == (52, 60, 3)
    assert (known.matches, known.usual_weeks) == (20, 10)
    assert len(past.problem.people) == 60
    assert past.arrived.min() == 0
    assert past.arrived.max() == 51
    assert set(past.match_weeks.tolist()) == {10}
    assert set(past.joined.tolist()) == {0}
    assert set(past.left.tolist()) == {NEVER}
    assert sorted(set(past.groups["area"])) == ["E09000001", "E09000012"]


def test_somebody_who_left_the_list_stops_waiting_that_week_unless_it_ended_well(cast):
    scheme = a_year(cast.owner, cast.team_lead)
    last, other = Wish.objects.filter(scheme=scheme, matches__isnull=True).order_by("-joined_at")[20:22]
    queue.leave(wish=last, reason=LeaveReason.MOVED, by=cast.owner, at=AT - dt.timedelta(weeks=12))
    queue.leave(wish=other, reason=LeaveReason.ENDED_WELL, by=cast.owner, at=AT - dt.timedelta(weeks=12))
    _known, past = read(scheme)
    assert sorted(set(past.left.tolist())) == [40, NEVER]
    assert past.left.tolist().count(40) == 1


def test_those_kept_out_of_rounds_are_not_in_the_history(cast):
    scheme = a_year(cast.owner, cast.team_lead)
    wish = Wish.objects.filter(scheme=scheme).first()
    queue.hold(wish=wish, on_hold=True, by=cast.owner, at=AT)
    known, _past = read(scheme)
    assert known.people == 59


def test_an_exclusion_holds_in_the_history_and_a_breakdown_does_not(cast):
    scheme = a_year(cast.owner, cast.team_lead)
    wish, volunteer = Wish.objects.filter(scheme=scheme).first(), Volunteer.objects.first()
    for kind in (PairKind.EXCLUSION, PairKind.BREAKDOWN):
        queue.exclude(
            person=wish.person, volunteer=volunteer, kind=kind, said_by=SaidBy.STAFF, by=cast.owner, at=AT
        )
    _known, past = read(scheme)
    assert (len(past.problem.exclusions), len(past.problem.breakdowns)) == (1, 0)


def test_a_small_area_is_one_of_the_other_places(cast):
    _known, past = read(a_year(cast.owner, cast.team_lead, city=3))
    assert sorted(set(past.groups["area"])) == ["E09000012", "other"]


def test_the_table_has_the_four_policies_and_what_holds_now(cast):
    found = table(a_year(cast.owner, cast.team_lead))
    assert [line.policy for line in found.lines] == list(Policy)
    assert [line.policy for line in found.lines if line.holds_now] == [Policy.BLEND]
    assert found.points == 2
    assert [line.points for line in found.others] == [1, 4, 8]
    assert set(found.groups) == {"area", "language", "disability"}
    first_come = found.lines[0]
    assert first_come.p95_wait > 0


def test_the_same_history_gives_the_same_table(cast):
    scheme = a_year(cast.owner, cast.team_lead)
    assert table(scheme) == table(scheme)


def test_nothing_on_the_page_tells_about_fewer_than_five(cast):
    """Whatever is hidden could be anything from 1 to 4, given all that is shown: of every group, every policy."""
    scheme = a_year(cast.owner, cast.team_lead, city=3)
    found = table(scheme)
    area = {row.label: row for row in found.groups["area"]}
    assert area["other"].people is None
    assert area["E09000012"].people is None, "or the small group is the difference to everybody"
    assert area["other"].cells[0].p95_wait is None
    assert area["other"].against is None
    _known, past = read(scheme)
    from alongside.numerics.matching import policies

    outcomes = [policies.simulate(past, policy, weeks=52) for policy in Policy]
    counts, sums = policy_table._counts(outcomes)
    shown = {
        ("over", one, name, row.label): cell.over_26
        for name, rows in found.groups.items()
        for row in rows
        for one, cell in zip(Policy, row.cells, strict=True)
    }
    hidden = {key for key, n in shown.items() if n is None}
    hidden |= {
        ("people", "", name, row.label)
        for name, rows in found.groups.items()
        for row in rows
        if row.people is None
    }
    hidden |= {key for key, n in counts.items() if key[0] == "rest"}
    hidden |= {key for key, n in counts.items() if key[0] == "over" and key[2] == "all" and 0 < n < THRESHOLD}
    for key, (low, high) in attacker_bounds(counts, sums, hidden).items():
        if 0 < counts[key] < THRESHOLD and key[0] != "rest":
            assert low <= 1 or high >= THRESHOLD - 1


def test_a_decision_about_a_version_that_no_longer_holds_is_refused(cast):
    scheme = a_scheme(cast.owner)
    told = {"scheme": scheme, "why": "Trustees", "by": cast.team_lead, "at": AT, "instead_of": 1}
    assert queue.set_parameter(points_per_week_waited=3, **told).version == 2
    with pytest.raises(CannotDecide):
        queue.set_parameter(points_per_week_waited=4, **told)
    assert [one.points_per_week_waited for one in scheme.parameters.order_by("version")] == [2, 3]


def test_words_never_say_why_a_number_is_hidden():
    assert policy_words.count(None) == "not shown"
    assert policy_words.cell(policy_table.Cell(None, None, None)) == "not shown"
    assert policy_words.cell(policy_table.Cell(7, 12.4, 41.2)) == "12 weeks; 7 over 26 weeks; 41 points"
    assert policy_words.against(-2.6) == "3 weeks shorter"
    assert policy_words.against(1.2) == "1 week longer"
    assert policy_words.against(0.0) == "about the same"


def test_a_match_that_goes_on_counts_so_far(cast):
    scheme = a_year(cast.owner, cast.team_lead)
    first = Match.objects.filter(scheme=scheme).order_by("agreed_at").first()
    Match.objects.filter(pk=first.pk).update(status="proposed", ended_at=None, end_reason="", ended_by=None)
    _known, past = read(scheme)
    assert max(past.match_weeks.tolist()) == 51
