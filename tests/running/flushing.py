"""Empties the database after a test that commits: only tables that have rows, instead of all of them.

Django's flush also deletes the content types and permissions, then makes them anew from the models, which takes most of
its time. They are the same after each test, so they stay.
"""

from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT_MODELS = ("contenttypes.ContentType", "auth.Permission")


def empty_tables() -> None:
    """Delete every row that Django's flush deletes and does not make again. Foreign keys are checked at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables_with_rows():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def tables_with_rows() -> list[str]:
    """In one query."""
    kept = {apps.get_model(label)._meta.db_table for label in KEPT_MODELS}
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def flush_with_empty_tables() -> None:
    """Tests that commit end with empty_tables() from now on."""
    TransactionTestCase._fixture_teardown = lambda _test_case: empty_tables()  # type: ignore[attr-defined]
