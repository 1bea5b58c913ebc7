"""The time zone of the city: it holds for every rule, every day and every hour that people read or write here."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

FIRST_MOMENT = time()


def city_zone() -> ZoneInfo:
    """The zone of the settings, which read it from the environment."""
    return ZoneInfo(settings.TIME_ZONE)


def city_moment(day: date, at: time = FIRST_MOMENT) -> datetime:
    """Return the moment at this time of the day, in the city's time zone."""
    return datetime.combine(day, at, city_zone())
