"""What became of referrals that systems sent: one query that their door reads, and nobody else's.

Each answer says what may be told and when that last changed. The moment is made of the same facts as the state, so
that whoever asks "what changed since" misses nothing that the state shows. The case is the one that was running
or was opened when the referral was accepted.

Once the person took back that we share with the organisation that referred them, nothing that happened since is told:
the answer stays as it was at that moment, without the outcome.

The query is written out: a practice polls every few minutes, and building it anew from models took longer than
running it. The wall holds for it as for any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from alongside.casework.enums import CaseStatus, Outcome
from alongside.core import clock
from alongside.core.clock import local
from alongside.referrals.fhir.rules import Support
from alongside.referrals.fhir.writing import Standing
from alongside.referrals.models import ReferringSystem, SystemReferral

FOUND = """
SELECT * FROM (
    SELECT s.id, r.decided_at, c.id AS case_id, c.outcome,
           CASE WHEN c.closed_at > share.stopped_at THEN 'open' ELSE c.status END AS status,
           CASE WHEN c.closed_at > share.stopped_at THEN NULL ELSE c.closed_at END AS closed_at,
           reached.at IS NOT NULL OR talked.at IS NOT NULL AS has_begun,
           share.given_at IS NOT NULL AND share.stopped_at IS NULL AS shares,
           greatest(s.changed_at, r.asked_at, r.learned_at, r.decided_at,
                    least(greatest(c.opened_at, c.closed_at, c.reopened_at), share.stopped_at),
                    reached.at, talked.at, share.given_at, share.stopped_at) AS told_at
      FROM referrals_systemreferral s
      LEFT JOIN referrals_referral r ON r.partnership_id = s.partnership_id AND r.id = s.referral_id
      LEFT JOIN LATERAL (
           SELECT * FROM casework_case c
            WHERE c.partnership_id = r.partnership_id AND c.person_id = r.person_id
              AND c.organisation_id = r.given_to_id
              AND (c.status = 'open' OR c.closed_at >= r.decided_at)
            ORDER BY c.opened_at, c.id LIMIT 1) c ON r.person_id IS NOT NULL
      LEFT JOIN LATERAL (
           SELECT n.given_at, n.withdrawn_at,
                  CASE WHEN n.expires_on < %(today)s AND n.withdrawn_at IS NULL
                       THEN (n.expires_on + 1)::timestamptz ELSE n.withdrawn_at END AS stopped_at FROM people_consent n
            WHERE n.partnership_id = r.partnership_id AND n.person_id = r.person_id
              AND n.purpose = 'share' AND n.shared_with_id = r.source_id
            ORDER BY n.withdrawn_at DESC NULLS FIRST, n.given_at DESC, n.id LIMIT 1) share ON r.person_id IS NOT NULL
      LEFT JOIN LATERAL (
           SELECT min(t.at) AS at FROM casework_contact t
            WHERE t.partnership_id = c.partnership_id AND t.case_id = c.id AND t.result = 'reached'
              AND (share.stopped_at IS NULL OR t.at <= share.stopped_at)
           ) reached ON c.id IS NOT NULL
      LEFT JOIN LATERAL (
           SELECT min(v.changed_at) AS at FROM casework_conversation v
            WHERE v.partnership_id = c.partnership_id AND v.case_id = c.id
              AND (share.stopped_at IS NULL OR v.changed_at <= share.stopped_at)) talked ON c.id IS NOT NULL
     WHERE s.system_id = %(system)s AND (%(keys)s::uuid[] IS NULL OR s.id = ANY(%(keys)s::uuid[]))
) told
 WHERE (%(after)s::timestamptz IS NULL OR (told_at, id) > (%(after)s, %(after_key)s))
   AND (%(ge)s::timestamptz IS NULL OR told_at >= %(ge)s) AND (%(gt)s::timestamptz IS NULL OR told_at > %(gt)s)
   AND (%(le)s::timestamptz IS NULL OR told_at <= %(le)s) AND (%(lt)s::timestamptz IS NULL OR told_at < %(lt)s)
 ORDER BY told_at, id LIMIT %(limit)s
"""
NO_BOUNDS: dict[str, datetime | None] = {"ge": None, "gt": None, "le": None, "lt": None}


def standings(
    system: ReferringSystem,
    *,
    keys: Sequence[UUID] | None = None,
    after: tuple[datetime, UUID] | None = None,
    bounds: dict[str, datetime] | None = None,
    limit: int,
) -> list[Standing]:
    """The referrals of a system, the longest unchanged first; `bounds` are on the moment of the last change."""
    moment, key = after or (None, None)
    asked = NO_BOUNDS | (bounds or {})
    with connection.cursor() as cursor:
        cursor.execute(
            FOUND,
            {
                **asked,
                "system": system.pk,
                "today": clock.today(),
                "keys": None if keys is None else list(keys),
                "after": moment,
                "after_key": key,
                "limit": limit,
            },
        )
        names = [column.name for column in cursor.description]
        facts = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    rows = SystemReferral.objects.select_related("referral__given_to").in_bulk([one["id"] for one in facts])
    found = []
    for one in facts:
        row = rows[one["id"]]
        row.system = system
        found.append(_standing(row, one))
    return found


def after_taking(sent: SystemReferral) -> Standing:
    """How it stands with a referral just written: asks about support only where there may be some."""
    referral = sent.referral
    if referral is not None and referral.person_id is not None:
        return standings(sent.system, keys=[sent.pk], limit=1)[0]
    moments = [sent.changed_at]
    if referral is not None:
        moments += [
            at for at in (referral.asked_at, referral.learned_at, referral.decided_at) if at is not None
        ]
    return Standing(sent, max(moments))


def _standing(row: SystemReferral, facts: dict[str, Any]) -> Standing:
    """As much of the outcome as the person agrees to share."""
    if facts["case_id"] is None:
        return Standing(row, facts["told_at"])
    is_open = facts["status"] == CaseStatus.OPEN
    tells = facts["shares"] and not is_open
    return Standing(
        row,
        facts["told_at"],
        support=Support(is_open=is_open, has_begun=facts["has_begun"]),
        began_on=local(facts["decided_at"]).date(),
        ended_on=None if is_open or facts["closed_at"] is None else local(facts["closed_at"]).date(),
        outcome=facts["outcome"] if tells else "",
        outcome_words=str(Outcome(facts["outcome"]).label) if tells else "",
    )
