"""Names the state of the public list of complaints and suggestions: what is made of it is kept under this name."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Sum

from sessions.models import Matter, Stream, StreamName
from sessions.record.search.list_state import state_of_categories, state_of_wards, state_of_words


def state_of_matters(today: date) -> tuple[Any, ...]:
    """Another one after each public step, redaction or support, and each day; a few small queries, by indexes.

    Each step stands in the log of its ward, in the same transaction; support that the log has not told yet is counted
    apart.
    """
    untold = Matter.objects.exclude(support=F("support_told")).order_by()
    support = untold.aggregate(rows=Count("pk"), sum=Sum(F("support") - F("support_told")), at=Max("support_told_at"))
    changed = Matter.objects.filter(published_at__isnull=False).order_by("-changed_at", "-id")
    last = changed.values_list("changed_at", "id").first()
    logs = Stream.objects.filter(name=StreamName.WARD).order_by()
    told = logs.aggregate(Count("pk"), Sum("seq"), Max("epoch")).values()  # a restore renews all epochs
    return (today, *told, *support.values(), last, *state_of_words(), *state_of_wards(), *state_of_categories())
