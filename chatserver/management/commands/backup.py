"""bin/manage backup FILE: save this installation in one file, while it is served."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.passphrase import find_passphrase
from chatserver.operations.backups.writing import make_backup


class Command(BaseCommand):
    help = "Write the database, the keys and a manifest to FILE, which must not exist, and read it back."
    requires_system_checks = ()  # Django's checks would open a damaged database before we can report it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--encrypt", action="store_true", help="with a passphrase; without it nothing opens it")
        parser.add_argument("--passphrase-file", type=Path, help="else BACKUP_PASSPHRASE in the environment")

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
            "read back and found whole."
        )
        if written.left_out:
            self.stdout.write(f"Not in it, because they are none of our files: {', '.join(written.left_out)}.")
        if passphrase is None:
            self.stdout.write(
                "It holds people's data and is not encrypted: keep it as safe as the server, or --encrypt."
            )
        if not manifest.has_secret_key:
            self.stdout.write("SECRET_KEY comes from the environment and is not in it: keep that apart.")
