"""bin/manage screen: what the checks flag in texts, and the texts with personal data masked."""

import json
import os
import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from moderation.checks import phrases
from moderation.checks.screen import Lists, screen

MOST_BYTES = 256 * 1024
"""Bytes; the most in one line, many times what a question may have."""

TOO_LONG = f"The line is longer than {MOST_BYTES} bytes."
NO_UTF8 = "The line is not UTF-8."


class Command(BaseCommand):
    help = (
        "Check texts: one a line on standard input, one verdict a line on standard output, each as soon as it is "
        "there. Party slogans are flagged as during an election freeze. A line that cannot be read has an error in "
        "its verdict, and no public text."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", required=True, help="print verdicts as JSON, the only format"
        )
        listed = "a file with a phrase a line, instead of the starter list; a phrase with * at its end may go on"
        parser.add_argument("--wording", type=Path, metavar="FILE", help=f"wording to flag: {listed}")
        parser.add_argument("--slogans", type=Path, metavar="FILE", help=f"party slogans: {listed}")

    def handle(self, *, wording: Path | None, slogans: Path | None, **options: Any) -> None:
        starters = tomllib.loads(phrases.STARTER_LISTS.read_text(encoding="utf-8"))
        lists = Lists(
            wording=_read_list(wording, starters["wording"]), slogans=_read_list(slogans, starters["slogans"])
        )
        try:
            for line in _lines_of(sys.stdin.buffer):
                self.stdout.write(json.dumps(_verdict_on(line, lists)))
                self.stdout.flush()
        except BrokenPipeError:
            # Nobody reads the rest, and Python would complain of that again when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CommandError("The reader of the verdicts has gone (broken pipe).") from None
        except OSError as error:
            raise CommandError(f"Reading or writing a line failed: {error.strerror}.") from error


def _read_list(path: Path | None, starter: list[str]) -> tuple[str, ...]:
    if path is None:
        return tuple(starter)
    try:
        return tuple(filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines())))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8.") from error


def _lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line without its end; None for a line that is too long, of which only a piece is kept at a time."""
    while line := stream.readline(MOST_BYTES + 2):
        is_too_long = len(line.rstrip(b"\r\n")) > MOST_BYTES
        while is_too_long and line and not line.endswith(b"\n"):
            line = stream.readline(MOST_BYTES)
        yield None if is_too_long else line.removesuffix(b"\n").removesuffix(b"\r")


def _verdict_on(line: bytes | None, lists: Lists) -> dict[str, Any]:
    if line is None:
        return _unread(TOO_LONG)
    try:
        screened = screen(line.decode(), lists)
    except UnicodeDecodeError:
        return _unread(NO_UTF8)
    flags = [
        {"check": flag.check, "start": flag.start, "end": flag.end, "mask": flag.is_masked} for flag in screened.flags
    ]
    return {"flags": flags, "public_text": screened.public_text}


def _unread(why: str) -> dict[str, Any]:
    """What nobody has looked through is not public."""
    return {"flags": [], "public_text": "", "error": why}
