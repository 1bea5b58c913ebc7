"""Counts what changes any public list: redacted entries, and which ward belongs to which borough."""

from typing import Any

from django.db.models import Count, Max, Sum

from sessions.models import RedactedEntry, Ward


def state_of_words() -> tuple[Any, ...]:
    """Another one as soon as words are redacted."""
    return tuple(RedactedEntry.objects.order_by().aggregate(Count("pk"), Max("pk")).values())


def state_of_wards() -> tuple[Any, ...]:
    return tuple(Ward.objects.order_by().aggregate(Count("pk"), Sum("borough")).values())
