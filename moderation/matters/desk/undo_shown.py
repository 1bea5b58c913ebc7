"""A moderator's own decisions that can still be undone, in words."""

from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.desk.desk_labels import DECIDED_WORDS
from moderation.models import WaitingMatterDecision
from sessions.models import Matter
from sessions.platform.people import Person

PART_DECIDED_WORDS: dict[str, Promise] = {
    "photo_shown": _("Photo accepted"),
    "photo_declined": _("Photo not accepted"),
    "reply_shown": _("Added words accepted"),
    "reply_declined": _("Added words not accepted"),
}
WORDS = {**DECIDED_WORDS, **PART_DECIDED_WORDS}


@dataclass(frozen=True, slots=True)
class ToUndo:
    """A decision that waits and can be undone. seconds: how long it can still be undone."""

    matter: Matter
    decided: Promise
    seconds: int

    @classmethod
    def of(cls, waiting: WaitingMatterDecision) -> Self:
        left = (waiting.until - timezone.now()).total_seconds()
        return cls(waiting.matter, WORDS[waiting.decision], max(1, round(left)))


def decisions_to_undo(person: Person) -> list[ToUndo]:
    """The last first. One query."""
    rows = WaitingMatterDecision.objects.filter(moderator=person, until__gt=timezone.now())
    return [ToUndo.of(each) for each in rows.select_related("matter").order_by("-until")]
