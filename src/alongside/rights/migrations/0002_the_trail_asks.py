"""The functions that scrub the trail (core/audit.sql) look here whether an erasure, or a run, is under way.

And an erasure, once running, is no longer turned into one of somebody else, nor taken away.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
GRANT SELECT ON rights_erasure, rights_run, rights_runitem TO alongside_audit;
CREATE FUNCTION rights_erasure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user <> 'alongside_app' THEN
        RETURN OLD;  -- whoever owns the tables, when a whole partnership is removed
    END IF;
    IF TG_OP = 'DELETE' OR NEW.person_id <> OLD.person_id OR NEW.cause <> OLD.cause
       OR OLD.state = 'done' AND NEW.state <> 'done' THEN
        RAISE EXCEPTION 'What was erased, and why, is not rewritten' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rights_erasure_stays BEFORE UPDATE OR DELETE ON rights_erasure
    FOR EACH ROW EXECUTE FUNCTION rights_erasure_stays();
"""
BACKWARD = """
DROP TRIGGER rights_erasure_stays ON rights_erasure;
DROP FUNCTION rights_erasure_stays();
REVOKE SELECT ON rights_erasure, rights_run, rights_runitem FROM alongside_audit;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rights", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
