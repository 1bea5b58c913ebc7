"""Days, months and times of day, in the active language."""

from datetime import date, datetime, time
from functools import cache

from django.utils.translation import pgettext, pgettext_lazy

from sessions.platform.text.digits import digits, in_own_digits, year_digits


def month_name(month: int) -> str:
    """January, জানুয়ারি. month: from 1 to 12."""
    return str(_MONTHS[month - 1])


def short_month_name(month: int) -> str:
    """Jan., জানু. month: from 1 to 12."""
    return str(_SHORT_MONTHS[month - 1])


def weekday_name(day: date) -> str:
    """Monday, সোমবার."""
    return weekday_called(day.weekday())


def short_weekday_name(day: date) -> str:
    """Mon, সোম."""
    return str(_SHORT_WEEKDAYS[day.weekday()])


def weekday_called(number: int) -> str:
    """Monday, সোমবার. number: from 0 (Monday) to 6."""
    return str(_WEEKDAYS[number])


def date_words(day: date) -> str:
    """2 January 2027, ২ জানুয়ারি ২০২৭."""
    form = pgettext("a date", "{day} {month} {year}")
    return form.format(day=digits(day.day), month=month_name(day.month), year=year_digits(day.year))


def day_and_month(day: date) -> str:
    """2 January, ২ জানুয়ারি."""
    return pgettext("a date", "{day} {month}").format(day=digits(day.day), month=month_name(day.month))


def weekday_and_day(day: date) -> str:
    """Saturday 2 January, শনিবার ২ জানুয়ারি."""
    return pgettext("a date", "{weekday} {day}").format(weekday=weekday_name(day), day=day_and_month(day))


def weekday_and_date(day: date) -> str:
    """Saturday, 2 January 2027; শনিবার, ২ জানুয়ারি ২০২৭."""
    return pgettext("a date", "{weekday}, {day}").format(weekday=weekday_name(day), day=date_words(day))


def month_words(day: date) -> str:
    """January 2027, জানুয়ারি ২০২৭."""
    return pgettext("a date", "{month} {year}").format(month=month_name(day.month), year=year_digits(day.year))


def range_words(from_on: date, to_on: date) -> str:
    """6 to 9 October 2027; 28 October to 4 November 2027; 30 December 2027 to 2 January 2028; or the one day."""
    if from_on == to_on:
        return date_words(from_on)
    first = date_words(from_on)
    if from_on.year == to_on.year:
        first = day_and_month(from_on)
    if (from_on.year, from_on.month) == (to_on.year, to_on.month):
        first = digits(from_on.day)
    return pgettext("days", "{first} to {last}").format(first=first, last=date_words(to_on))


def time_words(at: time) -> str:
    """6:30 pm, সন্ধ্যা ৬:৩০."""
    parts = pgettext("the parts of the day, each with the hour at which it ends", "am 12, pm 24")
    part = next(name for name, until in _parts_of_day(parts) if at.hour < until)
    form = pgettext("a time of day", "{time}\N{NO-BREAK SPACE}{part}")
    return form.format(time=in_own_digits(f"{at.hour % 12 or 12}:{at:%M}"), part=part)


def day_and_time(at: datetime) -> str:
    """2 January 2027, 6:30 pm."""
    return pgettext("a date", "{day}, {time}").format(day=date_words(at.date()), time=time_words(at.time()))


@cache
def _parts_of_day(written: str) -> tuple[tuple[str, int], ...]:
    """Raises ValueError where a catalogue has them in another form."""
    parts = [each.strip().rpartition(" ") for each in written.split(",")]
    return tuple((name, int(until)) for name, _blank, until in parts)


_MONTHS = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)
_SHORT_MONTHS = (
    pgettext_lazy("short month", "Jan."),
    pgettext_lazy("short month", "Feb."),
    pgettext_lazy("short month", "March"),
    pgettext_lazy("short month", "April"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "June"),
    pgettext_lazy("short month", "July"),
    pgettext_lazy("short month", "Aug."),
    pgettext_lazy("short month", "Sept."),
    pgettext_lazy("short month", "Oct."),
    pgettext_lazy("short month", "Nov."),
    pgettext_lazy("short month", "Dec."),
)
_WEEKDAYS = (
    pgettext_lazy("weekday", "Monday"),
    pgettext_lazy("weekday", "Tuesday"),
    pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"),
    pgettext_lazy("weekday", "Friday"),
    pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)
_SHORT_WEEKDAYS = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)
