"""The words of a consent are never edited: the database refuses, whoever asks."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION people_wording_is_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.purpose, NEW.version, NEW.text, NEW.hash) IS DISTINCT FROM (OLD.purpose, OLD.version, OLD.text, OLD.hash) THEN
        RAISE EXCEPTION 'The words of a consent are never edited: write a new version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_wording_is_never_edited BEFORE UPDATE ON people_consentwording
    FOR EACH ROW EXECUTE FUNCTION people_wording_is_never_edited();
"""
BACKWARD = """
DROP TRIGGER people_wording_is_never_edited ON people_consentwording;
DROP FUNCTION people_wording_is_never_edited();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
