"""Brings the database and the static files up to this code: `serve` does so first, and before it renews its workers."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chatserver.collecting import collect_static_files


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        apply_migrations()
        collect_static_files()


def apply_migrations() -> None:
    """Whatever is missing, quietly."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()
