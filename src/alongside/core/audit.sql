-- The audit trail: written by triggers alone, readable inside one's own partnership, changed by nobody – but for
-- the words about a person who is erased (audit.scrub).
-- Runs as role alongside_audit, which owns this schema; the runtime role may only look.

CREATE TABLE IF NOT EXISTS audit.change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partnership_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    person_id uuid,
    table_name text NOT NULL,
    row_id text NOT NULL,
    verb text NOT NULL CHECK (verb IN ('insert', 'update', 'delete')),
    actor text NOT NULL,
    reason text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX IF NOT EXISTS change_person ON audit.change (partnership_id, person_id, at);
CREATE INDEX IF NOT EXISTS change_row ON audit.change (partnership_id, table_name, row_id, at);
CREATE INDEX IF NOT EXISTS change_gone ON audit.change (partnership_id, table_name) WHERE verb = 'delete';

CREATE TABLE IF NOT EXISTS audit.reading (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partnership_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    person_id uuid NOT NULL,
    actor text NOT NULL,
    page text NOT NULL
);
CREATE INDEX IF NOT EXISTS reading_person ON audit.reading (partnership_id, person_id, at);

ALTER TABLE audit.change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.reading ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS wall ON audit.change;
DROP POLICY IF EXISTS wall ON audit.reading;
DROP POLICY IF EXISTS write ON audit.change;
DROP POLICY IF EXISTS write ON audit.reading;
DROP POLICY IF EXISTS scrub ON audit.change;
DROP POLICY IF EXISTS forget ON audit.change;
DROP POLICY IF EXISTS forget ON audit.reading;
CREATE POLICY wall ON audit.change FOR SELECT
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid);
CREATE POLICY wall ON audit.reading FOR SELECT
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid);
CREATE POLICY write ON audit.change FOR INSERT TO alongside_audit WITH CHECK (true);
CREATE POLICY scrub ON audit.change FOR UPDATE TO alongside_audit
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid);
CREATE POLICY forget ON audit.change FOR DELETE TO alongside_audit
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid
           AND at < clock_timestamp() - interval '8 years');
CREATE POLICY forget ON audit.reading FOR DELETE TO alongside_audit
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid
           AND at < clock_timestamp() - interval '8 years');
CREATE POLICY write ON audit.reading FOR INSERT
    WITH CHECK (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid);

-- Only the columns that changed are kept of an update; `before` of a delete is the whole row.
CREATE OR REPLACE FUNCTION audit.record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS
$$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    whole jsonb := coalesce(new_row, old_row);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF old_row = new_row THEN
            RETURN NULL;
        END IF;
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key)
          INTO old_row, new_row
          FROM jsonb_each(old_row) AS o
         WHERE o.value IS DISTINCT FROM new_row -> o.key;
    END IF;
    INSERT INTO audit.change (partnership_id, person_id, table_name, row_id, verb, actor, reason, before, after)
    VALUES (
        (whole ->> 'partnership_id')::uuid,
        (CASE WHEN TG_ARGV[0] = 'self' THEN whole ->> 'id' ELSE whole ->> 'person_id' END)::uuid,
        TG_TABLE_NAME,
        whole ->> 'id',
        lower(TG_OP),
        coalesce(nullif(current_setting('alongside.actor', true), ''), 'unknown'),
        coalesce(current_setting('alongside.reason', true), ''),
        old_row,
        new_row
    );
    RETURN NULL;
END
$$;

-- The one way to change the trail: a person is erased. Who did what to which row and when stays; what it said goes, and
-- only while an erasure of that person is under way, which itself stays in the trail. `rows` holds row ids by table.
CREATE OR REPLACE FUNCTION audit.emptied(said jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS
$$
    SELECT CASE WHEN said IS NULL THEN NULL
        ELSE coalesce((SELECT jsonb_object_agg(key, 'null'::jsonb) FROM jsonb_object_keys(said) AS key), '{}') END
$$;
CREATE OR REPLACE FUNCTION audit.scrub(person uuid, rows jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS
$$
DECLARE
    scrubbed bigint;
    here uuid := nullif(current_setting('alongside.partnership', true), '')::uuid;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.rights_erasure e
                    WHERE e.partnership_id = here AND e.person_id = person AND e.state = 'running') THEN
        RAISE EXCEPTION 'The trail is scrubbed only for a person whose erasure is under way'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit.change c
       SET reason = '',
           before = CASE c.table_name WHEN 'rights_erasure' THEN c.before - '{words,refusal}'::text[]
                                      ELSE audit.emptied(c.before) END,
           after = CASE c.table_name WHEN 'rights_erasure' THEN c.after - '{words,refusal}'::text[]
                                     ELSE audit.emptied(c.after) END
      FROM (SELECT t.key AS table_name, i.id AS row_id
              FROM jsonb_each(rows) AS t, jsonb_array_elements_text(t.value) AS i(id)) AS gone
     WHERE c.partnership_id = here AND c.table_name = gone.table_name AND c.row_id = gone.row_id
       AND c.table_name <> 'partnerships_member';
    GET DIAGNOSTICS scrubbed = ROW_COUNT;
    RETURN scrubbed;
END
$$;

-- The same for rows that hang on nobody (a referral nobody took on), with what hangs on them (the checks of a
-- volunteer): only those on the list of a run of retention that a steward confirmed and that is under way.
-- `rows` holds row ids by table.
DROP FUNCTION IF EXISTS audit.scrub_listed(uuid, text, text);
CREATE OR REPLACE FUNCTION audit.scrub_listed(run uuid, listed text, rows jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS
$$
DECLARE
    scrubbed bigint;
    here uuid := nullif(current_setting('alongside.partnership', true), '')::uuid;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.rights_run r JOIN public.rights_runitem i ON i.run_id = r.id
                    WHERE r.partnership_id = here AND i.partnership_id = here AND r.id = run
                      AND r.state = 'confirmed' AND i."row"::text = listed) THEN
        RAISE EXCEPTION 'The trail is scrubbed only for a row on a confirmed list'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit.change c SET reason = '', before = audit.emptied(c.before), after = audit.emptied(c.after)
      FROM (SELECT t.key AS table_name, i.id AS row_id
              FROM jsonb_each(rows) AS t, jsonb_array_elements_text(t.value) AS i(id)) AS gone
     WHERE c.partnership_id = here AND c.table_name = gone.table_name AND c.row_id = gone.row_id
       AND c.table_name NOT IN ('rights_erasure', 'rights_run');
    GET DIAGNOSTICS scrubbed = ROW_COUNT;
    RETURN scrubbed;
END
$$;

-- Somebody who is erased was named in a field of somebody else's row, and a person decided to take it out there: what
-- that field said before goes, the rest of that row's history stays.
CREATE OR REPLACE FUNCTION audit.scrub_field(person uuid, in_table text, listed text, field text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS
$$
DECLARE
    scrubbed bigint;
    here uuid := nullif(current_setting('alongside.partnership', true), '')::uuid;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.rights_erasure e
                    WHERE e.partnership_id = here AND e.person_id = person AND e.state = 'running') THEN
        RAISE EXCEPTION 'The trail is scrubbed only for a person whose erasure is under way'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit.change c
       SET before = CASE WHEN c.before ? field THEN jsonb_set(c.before, ARRAY[field], 'null') ELSE c.before END,
           after = CASE WHEN c.after ? field THEN jsonb_set(c.after, ARRAY[field], 'null') ELSE c.after END
     WHERE c.partnership_id = here AND c.table_name = in_table AND c.row_id = listed
       AND c.table_name NOT IN ('partnerships_member', 'rights_erasure', 'rights_run');
    GET DIAGNOSTICS scrubbed = ROW_COUNT;
    RETURN scrubbed;
END
$$;

-- For the owner of the tables alone (`alongside rights old`): lines older than eight years go – the policies above let
-- no younger one go, whoever asks – and what the trail says of rows the owner has removed is emptied.
CREATE OR REPLACE FUNCTION audit.forget(OUT changes bigint, OUT readings bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS
$$
BEGIN
    DELETE FROM audit.change WHERE at < clock_timestamp() - interval '8 years';
    GET DIAGNOSTICS changes = ROW_COUNT;
    DELETE FROM audit.reading WHERE at < clock_timestamp() - interval '8 years';
    GET DIAGNOSTICS readings = ROW_COUNT;
END
$$;
CREATE OR REPLACE FUNCTION audit.empty_removed(in_table text, listed text[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS
$$
DECLARE
    emptied bigint;
BEGIN
    UPDATE audit.change c SET reason = '', before = audit.emptied(c.before), after = audit.emptied(c.after)
     WHERE c.partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid
       AND c.table_name = in_table AND c.row_id = ANY (listed)
       AND EXISTS (SELECT 1 FROM audit.change d WHERE d.partnership_id = c.partnership_id
                      AND d.table_name = in_table AND d.row_id = c.row_id AND d.verb = 'delete');
    GET DIAGNOSTICS emptied = ROW_COUNT;
    RETURN emptied;
END
$$;

REVOKE ALL ON FUNCTION audit.record() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.scrub_listed(uuid, text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.scrub_field(uuid, text, text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.forget() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.empty_removed(text, text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.scrub(uuid, jsonb) FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO alongside_app, alongside_owner;
GRANT EXECUTE ON FUNCTION audit.record() TO alongside_app, alongside_owner;
GRANT EXECUTE ON FUNCTION audit.scrub(uuid, jsonb), audit.scrub_listed(uuid, text, jsonb), audit.scrub_field(uuid, text, text, text)
    TO alongside_app, alongside_owner;
GRANT EXECUTE ON FUNCTION audit.forget(), audit.empty_removed(text, text[]) TO alongside_owner;
GRANT SELECT ON audit.change, audit.reading TO alongside_app;
GRANT INSERT ON audit.reading TO alongside_app;
