"""bin/manage restore FILE: restore this installation from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chatserver.config.posting_targets import POSTING_FILE
from chatserver.database.lock import AlreadyServed, hold_folder
from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.names import FILES_FOLDER
from chatserver.operations.backups.passphrase import find_passphrase
from chatserver.operations.backups.restoring import restore_backup


class Command(BaseCommand):
    help = "Restore the database and the keys from FILE into a folder or database that no server uses."
    requires_system_checks = ()  # the present database may be damaged, which may be the reason for the restore

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="move existing data aside; nothing is deleted")
        parser.add_argument(
            "--redactions",
            type=Path,
            help="list of redactions (redactions.json of the previous machine, or /records/redactions.json)",
        )
        parser.add_argument(
            "--leave-out-others", action="store_true", help="skip files in it that do not belong to this product"
        )
        parser.add_argument("--passphrase-file", type=Path, help="default: the variable BACKUP_PASSPHRASE")

    def handle(
        self,
        *,
        file: Path,
        replace: bool,
        redactions: Path | None,
        leave_out_others: bool,
        passphrase_file: Path | None,
        **options: Any,
    ) -> None:
        try:
            with hold_folder(settings.DATA_DIR):
                passphrase = find_passphrase(passphrase_file)
                restored = restore_backup(
                    file.absolute(),
                    passphrase=passphrase,
                    replace=replace,
                    redactions=redactions,
                    leave_out_others=leave_out_others,
                )
        except (BadBackup, AlreadyServed) as reason:
            raise CommandError(str(reason)) from reason
        counts = restored.manifest.counts
        self.stdout.write(
            f"Restored as of {restored.manifest.at}: {counts['chat_sessions_chatsession']} chats and "
            f"{counts['chat_sessions_event']} events. Everybody who comes back gets a fresh view."
        )
        if restored.left_out:
            self.stdout.write(f"Left out, because they do not belong to this product: {', '.join(restored.left_out)}.")
        if any(part.name == f"{FILES_FOLDER}/{POSTING_FILE}" for part in restored.manifest.parts):
            self.stdout.write(f"It contained {POSTING_FILE}: check that posts should go to the accounts named there.")
        if restored.redacted:
            self.stdout.write(
                f"Redacted again, because the backup still held their words: {restored.redacted} entries."
            )
        if restored.aside:
            self.stdout.write(
                f"The previous data is kept as {restored.aside} in {settings.DATA_DIR} (or in the database)."
            )
        if not restored.manifest.has_secret_key:
            self.stdout.write("The backup does not contain SECRET_KEY: start with the one that this installation had.")
