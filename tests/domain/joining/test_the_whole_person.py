"""A copy of everything, and an erasing of everything, reach the record that was joined into another."""

from __future__ import annotations

from alongside.core import audit
from alongside.people.models import Person
from alongside.rights import registry as rights
from alongside.rights import shared
from tests.factories.joining import joined, two_records


def test_a_copy_and_an_erasure_go_by_both_records(cast):
    both = two_records(cast.owner)
    for person in both:
        audit.record_readings(
            partnership_id=cast.partnership.pk,
            person_ids=[person.pk],
            actor=f"member:{cast.owner.pk}",
            page="x",
        )
    joined(cast.owner, cast.colleague, both=both)
    for tables in (rights.exported(), rights.erased()):
        (people,) = (table for table in tables if table.model is Person)
        assert set(people.rows_of(both[0].pk).values_list("pk", flat=True)) == {both[0].pk, both[1].pk}
        assert set(people.rows_of(both[1].pk).values_list("pk", flat=True)) == {both[1].pk}
    assert sum(looked.times for looked in shared.looks(both[0])) == 2
