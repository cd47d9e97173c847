"""The audit trail: whatever changes a person's rows is recorded by the database, with actor and reason."""

from django.db import connection

from alongside.core import audit, tenancy
from alongside.core.models import Change, Reading
from alongside.partnerships.models import Organisation


def changes_of(pk: object) -> list[tuple[str, str, str]]:
    return list(Change.objects.filter(row_id=str(pk)).order_by("id").values_list("verb", "actor", "reason"))


def test_saving_bulk_writing_updating_and_raw_sql_are_all_recorded(partnership: object) -> None:
    saved = Organisation.objects.create(name="Saved", kind="other")
    key = saved.pk
    (bulk,) = Organisation.objects.bulk_create([Organisation(name="Bulk", kind="other")])
    Organisation.objects.filter(pk=bulk.pk).update(name="Bulk again")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_organisation SET name = 'Raw' WHERE id = %s", [bulk.pk])
    saved.delete()
    assert [verb for verb, _, _ in changes_of(key)] == ["insert", "delete"]
    assert [verb for verb, _, _ in changes_of(bulk.pk)] == ["insert", "update", "update"]


def test_a_change_carries_who_and_why_and_only_what_changed(partnership: object) -> None:
    made = Organisation.objects.create(name="Before", kind="other")
    with tenancy.within(partnership.pk, actor="member:42"), tenancy.because("renamed at their wish"):  # type: ignore[attr-defined]
        Organisation.objects.filter(pk=made.pk).update(name="After")
    change = Change.objects.get(row_id=str(made.pk), verb="update")
    assert (change.actor, change.reason) == ("member:42", "renamed at their wish")
    assert (change.before, change.after) == ({"name": "Before"}, {"name": "After"})


def test_an_update_that_changes_nothing_is_not_recorded(partnership: object) -> None:
    made = Organisation.objects.create(name="Same", kind="other")
    Organisation.objects.filter(pk=made.pk).update(name="Same")
    assert [verb for verb, _, _ in changes_of(made.pk)] == ["insert"]


def test_a_reading_is_kept_with_reader_and_page(cast: object) -> None:
    person = cast.owner.pk  # type: ignore[attr-defined]
    audit.record_readings(
        partnership_id=cast.partnership.pk,
        person_ids=[person, person],
        actor="member:1",
        page="connector:person",  # type: ignore[attr-defined]
    )
    assert [(r.person_id, r.actor, r.page) for r in Reading.objects.all()] == [
        (person, "member:1", "connector:person")
    ]
