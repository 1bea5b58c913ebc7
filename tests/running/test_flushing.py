"""A test that commits leaves the database as Django's flush would."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories.evening import make_evening
from tests.running.flushing import KEPT_MODELS, empty_tables, tables_with_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def count_rows() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            [counts[table]] = cursor.fetchone()
    return counts


@pytest.mark.costly
def test_the_same_rows_are_left_as_by_the_flush_of_django() -> None:
    make_evening().answer()
    assert len(tables_with_rows()) > 10
    empty_tables()
    left = count_rows()
    assert sum(count > 0 for count in left.values()) == len(KEPT_MODELS)
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    assert count_rows() == left
