"""bin/manage backup FILE: save this installation in one file, while it is served."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.passphrase import find_passphrase
from chatserver.operations.backups.writing import make_backup


class Command(BaseCommand):
    help = "Write the database, the keys and a manifest to FILE, which must not exist yet, then verify the file."
    requires_system_checks = ()  # Django's checks would open a damaged database before we can report it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encrypt", action="store_true", help="encrypt; a lost passphrase cannot be recovered")
        parser.add_argument("--passphrase-file", type=Path, help="default: the variable BACKUP_PASSPHRASE")

    def handle(self, *, file: Path, encrypt: bool, passphrase_file: Path | None, **options: Any) -> None:
        try:
            passphrase = find_passphrase(passphrase_file) if encrypt or passphrase_file else None
            if encrypt and passphrase is None:
                raise BadBackup("--encrypt needs a passphrase: --passphrase-file FILE, or BACKUP_PASSPHRASE.")
            written = make_backup(file.absolute(), passphrase=passphrase)
        except BadBackup as reason:
            raise CommandError(str(reason)) from None
        manifest, counts = written.manifest, written.manifest.counts
        self.stdout.write(
            f"{file}: {written.size} bytes, as of {manifest.at}, with "
            f"{counts['chat_sessions_chatsession']} chats and {counts['chat_sessions_event']} events; "
            "read back and verified."
        )
        if written.left_out:
            self.stdout.write(f"Left out, because they do not belong to this product: {', '.join(written.left_out)}.")
        if passphrase is None:
            self.stdout.write(
                "It contains personal data and is not encrypted: protect it like the server, or use --encrypt."
            )
        if not manifest.has_secret_key:
            self.stdout.write(
                "It does not contain SECRET_KEY, which comes from the environment: back that up separately."
            )
