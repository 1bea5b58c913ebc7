"""Names the state of the public list of promises: what is made of it is kept under this name."""

from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum

from sessions.models import Promise
from sessions.record.search.list_state import state_of_offices, state_of_wards, state_of_words


def state_of_promises(today: date) -> tuple[Any, ...]:
    """Another one after each step, vote or redaction, and each day; four queries."""
    sums = Promise.objects.order_by().aggregate(
        Count("pk"), Sum("version"), Max("changed_at"), Sum("kept_votes"), Sum("not_votes"), Sum("due_stage")
    )
    return (today, *sums.values(), *state_of_words(), *state_of_wards(), *state_of_offices())
