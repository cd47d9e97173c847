"""Asking organisers whether their entry is still right: by a link in an e-mail, at most once for each stage of ageing.

Several services with one address come in one e-mail. Only the address a service publishes is written to; never the
officers of a feed. The partnership that writes is the one whose wall we are within.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format

from alongside.core.clock import local
from alongside.directory import feed_queries, upkeep_queries
from alongside.directory.actions import changes, claims, problems, upkeep
from alongside.directory.ages import ages
from alongside.directory.enums import ProblemState
from alongside.directory.models import Claim, OrganiserLink, ProblemReport, ProposedChange, Service
from alongside.directory.rules.freshness import Freshness, out_on
from alongside.messaging import actions as messaging
from alongside.messaging.enums import Channel
from alongside.partnerships.enums import Role
from alongside.partnerships.models import Member, Partnership
from alongside.partnerships.queries import present_members


@dataclass(frozen=True, slots=True)
class Asked:
    """One service in a letter: its name, its link, the day it leaves the results."""

    name: str
    link: str
    leaves_on: str
    is_stale: bool


def ask_organisers(*, partnership: Partnership, at: dt.datetime) -> int:
    """Write to every organiser who is due a letter; return how many letters. Running it again sends nothing twice."""
    due: dict[str, list[tuple[Service, Freshness, dt.date]]] = defaultdict(list)
    for service, state, since in upkeep_queries.to_ask(on=local(at).date()):
        due[service.email.lower()].append((service, state, since))
    asked = 0
    for address, services in sorted(due.items()):
        try:
            _ask(partnership, address, services, at)
        except messaging.CannotQueue:  # an address that takes no letter must not cost the others theirs
            continue
        asked += 1
    return asked


@transaction.atomic
def _ask(
    partnership: Partnership,
    address: str,
    services: list[tuple[Service, Freshness, dt.date]],
    at: dt.datetime,
) -> None:
    asked, links = [], []
    for service, state, since in services:
        link, secret = upkeep.make_link(service=service, at=at, stage=state.value, counted_from=since)
        links.append(link)
        asked.append(_asked(service, secret, is_stale=state == Freshness.STALE))
    messaging.queue(
        partnership=partnership,
        channel=Channel.EMAIL,
        to=address,
        template="is_this_still_right",
        context={"services": asked, "any_stale": any(one.is_stale for one in asked)},
        key=f"is-this-still-right:{links[0].pk}",
        conceal="\n".join(one.link for one in asked),
        at=at,
    )


@transaction.atomic
def send_link(*, partnership: Partnership, service: Service, at: dt.datetime) -> OrganiserLink:
    """Send a link to the address the service publishes, because somebody asked. Raises `upkeep.CannotKeep`."""
    link, secret = upkeep.make_link(service=service, at=at)
    messaging.queue(
        partnership=partnership,
        channel=Channel.EMAIL,
        to=service.email,
        template="your_entry",
        context={"services": [_asked(service, secret, is_stale=False)]},
        key=f"your-entry:{link.pk}",
        conceal=_address(secret),
        at=at,
    )
    return link


@transaction.atomic
def decide_change(
    *, change: ProposedChange, accept_only: list[str] | None, answer: str, by: Member, at: dt.datetime
) -> ProposedChange:
    """A steward takes the change over (these fields), or declines it; whoever proposed it is told."""
    if accept_only is None:
        decided = changes.decline(change=change, answer=answer, by=by, at=at)
    else:
        decided = changes.accept(change=change, only=accept_only, by=by, at=at)
    messaging.queue(
        partnership=by.partnership,
        channel=Channel.EMAIL,
        to=decided.link.email,
        template="your_change",
        context={
            "name": decided.by_name,
            "service": decided.service.name,
            "accepted": accept_only is not None,
            "answer": answer,
            "page": f"{settings.SITE_URL}{reverse('public:service', args=[decided.service_id])}",
        },
        key=f"your-change:{decided.pk}",
        by=by,
        at=at,
    )
    return decided


@transaction.atomic
def decide_claim(*, claim: Claim, accept: bool, answer: str, by: Member, at: dt.datetime) -> Claim:
    """A steward lets somebody keep an entry, or not; they are told. Raises `upkeep.CannotKeep`."""
    decided = claims.decide(claim=claim, accept=accept, answer=answer, by=by, at=at)
    messaging.queue(
        partnership=by.partnership,
        channel=Channel.EMAIL,
        to=decided.email,
        template="your_claim",
        context={
            "name": decided.by_name,
            "service": decided.service.name,
            "accepted": accept,
            "answer": answer,
        },
        key=f"your-claim:{decided.pk}",
        by=by,
        at=at,
    )
    return decided


@transaction.atomic
def settle_problem(
    *, problem: ProblemReport, state: ProblemState, note: str, by: Member, at: dt.datetime
) -> ProblemReport:
    """Say what became of a report; who left an e-mail address for it hears. Raises `upkeep.CannotKeep`."""
    settled = problems.settle(problem=problem, state=state, note=note, by=by, at=at)
    if settled.answer_to:
        try:
            with transaction.atomic():
                messaging.queue(
                    partnership=by.partnership,
                    channel=Channel.EMAIL,
                    to=settled.answer_to,
                    template="your_report",
                    context={
                        "service": settled.service.name,
                        "mended": state == ProblemState.MENDED,
                        "note": settled.settled_note,
                        "page": f"{settings.SITE_URL}{reverse('public:service', args=[settled.service_id])}",
                    },
                    key=f"your-report:{settled.pk}",
                    by=by,
                    at=at,
                )
        except messaging.CannotQueue:  # it is settled all the same
            pass
    return settled


def tell_stewards(*, partnership: Partnership, at: dt.datetime) -> int:
    """Tell the stewards of held readings and of feeds that fail, once each; return how many letters were queued."""
    news = [
        (f"held:{run.pk}", "feed_held", run.feed, run.missing + run.set_aside)
        for run in feed_queries.waiting()
    ]
    for feed in feed_queries.failing():
        last = feed.runs.order_by("-started_at", "-pk").values_list("pk", flat=True)[2:3]
        news += [(f"failing:{first}", "feed_failing", feed, 0) for first in last]
    stewards = [member for member in present_members() if member.role == Role.STEWARD]
    for key, template, feed, missing in news:
        for steward in stewards:
            messaging.queue(
                partnership=partnership,
                channel=Channel.EMAIL,
                to=steward.user.email,
                template=template,
                context={
                    "feed": feed.name,
                    "missing": missing,
                    "link": f"{settings.SITE_URL}{reverse('steward:feed', args=[feed.pk])}",
                },
                key=f"feed-{key}:{steward.pk}",
                at=at,
            )
    return len(news) * len(stewards)


def _asked(service: Service, secret: str, *, is_stale: bool) -> Asked:
    leaves = out_on(confirmed_on=service.confirmed_on, came_on=local(service.created_at).date(), ages=ages())
    return Asked(service.name, _address(secret), date_format(leaves, "l j E Y", use_l10n=False), is_stale)


def _address(secret: str) -> str:
    return f"{settings.SITE_URL}{reverse('public:organiser', args=[secret])}"
