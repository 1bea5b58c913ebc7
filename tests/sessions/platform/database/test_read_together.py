"""Queries that are executed together answer what each would answer alone; on PostgreSQL all go in one message."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import IntegerField

from sessions.models import Borough, Ward
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery, read_together
from tests.factories.evening import make_ward

pytestmark = pytest.mark.django_db
IS_POSTGRESQL = connection.vendor == "postgresql"

wards = PreparedQuery(lambda: Ward.objects.filter(InArray("number", Given("numbers"))).order_by("number"))
codes = PreparedQuery(lambda: Borough.objects.order_by("code").values_list("code", flat=True))
numbers_from = PreparedQuery(
    lambda: Ward.objects.filter(number__gte=Given("first", IntegerField())).order_by("number").values_list("number")
)


def test_each_answers_what_it_answers_alone(django_assert_num_queries: Any) -> None:
    made = [make_ward(number) for number in (95, 96, 97)]
    with django_assert_num_queries(1 if IS_POSTGRESQL else 4):
        found = read_together(
            wards.bind(numbers=[95, 97]), codes.bind(), numbers_from.bind(first=96), wards.bind(numbers=["96"])
        )
    assert found == [[made[0], made[2]], ["X"], [(96,), (97,)], [made[1]]]


def test_what_is_known_to_find_nothing_is_left_out(django_assert_num_queries: Any) -> None:
    make_ward(95)
    with django_assert_num_queries(1):
        assert read_together(wards.bind(numbers=[]), codes.bind(), wards.bind(numbers=[])) == [[], ["X"], []]
    with django_assert_num_queries(0):
        assert read_together(wards.bind(numbers=[])) == [[]]
        assert read_together() == []


def test_what_is_made_of_the_rows_is_the_answer() -> None:
    make_ward(95)
    count = BoundQuery("SELECT count(*) FROM chat_sessions_ward", (), lambda rows: rows[0][0])
    assert read_together(count.then(lambda number: number + 1), codes.bind().then(tuple)) == [2, ("X",)]
    assert count.read() == 1
