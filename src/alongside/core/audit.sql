-- The audit trail: written by triggers alone, readable inside one's own partnership, changed by nobody.
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
CREATE POLICY wall ON audit.change FOR SELECT
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid);
CREATE POLICY wall ON audit.reading FOR SELECT
    USING (partnership_id = nullif(current_setting('alongside.partnership', true), '')::uuid);
CREATE POLICY write ON audit.change FOR INSERT TO alongside_audit WITH CHECK (true);
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

REVOKE ALL ON FUNCTION audit.record() FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO alongside_app, alongside_owner;
GRANT EXECUTE ON FUNCTION audit.record() TO alongside_app, alongside_owner;
GRANT SELECT ON audit.change, audit.reading TO alongside_app;
GRANT INSERT ON audit.reading TO alongside_app;
