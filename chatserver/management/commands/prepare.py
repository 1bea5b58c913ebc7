"""Migrates the database and collects the static files: `serve` does so at its start and before it renews workers."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chatserver.assets.collect import collect_static_files
from chatserver.config.data_folder import close_to_others, leave_notice
from chatserver.database.starting import NotServable, require_servable
from sessions.matters.categories import load_starter_categories
from sessions.matters.redacting import redact_left_matters
from sessions.platform.exports.kept_files import discard_lists
from sessions.promises.sources.redacted_before import finish_older_redactions
from sessions.record.redaction.redaction_list import BadList, read_list
from sessions.record.redaction.repeating import repeat_redactions


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # they read all pages, which it does not need

    def handle(self, **options: Any) -> None:
        if close_to_others(settings.DATA_DIR):
            self.stdout.write(f"{settings.DATA_DIR} was open to other users; now only its owner can read it.")
        leave_notice(settings.DATA_DIR)
        try:
            require_servable()
        except NotServable as reason:
            raise CommandError(str(reason)) from None
        apply_migrations()
        redact_again()
        load_starter_categories()
        discard_lists()  # another version may write them otherwise
        collect_static_files()


def redact_again() -> None:
    """Destroy words that an older copy of the database has brought back, or an older version has left.

    Nothing is served before.
    """
    try:
        repeat_redactions(read_list(settings.DATA_DIR))
    except BadList as reason:
        raise CommandError(f"{reason} Repair or remove it; without the list, redacted words could come back.") from None
    redact_left_matters()
    finish_older_redactions()
    connection.close()


def apply_migrations() -> None:
    """Apply missing migrations, without output."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()
