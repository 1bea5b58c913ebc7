"""Compute the order of an evening again from its record, and say where the record differs."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from sessions.record.evening_order import EveningOrder, OrderLine, recompute_order
from sessions.record.transcript_reader import events_of

HOW = {"next": "in order", "lot": "by lot", "": "not stated"}


class Command(BaseCommand):
    help = "Print the order of a chat with its overrides; fail if the record differs from the declared order."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "record", type=Path, metavar="RECORD.json", help="a record, downloaded from /records/SLUG.json"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        order = _recompute(options["record"])
        self.stdout.write(f"order: {order.policy}; questions taken: {len(order.lines)}")
        for number, line in enumerate(order.lines, 1):
            self.stdout.write(f"{number:4}  {line.receipt:10}  {_words_of(line, has_beacon=bool(order.chain))}")
        rounds = [str(line.round) for line in order.lines if line.round is not None]
        if rounds:
            where = f"/{order.chain}/public/ROUND"
            self.stdout.write(f"The beacon: compare its rounds {', '.join(rounds)} with any drand relay, {where}.")
        if order.without_beacon:
            draws = sum(line.how == "lot" for line in order.lines)
            self.stdout.write(f"Warning: drawn without the beacon: {len(order.without_beacon)} of {draws} draws.")
        for fault in order.faults:
            self.stdout.write(f"differs: {fault}")
        if not order.is_kept:
            raise CommandError("The record differs from the declared order.")
        self.stdout.write("The record follows the declared order.")


def _recompute(path: Path) -> EveningOrder:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return recompute_order(events_of(document))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CommandError(f"{path} is not the record of a chat, or its events contradict each other.") from error


def _words_of(line: OrderLine, *, has_beacon: bool) -> str:
    how = HOW.get(line.how) or f"override: {line.how}"
    if has_beacon and line.how == "lot":
        how = f"by lot, with round {line.round} of the beacon" if line.round else "by lot, without the beacon"
    return f"differs: {line.fault}" if line.fault else how
