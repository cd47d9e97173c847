"""Runs a round of a scheme for `alongside match round`, from the database to stored proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from alongside.cli import frame

if TYPE_CHECKING:
    from alongside.befriending.models import Scheme
    from alongside.partnerships.models import Partnership

BAD_INPUT = 2


def run(scheme: str, partnership: str | None) -> dict[str, Any]:
    """Run it; return what was stored, in numbers and ids. Nothing of a person’s is printed."""
    from alongside.befriending import words
    from alongside.befriending.actions import rounds
    from alongside.befriending.actions.errors import CannotRun
    from alongside.core import clock, tenancy

    with tenancy.within(_partnership(partnership).pk, actor="system:command-line"):
        found = _scheme(scheme)
        try:
            made = rounds.run_round(scheme=found, by=None, at=clock.now())
        except CannotRun as refusal:
            raise frame.Problem(str(refusal)) from None
        return {
            "scheme": found.name,
            "round": str(made.pk),
            "status": made.status,
            "reason": made.reason,
            "words": str(words.STOPPED.get(made.reason, "")),
            "solver": made.solver_version,
            "data": made.data_hash,
            "proposals": [
                {"proposal": str(p), "wish": str(w), "volunteer": str(v), "score": s, "waiting_points": n}
                for p, w, v, s, n in made.proposals.order_by("pk").values_list(
                    "pk", "wish_id", "volunteer_id", "score", "waiting_points"
                )
            ],
            "figures": made.figures,
        }


def _partnership(slug: str | None) -> Partnership:
    from alongside.partnerships.models import Partnership

    known = list(Partnership.objects.order_by("slug"))
    chosen = [one for one in known if one.slug == slug] if slug else known
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(one.slug for one in known) or "none yet"
    raise frame.Problem(f"Say which partnership with --partnership: {names}.", BAD_INPUT)


def _scheme(text: str) -> Scheme:
    from alongside.befriending.models import Scheme

    try:
        found = Scheme.objects.filter(pk=UUID(text)).first()
    except ValueError:
        found = Scheme.objects.filter(name__iexact=text.strip()).first()
    if found is not None:
        return found
    known = Scheme.objects.order_by("name").values_list("name", flat=True)
    names = ", ".join(f"“{name}”" for name in known)
    raise frame.Problem(f"There is no scheme “{text}”. There is: {names or 'none yet'}.", BAD_INPUT)


def tell(answer: dict[str, Any]) -> None:
    """Print it for people."""
    if answer["status"] != "solved":
        raise frame.Problem(f"The round was stopped. {answer['words']} The queue is as it was.")
    figures = answer["figures"]
    click.echo(
        f"{answer['scheme']}: {figures['proposals']} proposals for {figures['people']} people "
        f"and {figures['volunteers']} volunteers; {figures['stay']} wait on."
    )
    before, after = figures["before"], figures["after"]
    click.echo(f"Waiting over 26 weeks: {before['over_26']} before, {after['over_26']} if all are accepted.")
    if figures["stale"]:
        click.echo(f"{figures['stale']} were last asked what they want over 90 days ago.")
    click.echo("Decide them under Befriending, in the browser.")
