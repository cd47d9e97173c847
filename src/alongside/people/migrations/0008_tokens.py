"""What a person can be found by: the index of tokens, and the triggers that keep it true whoever writes."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import alongside.core.ids
import alongside.core.tenancy

FORWARD = """
CREATE FUNCTION people_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
    SELECT translate(lower(translate(coalesce($1, ''), 'İ', 'I')),
        'àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőřśşšșťţțùúûüūůűųýÿźżž’‘-',
        'aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorsssstttuuuuuuuuyyzzz'''' ')
$f$;
CREATE FUNCTION people_words(text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
    SELECT DISTINCT left(word, 40) FROM string_to_table(translate(people_fold($1),
        U&'!"#$%&''()*+,./:;<=>?@[\\005C]^_`{|}~–—…“”«»·،۔।\\0009\\000A\\000D\\00A0-', repeat(' ', 60)), ' ') word
    WHERE word <> ''
$f$;
CREATE FUNCTION people_tokens_of(p people_person) RETURNS tsvector LANGUAGE sql STABLE AS $f$
    WITH name AS (
        SELECT people_words(p.name_key) AS word UNION SELECT people_words(replace(p.name_key, '''', ''))
    ), digits AS (
        SELECT regexp_replace(p.phone, '[^0-9]', '', 'g') AS number
    ), token AS (
        SELECT 'n' || word AS said FROM name
        UNION ALL SELECT 's' || substr(word, at) FROM name, generate_series(2, length(word) - 2) at
        UNION ALL SELECT 'd' || word FROM name WHERE length(word) >= 3
        UNION ALL SELECT 'd' || left(word, at - 1) || substr(word, at + 1)
            FROM name, generate_series(1, length(word)) at WHERE length(word) >= 4
        UNION ALL SELECT 'f' || reverse(number) FROM digits WHERE number <> ''
        UNION ALL SELECT 'g' || CASE WHEN number LIKE '44%' THEN substr(number, 3) ELSE number END
            FROM digits WHERE number <> ''
        UNION ALL SELECT 'c' || code FROM (
            SELECT people_fold(replace(p.postcode, ' ', '')) AS code
            UNION SELECT right(people_fold(replace(p.postcode, ' ', '')), 3)) AS postcode WHERE code <> ''
        UNION ALL SELECT 'a' || people_words(p.address)
        UNION ALL SELECT 'b' || to_char(p.born_on, 'YYYYMMDD') WHERE p.born_on IS NOT NULL
        UNION ALL SELECT 'y' || coalesce(extract(year FROM p.born_on)::int, p.birth_year)
            WHERE p.born_on IS NOT NULL OR p.birth_year IS NOT NULL
        UNION ALL SELECT 'e' || left(regexp_replace(people_fold(p.email), '[^[:alnum:]]', '', 'g'), 60)
            WHERE p.email <> ''
    )
    SELECT array_to_tsvector(array_agg(DISTINCT right(p.partnership_id::text, 3) || said) || 'z'::text)
    FROM token WHERE said IS NOT NULL
$f$;
CREATE FUNCTION people_keep_tokens() RETURNS trigger LANGUAGE plpgsql AS $f$
-- Every row holds the token z: to write is to have sought it. What was sought before is sought again afterwards.
DECLARE before text := coalesce(current_setting('alongside.sought', true), '');
BEGIN
    PERFORM set_config('alongside.sought', 'z', true);
    IF TG_OP = 'DELETE' THEN
        DELETE FROM people_persontokens WHERE person_id = OLD.id;
        PERFORM set_config('alongside.sought', before, true);
        RETURN OLD;
    END IF;
    INSERT INTO people_persontokens (id, partnership_id, person_id, tokens)
    VALUES (gen_random_uuid(), NEW.partnership_id, NEW.id, people_tokens_of(NEW))
    ON CONFLICT (partnership_id, person_id) DO UPDATE SET tokens = EXCLUDED.tokens
        WHERE people_persontokens.tokens IS DISTINCT FROM EXCLUDED.tokens;
    PERFORM set_config('alongside.sought', before, true);
    RETURN NEW;
END $f$;
CREATE TRIGGER people_keep_tokens AFTER INSERT OR UPDATE ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_keep_tokens();
CREATE TRIGGER people_drop_tokens BEFORE DELETE ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_keep_tokens();
DO $f$
DECLARE one uuid;
BEGIN
    FOR one IN SELECT id FROM partnerships_partnership LOOP
        PERFORM set_config('alongside.partnership', one::text, true);
        INSERT INTO people_persontokens (id, partnership_id, person_id, tokens)
        SELECT gen_random_uuid(), p.partnership_id, p.id, people_tokens_of(p)
        FROM people_person p WHERE p.partnership_id = one;
    END LOOP;
    PERFORM set_config('alongside.partnership', '', true);
END $f$;
"""
BACKWARD = """
DROP TRIGGER people_keep_tokens ON people_person;
DROP TRIGGER people_drop_tokens ON people_person;
DROP FUNCTION people_keep_tokens();
DROP FUNCTION people_tokens_of(people_person);
DROP FUNCTION people_words(text);
DROP FUNCTION people_fold(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_initial"),
        ("people", "0003_consent_in_depth"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonTokens",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
                (
                    "partnership",
                    models.ForeignKey(
                        default=alongside.core.tenancy.current_partnership_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["tokens"], name="people_tokens_gin")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "person"), name="people_tokens_once")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
