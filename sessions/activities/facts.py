"""What an office says of its work, checked before anything is locked: words by language, day, place, money, links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from sessions.activities.answered_matters import Answered
from sessions.contract.limits import (
    MAX_ACTIVITY_TEXT_GRAPHEMES,
    MAX_ACTIVITY_TITLE_GRAPHEMES,
    MAX_AGENCY_GRAPHEMES,
    MAX_LANDMARK_GRAPHEMES,
)
from sessions.models import Activity, Category
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage, given, language_codes, language_name
from sessions.platform.text.text_input import clean_optional_line, clean_text

LONGEST_ACTIVITY_LINK: Final = 500
HTTPS: Final = "https://"
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = relativedelta(years=10)
"""The latest day, from today, for what is planned."""

_is_https = URLValidator(schemes=["https"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """titles, texts: by language, each with both or none of the two. on_day: when it was done or is planned for.

    lat, lon: checked before (city/places). amount_paise: read by rupees.py. answered: read by answered_matters.py.
    """

    titles: ByLanguage
    texts: ByLanguage
    is_planned: bool
    on_day: date
    category: Category | None = None
    lat: Decimal | None = None
    lon: Decimal | None = None
    landmark: str = ""
    budget_line: str = ""
    amount_paise: int | None = None
    source_link: str = ""
    answered: Answered = field(default_factory=Answered)

    def columns(self) -> dict[str, Any]:
        """The columns of the table with their values, without the links."""
        names = set(self.__dataclass_fields__) - {"answered"}
        return {name: getattr(self, name) for name in names}


def sound_facts(facts: ActivityFacts, today: date, *, before: Activity | None = None) -> ActivityFacts:
    """Check the facts and return them with cleaned words. before: as it is published, when it is corrected.

    Raises Refused: empty, too_long, bad_characters, bad_field; facts["part"] names the field of the form.
    """
    titles = _lines(facts.titles)
    texts = _texts(facts.texts)
    _require_pairs(titles, texts)
    _require_day(facts, today, before)
    columns = facts.columns() | {
        "titles": titles,
        "texts": texts,
        "landmark": clean_optional_line(facts.landmark, max_graphemes=MAX_LANDMARK_GRAPHEMES),
        "budget_line": clean_optional_line(facts.budget_line, max_graphemes=MAX_AGENCY_GRAPHEMES),
        "source_link": read_source_link(facts.source_link),
    }
    return ActivityFacts(**columns, answered=facts.answered)


def read_source_link(words: str) -> str:
    """An address that begins with https://, or blank. Raises Refused bad_field."""
    link = words[: LONGEST_ACTIVITY_LINK + 1].strip()
    if not link:
        return ""
    try:
        _is_https(link)
        has_name = "@" in urlsplit(link).netloc
    except (ValidationError, ValueError):
        has_name = True
    if has_name or len(words) > LONGEST_ACTIVITY_LINK or not link.isascii():
        message = _("That is not a web address. Copy it from the browser; it begins with {start}.")
        raise Refused("bad_field", message.format(start=HTTPS), facts={"part": "source_link"})
    return link


def missing_languages(titles: Mapping[str, str]) -> list[str]:
    """The codes of those in which nothing is written yet."""
    return [code for code in language_codes() if not titles.get(code)]


def _lines(titles: Mapping[str, str]) -> ByLanguage:
    return given(
        {
            code: clean_optional_line(titles.get(code, ""), max_graphemes=MAX_ACTIVITY_TITLE_GRAPHEMES)
            for code in language_codes()
        }
    )


def _texts(texts: Mapping[str, str]) -> ByLanguage:
    return {
        code: clean_text(texts[code], max_graphemes=MAX_ACTIVITY_TEXT_GRAPHEMES)
        for code in language_codes()
        if texts.get(code, "").strip()
    }


def _require_pairs(titles: ByLanguage, texts: ByLanguage) -> None:
    for code in language_codes():
        if bool(titles.get(code)) != bool(texts.get(code)):
            part, message = (
                ("text", _("Write the words in {language}, too, or remove the title."))
                if titles.get(code)
                else ("title", _("Write a title in {language}, too, or remove the words."))
            )
            words = message.format(language=language_name(code))
            raise Refused("empty", words, facts={"part": f"{part}_{code}"})
    if not titles:
        raise Refused("empty", _("Write a title and words in at least one language."))


def _require_day(facts: ActivityFacts, today: date, before: Activity | None) -> None:
    is_kept = before is not None and before.is_planned and before.on_day == facts.on_day
    if facts.is_planned and facts.on_day < today and not is_kept:
        message = _("This day is past. Choose a coming day, or say that it is done.")
    elif not facts.is_planned and facts.on_day > today:
        message = _("This day has not come yet. Say that it is planned, or choose the day on which it was done.")
    elif not EARLIEST <= facts.on_day <= today + LATEST:
        message = _("Look at the year again.")
    else:
        return
    raise Refused("bad_field", message, facts={"part": "on_day"})
