"""Ordinary rules, which a clerk selects by two words: first, second, last … and Saturday, working day …; pure."""

from sessions.chats.calendar.rules.rule import DAY_CODES, Rule, WeekDay

NTHS = (1, 2, 3, 4, -1, -2, -3)
"""First to fourth, last, last but one, last but two."""

WORKING_DAYS, WEEKEND = tuple(range(5)), (5, 6)
KINDS = {"working": WORKING_DAYS, "weekend": WEEKEND}


def write_rule(nth: int, day: str) -> str:
    """The RRULE for the nth day of a month; day: MO to SU, working, weekend, or any."""
    if day == "any":
        return str(Rule(month_days=(nth,)))
    if day in KINDS:
        return str(Rule(week_days=tuple(WeekDay(0, each) for each in KINDS[day]), positions=(nth,)))
    return str(Rule(week_days=(WeekDay(nth, DAY_CODES.index(day)),)))


def read_ordinary(rule: str) -> tuple[int, str] | None:
    """The two words of a stored rule; None where two words cannot say it."""
    return _BY_RULE.get(rule)


_BY_RULE = {write_rule(nth, day): (nth, day) for nth in NTHS for day in (*DAY_CODES, *KINDS, "any")}
