"""Who may read, in the database's own words; and rows that are only added."""

from django.db import migrations

FUNCTIONS = """
-- Who may read what safeguarding holds. Used by the restrictive policies that core/wall.py lays (`wall_narrowed`).

CREATE FUNCTION safeguarding_me() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT CASE WHEN current_setting('alongside.actor', true) LIKE 'member:%'
        THEN substr(current_setting('alongside.actor', true), 8)::uuid END
$$;

-- The named lead and deputy. While no lead is named, whoever has the role of safeguarding lead.
CREATE FUNCTION safeguarding_holds() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT coalesce(current_setting('alongside.actor', true), '') = 'system:safeguarding'
        OR EXISTS (
            SELECT 1 FROM safeguarding_safeguardingrole r JOIN partnerships_member m ON m.id = r.member_id
             WHERE r.member_id = safeguarding_me() AND r.ended_at IS NULL AND m.left_at IS NULL)
        OR (NOT EXISTS (
                SELECT 1 FROM safeguarding_safeguardingrole r JOIN partnerships_member m ON m.id = r.member_id
                 WHERE r.duty = 'lead' AND r.ended_at IS NULL AND m.left_at IS NULL)
            AND EXISTS (
                SELECT 1 FROM partnerships_member m
                 WHERE m.id = safeguarding_me() AND m.role = 'safeguarding_lead' AND m.left_at IS NULL))
$$;

CREATE FUNCTION safeguarding_raised(member uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT coalesce(member = safeguarding_me(), false)
$$;

-- The record of somebody: for the roles and who broke the glass, never for whom it is about among us.
CREATE FUNCTION safeguarding_opens(person uuid, referral uuid, involves uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT involves IS DISTINCT FROM coalesce(safeguarding_me(), '00000000-0000-0000-0000-000000000000'::uuid)
       AND (safeguarding_holds() OR EXISTS (
            SELECT 1 FROM safeguarding_breakglass g
             WHERE g.by_id = safeguarding_me() AND g.until_at > statement_timestamp()
               AND g.person_id = coalesce(person, (SELECT r.person_id FROM referrals_referral r WHERE r.id = referral))))
$$;

CREATE FUNCTION safeguarding_reads(concern uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM safeguarding_concern c
        WHERE c.id = concern AND safeguarding_opens(c.person_id, c.referral_id, c.involves_id))
$$;

-- That it exists and was received: for readers, and for who raised it.
CREATE FUNCTION safeguarding_sees(concern uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM safeguarding_concern c WHERE c.id = concern)
$$;

-- Only added. Whoever owns the tables may remove rows when their time is over; the program itself never can.
CREATE FUNCTION safeguarding_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user <> 'alongside_app' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""

ONLY_ADDED = ("concern", "acknowledgement", "entry", "alert", "concernreading", "breakglass")
TRIGGERS = "".join(
    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON safeguarding_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION safeguarding_only_added();"
    for table in ONLY_ADDED
)
NO_TRIGGERS = "".join(f"DROP TRIGGER only_added ON safeguarding_{table};" for table in ONLY_ADDED)
NO_FUNCTIONS = """
DROP FUNCTION safeguarding_only_added();
DROP FUNCTION safeguarding_sees(uuid) CASCADE;
DROP FUNCTION safeguarding_reads(uuid) CASCADE;
DROP FUNCTION safeguarding_opens(uuid, uuid, uuid) CASCADE;
DROP FUNCTION safeguarding_raised(uuid) CASCADE;
DROP FUNCTION safeguarding_holds() CASCADE;
DROP FUNCTION safeguarding_me() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("safeguarding", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
