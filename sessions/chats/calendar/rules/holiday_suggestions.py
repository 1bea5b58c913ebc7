"""Suggests closed days from the public holidays of West Bengal; a suggestion moves nothing by itself.

The package `holidays` knows the legal holidays, not how long offices are closed around them (Durga Puja), and it lacks
a few (Lakshmi Puja). Holidays that follow the moon are estimates until the State's order. So a clerk decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sessions.chats.calendar.rules.holiday_names import ESTIMATED, holiday_name
from sessions.platform.text.by_language import ByLanguage, in_every_language

FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR = 2001, 2035
"""The years for which the package has the holidays that follow the moon."""

PUBLIC, OPTIONAL = "public", "optional"
"""The package's categories."""

_COUNTRY, _STATE, _ENGLISH = "IN", "WB", "en_IN"


@dataclass(frozen=True, slots=True)
class HolidaySuggestion:
    """A suggested holiday.

    is_optional: offices may be open or closed (Saraswati Puja, Dol). is_estimated: the moon may move it by a day.
    """

    on: date
    name: ByLanguage
    is_optional: bool = False
    is_estimated: bool = False


def suggest_holidays(*, from_on: date, to_on: date) -> list[HolidaySuggestion]:
    """The holidays between two days, both included, in order. There are none after 2035."""
    return _suggestions(from_on, to_on, lambda on: from_on <= on <= to_on)


def find_holidays_on(dates: list[date]) -> list[HolidaySuggestion]:
    """The holidays on any of these dates, for a clerk to check before saving."""
    wanted = set(dates)
    return _suggestions(min(wanted), max(wanted), wanted.__contains__) if wanted else []


def _suggestions(from_on: date, to_on: date, is_wanted: Callable[[date], bool]) -> list[HolidaySuggestion]:
    """Suggest the wanted holidays in the years from the one day to the other, in order.

    Only wanted days are named, because each name is made in every language.
    """
    found: dict[date, tuple[str, bool]] = {}
    for year in range(max(from_on.year, FIRST_KNOWN_YEAR), min(to_on.year, LAST_KNOWN_YEAR) + 1):
        for category in (PUBLIC, OPTIONAL):
            for on, english in _names_of(year, category).items():
                if is_wanted(on):
                    found.setdefault(on, (english, category == OPTIONAL))
    return [_suggestion(on, english, is_optional=is_optional) for on, (english, is_optional) in sorted(found.items())]


def _suggestion(on: date, english: str, *, is_optional: bool) -> HolidaySuggestion:
    name = in_every_language(lambda: holiday_name(english))
    return HolidaySuggestion(on, name, is_optional, is_estimated=ESTIMATED in english)


@cache
def _names_of(year: int, category: str) -> Mapping[date, str]:
    """The English names of one year's holidays of a category, by day; cached for at most 35 years.

    The package takes as long for one year as the page that asks.
    """
    import holidays  # only now: a clerk's planning needs it, and no other process does

    return dict(
        holidays.country_holidays(_COUNTRY, subdiv=_STATE, years=year, language=_ENGLISH, categories=(category,))
    )
