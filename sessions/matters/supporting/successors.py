"""What becomes of the complaints and suggestions that were joined with one whose author withdraws it.

They said the same in their own words, and their authors and supporters have withdrawn nothing: the oldest of them takes
its place, with everybody whom it concerns. A moderator reads it first.
"""

from typing import Any

from sessions.matters.steps import lock_matter, take_matter_step
from sessions.matters.supporting.support import copy_matter_support
from sessions.models import Matter
from sessions.models.matters.transitions import By


def follow_withdrawal(matter: Matter, step: str, **_more: Any) -> None:
    """In the transaction of the withdrawal; matter is locked. Its author does not support the other by that."""
    joined = Matter.objects.filter(merged_into=matter)
    oldest = joined.order_by("lodged_at", "pk").values_list("pk", flat=True).first() if step == "withdraw" else None
    if oldest is None:
        return
    successor = lock_matter(oldest)
    successor.merged_into = None
    take_matter_step(successor, "reopen", by=By.CLOCK)
    joined.update(merged_into=successor)
    copy_matter_support(matter, successor)
