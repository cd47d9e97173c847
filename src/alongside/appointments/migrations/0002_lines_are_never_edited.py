"""What happened to a check-in, and who was told, is never edited: the database refuses, whoever asks.

The links of an alert to its messages may empty themselves when those are deleted (after a year, or with a person).
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION appointments_lines_are_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The lines of a check-in are never edited: add one' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER appointments_lines_are_never_edited BEFORE UPDATE ON appointments_checkinevent
    FOR EACH ROW EXECUTE FUNCTION appointments_lines_are_never_edited();

CREATE FUNCTION appointments_alerts_are_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'email_id' - 'text_id' IS DISTINCT FROM to_jsonb(OLD) - 'email_id' - 'text_id'
       OR NEW.email_id IS NOT NULL AND NEW.email_id IS DISTINCT FROM OLD.email_id
       OR NEW.text_id IS NOT NULL AND NEW.text_id IS DISTINCT FROM OLD.text_id THEN
        RAISE EXCEPTION 'Alerts are never edited: add one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointments_alerts_are_never_edited BEFORE UPDATE ON appointments_alert
    FOR EACH ROW EXECUTE FUNCTION appointments_alerts_are_never_edited();
"""
BACKWARD = """
DROP TRIGGER appointments_alerts_are_never_edited ON appointments_alert;
DROP FUNCTION appointments_alerts_are_never_edited();
DROP TRIGGER appointments_lines_are_never_edited ON appointments_checkinevent;
DROP FUNCTION appointments_lines_are_never_edited();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("appointments", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
