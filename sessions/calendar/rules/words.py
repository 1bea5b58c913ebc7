"""A rule in plain words, in English and Bengali: "the first Saturday of each month", "প্রতি মাসের প্রথম শনিবার"."""

from datetime import time

from sessions.calendar.rules.rule import Rule, WeekDay, days_in_shape, shapes_of_month
from sessions.text.bilingual import (
    MONTHS,
    WEEKDAYS,
    Bilingual,
    bengali_digits,
    join_words,
    ordinal_words,
    short_ordinal,
    time_words,
)

_KINDS_OF_DAY = {
    frozenset(range(5)): Bilingual("working day", "কর্মদিবস"),
    frozenset({5, 6}): Bilingual("weekend day", "সপ্তাহান্তের দিন"),
    frozenset(range(7)): Bilingual("day", "দিন"),
}
"""Sets of weekdays with a name. Bengali uses no plural here, so one form is enough."""


def rule_in_words(rule: Rule) -> Bilingual:
    """The meaning of the rule, for every rule that parse_rule accepts; without a capital at the start or a full stop.

    For a rule that skips some of its months (the fifth Saturday), the words say so.
    """
    words = _of_months(rule, _day_words(rule))
    if _is_missing_somewhere(rule):
        words = Bilingual("{words}, where there is one", "{words}, যে মাসে তা থাকে").fill(words=words)
    return words


def schedule_in_words(rule: Rule, *, at: time, minutes: int) -> Bilingual:
    """The rule with its hour and length: the first Saturday of each month at 6:00 pm, for 60 minutes."""
    return Bilingual("{rule} at {at}, for {minutes} minutes", "{rule}, {at}, {minutes} মিনিট").fill(
        rule=rule_in_words(rule), at=time_words(at), minutes=minutes
    )


def _day_words(rule: Rule) -> Bilingual:
    """The day within its month. {of} is the place of the months, which come first in Bengali."""
    single = _single_weekday(rule) or _single_position(rule) or _single_month_day(rule)
    if single:
        return Bilingual("the {day} {of}", "{of} {day}").fill(day=single, of=_OF)
    days = [words for words in (_weekday_choice(rule), _month_day_choice(rule)) if words]
    fitting = Bilingual(", ".join(day.en for day in days), ", ".join(day.bn for day in days))
    if not rule.positions:
        return Bilingual("the one day {of} that is {days}", "{of} যে দিনটি {days}").fill(days=fitting, of=_OF)
    places = join_words([_place(position) for position in rule.positions], by_or=True)
    return Bilingual("the {places} of these days {of}: {days}", "{of} এই দিনগুলির মধ্যে {places}টি: {days}").fill(
        places=places, days=fitting, of=_OF
    )


_OF = Bilingual("{of}", "{of}")


def _single_weekday(rule: Rule) -> Bilingual | None:
    """The weekday of 1SA, or of a position among every SA."""
    if rule.month_days or len(rule.week_days) != 1:
        return None
    [week_day] = rule.week_days
    if week_day.nth and not rule.positions:
        return _placed(week_day.nth, WEEKDAYS[week_day.day])
    return None


def _single_position(rule: Rule) -> Bilingual | None:
    """The last working day but one, the first Saturday: a position among the days of a kind with a name."""
    if rule.month_days or len(rule.positions) != 1 or any(week_day.nth for week_day in rule.week_days):
        return None
    days = [week_day.day for week_day in rule.week_days]
    kind = WEEKDAYS[days[0]] if len(days) == 1 else _KINDS_OF_DAY.get(frozenset(days))
    return _placed(rule.positions[0], kind) if kind else None


def _single_month_day(rule: Rule) -> Bilingual | None:
    if len(rule.month_days) != 1 or rule.week_days or rule.positions:
        return None
    return _month_day(rule.month_days[0])


def _month_day(day: int) -> Bilingual:
    if day < 0:
        return _placed(day, _KINDS_OF_DAY[frozenset(range(7))])
    return Bilingual(short_ordinal(day), f"{bengali_digits(day)} তারিখ")


def _placed(position: int, kind: Bilingual) -> Bilingual:
    """First Saturday, last Saturday, last Saturday but one; প্রথম শনিবার, শেষ শনিবার, শেষ থেকে দ্বিতীয় শনিবার."""
    if position > 0:
        return Bilingual("{nth} {kind}", "{nth} {kind}").fill(nth=ordinal_words(position), kind=kind)
    if position == -1:
        return Bilingual("last {kind}", "শেষ {kind}").fill(kind=kind)
    return Bilingual(f"last {kind.en} but {_but(position)}", f"শেষ থেকে {ordinal_words(-position).bn} {kind.bn}")


def _place(position: int) -> Bilingual:
    if position > 0:
        return ordinal_words(position)
    if position == -1:
        return Bilingual("last", "শেষ")
    return Bilingual(f"last but {_but(position)}", f"শেষ থেকে {ordinal_words(-position).bn}")


def _but(position: int) -> str:
    """How many days of the kind come after it: -2 is the last but one."""
    after = -position - 1
    return {1: "one", 2: "two", 3: "three", 4: "four"}.get(after, str(after))


def _weekday_choice(rule: Rule) -> Bilingual | None:
    """A Saturday or the first Sunday; শনিবার বা প্রথম রবিবার."""
    kind = _KINDS_OF_DAY.get(frozenset(day for _, day in rule.week_days))
    if kind and all(week_day.nth == 0 for week_day in rule.week_days):
        return Bilingual("a {kind}", "{kind}").fill(kind=kind)
    return join_words([_weekday(week_day) for week_day in rule.week_days], by_or=True) if rule.week_days else None


def _weekday(week_day: WeekDay) -> Bilingual:
    name = WEEKDAYS[week_day.day]
    if week_day.nth:
        return Bilingual("the {day}", "{day}").fill(day=_placed(week_day.nth, name))
    return Bilingual("a {day}", "{day}").fill(day=name)


def _month_day_choice(rule: Rule) -> Bilingual | None:
    """On the 13th; from the 8th to the 14th; on the 1st or the last day."""
    days = rule.month_days
    if not days:
        return None
    is_run = len(days) > 2 and days[0] > 0 and days == tuple(range(days[0], days[0] + len(days)))
    if is_run:
        first, last = days[0], days[-1]
        return Bilingual(
            f"from the {short_ordinal(first)} to the {short_ordinal(last)}",
            f"{bengali_digits(first)} থেকে {bengali_digits(last)} তারিখ",
        )
    return Bilingual("on {days}", "{days}").fill(
        days=join_words([Bilingual("the {day}", "{day}").fill(day=_month_day(day)) for day in days], by_or=True)
    )


def _of_months(rule: Rule, words: Bilingual) -> Bilingual:
    """Replace {of} by the months."""
    names = [MONTHS[month - 1] for month in rule.months]
    if rule.interval == 1:
        of = _each_of(names) if names else Bilingual("of each month", "প্রতি মাসের")
    else:
        step = Bilingual("every {nth} month", "প্রতি {nth} মাসের").fill(nth=ordinal_words(rule.interval))
        of = Bilingual("of {step}", "{step}").fill(step=step)
        if names:
            of = Bilingual("of {step} that is {names}", "{step} মধ্যে {names} মাসের").fill(
                step=step, names=join_words(names, by_or=True)
            )
    return words.fill(of=of)


def _each_of(names: list[Bilingual]) -> Bilingual:
    return Bilingual("of each {names}", "প্রতি বছর {names} মাসের").fill(names=join_words(names))


def _is_missing_somewhere(rule: Rule) -> bool:
    months = rule.months or range(1, 13)
    return any(not days_in_shape(rule, shape) for month in months for shape in shapes_of_month(month))
