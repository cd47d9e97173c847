"""The referral everything here is for: a repairs operative has just told us about Mrs A. Nobody has rung her yet."""

import datetime as dt

from alongside.core import clock, tenancy
from alongside.core.working_days import is_working_day
from alongside.demo.partners import team_of
from alongside.partnerships.models import Partnership
from alongside.referrals import actions as referrals
from alongside.referrals.enums import ReferralKind, Sign, Urgency
from alongside.referrals.models import Referral


def is_noticed(partnership: Partnership, now: dt.datetime) -> Referral:
    """Send the referral, within the last working hours before now."""
    with tenancy.within(partnership.pk, actor="system:demo", reason="the demo place"):
        team = team_of(partnership)
        return referrals.receive(
            partnership=partnership,
            kind=ReferralKind.FRONTLINE,
            told={
                "name": "Ayten Aydın",
                "age_told": 78,
                "phone": "020 7946 0178",
                "address": "Flat 31, Lamb House",
                "postcode": "E8 3NR",
                "language": "tr",
                "contact_times": ["morning"],
                "noticed": [Sign.ALONE.value, Sign.LOSS.value, Sign.GETTING_OUT.value],
                "note": "Mended her boiler. Her husband died in spring and she showed me his coat. Third floor, "
                "no lift, and she holds the wall on the stairs. Her English is fine for a chat, but she said it is "
                "lovely to be asked in Turkish. She said yes, ring me.",
                "urgency": Urgency.SOON,
                "referrer_name": "Lee Carter",
                "referrer_role": "Repairs operative",
                "referrer_email": "lee@partners.example.org",
                "acknowledge_by": "email",
            },
            agreed="yes",
            at=_lately(now),
            source=team.organisations["homes"],
            link=team.links["homes"],
        )


def _lately(now: dt.datetime) -> dt.datetime:
    """Forty minutes ago, or late on the last working day where that was not in working hours."""
    moment = clock.local(now) - dt.timedelta(minutes=40)
    if is_working_day(moment.date()) and 9 <= moment.hour < 17:
        return now - dt.timedelta(minutes=40)
    day = moment.date() if moment.hour >= 17 else moment.date() - dt.timedelta(days=1)
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(16, 20), tzinfo=clock.LONDON).astimezone(dt.UTC)
