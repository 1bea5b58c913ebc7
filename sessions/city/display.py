"""How pages, feeds and messages write moments and names for the reader."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.models import Office, Ward
from sessions.platform.text import labels as words
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.direction.tagged_text import join_tagged
from sessions.platform.text.months import first_of
from sessions.platform.text.spoken import dates
from sessions.platform.text.spoken.dates import time_words

_MINUTE = timedelta(minutes=1)
_MINUTES_A_DAY = 24 * 60
_PLAIN_LABEL = re.compile(r"Resident, ward (\d+)")


def clock_time(at: datetime) -> str:
    """The time of day in the city: 6:30 pm, সন্ধ্যা ৬:৩০."""
    return isolate(time_words(timezone.localtime(at).time()))


def short_date(day: date | datetime) -> str:
    """The day in the city: 2 January 2027, ২ জানুয়ারি ২০২৭."""
    return isolate(dates.date_words(_in_city(day)))


def weekday_date(day: date | datetime) -> str:
    """The day with its weekday: Saturday 2 January, শনিবার ২ জানুয়ারি."""
    return isolate(dates.weekday_and_day(_in_city(day)))


def month_and_year(day: date) -> str:
    """January 2027, জানুয়ারি ২০২৭."""
    return isolate(dates.month_words(_in_city(day)))


def written_month_words(month: str) -> str:
    """Write a month in words. month: as 2027-01."""
    year, number = map(int, month.split("-"))
    return month_and_year(first_of(year, number))


def wait_words(milliseconds: int | None) -> str:
    """Write a waiting time in minutes, in hours and minutes, or from two days on in days; a dash for none."""
    if milliseconds is None:
        return "–"
    minutes = round(milliseconds / 60_000)
    if minutes < 60:
        return _("{n} min").format(n=digits(minutes))
    if minutes < 2 * _MINUTES_A_DAY:
        return _("{hours} h {n} min").format(hours=digits(minutes // 60), n=digits(minutes % 60))
    days = round(minutes / _MINUTES_A_DAY)
    return ngettext("{n} day", "{n} days", days).format(n=digits(days))


def office_holder(office: Office) -> str:
    """The office and its holder: Councillor Asha Sen. Only the office while no name is entered."""
    return join_tagged(str(words.OFFICE_WORDS[office.kind]), isolate(office.name))


def ward_name(ward: Ward | int) -> str:
    """Ward 95, ওয়ার্ড ৯৫."""
    return _("Ward %(number)s") % {"number": digits(ward.number if isinstance(ward, Ward) else ward)}


def clerks_place(place: str) -> str:
    """The place that a clerk keeps, as the log writes it: city, borough X, ward 95."""
    kind, _blank, name = place.partition(" ")
    if kind == "ward":
        return ward_name(int(name))
    return _("Borough %(code)s") % {"code": name} if kind == "borough" else _("the whole city")


def shown_label(label: str) -> str:
    """The name under which a person asked; the log has the default in English, readers see it translated."""
    plain = _PLAIN_LABEL.fullmatch(label)
    return _("Resident, ward %(number)s") % {"number": digits(plain[1])} if plain else label


def _in_city(day: date | datetime) -> date:
    return timezone.localtime(day) if isinstance(day, datetime) else day


def steady_offset(year: int) -> int | None:
    """Minutes from UTC to the city's time, if they are the same from the year before this one to the year after it."""
    return _steady_offset(timezone.get_current_timezone_name(), year)


@lru_cache(maxsize=8)
def _steady_offset(_zone: str, year: int) -> int | None:
    zone = timezone.get_current_timezone()
    days = (datetime(year - 1, 1, 1, tzinfo=zone) + timedelta(days=day) for day in range(3 * 366))
    offsets = {day.utcoffset() for day in days}
    offset = offsets.pop()
    return None if offsets or offset is None or offset % _MINUTE else offset // _MINUTE
