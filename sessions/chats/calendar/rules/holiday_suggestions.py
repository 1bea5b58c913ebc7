"""Suggests closed days from the public holidays of West Bengal; a suggestion moves nothing by itself.

The package `holidays` knows the legal holidays, not how long offices are closed around them (Durga Puja), and it lacks
a few (Lakshmi Puja). Holidays that follow the moon are estimates until the State's order. So a clerk decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sessions.platform.text.by_language import ByLanguage, in_every_language, pgettext, pgettext_lazy

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


# Names of the public holidays of West Bengal, as the package `holidays` writes them in English, for the catalogues.

ESTIMATED = "(estimated)"
_BETWEEN = "; "


def holiday_name(english: str) -> str:
    """The name in the active language; several of one day stay in their order. An unknown one stays English."""
    return _BETWEEN.join(_one_name(name) for name in english.split(_BETWEEN))


def _one_name(english: str) -> str:
    if english.endswith(ESTIMATED):
        name = english.removesuffix(ESTIMATED).strip()
        return pgettext("holiday", "{name} (estimated)").format(name=pgettext("holiday", name))
    return pgettext("holiday", english)


HOLIDAYS = (
    pgettext_lazy("holiday", "Bahag Bihu"),
    pgettext_lazy("holiday", "Basant Panchami"),
    pgettext_lazy("holiday", "Basant Panchami / Shri Panchami"),
    pgettext_lazy("holiday", "Bhai Duj"),
    pgettext_lazy("holiday", "Birsa Munda's Jayanti"),
    pgettext_lazy("holiday", "Buddha Purnima"),
    pgettext_lazy("holiday", "Chaitra Sukladi"),
    pgettext_lazy("holiday", "Cheti Chand"),
    pgettext_lazy("holiday", "Chhath Puja"),
    pgettext_lazy("holiday", "Christmas"),
    pgettext_lazy("holiday", "Christmas Eve"),
    pgettext_lazy("holiday", "Deepavali (South India)"),
    pgettext_lazy("holiday", "Diwali (Deepavali)"),
    pgettext_lazy("holiday", "Dolyatra"),
    pgettext_lazy("holiday", "Dr. B. R. Ambedkar's Jayanti"),
    pgettext_lazy("holiday", "Dussehra (Mahanavami)"),
    pgettext_lazy("holiday", "Dussehra (Mahashtami)"),
    pgettext_lazy("holiday", "Dussehra (Saptami)"),
    pgettext_lazy("holiday", "Easter Sunday"),
    pgettext_lazy("holiday", "Ganesh Chaturthi"),
    pgettext_lazy("holiday", "Ganesh Chaturthi / Vinayak Chaturthi"),
    pgettext_lazy("holiday", "Good Friday"),
    pgettext_lazy("holiday", "Govardhan Puja"),
    pgettext_lazy("holiday", "Gudi Padwa"),
    pgettext_lazy("holiday", "Guru Gobind Singh's Jayanti"),
    pgettext_lazy("holiday", "Guru Nanak's Jayanti"),
    pgettext_lazy("holiday", "Guru Rabindranath's Jayanti"),
    pgettext_lazy("holiday", "Guru Ravi Das's Jayanti"),
    pgettext_lazy("holiday", "Guru Tegh Bahadur's Shaheedi Diwas"),
    pgettext_lazy("holiday", "Hazarat Ali's Birthday"),
    pgettext_lazy("holiday", "Holi"),
    pgettext_lazy("holiday", "Holika Dahan"),
    pgettext_lazy("holiday", "Id-ul-Fitr"),
    pgettext_lazy("holiday", "Id-ul-Zuha (Bakrid)"),
    pgettext_lazy("holiday", "Independence Day"),
    pgettext_lazy("holiday", "Jamat-Ul-Vida"),
    pgettext_lazy("holiday", "Janmashtami (Smarta)"),
    pgettext_lazy("holiday", "Janmashtami (Vaishnava)"),
    pgettext_lazy("holiday", "Kali Puja"),
    pgettext_lazy("holiday", "Karaka Chaturthi (Karwa Chouth)"),
    pgettext_lazy("holiday", "Lohri"),
    pgettext_lazy("holiday", "Magh Bihu"),
    pgettext_lazy("holiday", "Maha Shivaratri"),
    pgettext_lazy("holiday", "Mahalaya"),
    pgettext_lazy("holiday", "Mahanavami"),
    pgettext_lazy("holiday", "Maharshi Valmiki's Jayanti"),
    pgettext_lazy("holiday", "Mahasaptami"),
    pgettext_lazy("holiday", "Mahashtami"),
    pgettext_lazy("holiday", "Mahatma Gandhi's Jayanti"),
    pgettext_lazy("holiday", "Mahavir Jayanti"),
    pgettext_lazy("holiday", "Makar Sankranti"),
    pgettext_lazy("holiday", "May Day"),
    pgettext_lazy("holiday", "Meshadi (Tamil New Year's Day)"),
    pgettext_lazy("holiday", "Milad-un-Nabi"),
    pgettext_lazy("holiday", "Muharram"),
    pgettext_lazy("holiday", "Naraka Chaturdashi"),
    pgettext_lazy("holiday", "Netaji Subhas Chandra Bose's Jayanti"),
    pgettext_lazy("holiday", "New Year's Day"),
    pgettext_lazy("holiday", "Onam"),
    pgettext_lazy("holiday", "Parsi New Year"),
    pgettext_lazy("holiday", "Pohela Boishakh"),
    pgettext_lazy("holiday", "Pongal"),
    pgettext_lazy("holiday", "Pratihar Shashthi or Surya Shashthi (Chhath Puja)"),
    pgettext_lazy("holiday", "Rabindranath Tagore's Jayanti"),
    pgettext_lazy("holiday", "Raksha Bandhan"),
    pgettext_lazy("holiday", "Ram Navami"),
    pgettext_lazy("holiday", "Rath Yatra"),
    pgettext_lazy("holiday", "Republic Day"),
    pgettext_lazy("holiday", "Shivaji's Jayanti"),
    pgettext_lazy("holiday", "Shri Panchami"),
    pgettext_lazy("holiday", "Swami Dayanand Saraswati's Jayanti"),
    pgettext_lazy("holiday", "Swami Vivekananda's Jayanti"),
    pgettext_lazy("holiday", "Ugadi"),
    pgettext_lazy("holiday", "Vaisakhadi"),
    pgettext_lazy("holiday", "Vaisakhi"),
    pgettext_lazy("holiday", "Vijayadashami"),
    pgettext_lazy("holiday", "Vinayak Chaturthi"),
    pgettext_lazy("holiday", "Vishu"),
)
"""Marked for translation. A holiday that the package names anew is missing here, and reads in English until then."""
