"""What was shared about a person, with whom and when, in sentences that can be read to them over the phone.

Each organisation tells what it did itself; which others know the person is said, so that they can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.befriending.enums import Said, Side
from alongside.befriending.models import Match
from alongside.casework.enums import Shareable
from alongside.casework.models import OnwardReferral
from alongside.core.models import Reading
from alongside.joining.queries import records_of
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.models import Member
from alongside.people.enums import ConsentPurpose
from alongside.people.models import Consent, KnownTo
from alongside.referrals.enums import ReferralKind
from alongside.referrals.models import Referral
from alongside.rights.enums import Settled
from alongside.rights.models import AccessRequest, Notice

if TYPE_CHECKING:
    from alongside.partnerships.viewer import Viewer
    from alongside.people.models import Person

MOST = 200
PRIVATE = frozenset({ReferralKind.SOMEONE_I_KNOW})


@dataclass(frozen=True)
class Line:
    """One sentence, as it is read out, and when it happened."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Looked:
    """Who looked at the record: a role at an organisation, how often, when last. Never a name."""

    who: str
    times: int
    last_at: datetime


@dataclass(frozen=True)
class Shared:
    """The whole page: who may see the record now, what was said to whom, who looked."""

    knows: list[KnownTo]
    others: list[str]
    lines: list[Line]
    looks: list[Looked]


def shared(viewer: Viewer, person: Person) -> Shared:
    """Everything the viewer's organisation can tell the person about what left it."""
    knows = list(
        KnownTo.objects.filter(person=person, until_at__isnull=True)
        .select_related("organisation")
        .order_by("since_at", "id")
    )
    theirs = {one.organisation.name for one in knows if one.organisation_id != viewer.organisation_id}
    lines = [
        *_referrals(viewer, person),
        *_agreements(person),
        *_onward(viewer, person),
        *_messages(viewer, person),
        *_befriending(viewer, person),
        *_rights(person),
    ]
    lines.sort(key=lambda line: line.at, reverse=True)
    return Shared(knows, sorted(theirs), lines, looks(person))


def looks(person: Person) -> list[Looked]:
    """Who looked, by role and organisation."""
    rows = list(
        Reading.objects.filter(person_id__in=records_of(person.pk))
        .values("actor")
        .order_by("actor")
        .annotate(times=Count("id"), last=Max("at"))
    )
    keys = [row["actor"][7:] for row in rows if row["actor"].startswith("member:")]
    members = {
        f"member:{one.pk}": one
        for one in Member.objects.filter(pk__in=keys).select_related("organisation").order_by("pk")
    }
    found: dict[str, Looked] = {}
    for row in rows:
        who = described(members.get(row["actor"]), row["actor"])
        before = found.get(who)
        times = row["times"] + (before.times if before else 0)
        last = max(row["last"], before.last_at) if before else row["last"]
        found[who] = Looked(who, times, last)
    return sorted(found.values(), key=lambda one: one.last_at, reverse=True)


def described(member: Member | None, actor: str = "") -> str:
    """A colleague as others may know of them: "Connector, Wellbeing Team"."""
    if member is not None:
        return f"{member.get_role_display()}, {member.organisation.name}"
    if actor.startswith("referring-system:"):
        return _("The computer system that referred you")
    if actor.startswith("system:"):
        return _("Our own program, by itself")
    return _("Somebody who is no longer with us")


def _referrals(viewer: Viewer, person: Person) -> Iterator[Line]:
    rows = Referral.objects.filter(person=person, given_to=viewer.organisation_id)
    for row in rows.select_related("source", "system__organisation").order_by("-received_at", "-id")[:MOST]:
        if row.kind == ReferralKind.SELF:
            yield Line(row.received_at, _("You asked us for help."))
        elif row.kind in PRIVATE:
            yield Line(row.received_at, _("Somebody who knows you told us about you."))
        else:
            source = row.source.name if row.source else row.referrer_role or _("A professional")
            yield Line(row.received_at, _("%(who)s told us about you.") % {"who": source})
        if row.system is not None:
            yield Line(
                row.received_at,
                _(
                    "It came from the computer system of %(who)s. That system can ask whether we took it on; how it "
                    "ended is told only while you agree to that."
                )
                % {"who": row.system.organisation.name},
            )


def _agreements(person: Person) -> Iterator[Line]:
    agreed: dict[str, str] = {
        ConsentPurpose.SUPPORT: _("that we keep a record and support you"),
        ConsentPurpose.RESEARCH: _("that your answers are used, without your name, to learn what helps"),
    }
    rows = Consent.objects.filter(person=person).select_related("shared_with")
    for row in rows.order_by("-given_at", "id")[:MOST]:
        what = agreed.get(row.purpose)
        if what is None:
            name = row.shared_with.name if row.shared_with else ""
            what = _("that we share what is needed with %(name)s") % {"name": name}
        how = str(row.get_channel_display()).lower()
        yield Line(row.given_at, _("You agreed (%(how)s) %(what)s.") % {"how": how, "what": what})
        if row.withdrawn_at:
            yield Line(row.withdrawn_at, _("You took back %(what)s.") % {"what": what})


def _onward(viewer: Viewer, person: Person) -> Iterator[Line]:
    rows = OnwardReferral.objects.filter(case__person=person, case__organisation=viewer.organisation_id)
    for row in rows.order_by("-sent_at", "-id")[:MOST]:
        told = [str(word.label).lower() for word in Shareable if word in row.shared]
        yield Line(
            row.sent_at,
            _("We asked %(name)s to welcome you. We told them: %(what)s.")
            % {"name": row.to_name, "what": "; ".join(told) or _("nothing about who you are")},
        )
        if row.replied_at:
            yield Line(
                row.replied_at, _("We answered a question that %(name)s had asked.") % {"name": row.to_name}
            )
        if row.answered_at:
            words = _("%(name)s said yes.") if not row.decline_reason else _("%(name)s said no.")
            yield Line(row.answered_at, words % {"name": row.to_name})
        if row.withdrawn_at:
            yield Line(
                row.withdrawn_at,
                _("We took it back. %(name)s can no longer open it.") % {"name": row.to_name},
            )


def _messages(viewer: Viewer, person: Person) -> Iterator[Line]:
    own = {word for word in (person.phone, person.email, person.address) if word}
    rows = Message.objects.filter(
        about=person, organisation=viewer.organisation_id, status=MessageStatus.SENT
    )
    ways = {
        Channel.EMAIL: _("an e-mail"),
        Channel.SMS: _("a text message"),
        Channel.LETTER: _("a letter"),
    }
    for row in rows.order_by("-created_at", "-id")[:MOST]:
        way = ways.get(Channel(row.channel), "")
        subject = f" “{row.subject}”" if row.subject else ""
        at = row.sent_at or row.created_at
        if row.to in own:
            yield Line(at, _("We sent you %(way)s%(subject)s.") % {"way": way, "subject": subject})
        else:
            yield Line(
                at,
                _("We sent %(way)s%(subject)s to %(to)s.")
                % {"way": way, "subject": subject, "to": row.masked_to},
            )


def _befriending(viewer: Viewer, person: Person) -> Iterator[Line]:
    rows = Match.objects.filter(person=person, scheme__organisation=viewer.organisation_id)
    rows = rows.select_related("volunteer", "scheme").prefetch_related("answers")
    for row in rows.order_by("-proposed_at", "-id")[:MOST]:
        for answer in row.answers.all():
            if answer.side == Side.VOLUNTEER:
                said = {Said.YES: _(" They said yes."), Said.NO: _(" They said no.")}.get(
                    Said(answer.said), ""
                )
                yield Line(
                    answer.asked_at,
                    _("We described you to a volunteer without your name, address or health.") + said,
                )
        if row.introduced_at:
            yield Line(
                row.introduced_at,
                _("We introduced you to %(name)s, a volunteer of “%(scheme)s”, who knows your name since.")
                % {"name": row.volunteer.name, "scheme": row.scheme.name},
            )
        if row.ended_at:
            yield Line(
                row.ended_at,
                _("It ended with %(name)s, who sees nothing of you since.") % {"name": row.volunteer.name},
            )


def _rights(person: Person) -> Iterator[Line]:
    given = AccessRequest.objects.filter(person=person, released_at__isnull=False)
    for row in given.order_by("-released_at", "id")[:MOST]:
        how = str(row.get_answered_how_display()).lower()
        yield Line(
            row.released_at or row.logged_at, _("We gave a copy of what we hold (%(how)s).") % {"how": how}
        )
    told = Notice.objects.filter(correction__person=person, settled=Settled.TOLD)
    for notice in told.select_related("correction").order_by("-settled_on", "id")[:MOST]:
        yield Line(
            notice.correction.made_at,
            _("We told %(name)s that this was corrected: %(fact)s.")
            % {"name": notice.name, "fact": notice.correction.fact},
        )


def count_in_words(number: int) -> str:
    """`once`, `4 times`."""
    return _("once") if number == 1 else ngettext("%(n)d time", "%(n)d times", number) % {"n": number}
