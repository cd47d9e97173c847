"""From being noticed to being taken on: how invented people come to us, and what triage makes of it."""

import datetime as dt
from typing import Any

from alongside.casework.models import Case
from alongside.core.clock import local
from alongside.demo import said
from alongside.demo.residents import Resident
from alongside.demo.world import Present, World, after
from alongside.journeys.accept_referral import accept_referral
from alongside.partnerships.models import Member
from alongside.referrals import actions as referrals
from alongside.referrals.enums import DeclineReason, ReferralKind, Urgency
from alongside.referrals.models import Referral

DOORS = ("homes", "gp", "libraries", "self", "friend", "staff")
WAITING_DAYS = 5


def is_noticed(world: World, resident: Resident, noticed_on: dt.date, theme: said.Theme) -> Referral:
    """Somebody tells us, through one of the doors. Raises Present when that day has not come."""
    at = world.moment(noticed_on)
    rng, team = world.rng, world.team
    door = rng.choices(DOORS, (30, 22, 9, 15, 10, 14))[0]
    their, them = {"woman": ("her", "her"), "man": ("his", "him")}.get(resident.gender, ("their", "them"))
    told: dict[str, Any] = {
        "name": resident.name,
        "phone": resident.phone,
        "email": resident.email,
        "address": resident.address,
        "postcode": resident.postcode,
        "noticed": list(theme.signs),
        "note": theme.noticed.format(their=their, them=them),
        "contact_times": list(resident.contact_times),
        "leave_message": resident.leave_message,
        "urgency": rng.choices((Urgency.ROUTINE, Urgency.SOON, Urgency.URGENT), (80, 17, 3))[0],
    }
    if resident.language != "en":
        told["language"] = resident.language
    if door in {"self", "staff", "gp"}:
        told["born_on"] = resident.born_on
    else:
        told["age_told"] = resident.age(local(at).date())
    more: dict[str, Any] = {}
    if door in team.organisations and door in said.REFERRERS:
        role, names = said.REFERRERS[door]
        referrer = rng.choice(names)
        told |= {"referrer_name": referrer, "referrer_role": role, "acknowledge_by": "email"}
        told["referrer_email"] = f"{referrer.split()[0].lower().strip('.')}@partners.example.org"
        more = {"source": team.organisations[door], "link": team.links.get(door)}
    kind = {
        "self": ReferralKind.SELF,
        "friend": ReferralKind.SOMEONE_I_KNOW,
        "gp": ReferralKind.PROFESSIONAL,
    }.get(door, ReferralKind.FRONTLINE)
    if door == "friend":
        told |= {"referrer_name": "A neighbour", "referrer_phone": "020 7946 0555", "acknowledge_by": ""}
    if kind == ReferralKind.SELF:
        told |= {"noticed": [], "note": rng.choice(theme.matters)}
    if door == "staff":
        taker = rng.choice([o for o in team.organisations.values() if o.supports_people])
        member = rng.choice(team.connectors(taker))
        kind, more = ReferralKind.PROFESSIONAL, {"by": member}
        told |= {"referrer_name": member.name, "referrer_role": str(member.get_role_display())}
    elif not more:
        takers = [o for o in team.organisations.values() if o.supports_people]
        if len(takers) > 1 and rng.random() < 0.35:
            more = {"source": takers[1]}
    agreed = "yes" if door in {"self", "gp", "staff"} or rng.random() < 0.8 else "not_asked"
    return referrals.receive(partnership=team.partnership, kind=kind, told=told, agreed=agreed, at=at, **more)


def is_triaged(world: World, referral: Referral, resident: Resident) -> tuple[Case, Member] | None:
    """A connector looks at it: asks, declines, or takes the person on. None when no support begins."""
    rng = world.rng
    received_on = local(referral.received_at).date()
    if (local(world.now).date() - received_on).days <= WAITING_DAYS and rng.random() < 0.7:
        raise Present  # nobody has looked at it yet
    day = received_on + dt.timedelta(days=rng.choices((0, 1, 2, 3, 5), (10, 45, 25, 12, 8))[0])
    by = rng.choice(world.team.connectors(referral.given_to))
    fate = rng.random()
    if fate < 0.06:
        at = after(referral.received_at, world.moment(day))
        referrals.ask_for_information(
            referral=referral,
            question="Do they know that you told us? And when is a good time to ring?",
            partnership=world.team.partnership,
            by=by,
            at=at,
        )
        at = after(at, world.moment(day + dt.timedelta(days=rng.randint(2, 8))))
        referrals.add_information(
            referral=referral, text="Rang them: they know, mornings are best.", by=by, at=at
        )
        referral.refresh_from_db()
    at = after(referral.received_at, world.moment(day))
    if 0.06 <= fate < 0.13:
        reason, note = rng.choice(
            (
                (DeclineReason.OUTSIDE_AREA, "We passed this on to the team of their borough."),
                (DeclineReason.NOT_WANTED, "They thanked us and said not now."),
                (DeclineReason.ALREADY_SUPPORTED, "They see somebody from the charity every week."),
                (DeclineReason.NOT_REACHED, ""),
            )
        )
        referrals.decline(referral=referral, reason=reason, note=note, by=by, at=at)
        return None
    if 0.13 <= fate < 0.14:
        referrals.withdraw(referral=referral, by=by, at=at, note="The referrer asked us to stop.")
        return None
    case = accept_referral(
        referral=referral,
        by=by,
        at=at,
        given_name=resident.given_name,
        family_name=resident.family_name,
    )
    return case, by
