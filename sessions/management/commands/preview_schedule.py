"""bin/manage preview_schedule: the dates that a rule would give, with each move and its reason; saves nothing."""

import json
import re
from argparse import ArgumentParser
from datetime import date, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.placing import BusyDays, WhenClosed
from sessions.chats.calendar.rules.preview import Plan, contract_entry, preview_months
from sessions.chats.calendar.rules.spans import Span
from sessions.chats.calendar.rules.table import preview_lines
from sessions.contract.limits import MAX_CHAT_MINUTES, MAX_REASON_GRAPHEMES, MIN_CHAT_MINUTES
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import language_codes, same_in_all
from sessions.platform.text.text_input import clean_line, fold_digits

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_WHOLE_NUMBER = re.compile(r"[+-]?\d{1,9}")

_OPTIONS = {"minutes": "--minutes", "from": "--from", "months": "--months"}
"""Which option each part of a ScheduleError was given by; the parts of a rule are --rule's."""


class Command(BaseCommand):
    help = (
        "Show the dates that a rule would give, without saving anything. A date in a closed range is moved to the "
        "next free day (at most 14 days later, before the rule's next date, never into a freeze or another closed "
        "range); where there is none, and with --on-closed wait, it waits for the clerk's choice. A date in a freeze "
        "stays and is suspended. An hour that the clocks skip on a day is read as that much later; one that comes "
        "twice means the first time (RFC 5545)."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rule", required=True, help='an RRULE for months: "FREQ=MONTHLY;BYDAY=1SA"')
        parser.add_argument("--at", required=True, metavar="HH:MM", help="start, in local time")
        parser.add_argument(
            "--minutes", required=True, metavar="N", help=f"length in minutes: {MIN_CHAT_MINUTES} to {MAX_CHAT_MINUTES}"
        )
        parser.add_argument("--from", required=True, dest="from_on", metavar="YYYY-MM-DD", help="the first day")
        parser.add_argument("--months", required=True, metavar="N", help="months to preview: 1 to 60")
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="day from which INTERVAL counts (default: --from)")
        parser.add_argument("--ward", metavar="N", help="ward number, shown in the table")
        parser.add_argument("--closed", action="append", default=[], metavar="FROM/TO[=REASON]", help="repeatable")
        parser.add_argument("--freeze", action="append", default=[], metavar="FROM/TO[=REASON]", help="repeatable")
        parser.add_argument("--on-closed", default="next_free", metavar="next_free|wait", help="default next_free")
        parser.add_argument("--language", default="en", metavar="CODE", help="language of the reasons and of the table")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *, as_json: bool, language: str, ward: str | None, **given: Any) -> None:
        if language not in language_codes():
            raise CommandError(f"--language: {language!r} is none of {', '.join(language_codes())}.")
        number = None if ward is None else _whole_number("--ward", ward)
        if number is not None and number < 1:
            raise CommandError("--ward: a ward's number is 1 or more.")
        try:
            plan = _read_plan(given)
            entries = preview_months(
                plan,
                from_on=_read_date("--from", given["from_on"]),
                months=_whole_number("--months", given["months"]),
                busy=BusyDays(
                    closed=[_read_span("--closed", written) for written in given["closed"]],
                    freezes=[_read_span("--freeze", written) for written in given["freeze"]],
                ),
            )
        except ScheduleError as error:
            option = _OPTIONS.get(error.part, "--rule")
            raise CommandError(f"{option}: {error}") from error
        with override(language):
            if as_json:
                made = [contract_entry(entry, with_suspended=bool(given["freeze"])) for entry in entries]
                self.stdout.write(json.dumps(made, ensure_ascii=False, indent=1))
            else:
                self.stdout.write("\n".join(preview_lines(plan, entries, ward=number)))


def _read_plan(given: dict[str, Any]) -> Plan:
    if given["on_closed"] not in list(WhenClosed):
        raise CommandError(f"--on-closed: {given['on_closed']!r} is neither next_free nor wait.")
    from_on = _read_date("--from", given["from_on"])
    anchor_on = _read_date("--since", given["since"]) if given["since"] else from_on
    if anchor_on > from_on:
        raise CommandError("--since: it cannot be later than --from.")
    return Plan(
        rule=parse_rule(given["rule"]),
        at=_read_time("--at", given["at"]),
        minutes=_whole_number("--minutes", given["minutes"]),
        zone=city_zone(),
        anchor_on=anchor_on,
        on_closed=WhenClosed(given["on_closed"]),
    )


def _read_span(option: str, written: str) -> Span:
    days, _, reason = written.partition("=")
    from_on, slash, to_on = days.partition("/")
    if not slash:
        raise CommandError(f"{option}: {written[:40]!r} is not FROM/TO, such as 2027-10-06/2027-10-09.")
    try:
        words = same_in_all(clean_line(reason, max_graphemes=MAX_REASON_GRAPHEMES)) if reason.strip() else None
        return Span(_read_date(option, from_on), _read_date(option, to_on), words)
    except Refused as refusal:
        raise CommandError(f"{option}: {refusal.message}") from refusal
    except ScheduleError as error:
        raise CommandError(f"{option}: {error}") from error


def _read_date(option: str, written: str) -> date:
    folded = fold_digits(written.strip())
    try:
        if not _DATE.fullmatch(folded):
            raise ValueError(written)
        return date.fromisoformat(folded)
    except ValueError as error:
        raise CommandError(f"{option}: {written[:40]!r} is not a day such as 2027-01-31.") from error


def _read_time(option: str, written: str) -> time:
    folded = fold_digits(written.strip())
    try:
        if not _TIME.fullmatch(folded):
            raise ValueError(written)
        hour, minute = folded.split(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise CommandError(f"{option}: {written[:40]!r} is not a time from 00:00 to 23:59.") from error


def _whole_number(option: str, written: str) -> int:
    folded = fold_digits(written.strip())
    if not _WHOLE_NUMBER.fullmatch(folded):
        raise CommandError(f"{option}: {written[:40]!r} is not a whole number.")
    return int(folded)
