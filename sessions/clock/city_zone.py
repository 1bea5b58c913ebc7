"""The time zone of the city: of every rule, every day and every hour that anybody reads or writes here."""

from zoneinfo import ZoneInfo

from django.conf import settings


def city_zone() -> ZoneInfo:
    """That of the settings, which have found it in the environment."""
    return ZoneInfo(settings.TIME_ZONE)
