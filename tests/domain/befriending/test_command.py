"""`alongside match round`: runs a real one, prints numbers, and names the schemes there are when asked for another."""

from __future__ import annotations

import pytest

from alongside.cli import match_round
from alongside.cli.frame import Problem
from tests import given_befriending as given


def test_a_round_from_the_command_line_is_stored_and_told_in_numbers(cast, capsys):
    from alongside.core.clock import now

    scene = given.scene(cast, at=now())
    answer = match_round.run("visits AT home", cast.partnership.slug)
    match_round.tell(answer)
    printed = capsys.readouterr().out
    assert "Visits at home: 1 proposals for 1 people and 1 volunteers; 0 wait on." in printed
    assert "Ayten" not in printed
    assert "Grace" not in printed
    assert answer["proposals"][0]["wish"] == str(scene.wish.pk)
    assert scene.scheme.rounds.get().run_by is None


@pytest.mark.parametrize("asked", ["Chess", "01a1a110-df80-7000-afbe-2d0b9c008a5e"])
def test_an_unknown_scheme_is_answered_with_those_there_are(cast, asked):
    given.scene(cast)
    with pytest.raises(Problem, match="Visits at home"):
        match_round.run(asked, cast.partnership.slug)


def test_more_than_one_partnership_wants_a_name(cast):
    with pytest.raises(Problem, match="--partnership"):
        match_round.run("Visits at home", None)
