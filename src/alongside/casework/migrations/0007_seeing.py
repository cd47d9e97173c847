"""Seeing the work: saved views, rules of a team, and the index of words of a case."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import alongside.core.ids
import alongside.core.tenancy

FORWARD = """
CREATE FUNCTION casework_tokens_of(c casework_case) RETURNS tsvector LANGUAGE sql STABLE AS $f$
    WITH written AS (
        SELECT c.closing_note AS said
        UNION ALL SELECT what_matters || ' ' || strengths || ' ' || notes FROM casework_conversation WHERE case_id = c.id
        UNION ALL SELECT note FROM casework_contact WHERE case_id = c.id AND note <> ''
        UNION ALL SELECT note || ' ' || referrer_name FROM referrals_referral WHERE id = c.referral_id
    ), named AS (
        SELECT to_name AS said FROM casework_onwardreferral WHERE case_id = c.id
        UNION ALL SELECT o.name FROM referrals_referral r JOIN partnerships_organisation o ON o.id = r.source_id
            WHERE r.id = c.referral_id
    ), token AS (
        SELECT 'w' || word AS said FROM people_words((SELECT string_agg(said, ' ') FROM written)) word
            WHERE length(word) >= 3
        UNION ALL SELECT 'o' || word FROM people_words((SELECT string_agg(said, ' ') FROM named)) word
        UNION ALL SELECT 'r' || lower(replace(reference, '-', '')) FROM referrals_referral WHERE id = c.referral_id
        UNION ALL SELECT substr(lexeme, 4) FROM people_persontokens t, unnest(tsvector_to_array(t.tokens)) lexeme
            WHERE t.person_id = c.person_id AND lexeme <> 'z'
    )
    SELECT array_to_tsvector(
        array_agg(DISTINCT right(c.organisation_id::text, 3) || said) FILTER (WHERE said IS NOT NULL) || 'z'::text)
    FROM token
$f$;
CREATE FUNCTION casework_refresh_tokens(which uuid) RETURNS void LANGUAGE plpgsql AS $f$
-- Every row holds the token z: to write is to have sought it. What was sought before is sought again afterwards.
DECLARE before text := coalesce(current_setting('alongside.sought', true), '');
BEGIN
    PERFORM set_config('alongside.sought', 'z', true);
    INSERT INTO casework_casetokens (id, partnership_id, case_id, person_id, organisation_id, tokens)
    SELECT gen_random_uuid(), c.partnership_id, c.id, c.person_id, c.organisation_id, casework_tokens_of(c)
    FROM casework_case c WHERE c.id = which
    ON CONFLICT (partnership_id, case_id) DO UPDATE
        SET tokens = EXCLUDED.tokens, person_id = EXCLUDED.person_id, organisation_id = EXCLUDED.organisation_id
        WHERE casework_casetokens.tokens IS DISTINCT FROM EXCLUDED.tokens
            OR casework_casetokens.person_id IS DISTINCT FROM EXCLUDED.person_id;
    PERFORM set_config('alongside.sought', before, true);
END $f$;
CREATE FUNCTION casework_case_tokens() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE before text := coalesce(current_setting('alongside.sought', true), '');
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM set_config('alongside.sought', 'z', true);
        DELETE FROM casework_casetokens WHERE case_id = OLD.id;
        PERFORM set_config('alongside.sought', before, true);
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' OR (OLD.closing_note, OLD.referral_id, OLD.person_id, OLD.organisation_id)
        IS DISTINCT FROM (NEW.closing_note, NEW.referral_id, NEW.person_id, NEW.organisation_id) THEN
        PERFORM casework_refresh_tokens(NEW.id);
    END IF;
    RETURN NEW;
END $f$;
CREATE FUNCTION casework_part_tokens() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM casework_refresh_tokens(OLD.case_id);
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.case_id IS DISTINCT FROM OLD.case_id THEN
        PERFORM casework_refresh_tokens(NEW.case_id);
    END IF;
    RETURN NULL;
END $f$;
CREATE FUNCTION casework_contact_tokens() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE before text := coalesce(current_setting('alongside.sought', true), '');
BEGIN
    PERFORM set_config('alongside.sought', 'z', true);
    -- The common writing by far: one more note. Its words are added, nothing is read again.
    UPDATE casework_casetokens t SET tokens = t.tokens || added.words FROM (
        SELECT array_to_tsvector(array_agg(right(c.organisation_id::text, 3) || 'w' || word)) AS words
        FROM casework_case c, people_words(NEW.note) word WHERE c.id = NEW.case_id AND length(word) >= 3
    ) AS added WHERE t.case_id = NEW.case_id AND added.words IS NOT NULL;
    PERFORM set_config('alongside.sought', before, true);
    RETURN NULL;
END $f$;
CREATE FUNCTION casework_contacts_gone() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    -- Erasing a person takes many contacts in one statement: their case is read again once.
    PERFORM casework_refresh_tokens(one.case_id) FROM (SELECT DISTINCT case_id FROM gone WHERE note <> '') AS one;
    RETURN NULL;
END $f$;
CREATE FUNCTION casework_person_tokens() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    PERFORM casework_refresh_tokens(c.id) FROM casework_case c WHERE c.person_id = NEW.person_id;
    RETURN NULL;
END $f$;
CREATE FUNCTION casework_referral_tokens() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    PERFORM casework_refresh_tokens(c.id) FROM casework_case c WHERE c.referral_id = NEW.id;
    RETURN NULL;
END $f$;
CREATE TRIGGER casework_case_tokens AFTER INSERT OR UPDATE ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_case_tokens();
CREATE TRIGGER casework_case_drop_tokens BEFORE DELETE ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_case_tokens();
CREATE TRIGGER casework_talk_tokens AFTER INSERT OR UPDATE OR DELETE ON casework_conversation
    FOR EACH ROW EXECUTE FUNCTION casework_part_tokens();
CREATE TRIGGER casework_onward_tokens AFTER INSERT OR UPDATE OF to_name OR DELETE ON casework_onwardreferral
    FOR EACH ROW EXECUTE FUNCTION casework_part_tokens();
CREATE TRIGGER casework_contact_adds AFTER INSERT ON casework_contact
    FOR EACH ROW WHEN (NEW.note <> '') EXECUTE FUNCTION casework_contact_tokens();
CREATE TRIGGER casework_contact_changes AFTER UPDATE OF note, case_id ON casework_contact
    FOR EACH ROW EXECUTE FUNCTION casework_part_tokens();
CREATE TRIGGER casework_contact_goes AFTER DELETE ON casework_contact REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION casework_contacts_gone();
CREATE TRIGGER casework_person_tokens AFTER INSERT OR UPDATE ON people_persontokens
    FOR EACH ROW EXECUTE FUNCTION casework_person_tokens();
CREATE TRIGGER casework_referral_tokens AFTER UPDATE OF note, referrer_name, source_id ON referrals_referral
    FOR EACH ROW EXECUTE FUNCTION casework_referral_tokens();
DO $f$
DECLARE one uuid;
BEGIN
    FOR one IN SELECT id FROM partnerships_partnership LOOP
        PERFORM set_config('alongside.partnership', one::text, true);
        PERFORM casework_refresh_tokens(c.id) FROM casework_case c WHERE c.partnership_id = one;
    END LOOP;
    PERFORM set_config('alongside.partnership', '', true);
END $f$;
"""
BACKWARD = """
DROP TRIGGER casework_referral_tokens ON referrals_referral;
DROP TRIGGER casework_person_tokens ON people_persontokens;
DROP TRIGGER casework_contact_goes ON casework_contact;
DROP TRIGGER casework_contact_changes ON casework_contact;
DROP TRIGGER casework_contact_adds ON casework_contact;
DROP TRIGGER casework_onward_tokens ON casework_onwardreferral;
DROP TRIGGER casework_talk_tokens ON casework_conversation;
DROP TRIGGER casework_case_drop_tokens ON casework_case;
DROP TRIGGER casework_case_tokens ON casework_case;
DROP FUNCTION casework_referral_tokens();
DROP FUNCTION casework_person_tokens();
DROP FUNCTION casework_contact_tokens();
DROP FUNCTION casework_contacts_gone();
DROP FUNCTION casework_part_tokens();
DROP FUNCTION casework_case_tokens();
DROP FUNCTION casework_refresh_tokens(uuid);
DROP FUNCTION casework_tokens_of(casework_case);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_circle"),
        ("partnerships", "0001_initial"),
        ("people", "0008_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTokens",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.organisation",
                    ),
                ),
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
                    django.contrib.postgres.indexes.GinIndex(fields=["tokens"], name="casework_tokens_gin"),
                    models.Index(fields=["partnership", "person"], name="casework_tokens_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "case"), name="casework_tokens_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "which",
                    models.CharField(
                        choices=[
                            ("today", "Today"),
                            ("overdue", "Overdue"),
                            ("urgent", "Urgent"),
                            ("waiting", "Waiting on a provider"),
                            ("consent", "Agreement to renew"),
                            ("questions", "Questions due"),
                            ("no-plan", "No plan"),
                            ("quiet", "No contact for a while"),
                        ],
                        max_length=20,
                    ),
                ),
                ("query", models.CharField(blank=True, max_length=500)),
                ("is_shared", models.BooleanField(default=False)),
                (
                    "is_first",
                    models.BooleanField(
                        default=False, help_text="Opened when the member opens their worklists"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnerships.member",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "saved view",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "which__in",
                                [
                                    "today",
                                    "overdue",
                                    "urgent",
                                    "waiting",
                                    "consent",
                                    "questions",
                                    "no-plan",
                                    "quiet",
                                ],
                            )
                        ),
                        name="casework_saved_view_list_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="casework_saved_view_has_a_name"
                    ),
                    models.UniqueConstraint(
                        fields=("partnership", "member", "name"), name="casework_saved_view_name_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_first", True)),
                        fields=("partnership", "member"),
                        name="casework_saved_view_first_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person", models.PositiveSmallIntegerField(default=2)),
                ("unspoken", models.PositiveSmallIntegerField(default=2)),
                ("urgent", models.PositiveSmallIntegerField(default=3)),
                ("visit", models.PositiveSmallIntegerField(default=1)),
                ("overdue", models.PositiveSmallIntegerField(default=1)),
                ("quiet_days", models.PositiveSmallIntegerField(default=30)),
                ("consent_months", models.PositiveSmallIntegerField(default=12)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnerships.organisation",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "rules of a team",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "organisation"), name="casework_team_rules_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overdue__lte", 20),
                            ("person__lte", 20),
                            ("unspoken__lte", 20),
                            ("urgent__lte", 20),
                            ("visit__lte", 20),
                        ),
                        name="casework_team_rules_weights_are_small",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consent_months__range", (1, 60)), ("quiet_days__range", (7, 365))
                        ),
                        name="casework_team_rules_reminders_are_plausible",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
