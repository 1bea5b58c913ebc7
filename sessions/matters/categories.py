"""The categories of complaints and suggestions, and those that a city starts with."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from sessions.models import Category

WARD_OFFICE = "Ward office"
"""The agency in the log, in the fallback language, for work that no other agency does."""

STARTER = Path(__file__).with_name("starter_categories.toml")


def load_starter_categories() -> int:
    """Enter them where there is no category yet; answers how many were entered."""
    if Category.objects.exists():
        return 0
    with STARTER.open("rb") as file:
        rows = tomllib.load(file)["category"]
    made = [Category(position=10 * position, **row) for position, row in enumerate(rows, start=1)]
    Category.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def offered_categories() -> list[Category]:
    """The categories that new complaints and suggestions may have, in the city's order."""
    return list(Category.objects.offered())


def guess_category(text: str) -> Category:
    """The offered category with most keywords in the text; where there is none, the last one, which is for the rest.

    A person may correct it. Raises Category.DoesNotExist where a city offers none.
    """
    offered = offered_categories()
    if not offered:
        raise Category.DoesNotExist
    words = text.casefold()
    best = max(offered, key=lambda each: _keywords_in(each, words))
    return best if _keywords_in(best, words) else offered[-1]


def _keywords_in(category: Category, words: str) -> int:
    """Latin ones as whole words, also in the plural; others may have endings."""
    keywords = (keyword.strip().casefold() for keyword in category.keywords.split(";"))
    return sum(_pattern(keyword).search(words) is not None for keyword in keywords if keyword)


@lru_cache(maxsize=1024)
def _pattern(keyword: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(keyword)}" + (r"s?(?!\w)" if keyword.isascii() else ""))
