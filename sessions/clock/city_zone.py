"""The time zone of the city: it holds for every rule, every day and every hour that people read or write here."""

from zoneinfo import ZoneInfo

from django.conf import settings


def city_zone() -> ZoneInfo:
    """The zone of the settings, which read it from the environment."""
    return ZoneInfo(settings.TIME_ZONE)
