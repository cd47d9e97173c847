"""Everything that points to a person is handled: declared, resolved, and led on. A new model that is not fails here."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models

from alongside.joining import laying, registry, resolving, rules, said
from alongside.people.models import Person


def undeclared(references, handled):
    return sorted({reference.name for reference in references} - set(handled))


def test_every_foreign_key_to_a_person_says_how_it_moves():
    found = registry.references()
    assert undeclared(found, registry.HANDLED) == [], (
        "A table points to a person and says nothing about joining: see joining/registry.py"
    )
    assert set(registry.HANDLED) == {reference.name for reference in found}, "declared and no longer there"


def test_the_walk_finds_every_way_to_point_to_a_person(db):
    """The registry is what the database says, not only what we think of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint c JOIN pg_attribute a "
            "ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE contype = 'f' AND confrelid = 'people_person'::regclass AND array_length(conkey, 1) = 1"
        )
        there = {(table, column) for table, column in cursor.fetchall() if not table.startswith("joining_")}
    assert there == {(reference.table, reference.column) for reference in registry.references()}


def test_what_goes_over_is_said_in_words_and_never_by_the_name_of_a_table():
    counted = {
        reference.model._meta.label
        for reference in registry.references()
        if not (reference.under_lock or reference.stays)
    }
    assert counted == set(said.OF_TABLES), "see joining/said.py: OF_TABLES"


def test_a_table_that_is_not_declared_is_found():
    found = [*registry.references(), registry.Reference(apps.get_model("people.Consent"), "recorded_by")]
    assert undeclared(found, registry.HANDLED) == ["people.Consent.recorded_by"]


def test_every_only_once_of_a_person_is_resolved():
    assert set(registry.once_rules()) == set(registry.ONCE), "see joining/registry.py: ONCE"
    assert set(registry.ONCE.values()) | {"deaths"} == set(resolving.RESOLVERS)


def test_every_part_of_a_case_says_whether_it_goes_over():
    found = {
        f"{model._meta.label}.{field.name}"
        for model, field in registry.pointing_to(apps.get_model("casework.Case"))
    }
    assert found == set(registry.PARTS_OF_A_CASE), "see joining/registry.py: PARTS_OF_A_CASE"


def test_every_field_of_a_person_says_how_two_become_one():
    fields = {field.name for field in Person._meta.concrete_fields}
    assert fields == set(rules.WAYS), "see joining/rules.py: WAYS"
    assert {name for names in rules.ALONG.values() for name in names} == {
        name for name, way in rules.WAYS.items() if way == "with"
    }


def test_no_key_of_a_person_is_kept_without_a_foreign_key():
    """A bare UUID would be left behind unseen. The audit trail is one on purpose: it tells what was, of whom."""
    bare = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.UUIDField)
        and field.name in {"person", "person_id", "about_id", "carer_id"}
    }
    assert bare == {"core.Change.person_id", "core.Reading.person_id"}


def test_every_reference_is_led_on_by_a_trigger_in_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'joining_leads_on_%'"
        )
        laid = set(cursor.fetchall())
    assert laid == {
        (reference.table, laying.trigger_name(reference.column))
        for reference in registry.references()
        if not reference.stays
    }
