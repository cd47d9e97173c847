"""A partnership's caseload of any size, written by SQL alone: the same for the same size, in a minute or two.

`fill(people)` makes one partnership with so many people, three in ten of them with open support and the others with
support that has ended, twenty contacts each, half of these with a line of words; beside it forty-nine others of 50
people. What belongs to one connector (200 people) and what waits at triage (60) is the same at any size, so that a page
shows the same amount of work and only the haystack grows.

Rows are written by the owner of the server past triggers and foreign keys, and indexes are made afterwards, as a
restore does it; the tokens people are found by are made by the same functions of the database that the triggers call.
Columns nobody names here get the plainest value of their type, so that a new column elsewhere does not break the bench.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from psycopg.conninfo import make_conninfo

from alongside.core import tenancy
from alongside.partnerships.enums import OrganisationKind, Role
from alongside.partnerships.models import Member, Organisation, Partnership
from alongside.people import actions as people
from alongside.people.enums import ConsentPurpose

OWN, WAITING, BESIDE, OTHERS = 200, 60, 50, 49
CONTACTS = 20
OPEN_SHARE = 0.3
GIVEN = "Ada Ayşe Bo Çetin Dilek Edith Fatma George Halima Ivy Joan Kemal Lena Mehmet Nora Olive Pavel Rosa Samira Tom"
#: Surnames are two of these put together: 900 of them, as skewed as nothing in life, which is the harder case.
ENDS = [
    "ash",
    "beck",
    "brook",
    "by",
    "carr",
    "cliff",
    "combe",
    "cote",
    "croft",
    "dale",
    "den",
    "ford",
    "garth",
    "gate",
    "grave",
    "ham",
    "hill",
    "holm",
    "hurst",
    "land",
    "ley",
    "lock",
    "low",
    "mead",
    "mere",
    "mond",
    "ridge",
    "shaw",
    "stead",
    "ton",
]
WORDS = [
    "chess",
    "garden",
    "bus",
    "stairs",
    "sister",
    "brother",
    "walking",
    "church",
    "mosque",
    "choir",
    "knitting",
    "radio",
    "cricket",
    "allotment",
    "phone",
    "tablet",
    "hospital",
    "knee",
    "frame",
    "neighbour",
    "market",
    "cooking",
    "letters",
    "rent",
    "heating",
    "grandson",
    "daughter",
    "film",
    "museum",
    "library",
    "swimming",
    "dominoes",
    "history",
    "railway",
    "pigeons",
    "piano",
    "guitar",
    "painting",
    "photographs",
    "baking",
    "soup",
    "tea",
    "afternoon",
    "morning",
    "lift",
    "steps",
]
NULLS = {
    "text": "''", "character varying": "''", "boolean": "false", "ARRAY": "'{}'", "jsonb": "'{}'", "integer": "0",
    "smallint": "0", "timestamp with time zone": "now()", "date": "current_date", "uuid": "gen_random_uuid()",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """Where the pages are opened from."""

    partnership: Partnership
    connector: Member
    lead: Member
    organisation: Organisation


def scene() -> Scene:
    """The partnership that is measured and the others beside it, with their members, still without people."""
    from tests.cast import found_partnership, member

    ours = found_partnership("bench", is_default=True)
    for number in range(OTHERS):
        other = found_partnership(f"other-{number}")
        with tenancy.within(other.pk, actor="system:bench"):
            team = Organisation.objects.create(
                name="Team", kind=OrganisationKind.COUNCIL, supports_people=True
            )
            member(team, Role.CONNECTOR, f"Connie Other {number}")
            people.write_wording(
                purpose=ConsentPurpose.SUPPORT, text="May we keep a record?", at=dt.datetime.now(tz=dt.UTC)
            )
    with tenancy.within(ours.pk, actor="system:bench"):
        people.write_wording(
            purpose=ConsentPurpose.SUPPORT, text="May we keep a record?", at=dt.datetime.now(tz=dt.UTC)
        )
        team = Organisation.objects.create(name="Team", kind=OrganisationKind.COUNCIL, supports_people=True)
        Organisation.objects.create(name="Lawson Practice", kind=OrganisationKind.HEALTH)
        connector = member(team, Role.CONNECTOR, "Bea Bench")
        for number in range(20):
            member(team, Role.CONNECTOR, f"Colleague {number}")
        return Scene(ours, connector, member(team, Role.TEAM_LEAD, "Lea Lead"), team)


def fill(scene: Scene, size: int) -> dict[str, Any]:
    """Empty the tables of people, fill them anew; return how many rows there are of what and how long it took."""
    begun = dt.datetime.now(tz=dt.UTC)
    where = make_conninfo(_admin(), dbname=connection.settings_dict["NAME"])
    with psycopg.connect(where, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("SET maintenance_work_mem = '256MB'")
        made = _Filling(server).all(scene, size)
        for table in TABLES:
            server.execute(f"VACUUM (ANALYZE) {table}")
    return {**made, "filled_in_s": round((dt.datetime.now(tz=dt.UTC) - begun).total_seconds(), 1)}


def _admin() -> str:
    from tests.database import admin_conninfo

    return admin_conninfo()


TABLES = (
    "casework_casetokens", "people_persontokens", "casework_onwardreferral", "casework_step", "casework_barrier",
    "casework_followup", "casework_contact", "casework_conversation", "casework_case", "people_consent",
    "people_knownto", "people_timelineevent", "measures_response", "referrals_referral", "people_person",
)  # fmt: skip


def _defaults(table: str, columns: set[str]) -> dict[str, str]:
    """What a model writes into these columns when nobody says otherwise, where that is a plain word or number."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    plain = {
        field.column: field.default
        for field in model._meta.concrete_fields
        if field.column in columns and isinstance(field.default, (str, int))
    }
    return {
        name: str(value).lower()
        if isinstance(value, (bool, int)) and not isinstance(value, str)
        else f"'{value}'"
        for name, value in plain.items()
    }


class _Filling:
    def __init__(self, server: psycopg.Connection[Any]) -> None:
        self.server = server

    def all(self, scene: Scene, size: int) -> dict[str, int]:
        self.server.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        indexes = self._without_indexes()
        self._place(scene.partnership.pk, scene.organisation.pk, scene.connector.pk, size, first=0)
        others = self.server.execute(
            "SELECT p.id, o.id, m.id FROM partnerships_partnership p JOIN partnerships_organisation o"
            " ON o.partnership_id = p.id JOIN partnerships_member m ON m.organisation_id = o.id"
            " WHERE p.slug LIKE 'other-%' ORDER BY p.slug"
        ).fetchall()
        for number, (partnership, organisation, member) in enumerate(others):
            self._place(partnership, organisation, member, BESIDE, first=10_000_000 + number * 10_000)
        self._index(indexes, {table for table in TABLES if not table.endswith("tokens")})
        self.server.execute(f"ANALYZE {', '.join(TABLES)}")
        self._tokens(indexes)
        counted = {}
        for table in ("people_person", "casework_case", "casework_contact", "people_timelineevent"):
            found = self.server.execute(f"SELECT count(*) FROM {table}").fetchone()
            counted[table] = found[0] if found else 0
        return counted

    def _without_indexes(self) -> list[tuple[str, str]]:
        """Take away every index that no constraint stands on; return (table, how to make it again) of each."""
        found = self.server.execute(
            "SELECT c.relname, i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x"
            " JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid"
            " WHERE c.relname = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid)",
            [list(TABLES)],
        ).fetchall()
        for _table, name, _made in found:
            self.server.execute(f'DROP INDEX "{name}"')  # type: ignore[arg-type]
        return [(table, made) for table, _name, made in found]

    def _insert(self, table: str, values: dict[str, str], source: str, **params: Any) -> None:
        """INSERT … SELECT with the plainest value in every column that must have one and is not named."""
        columns = self.server.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND is_generated = 'NEVER' AND column_default IS NULL",
            [table],
        ).fetchall()
        whole = (
            {name: NULLS[kind] for name, kind in columns}
            | _defaults(table, {name for name, _ in columns})
            | values
        )
        names = ", ".join(f'"{name}"' for name in whole)
        self.server.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(whole.values())} FROM {source}",  # type: ignore[arg-type]
            params,
        )

    def _place(self, partnership: Any, organisation: Any, member: Any, people: int, *, first: int) -> None:
        """People n = 1 …, a referral, an agreement and a case each, then what hangs on the cases."""
        given = GIVEN.split()
        params = {
            "partnership": partnership, "organisation": organisation, "member": member, "people": people,
            "first": first, "given": given, "ends": ENDS, "words": WORDS, "open": int(people * OPEN_SHARE),
        }  # fmt: skip
        run = lambda table, values, source: self._insert(table, values, source, **params)  # noqa: E731
        row = "generate_series(1, %(people)s) n"
        key = "md5('{}' || (%(first)s + n))::uuid"
        person, case, referral = key.format("p"), key.format("c"), key.format("r")
        began = "now() - (n %% 700 || ' days')::interval - interval '1 hour'"
        inside = {"partnership_id": "%(partnership)s"}
        ours = {**inside, "organisation_id": "%(organisation)s"}
        run(
            "people_person",
            {
                **inside,
                "id": person,
                "given_name": "(%(given)s::text[])[1 + n %% 20]",
                "family_name": "initcap((%(ends)s::text[])[1 + n %% 30] || (%(ends)s::text[])[1 + n / 30 %% 30])",
                "born_on": "date '1930-01-01' + (n * 37 %% 18000)",
                "phone": "'+447' || lpad((n * 7919 %% 1000000000)::text, 9, '0')",
                "address": "(n %% 200 + 1) || ' ' || initcap((%(ends)s::text[])[1 + n %% 30]) || ' Road'",
                "postcode": "'E' || (n %% 18 + 1) || ' ' || (n %% 9) || chr(65 + n %% 20) || chr(65 + n / 20 %% 20)",
                "contact_by": "'phone'",
                "languages": "CASE WHEN n %% 9 = 0 THEN '{tr}'::text[] ELSE '{en}'::text[] END",
                "version": "1",
            },
            row,
        )
        run(
            "referrals_referral",
            {
                **inside,
                "id": referral,
                "reference": "'R' || (%(first)s + n)",
                "kind": "(ARRAY['frontline', 'self', 'someone_i_know', 'professional'])[1 + n %% 4]",
                "status": "'accepted'",
                "urgency": "CASE WHEN n %% 40 = 0 THEN 'urgent' ELSE 'routine' END",
                "given_to_id": "%(organisation)s",
                "received_at": began,
                "decided_at": f"{began} + interval '30 minutes'",
                "decided_by_id": "%(member)s",
                "name": "'Somebody ' || n",
                "contact_by": "'phone'",
                "agreed": "'yes'",
                "basis": "'consent'",
                "person_id": person,
            },
            row,
        )
        run(
            "referrals_referral",
            {
                **inside,
                "reference": "'W' || left(md5('w' || (%(first)s + n)), 8)",
                "kind": "'self'",
                "status": "'new'",
                "urgency": "'routine'",
                "given_to_id": "%(organisation)s",
                "received_at": "now() - (n || ' hours')::interval",
                "name": "'Waiting ' || n",
                "contact_by": "'phone'",
                "agreed": "'yes'",
                "basis": "'consent'",
            },
            f"generate_series(1, {WAITING}) n",
        )
        run("people_knownto", {**ours, "person_id": person, "why": "'case'", "since_at": began}, row)
        run(
            "people_consent",
            {
                **inside,
                "person_id": person,
                "purpose": "'support'",
                "wording_id": "(SELECT id FROM people_consentwording WHERE partnership_id = %(partnership)s LIMIT 1)",
                "channel": "'phone'",
                "given_at": began,
                "recorded_by_id": "%(member)s",
            },
            row,
        )
        whose = (
            f"CASE WHEN n <= {OWN} THEN %(member)s::uuid ELSE (SELECT id FROM partnerships_member m"
            " WHERE m.organisation_id = %(organisation)s AND m.id <> %(member)s ORDER BY m.id"
            " OFFSET n %% 20 LIMIT 1) END"
        )
        shut = "n > %(open)s"
        run(
            "casework_case",
            {
                **ours,
                "id": case,
                "person_id": person,
                "referral_id": referral,
                "connector_id": whose,
                "opened_at": began,
                "opened_by_id": "%(member)s",
                "status": f"CASE WHEN {shut} THEN 'closed' ELSE 'open' END",
                "closed_at": f"CASE WHEN {shut} THEN now() END",
                "closed_by_id": f"CASE WHEN {shut} THEN %(member)s::uuid END",
                "outcome": f"CASE WHEN {shut} THEN 'some' ELSE '' END",
                "closing_reason": f"CASE WHEN {shut} THEN 'plan_done' ELSE '' END",
            },
            row,
        )
        said = "(%(words)s::text[])[1 + (n * {} + {}) %% cardinality(%(words)s::text[])]"
        run(
            "casework_conversation",
            {
                **inside,
                "case_id": case,
                "held_on": f"({began} + interval '1 hour')::date",
                "held_by_id": "%(member)s",
                "changed_by_id": "%(member)s",
                "what_matters": f"'I miss the ' || {said.format(7, 1)} || ' and ' || {said.format(11, 3)}",
                "version": "1",
            },
            row,
        )
        said = "(%(words)s::text[])[1 + (n * {} + k * {}) %% cardinality(%(words)s::text[])]"
        spread = "now() - ((n * 13 + k * 29) %% 700 || ' days')::interval * least(1, (n %% 700)::float / 700 + 0.05)"
        run(
            "casework_contact",
            {
                **inside,
                "case_id": case,
                "at": spread,
                "by_id": "%(member)s",
                "channel": "(ARRAY['call', 'call', 'call', 'visit', 'text', 'letter'])[1 + (n + k) %% 6]",
                "result": "(ARRAY['reached', 'reached', 'no_answer', 'left_message'])[1 + (n * 3 + k) %% 4]",
                "note": f"CASE WHEN k %% 2 = 0 THEN 'Talked about ' || {said.format(3, 5)} || ' and '"
                f" || {said.format(5, 17)} ELSE '' END",
            },
            f"{row}, generate_series(1, {CONTACTS}) k",
        )
        run(
            "people_timelineevent",
            {**inside, "person_id": person, "at": spread, "by_id": "%(member)s", "sentence": "'Call: reached.'",
             "kind": "'contact'"},
            f"{row}, generate_series(1, {CONTACTS}) k",
        )  # fmt: skip
        going_on = "generate_series(1, %(open)s) n"
        run(
            "casework_followup",
            {
                **inside,
                "case_id": case,
                "due_on": "current_date + (n %% 43 - 21)",
                "kind": "'call'",
                "because": "'check_in'",
                "owner_id": whose,
                "made_at": began,
            },
            going_on,
        )
        run(
            "casework_step",
            {**inside, "case_id": case, "title": "'Visit the lunch club'", "owner": "'connector'", "status": "'open'",
             "due_on": "current_date + n %% 30", "added_at": began, "added_by_id": "%(member)s"},
            f"{going_on} WHERE n %% 5 < 3",
        )  # fmt: skip
        run(
            "casework_barrier",
            {**inside, "case_id": case, "kind": "(ARRAY['mobility', 'transport', 'money', 'language'])[1 + n %% 4]",
             "owner": "'connector'", "added_at": began, "added_by_id": "%(member)s"},
            f"{going_on} WHERE n %% 3 = 0",
        )  # fmt: skip
        run(
            "casework_onwardreferral",
            {
                **inside,
                "case_id": case,
                "to_organisation_id": "%(organisation)s",
                "to_name": "'The Green House'",
                "to_email": "'hello@example.org'",
                "status": "CASE WHEN n %% 15 = 0 THEN 'sent' ELSE 'accepted' END",
                "token_hash": "md5('t' || (%(first)s + n))",
                "sent_at": f"{began} + interval '2 hours'",
                "expires_at": "now() + interval '20 days'",
                "answered_at": "CASE WHEN n %% 15 = 0 THEN NULL ELSE now() END",
                "sent_by_id": "%(member)s",
            },
            f"{going_on} WHERE n %% 5 = 0",
        )

    def _index(self, indexes: list[tuple[str, str]], tables: set[str]) -> None:
        for table, made in indexes:
            if table in tables:
                self.server.execute(made)  # type: ignore[arg-type]

    def _tokens(self, indexes: list[tuple[str, str]]) -> None:
        self.server.execute(
            "INSERT INTO people_persontokens (id, partnership_id, person_id, tokens)"
            " SELECT gen_random_uuid(), p.partnership_id, p.id, people_tokens_of(p) FROM people_person p"
        )
        self._index(indexes, {"people_persontokens"})
        self.server.execute("ANALYZE people_persontokens")
        self.server.execute(
            "INSERT INTO casework_casetokens (id, partnership_id, case_id, person_id, organisation_id, tokens)"
            " SELECT gen_random_uuid(), c.partnership_id, c.id, c.person_id, c.organisation_id, casework_tokens_of(c)"
            " FROM casework_case c"
        )
        self._index(indexes, {"casework_casetokens"})
