"""Making offers anew from the directory: set-based, one statement however many services.

Whoever writes services, locations, schedules, eligibility, costs or languages calls `refresh` in the same
transaction. What nobody has confirmed for too long has no offers (`rules.freshness.out_on`, said once more in SQL and
held equal by a test). Calling it twice, or for all, gives the same rows (tested).
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import connection, transaction

from alongside.directory import candidates
from alongside.directory.ages import ages
from alongside.directory.rules import Facts
from alongside.directory.rules.facts import DAY, LEVELS
from alongside.directory.rules.freshness import GRACE_MONTHS

NOBODY = Facts()
"""Somebody of whom nothing is known."""
MEETING_MINUTES = 60
"""How long something lasts when only its beginning is known."""

_SQUARE_M = 4_000
"""Offers of one square lie together on disk, and those without an address: a question about a place reads few pages."""

_LEVEL = (
    "CASE left(area, 3) "
    + " ".join(f"WHEN '{k}' THEN '{v}'" for k, v in LEVELS.items())
    + " ELSE 'other' END"
)

_CAME_ON = "(s.created_at AT TIME ZONE 'Europe/London')::date"

_INSERT = f"""
INSERT INTO directory_offer (
  service_id, location_id, eligibility_id, mode, point, minimum_age, maximum_age, open_to, open_to_levels, carers_only,
  parents_only, new_parents_only, genders, languages, access, access_lacking, cost_pence, paid,
  referral_needed, times, name, search)
SELECT s.id, way_in.location_id, e.id, way_in.mode, way_in.point,
  CASE WHEN e.minimum_age > 0 THEN e.minimum_age END, CASE WHEN e.maximum_age < 120 THEN e.maximum_age END,
  coalesce(belonging.tokens, '{{}}'), coalesce(belonging.levels, '{{}}'),
  coalesce(e.carers_only, false), coalesce(e.parents_only, false), coalesce(e.new_parents_only, false),
  coalesce(e.genders, '{{}}'), coalesce(spoken.codes, '{{}}'), way_in.access, way_in.access_lacking,
  CASE WHEN s.is_free THEN 0 WHEN price.least > 0 OR s.is_free IS NULL THEN price.least END,
  NOT coalesce(s.is_free, price.least IS NOT DISTINCT FROM 0 OR price.least IS NULL),
  s.attending_access = 'referral'
    OR (cardinality(coalesce(e.referral_routes, '{{}}')) > 0 AND NOT 'self' = ANY(e.referral_routes)),
  meets.times, s.name, s.search
FROM directory_service s
LEFT JOIN directory_eligibility e ON e.service_id = s.id
CROSS JOIN LATERAL (
  WITH site AS MATERIALIZED (
    SELECT sal.id AS sal_id, l.id AS location_id, 'in_person' AS mode, l.point, l.access_features AS access,
      l.access_lacking
    FROM (SELECT id, location_id FROM directory_serviceatlocation WHERE service_id = s.id OFFSET 0) AS sal
    CROSS JOIN LATERAL (SELECT * FROM directory_location WHERE id = sal.location_id OFFSET 0) AS l
    WHERE l.location_type = 'physical'
  )
  SELECT site.* FROM site
  WHERE cardinality(s.delivery_modes) = 0 OR 'in_person' = ANY(s.delivery_modes)
  UNION ALL
  SELECT NULL, NULL, mode, NULL, '{{}}', '{{}}'
  FROM unnest(CASE WHEN cardinality(s.delivery_modes) = 0 THEN ARRAY[''] ELSE s.delivery_modes END) AS mode
  WHERE mode NOT IN ('in_person', '') OR NOT EXISTS (SELECT FROM site)
) AS way_in
LEFT JOIN LATERAL (
  SELECT array_agg(relation || ':' || area ORDER BY relation, area) AS tokens,
    array_agg(DISTINCT relation || ':' || {_LEVEL}) AS levels
  FROM unnest(e.area_relations) AS relation, unnest(e.area_codes) AS area
) AS belonging ON e.id IS NOT NULL
LEFT JOIN LATERAL (
  SELECT array_agg(DISTINCT split_part(lower(code), '-', 1)) AS codes
  FROM directory_language WHERE service_id = s.id AND code <> ''
) AS spoken ON true
LEFT JOIN LATERAL (
  SELECT (100 * coalesce(min(amount) FILTER (WHERE amount > 0), min(amount)))::int AS least
  FROM directory_costoption
  WHERE service_id = s.id AND coalesce(valid_to, 'infinity') >= %(on)s AND coalesce(valid_from, '-infinity') <= %(on)s
) AS price ON true
LEFT JOIN LATERAL (
  SELECT range_agg(int4range(
      day * {DAY} + coalesce(begins, 0),
      day * {DAY} + least({DAY}, coalesce(ends, begins + {MEETING_MINUTES}, {DAY})))) AS times
  FROM directory_schedule sc
  CROSS JOIN LATERAL (
    SELECT (extract(epoch FROM sc.opens_at) / 60)::int AS begins, (extract(epoch FROM sc.closes_at) / 60)::int AS ends
  ) AS clock
  CROSS JOIN LATERAL (
    SELECT DISTINCT array_position(ARRAY['MO','TU','WE','TH','FR','SA','SU'], right(entry, 2)) - 1 AS day
    FROM unnest(sc.byday) AS entry
    UNION
    SELECT extract(isodow FROM sc.dtstart)::int - 1
    WHERE cardinality(sc.byday) = 0 AND sc.dtstart IS NOT NULL AND sc.freq <> 'MONTHLY'
    UNION
    SELECT generate_series(0, 6)
    WHERE cardinality(sc.byday) = 0 AND sc.freq = 'MONTHLY'
      AND (cardinality(sc.bymonthday) > 0 OR sc.dtstart IS NOT NULL)
  ) AS days
  WHERE sc.service_id = s.id
    AND coalesce(sc.service_at_location_id, way_in.sal_id) IS NOT DISTINCT FROM way_in.sal_id
    AND coalesce(sc.valid_to, 'infinity') >= %(on)s
    AND NOT (sc.freq = '' AND cardinality(sc.byday) = 0 AND coalesce(sc.dtstart, 'infinity') < %(on)s)
) AS meets ON true
WHERE s.withdrawn_at IS NULL AND s.merged_into_id IS NULL AND s.status = 'active'
  AND %(on)s < greatest(
    coalesce(s.confirmed_on, {_CAME_ON}) + make_interval(months => %(out)s),
    {_CAME_ON} + make_interval(months => %(grace)s)) {{only}}
ORDER BY way_in.point IS NULL, (way_in.point[0] / {_SQUARE_M})::int, (way_in.point[1] / {_SQUARE_M})::int
"""  # noqa: S608

_LEARN_WORDS = """
INSERT INTO directory_directoryword (word, stem)
SELECT word, (ts_lexize('english_stem', word))[1]
FROM (
  SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', s.name || ' ' || s.keywords || ' ' || s.description)))
    AS word
  FROM directory_service s
  WHERE s.withdrawn_at IS NULL AND s.status = 'active' {only}
) AS used
WHERE word ~ '^[[:alpha:]]{3,30}$' AND cardinality(ts_lexize('english_stem', word)) > 0
ORDER BY word
ON CONFLICT (word) DO NOTHING
"""
_KEEP_WORDS = f"""
INSERT INTO directory_servicewords (service_id, asks, name, head, search)
SELECT s.id, told.asks, s.name, ts_filter(s.search, '{{a,b}}'), s.search
FROM directory_service s
CROSS JOIN LATERAL (
  SELECT bool_and({candidates.to_ask(NOBODY)}) AS asks FROM directory_offer o WHERE o.service_id = s.id
) AS told
WHERE told.asks IS NOT NULL {{only}}
"""  # noqa: S608
# OFFSET 0, coalesce and asking for the offers of each service by itself keep the plan to look-ups by key: the first
# import of a feed runs before anything was analysed, and what PostgreSQL then plans takes a hundred times as long.
# A meeting beyond midnight ends at midnight here: the start is what people plan by.


@transaction.atomic
def refresh(service_ids: Iterable[uuid.UUID] | None = None, *, on: dt.date) -> None:
    """Make the offers of these services anew (None: all), as they stand on a day: ended times and prices drop out.

    The words they use are learnt with them; words nobody uses any more are forgotten when all are made anew.
    """
    ids = None if service_ids is None else list(service_ids)
    if ids == []:
        return
    with connection.cursor() as cursor:
        # One at a time: two pages that touch the same service must not both insert its offers.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory_offer'))")
        only = "" if ids is None else "AND s.id = ANY(%(ids)s)"
        these = "" if ids is None else "WHERE service_id = ANY(%(ids)s)"
        for table in ("offer", "servicewords"):
            cursor.execute(f"DELETE FROM directory_{table} {these}", {"ids": ids})  # noqa: S608
        if ids is None:
            cursor.execute("DELETE FROM directory_directoryword")
        months = {"out": ages().out, "grace": GRACE_MONTHS}
        cursor.execute(_INSERT.replace("{only}", only), {"ids": ids, "on": on, **months})
        nobody = candidates.parameters(NOBODY)
        cursor.execute(_KEEP_WORDS.replace("{only}", only), {"ids": ids, **nobody})
        cursor.execute(_LEARN_WORDS.replace("{only}", only), {"ids": ids})
