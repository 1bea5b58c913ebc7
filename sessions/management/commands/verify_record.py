"""bin/manage verify_record: verify a downloaded record with our own keys, and compare it with our own log.

Where there is no database, manage.py verifies the file alone (sessions/record/proof/verifier/file_alone.py).
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.own_log import verify_with_own_log


class Command(BaseCommand):
    help = (
        "Verify a record (.json, .zip, or the unzipped folder); fail and name the entry that is wrong. "
        "Exit code 4: the record is a draft."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        verify.add_options(parser)

    def handle(self, *_args: Any, file: Path, keys: list[str], roots: list[str], **options: Any) -> None:
        beside = verify.Beside(**{name: options[name] for name in verify.Beside._fields})
        try:
            verified, notes = verify_with_own_log(file, keys=keys, roots=verify.read_roots(roots), beside=beside)
        except OSError as error:
            raise CommandError(f"cannot be read: {error}", returncode=verify.UNREADABLE) from error
        except verify.Failed as failure:
            raise CommandError(f"failed: {failure}", returncode=verify.FAILED) from failure
        self.stdout.write(verified.line())
        for note in notes:
            self.stderr.write(note)
        if verified.exit_code():
            sys.exit(verified.exit_code())
