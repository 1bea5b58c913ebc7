"""From one complaint at the desk to the next that waits, in the order of the list."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from moderation.matters.waiting import Waiting
from sessions.models import Matter


def neighbours_of(matter: Matter, rows: Sequence[Waiting]) -> dict[str, UUID | None]:
    """The ids of what waits before and after it, and of the next that nobody has claimed. One query.

    Of one that does not wait (any longer), the first that waits is the next.
    """
    order = list(dict.fromkeys(row.matter_id for row in rows))
    place = order.index(matter.pk) if matter.pk in order else -1
    later = order[place + 1 :] + order[: max(place, 0)]
    claimed = set(Matter.objects.filter(pk__in=later, claimed_until__gt=timezone.now()).values_list("pk", flat=True))
    return {
        "previous": order[place - 1] if place > 0 else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "next_free": next((each for each in later if each not in claimed), None),
    }
