"""The moves of an assessment are never edited: the database refuses, whoever asks. Taking one back is a new line.

The link to the worklist may empty itself when that line of the worklist goes.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION caring_moves_are_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'follow_up_id' IS DISTINCT FROM to_jsonb(OLD) - 'follow_up_id'
       OR NEW.follow_up_id IS NOT NULL AND NEW.follow_up_id IS DISTINCT FROM OLD.follow_up_id THEN
        RAISE EXCEPTION 'The moves of an assessment are never edited: add one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER caring_moves_are_never_edited BEFORE UPDATE ON caring_assessmentmove
    FOR EACH ROW EXECUTE FUNCTION caring_moves_are_never_edited();
"""
BACKWARD = """
DROP TRIGGER caring_moves_are_never_edited ON caring_assessmentmove;
DROP FUNCTION caring_moves_are_never_edited();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("caring", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
