"""Parses an RRULE (RFC 5545, 3.3.10) to a Rule, or says in a sentence which part is wrong and why."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sessions.chats.calendar.rules.errors import RuleError
from sessions.chats.calendar.rules.rule import (
    DAY_CODES,
    WEEKS_IN_MONTH,
    Rule,
    Shape,
    WeekDay,
    days_in_shape,
    example_of,
    next_dates,
    shapes_of_month,
)
from sessions.platform.text.by_language import gettext_lazy as _
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import date_words
from sessions.platform.text.spoken.lists import join_words

MAX_LENGTH = 200
MAX_INTERVAL = 120

_NAME = re.compile(r"[A-Z][A-Z-]{0,23}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(DAY_CODES)})")

_NOT_FOR_US = {
    **dict.fromkeys(
        ("BYHOUR", "BYMINUTE", "BYSECOND"),
        _("the time of day is given apart from the rule."),
    ),
    **dict.fromkeys(
        ("COUNT", "UNTIL", "DTSTART"),
        _("from when and until when is given apart from the rule."),
    ),
    **dict.fromkeys(
        ("BYWEEKNO", "BYYEARDAY", "BYEASTER"),
        _("this belongs to yearly rules, and a chat comes by the month."),
    ),
}
_UNKNOWN = _("a rule for months has no part of this name.")
_TOO_LONG = _("the rule is longer than {most} characters.")
_UNREADABLE = _("write it as parts with = between semicolons, such as FREQ=MONTHLY;BYDAY=1SA.")
_TWICE_GIVEN = _("this part is given twice.")
_NOT_MONTHLY = _("a chat comes by the month, so this must be MONTHLY.")
_BAD_NUMBER = _("{value} is not a whole number from {least} to {most}.")
_BAD_SIGNED = _("{value} is not a whole number from 1 to {most}, or from -{most} to -1 to count from the end.")
_BAD_DAY = _("{value} is not a weekday such as SA, 1SA or -1SA; a month has at most five of each.")
_NO_DAY = _("the rule does not say on which day of the month; add BYDAY=1SA, or BYMONTHDAY=15.")
_TOO_OFTEN = _("the rule fires {count} times in one month, for example on {days}; a ward has one chat a month.")
_NEVER = _("no month has such a day, so the rule never fires.")
_NEVER_FROM = _(
    "counted in steps of {interval} months from {anchor}, the rule never meets a month that has such a day."
)


def parse_rule(text: str) -> Rule:
    """Parse a monthly RRULE; accepts an "RRULE:" before it, lower case, and blanks beside the semicolons.

    Raises RuleError, which names the part, where the rule cannot be parsed, is not MONTHLY, has a time of day or an
    end (which are given apart), fires more than once in any month of the calendar, or in no month. Takes bounded time.
    """
    values = _split(text)
    if values.pop("FREQ", "") != "MONTHLY":
        raise RuleError("FREQ", _NOT_MONTHLY)
    rule = Rule()
    for name, value in values.items():
        rule = _PARTS[name](rule, value)
    if not rule.month_days and not rule.week_days:
        raise RuleError("BYDAY", _NO_DAY)
    _require_one_a_month(rule)
    return rule


def require_dates(rule: Rule, *, anchor_on: date) -> None:
    """Raises RuleError where an INTERVAL, counted from this anchor, skips every month that has a date."""
    if not next_dates(rule, from_on=anchor_on, anchor_on=anchor_on, count=1):
        raise RuleError("INTERVAL", _NEVER_FROM.format(interval=digits(rule.interval), anchor=date_words(anchor_on)))


def _split(text: str) -> dict[str, str]:
    if len(text) > MAX_LENGTH:
        raise RuleError("RRULE", _TOO_LONG.format(most=digits(MAX_LENGTH)))
    values: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = (part.strip() for part in piece.partition("="))
        name = name.partition(":")[0]  # DTSTART:20270102 on a line of its own, as in a calendar file
        if name in _NOT_FOR_US:
            raise RuleError(name, _NOT_FOR_US[name])
        if not _NAME.fullmatch(name) or not equals or not value:
            raise RuleError(name if _NAME.fullmatch(name) else "RRULE", _UNREADABLE)
        if name != "FREQ" and name not in _PARTS:
            raise RuleError(name, _UNKNOWN)
        if name in values:
            raise RuleError(name, _TWICE_GIVEN)
        values[name] = value
    return values


def _read_interval(rule: Rule, value: str) -> Rule:
    return replace(rule, interval=_number("INTERVAL", value, most=MAX_INTERVAL))


def _read_months(rule: Rule, value: str) -> Rule:
    months = sorted({_number("BYMONTH", each, most=12) for each in value.split(",")})
    return replace(rule, months=() if len(months) == 12 else tuple(months))


def _read_month_days(rule: Rule, value: str) -> Rule:
    return replace(rule, month_days=_signed_numbers("BYMONTHDAY", value, most=31))


def _read_positions(rule: Rule, value: str) -> Rule:
    return replace(rule, positions=_signed_numbers("BYSETPOS", value, most=366))


def _read_week_days(rule: Rule, value: str) -> Rule:
    week_days = []
    for each in value.split(","):
        found = _DAY.fullmatch(each.strip())
        nth = int(found[1] or 0) if found else 0
        if found is None or abs(nth) > WEEKS_IN_MONTH or (found[1] and nth == 0):
            raise RuleError("BYDAY", _BAD_DAY.format(value=_shown(each)))
        week_days.append(WeekDay(nth, DAY_CODES.index(found[2])))
    return replace(rule, week_days=tuple(sorted(set(week_days), key=lambda each: (each.nth, each.day))))


def _read_week_start(rule: Rule, value: str) -> Rule:
    """WKST makes no difference to a monthly rule."""
    if value not in DAY_CODES:
        raise RuleError("WKST", _BAD_DAY.format(value=_shown(value)))
    return rule


_PARTS: dict[str, Callable[[Rule, str], Rule]] = {
    "INTERVAL": _read_interval,
    "BYMONTH": _read_months,
    "BYMONTHDAY": _read_month_days,
    "BYDAY": _read_week_days,
    "BYSETPOS": _read_positions,
    "WKST": _read_week_start,
}


def _number(part: str, value: str, *, most: int) -> int:
    value = value.strip()
    number = int(value) if _NUMBER.fullmatch(value) else 0
    if not 1 <= number <= most:
        raise RuleError(part, _BAD_NUMBER.format(value=_shown(value), least=digits(1), most=digits(most)))
    return number


def _signed_numbers(part: str, value: str, *, most: int) -> tuple[int, ...]:
    numbers = set()
    for each in value.split(","):
        number = int(each) if _NUMBER.fullmatch(each.strip()) else 0
        if not 1 <= abs(number) <= most:
            raise RuleError(part, _BAD_SIGNED.format(value=_shown(each), most=digits(most)))
        numbers.add(number)
    return tuple(sorted(numbers, key=lambda number: (number < 0, number)))


def _shown(value: str) -> str:
    """The typed value, shortened and in one line."""
    return repr(value.strip()[:20])


def _require_one_a_month(rule: Rule) -> None:
    """Check every shape that an allowed month can have. require_dates checks INTERVAL, as it knows the anchor."""
    months = rule.months or range(1, 13)
    shapes = sorted({shape for month in months for shape in shapes_of_month(month)}, key=example_of)
    fired = [(shape, days_in_shape(rule, shape)) for shape in shapes]
    for shape, days in fired:
        if len(days) > 1:
            message = _TOO_OFTEN.format(count=digits(len(days)), days=_example_words(shape, days))
            raise RuleError(_part_of_days(rule), message)
    if not any(days for _, days in fired):
        raise RuleError(_part_that_never_fires(rule, shapes), _NEVER)


def _part_of_days(rule: Rule) -> str:
    if rule.positions:
        return "BYSETPOS"
    return "BYDAY" if rule.week_days else "BYMONTHDAY"


def _part_that_never_fires(rule: Rule, shapes: list[Shape]) -> str:
    """The first part without which the rule would have dates."""
    without = {"BYSETPOS": replace(rule, positions=()), "BYDAY": replace(rule, positions=(), week_days=())}
    for part, rest in without.items():
        if rest != rule and any(days_in_shape(rest, shape) for shape in shapes):
            return part
    return "BYMONTHDAY"


def _example_words(shape: Shape, days: tuple[int, ...]) -> str:
    year, month = example_of(shape)
    shown = [date_words(date(year, month, day)) for day in days[:2]]
    return join_words(shown)
