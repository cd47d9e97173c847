"""A concern is only added to – but for whom it is about, when two records of one person are joined or taken apart.

The statement trigger lets an UPDATE by safeguarding's own hand in the name of a joining through to a second trigger,
for each row, which lets pass only a change of `person_id` between the two records of that very joining.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION joining_lets_through() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('alongside.actor', true) = 'system:safeguarding'
       AND current_setting('alongside.reason', true) LIKE 'joining:%' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' AND current_user <> 'alongside_app' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION joining_moves_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'person_id' IS DISTINCT FROM to_jsonb(OLD) - 'person_id' OR NOT EXISTS (
        SELECT 1 FROM joining_join j
         WHERE 'joining:' || j.id = current_setting('alongside.reason', true)
           AND ((OLD.person_id = j.gone_id AND NEW.person_id = j.kept_id AND j.status = 'joined')
             OR (OLD.person_id = j.kept_id AND NEW.person_id = j.gone_id AND j.status = 'undone')))
    THEN
        RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
"""
TABLES = ("safeguarding_concern", "safeguarding_breakglass")
TRIGGERS = "".join(
    f"DROP TRIGGER only_added ON {table};"
    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION joining_lets_through();"
    f"CREATE TRIGGER only_moved BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION joining_moves_only();"
    for table in TABLES
)
BACKWARD = "".join(
    f"DROP TRIGGER only_moved ON {table};"
    f"DROP TRIGGER only_added ON {table};"
    f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION safeguarding_only_added();"
    for table in TABLES
)
FUNCTIONS_GO = "DROP FUNCTION joining_moves_only(); DROP FUNCTION joining_lets_through();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("joining", "0001_initial"), ("safeguarding", "0002_only_added")]
    operations: ClassVar = [migrations.RunSQL(FORWARD + TRIGGERS, BACKWARD + FUNCTIONS_GO)]
