"""A rule in plain words of the active language: "the first Saturday of each month", "প্রতি মাসের প্রথম শনিবার"."""

from datetime import time

from sessions.chats.calendar.rules.rule import Rule, WeekDay, days_in_shape, shapes_of_month
from sessions.platform.text.by_language import pgettext, pgettext_lazy
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import month_name, time_words, weekday_called
from sessions.platform.text.spoken.lists import join_with_commas, join_words
from sessions.platform.text.spoken.ordinals import day_of_month, ordinal_words

_WORKING_DAYS, _WEEKEND, _ALL_DAYS = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))
_INTERVALS = {
    2: pgettext_lazy("months of a rule", "every second month"),
    3: pgettext_lazy("months of a rule", "every third month"),
    4: pgettext_lazy("months of a rule", "every fourth month"),
    5: pgettext_lazy("months of a rule", "every fifth month"),
    6: pgettext_lazy("months of a rule", "every sixth month"),
    7: pgettext_lazy("months of a rule", "every seventh month"),
    8: pgettext_lazy("months of a rule", "every eighth month"),
    9: pgettext_lazy("months of a rule", "every ninth month"),
    10: pgettext_lazy("months of a rule", "every tenth month"),
}


def rule_in_words(rule: Rule) -> str:
    """The meaning of the rule, for every rule that parse_rule accepts; without a capital at the start or a full stop.

    For a rule that skips some of its months (the fifth Saturday), the words say so.
    """
    words = _day_words(rule, _of_months(rule))
    if _is_missing_somewhere(rule):
        return pgettext("a rule", "{words}, where there is one").format(words=words)
    return words


def schedule_in_words(rule: Rule, *, at: time, minutes: int) -> str:
    """The rule with its hour and length: the first Saturday of each month at 6:00 pm, for 60 minutes."""
    form = pgettext("a rule", "{rule} at {at}, for {minutes} minutes")
    return form.format(rule=rule_in_words(rule), at=time_words(at), minutes=digits(minutes))


def _day_words(rule: Rule, of: str) -> str:
    """The day within its months. of: the months, which come first in some languages."""
    single = _single_weekday(rule) or _single_position(rule) or _single_month_day(rule)
    if single:
        return pgettext("a rule", "the {day} {of}").format(day=single, of=of)
    days = join_with_commas([words for words in (_weekday_choice(rule), _month_day_choice(rule)) if words])
    if not rule.positions:
        return pgettext("a rule", "the one day {of} that is {days}").format(days=days, of=of)
    places = join_words([_place(position) for position in rule.positions], by_or=True)
    form = pgettext("a rule", "the {places} of these days {of}: {days}")
    return form.format(places=places, days=days, of=of)


def _single_weekday(rule: Rule) -> str:
    """The weekday of 1SA, or of a position among every SA."""
    if rule.month_days or len(rule.week_days) != 1:
        return ""
    [week_day] = rule.week_days
    if week_day.nth and not rule.positions:
        return _placed(week_day.nth, weekday_called(week_day.day))
    return ""


def _single_position(rule: Rule) -> str:
    """The last working day but one, the first Saturday: a position among the days of a kind with a name."""
    if rule.month_days or len(rule.positions) != 1 or any(week_day.nth for week_day in rule.week_days):
        return ""
    days = [week_day.day for week_day in rule.week_days]
    kind = weekday_called(days[0]) if len(days) == 1 else _kind_of_day(frozenset(days))
    return _placed(rule.positions[0], kind) if kind else ""


def _single_month_day(rule: Rule) -> str:
    if len(rule.month_days) != 1 or rule.week_days or rule.positions:
        return ""
    return _month_day(rule.month_days[0])


def _month_day(day: int) -> str:
    return _placed(day, _kind_of_day(_ALL_DAYS)) if day < 0 else day_of_month(day)


def _kind_of_day(days: frozenset[int]) -> str:
    """The name of a set of weekdays; empty if it has none."""
    if days == _WORKING_DAYS:
        return pgettext("kind of day", "working day")
    if days == _WEEKEND:
        return pgettext("kind of day", "weekend day")
    return pgettext("kind of day", "day") if days == _ALL_DAYS else ""


def _placed(position: int, kind: str) -> str:
    """First Saturday, last Saturday, last Saturday but one; প্রথম শনিবার, শেষ শনিবার, শেষ থেকে দ্বিতীয় শনিবার."""
    if position > 0:
        return pgettext("a day of a month", "{nth} {kind}").format(nth=ordinal_words(position), kind=kind)
    match position:
        case -1:
            form = pgettext("a day of a month", "last {kind}")
        case -2:
            form = pgettext("a day of a month", "last {kind} but one")
        case -3:
            form = pgettext("a day of a month", "last {kind} but two")
        case -4:
            form = pgettext("a day of a month", "last {kind} but three")
        case -5:
            form = pgettext("a day of a month", "last {kind} but four")
        case _:
            form = pgettext("a day of a month", "last {kind} but {after}")
    return form.format(kind=kind, after=digits(-position - 1))


def _place(position: int) -> str:
    """The place of a day without the kind of day: first, last, last but one."""
    if position > 0:
        return ordinal_words(position)
    match position:
        case -1:
            return pgettext("one of several days", "last")
        case -2:
            return pgettext("one of several days", "last but one")
        case -3:
            return pgettext("one of several days", "last but two")
        case -4:
            return pgettext("one of several days", "last but three")
    return pgettext("one of several days", "last but {after}").format(after=digits(-position - 1))


def _weekday_choice(rule: Rule) -> str:
    """A Saturday or the first Sunday; শনিবার বা প্রথম রবিবার."""
    kind = _kind_of_day(frozenset(day for _, day in rule.week_days))
    if kind and all(week_day.nth == 0 for week_day in rule.week_days):
        return pgettext("one of several days", "a {kind}").format(kind=kind)
    return join_words([_weekday(week_day) for week_day in rule.week_days], by_or=True) if rule.week_days else ""


def _weekday(week_day: WeekDay) -> str:
    name = weekday_called(week_day.day)
    if week_day.nth:
        return pgettext("one of several days", "the {day}").format(day=_placed(week_day.nth, name))
    return pgettext("one of several days", "a {kind}").format(kind=name)


def _month_day_choice(rule: Rule) -> str:
    """The words for days of the month. On the 13th; from the 8th to the 14th; on the 1st or the last day."""
    days = rule.month_days
    if not days:
        return ""
    is_run = len(days) > 2 and days[0] > 0 and days == tuple(range(days[0], days[0] + len(days)))
    if is_run:
        form = pgettext("days of a month", "from the {first} to the {last}")
        return form.format(first=day_of_month(days[0]), last=day_of_month(days[-1]))
    each = [pgettext("one of several days", "the {day}").format(day=_month_day(day)) for day in days]
    return pgettext("days of a month", "on {days}").format(days=join_words(each, by_or=True))


def _of_months(rule: Rule) -> str:
    names = [month_name(month) for month in rule.months]
    if rule.interval == 1:
        if names:
            return pgettext("months of a rule", "of each {names}").format(names=join_words(names))
        return pgettext("months of a rule", "of each month")
    step = _step(rule.interval)
    if names:
        form = pgettext("months of a rule", "of {step} that is {names}")
        return form.format(step=step, names=join_words(names, by_or=True))
    return pgettext("months of a rule", "of {step}").format(step=step)


def _step(interval: int) -> str:
    if interval in _INTERVALS:
        return str(_INTERVALS[interval])
    return pgettext("months of a rule", "every {nth} month").format(nth=ordinal_words(interval))


def _is_missing_somewhere(rule: Rule) -> bool:
    months = rule.months or range(1, 13)
    return any(not days_in_shape(rule, shape) for month in months for shape in shapes_of_month(month))
