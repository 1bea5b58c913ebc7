"""Tells what changes any public list: redacted entries, names, and which ward belongs to which borough."""

from typing import Any

from django.db.models import Count, Max

from sessions.models import Category, Office, RedactedEntry, Ward


def state_of_words() -> tuple[Any, ...]:
    """Another one as soon as words are redacted."""
    return tuple(RedactedEntry.objects.order_by().aggregate(Count("pk"), Max("pk")).values())


def state_of_wards() -> tuple[Any, ...]:
    """The ids and numbers of the wards, each with the code of its borough."""
    return tuple(Ward.objects.order_by("pk").values_list("pk", "number", "borough__code"))


def state_of_categories() -> tuple[Any, ...]:
    return tuple(Category.objects.order_by("pk").values_list("pk", "slug"))


def state_of_offices() -> tuple[Any, ...]:
    """Whose word a promise is, by name."""
    offices = Office.objects.order_by("pk").values_list("pk", "kind", "names")
    return tuple((pk, kind, *sorted(names.items())) for pk, kind, names in offices)
