"""What was written to somebody is never edited: the database refuses, whoever asks.

That it left, that it was taken back, the message it left as and the contact it became are noted afterwards. Where two
records of one person are joined, it goes over to the case that stands.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION letters_stay_as_they_were_sent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted text[] := ARRAY[
        'left_at', 'left_by_id', 'taken_back_at', 'taken_back_by_id', 'message_id', 'contact_id', 'case_id'
    ];
BEGIN
    IF to_jsonb(NEW) - noted IS DISTINCT FROM to_jsonb(OLD) - noted THEN
        RAISE EXCEPTION 'A letter is never edited: write another' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_stay_as_they_were_sent BEFORE UPDATE ON letters_letter
    FOR EACH ROW EXECUTE FUNCTION letters_stay_as_they_were_sent();
"""
BACKWARD = """
DROP TRIGGER letters_stay_as_they_were_sent ON letters_letter;
DROP FUNCTION letters_stay_as_they_were_sent();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("letters", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
