"""Several lists counted in one statement: the same numbers as one by one."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.core.counting import how_many
from alongside.partnerships.models import Member, Organisation


def test_lists_are_counted_together(cast):
    lists = [Member.objects.filter(organisation=cast.organisation), Organisation.objects.order_by("name")]
    with CaptureQueriesContext(connection) as queries:
        counted = how_many(*lists)
    assert counted == [found.count() for found in lists]
    assert min(counted) > 1
    assert len(queries) == 1


def test_none_is_counted_beyond_the_limit(cast):
    assert how_many(Member.objects.all(), Organisation.objects.filter(name="Wellbeing Team"), up_to=2) == [
        2,
        1,
    ]


def test_a_list_known_to_be_empty_counts_nothing(cast):
    assert how_many(Member.objects.none(), Member.objects.filter(pk__in=[])) == [0, 0]
    assert how_many() == []
