"""The questions of the pages as a careful person would write them by hand: the floor `casework_at_scale` compares with.

Each page is a list of statements that bring exactly what the page shows, no more: the columns that are read, the rows
that are in sight, the numbers beside them – counted together in one statement, as far as the page says them. They run
in one read-only transaction inside the wall (row-level security as the runtime role), entered by one statement. What
the page needs to know who is asking (session, account, membership) is no part of the question and is not here; neither
is the writing of the audit trail after the page of a person.

today      Whom I cover; 25 overdue and 25 of today with the tries since they were last reached and the next step;
           appointments of today and untold ones; 25 that wait on others with a telephone; 25 that are with others; who
           of us is out; the eight numbers of the page.
worklist   My team's rules, eight lists counted to 1,001, the 25 rows in sight (as above, or the quiet ones with their
           last contact), the filters' colleagues and wards, the kept views.
person     The case and the person, conversations, steps, barriers, onward referrals, ten contacts, what is due, earlier
           support, appointments, agreements, goals, needs, the period and its reviews, advice, answers, three hundred
           lines of the timeline, risks.
search     Two hundred rows of the index of tokens, then the people with their connector, then people without a case;
           for a slip both twice, strictly and loosely; for written words the lines they stand in.
triage     What there is to narrow by, the counts of three columns, twenty cards of each with who looks, what was joined
           and the files, the twenty newest decisions.
lead       The counts of the night, and the names of the areas. `lead_live` is the same from the rows themselves, for
           the newest year alone, and slower than anybody would wait for: it is why there is a night.

Every page also says whether a concern or a late check-in waits for the viewer: two more statements each.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from alongside.core import clock
from benchmarks import _caseload as caseload

Params = dict[str, Any]


def ask(
    scene: caseload.Scene, statements: list[str], params: Params, *, sought: tuple[str, ...] = ()
) -> None:
    """Run statements inside the wall, once, or once for each question of the index of tokens; fetch all rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('transaction_read_only', 'on', true), set_config('alongside.partnership', %s, true),"
            " set_config('alongside.actor', 'system:bench', true)",
            [str(scene.partnership.pk)],
        )
        for question in sought or ("",):
            if question:
                cursor.execute("SELECT set_config('alongside.sought', %s, true)", [question])
            for sql in statements:
                cursor.execute(sql, params)
                cursor.fetchall()
        if sought:
            cursor.execute("SELECT set_config('alongside.sought', '', true)")
        for sql in WAITING_FOR_ME:
            cursor.execute(sql, params)
            cursor.fetchall()


WAITING_FOR_ME = [
    "SELECT r.duty, r.member_id FROM safeguarding_safeguardingrole r JOIN partnerships_member m ON m.id = r.member_id"
    " WHERE r.ended_at IS NULL AND m.left_at IS NULL",
    "SELECT 1 FROM appointments_checkin WHERE ended_at IS NULL AND due_at <= now() LIMIT 1",
]
PERSON = (
    "p.id, p.given_name, p.family_name, p.known_as, p.born_on, p.birth_year, p.phone, p.address, p.postcode,"
    " p.languages, p.interpreter_needed, p.access_needs, p.contact_by, p.contact_times, p.leave_message,"
    " p.contact_note, p.do_not_contact, p.deceased_on"
)
#: Tries since the person was last reached, and the next step of the plan: what a call logged in place leads to.
TRIES = (
    "(SELECT count(*) FROM casework_contact k WHERE k.case_id = c.id AND k.result <> 'reached'"
    " AND k.channel <> 'letter' AND k.at > coalesce((SELECT max(r.at) FROM casework_contact r WHERE r.case_id = c.id"
    " AND r.result = 'reached'),"
    " '1900-01-01')) AS tries,"
    " (SELECT min(s.due_on) FROM casework_step s WHERE s.case_id = c.id AND s.status = 'open'"
    " AND s.due_on > %(today)s) AS next_step_on"
)
STANDING = " NOT EXISTS (SELECT 1 FROM appointments_appointment a WHERE a.follow_up_id = f.id AND a.status = 'booked')"
MINE = "c.organisation_id = %(ours)s AND c.status = 'open' AND c.connector_id = %(me)s"
DUE = (
    " FROM casework_followup f JOIN casework_case c ON c.id = f.case_id WHERE f.owner_id = %(me)s AND f.done_at IS NULL"
    " AND c.status = 'open' AND c.organisation_id = %(ours)s AND f.due_on "
)
ONWARD = (
    " FROM casework_onwardreferral o JOIN casework_case c ON c.id = o.case_id"
    " WHERE c.connector_id = %(me)s AND c.status = 'open' AND o.status "
)


def _due_rows(when: str, more: str = "") -> str:
    return (
        f"SELECT f.id, f.due_on, f.due_time, f.kind, f.because, f.note, c.id, {PERSON}, m.name, {TRIES}"
        " FROM casework_followup f JOIN casework_case c ON c.id = f.case_id JOIN people_person p ON p.id = c.person_id"
        " JOIN partnerships_member m ON m.id = f.owner_id WHERE f.owner_id = %(me)s AND f.done_at IS NULL"
        f" AND c.status = 'open' AND c.organisation_id = %(ours)s AND f.due_on {when}{more}"
        " ORDER BY f.due_on, f.due_time NULLS LAST, p.family_name, f.id LIMIT 25"
    )


def _counts(*lists: str) -> str:
    return "SELECT " + ", ".join(f"(SELECT count(*) FROM ({one}) one)" for one in lists)


TODAY = [
    "SELECT a.*, m.name FROM casework_absence a JOIN partnerships_member b ON b.id = a.covered_by_id"
    " JOIN partnerships_member m ON m.id = a.member_id WHERE a.covered_by_id = %(me)s AND a.called_off_at IS NULL"
    " AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on >= %(today)s) AND b.left_at IS NULL"
    " AND b.organisation_id = m.organisation_id",
    _due_rows("< %(today)s", " AND" + STANDING),
    _due_rows("= %(today)s", " AND" + STANDING),
    f"SELECT a.*, c.id, {PERSON} FROM appointments_appointment a JOIN casework_case c ON c.id = a.case_id"
    " JOIN people_person p ON p.id = c.person_id WHERE a.member_id = %(me)s AND a.status = 'booked'"
    " AND c.status = 'open' AND c.organisation_id = %(ours)s AND lower(a.during) < %(today)s::date + 1"
    " AND lower(a.during) >= %(today)s::date - 60 ORDER BY a.during, a.id LIMIT 50",
    "SELECT o.id, o.to_name, o.sent_at, o.nudged_at, c.id, p.given_name, p.family_name, s.name, g.phone,"
    " (SELECT t.number FROM directory_phone t WHERE t.service_id = s.id LIMIT 1)"
    " FROM casework_onwardreferral o JOIN casework_case c ON c.id = o.case_id"
    " JOIN people_person p ON p.id = c.person_id JOIN partnerships_organisation g ON g.id = o.to_organisation_id"
    " LEFT JOIN directory_service s"
    " ON s.id = o.service_id WHERE c.connector_id = %(me)s AND c.status = 'open' AND o.status = 'sent'"
    " ORDER BY o.sent_at, o.id LIMIT 25",
    "SELECT o.*, p.given_name, p.family_name, s.name FROM casework_onwardreferral o"
    " JOIN casework_case c ON c.id = o.case_id JOIN people_person p ON p.id = c.person_id LEFT JOIN directory_service s"
    " ON s.id = o.service_id WHERE c.connector_id = %(me)s AND c.status = 'open'"
    " AND o.status IN ('accepted', 'waiting_list', 'started')"
    " ORDER BY o.status <> 'waiting_list', o.answered_at, o.id LIMIT 25",
    "SELECT i.*, b.name FROM appointments_checkin i JOIN partnerships_member b ON b.id = i.buddy_id"
    " WHERE i.member_id = %(me)s AND i.ended_at IS NULL LIMIT 1",
    "SELECT w.id FROM people_consentwording w WHERE EXISTS (SELECT 1 FROM people_consentwording n"
    " WHERE n.purpose = w.purpose AND n.ask_again AND n.version > w.version)",
    _counts(
        f"SELECT 1{DUE}< %(today)s AND{STANDING}",
        f"SELECT 1{DUE}= %(today)s AND{STANDING}",
        f"SELECT 1{ONWARD}= 'sent'",
        "SELECT 1 FROM casework_case c WHERE c.connector_id = %(me)s AND c.status = 'open'",
        "SELECT 1 FROM people_consent k JOIN people_person p ON p.id = k.person_id WHERE k.withdrawn_at IS NULL"
        " AND k.expires_on <= %(today)s::date + 30 AND p.deceased_on IS NULL AND NOT p.do_not_contact AND EXISTS"
        " (SELECT 1 FROM casework_case c WHERE c.person_id = p.id AND c.organisation_id = %(ours)s"
        " AND c.status = 'open')",
        "SELECT 1 FROM referrals_referral r WHERE r.given_to_id = %(ours)s AND r.joined_to_id IS NULL"
        " AND r.status IN ('new', 'waiting_for_information')",
        "SELECT 1 FROM letters_checkin l JOIN casework_case c ON c.id = l.case_id JOIN people_person p"
        " ON p.id = c.person_id WHERE c.organisation_id = %(ours)s AND (c.connector_id = %(me)s"
        " OR c.connector_id IS NULL) AND l.outcome = '' AND l.due_on <= %(today)s AND c.status = 'closed'"
        " AND p.deceased_on IS NULL AND NOT p.do_not_contact",
        "SELECT 1 FROM signposting_proposal s JOIN signposting_lifeevent e ON e.id = s.event_id JOIN people_person p"
        " ON p.id = e.person_id WHERE s.answer = 'open' AND s.due_on <= %(today)s AND e.taken_back_at IS NULL"
        " AND s.who = 'connector' AND p.deceased_on IS NULL AND NOT p.do_not_contact AND EXISTS (SELECT 1"
        f" FROM casework_case c WHERE c.person_id = p.id AND {MINE})",
    ),
]

REACHABLE = "p.deceased_on IS NULL AND NOT p.do_not_contact"
QUIET = (
    "c.opened_at < now() - interval '30 days' AND NOT EXISTS (SELECT 1 FROM casework_contact k WHERE k.case_id = c.id"
    " AND k.at >= now() - interval '30 days')"
)
EIGHT_LISTS = [
    f"SELECT 1{DUE}= %(today)s LIMIT 1001",
    f"SELECT 1{DUE}< %(today)s LIMIT 1001",
    f"SELECT 1 FROM casework_case c LEFT JOIN referrals_referral r ON r.id = c.referral_id WHERE {MINE} AND (EXISTS"
    " (SELECT 1 FROM casework_followup f WHERE f.case_id = c.id AND f.done_at IS NULL"
    " AND f.because = 'no_answer_three') OR r.urgency = 'urgent' AND NOT EXISTS"
    " (SELECT 1 FROM casework_contact k WHERE k.case_id = c.id"
    " AND k.result = 'reached')) LIMIT 1001",
    f"SELECT 1{ONWARD}= 'sent' LIMIT 1001",
    f"SELECT 1 FROM casework_case c WHERE {MINE} AND EXISTS (SELECT 1 FROM people_consent k"
    " WHERE k.person_id = c.person_id AND k.withdrawn_at IS NULL AND (k.expires_on <= %(today)s::date + 30"
    " OR k.purpose = 'support' AND k.expires_on IS NULL AND k.given_at < %(today)s::date - interval '1 year'))"
    " LIMIT 1001",
    f"SELECT 1 FROM casework_case c JOIN people_person p ON p.id = c.person_id WHERE {MINE} AND {REACHABLE} AND (EXISTS"
    " (SELECT 1 FROM casework_followup f WHERE f.case_id = c.id AND f.kind = 'three_months' AND f.done_at IS NULL"
    " AND f.due_on <= %(today)s) OR EXISTS (SELECT 1 FROM measures_response q WHERE q.person_id = c.person_id"
    " AND q.stage = 'start' AND q.held_on <= %(today)s::date - 90) AND NOT EXISTS (SELECT 1 FROM measures_response q"
    " WHERE q.person_id = c.person_id AND q.stage <> 'start')) LIMIT 1001",
    f"SELECT 1 FROM casework_case c WHERE {MINE} AND NOT EXISTS (SELECT 1 FROM casework_step s WHERE s.case_id = c.id"
    " AND s.status = 'open') LIMIT 1001",
    f"SELECT 1 FROM casework_case c JOIN people_person p ON p.id = c.person_id WHERE {MINE} AND {REACHABLE} AND {QUIET}"
    " LIMIT 1001",
]
AROUND_A_LIST = [
    "SELECT * FROM casework_teamrules WHERE organisation_id = %(ours)s LIMIT 1",
    _counts(*EIGHT_LISTS),
    "SELECT m.id, m.name FROM partnerships_member m WHERE m.organisation_id = %(ours)s AND m.left_at IS NULL"
    " AND m.role IN ('connector', 'team_lead') ORDER BY m.name",
    "SELECT w.code, w.name FROM places_area w WHERE w.kind = 'ward' AND w.local_authority_id = ANY(%(areas)s)"
    " ORDER BY w.search_name",
    "SELECT v.*, m.name FROM casework_savedview v JOIN partnerships_member m ON m.id = v.member_id"
    " WHERE v.member_id = %(me)s OR v.is_shared AND m.left_at IS NULL AND m.organisation_id = %(ours)s",
]
OVERDUE = [*AROUND_A_LIST, _due_rows("< %(today)s")]
QUIET_ONES = [
    *AROUND_A_LIST,
    f"SELECT c.id, c.opened_at, {PERSON}, m.name, {TRIES}, (SELECT max(k.at) FROM casework_contact k"
    " WHERE k.case_id = c.id) AS last FROM casework_case c JOIN people_person p ON p.id = c.person_id"
    f" LEFT JOIN partnerships_member m ON m.id = c.connector_id WHERE {MINE} AND {REACHABLE} AND {QUIET}"
    " ORDER BY last NULLS FIRST, c.opened_at, c.id LIMIT 25",
]

_OF_CASE = " WHERE t.case_id = %(case)s"
_OF_PERSON = " WHERE t.person_id = (SELECT person_id FROM casework_case WHERE id = %(case)s)"
_BY = "SELECT t.*, m.name FROM {} t LEFT JOIN partnerships_member m ON m.id = t.{}"
ONE_PERSON = [
    "SELECT c.*, p.*, m.name, o.name, r.kind, r.urgency, r.note FROM casework_case c"
    " JOIN people_person p ON p.id = c.person_id JOIN partnerships_organisation o ON o.id = c.organisation_id"
    " LEFT JOIN partnerships_member m ON m.id = c.connector_id LEFT JOIN referrals_referral r ON r.id = c.referral_id"
    " WHERE c.id = %(case)s AND c.organisation_id = %(ours)s",
    _BY.format("casework_conversation", "held_by_id") + _OF_CASE + " ORDER BY t.held_on DESC, t.id DESC",
    _BY.format("casework_step", "done_by_id") + _OF_CASE + " ORDER BY t.status <> 'open', t.due_on, t.id",
    _BY.format("casework_barrier", "removed_by_id") + _OF_CASE + " ORDER BY t.added_at, t.id",
    _BY.format("casework_onwardreferral", "sent_by_id") + _OF_CASE + " ORDER BY t.sent_at DESC, t.id DESC",
    _BY.format("casework_contact", "by_id") + _OF_CASE + " ORDER BY t.at DESC, t.id DESC LIMIT 10",
    _BY.format("casework_followup", "owner_id")
    + _OF_CASE
    + " AND t.done_at IS NULL AND NOT EXISTS (SELECT 1 FROM appointments_appointment a WHERE a.follow_up_id = t.id"
    " AND a.status = 'booked') ORDER BY t.due_on, t.due_time, t.id",
    "SELECT t.* FROM casework_case t" + _OF_PERSON + " AND t.id <> %(case)s ORDER BY t.opened_at DESC",
    _BY.format("appointments_appointment", "member_id")
    + _OF_CASE
    + " ORDER BY t.during DESC, t.id DESC LIMIT 55",
    "SELECT t.*, w.text, w.version, m.name, o.name FROM people_consent t JOIN people_consentwording w"
    " ON w.id = t.wording_id LEFT JOIN partnerships_member m ON m.id = t.recorded_by_id LEFT JOIN"
    " partnerships_organisation o ON o.id = t.shared_with_id" + _OF_PERSON + " ORDER BY t.given_at DESC",
    _BY.format("casework_goal", "settled_by_id") + _OF_CASE + " ORDER BY t.added_at, t.id",
    "SELECT t.needs, t.held_on FROM casework_conversation t"
    + _OF_CASE
    + " AND t.needs <> '{}' ORDER BY t.held_on DESC LIMIT 1",
    "SELECT t.* FROM casework_supportperiod t" + _OF_CASE + " AND t.ended_at IS NULL LIMIT 1",
    _BY.format("casework_casereview", "by_id") + _OF_CASE + " ORDER BY t.held_on DESC LIMIT 5",
    "SELECT t.* FROM casework_barrieradvice t ORDER BY t.kind",
    "SELECT t.* FROM measures_response t" + _OF_PERSON + " ORDER BY t.held_on, t.recorded_at",
    _BY.format("people_timelineevent", "by_id") + _OF_PERSON + " ORDER BY t.at DESC, t.id DESC LIMIT 300",
    "SELECT t.risks, t.received_at, o.name FROM referrals_referral t LEFT JOIN partnerships_organisation o"
    " ON o.id = t.source_id" + _OF_PERSON + " AND t.given_to_id = %(ours)s AND t.risks <> ''",
]

FOUND = [
    "WITH hit AS MATERIALIZED (SELECT t.case_id, t.tokens FROM casework_casetokens t"
    f" WHERE t.organisation_id = %(ours)s LIMIT 201) SELECT hit.tokens, c.id, c.status, m.name, {PERSON} FROM hit"
    " JOIN casework_case c ON c.id = hit.case_id JOIN people_person p ON p.id = c.person_id"
    " LEFT JOIN partnerships_member m ON m.id = c.connector_id ORDER BY c.opened_at, c.id",
]
BESIDES = [
    f"SELECT t.tokens, {PERSON} FROM people_persontokens t JOIN people_person p ON p.id = t.person_id WHERE NOT EXISTS"
    " (SELECT 1 FROM casework_case c WHERE c.person_id = p.id AND c.organisation_id = %(ours)s) AND EXISTS"
    " (SELECT 1 FROM people_knownto k WHERE k.person_id = p.id AND k.organisation_id = %(ours)s) LIMIT 50",
]
LINES = [
    "SELECT k.case_id, k.what_matters, k.strengths, k.notes FROM casework_conversation k WHERE k.case_id IN"
    " (SELECT t.case_id FROM casework_casetokens t WHERE t.organisation_id = %(ours)s LIMIT 50)",
    "SELECT k.case_id, k.note FROM casework_contact k WHERE k.note ILIKE '%%chess%%' AND k.case_id IN"
    " (SELECT t.case_id FROM casework_casetokens t WHERE t.organisation_id = %(ours)s LIMIT 50) LIMIT 200",
]

_OPEN = (
    " r.given_to_id = %(ours)s AND r.joined_to_id IS NULL AND r.status IN ('new', 'waiting_for_information')"
)


def _column(which: str) -> str:
    return (
        "SELECT r.id, r.name, r.kind, r.urgency, r.status, r.postcode, r.agreed, r.risks, r.received_at, r.asked_at,"
        " r.born_on, r.phone, r.email, r.nhs_number, o.name, array_position(ARRAY['urgent', 'soon'], r.urgency::text)"
        " AS rank FROM referrals_referral r LEFT JOIN partnerships_organisation o ON o.id = r.source_id"
        f" WHERE{_OPEN} AND {which} ORDER BY rank, r.received_at, r.id LIMIT 21"
    )


_CARDS = f"(SELECT r.id FROM referrals_referral r WHERE{_OPEN} ORDER BY r.received_at LIMIT 60)"
TRIAGE = [
    "SELECT o.id, o.name FROM partnerships_organisation o WHERE o.id IN (SELECT r.source_id FROM referrals_referral r"
    f" WHERE{_OPEN}) ORDER BY o.name",
    f"SELECT DISTINCT r.language FROM referrals_referral r WHERE{_OPEN} AND r.language <> ''",
    "SELECT a.code, a.name FROM places_area a WHERE a.code IN (SELECT s.ward FROM referrals_referral r"
    f" JOIN places_postcode s ON s.postcode = replace(r.postcode, ' ', '') WHERE{_OPEN} AND r.postcode <> '')",
    "SELECT count(*) FILTER (WHERE r.status = 'new' AND r.urgency = 'urgent'), count(*) FILTER (WHERE r.status = 'new'"
    f" AND r.urgency <> 'urgent'), count(*) FILTER (WHERE r.status <> 'new') FROM referrals_referral r WHERE{_OPEN}",
    _column("r.status = 'new' AND r.urgency = 'urgent'"),
    _column("r.status = 'new' AND r.urgency <> 'urgent'"),
    _column("r.status = 'waiting_for_information'"),
    "SELECT l.*, m.name FROM referrals_looking l JOIN partnerships_member m ON m.id = l.by_id WHERE l.until_at > now()"
    f" AND l.referral_id IN {_CARDS}",
    f"SELECT r.joined_to_id, count(*) FROM referrals_referral r WHERE r.joined_to_id IN {_CARDS} GROUP BY 1",
    f"SELECT t.referral_id, count(*) FROM referrals_attachment t WHERE t.referral_id IN {_CARDS} GROUP BY 1",
    "SELECT r.id, r.name, r.status, r.decided_at, m.name, s.name FROM referrals_referral r"
    " LEFT JOIN partnerships_member m ON m.id = r.decided_by_id LEFT JOIN referrals_referringsystem s"
    " ON s.id = r.system_id WHERE r.given_to_id = %(ours)s AND r.status IN ('accepted', 'declined', 'withdrawn')"
    " ORDER BY r.decided_at DESC, r.id DESC LIMIT 20",
]

LEAD = [
    "SELECT * FROM insight_figures WHERE counted_on = %(today)s LIMIT 1",
    "SELECT a.code, a.name FROM places_area a WHERE a.code = ANY(%(areas)s)",
]
LEAD_LIVE = [
    "SELECT date_trunc('quarter', c.opened_at), r.kind, p.ward, count(*) FROM casework_case c"
    " JOIN people_person p ON p.id = c.person_id LEFT JOIN referrals_referral r ON r.id = c.referral_id"
    " WHERE c.opened_at >= %(year)s GROUP BY 1, 2, 3",
    "SELECT date_trunc('quarter', first), count(*) FROM (SELECT c.person_id, min(k.at) AS first"
    " FROM casework_contact k JOIN casework_case c ON c.id = k.case_id WHERE k.result = 'reached'"
    " GROUP BY 1) AS spoken WHERE first >= %(year)s GROUP BY 1",
    "SELECT date_trunc('quarter', k.at), k.channel, k.result, count(*) FROM casework_contact k"
    " WHERE k.at >= %(year)s GROUP BY 1, 2, 3",
    "SELECT date_trunc('quarter', answered_at), status, count(*) FROM casework_onwardreferral"
    " WHERE answered_at >= %(year)s GROUP BY 1, 2",
]


def params(scene: caseload.Scene, case: Any) -> Params:
    """What the statements are asked with."""
    today = clock.today()
    return {
        "me": scene.connector.pk,
        "ours": scene.organisation.pk,
        "case": case,
        "today": today,
        "year": today - dt.timedelta(days=365),
        "areas": list(scene.partnership.area_codes),
    }
