"""The categories of complaints and suggestions, and those that a city starts with."""

import tomllib
from pathlib import Path

from sessions.models import Category

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
