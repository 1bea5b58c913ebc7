"""Takes down what is public: everybody reads that it was removed and why, and nobody its words, place or photos.

The words stay in the log, which is never changed; no reader of it gets them (sessions/log/withheld_words.py).
"""

from uuid import UUID

from django.db import transaction

from moderation.matters.deciding import decide_matter, lock_matter_seen
from moderation.matters.photos import hide_all_photos
from moderation.questions.deciding import clean_note, require_reason
from sessions.matters.steps import lock_matter
from sessions.models import Matter
from sessions.platform.people import Person
from sessions.promises.owed_block.redacting import lock_lists_of


@transaction.atomic
def take_down_matter(matter_id: UUID, *, moderator: Person, version: int, reason: str, note: str = "") -> Matter:
    """Remove it for one of the eight reasons; note: for its author.

    What was merged into it waits for a moderator again: it said the same in other words. Where a promise was made from
    it, the lists of what was owed in later chats lose its words, their records among them. Raises Refused: bad_field,
    too_long, bad_characters, not_found, stale, own_matter, passed_on, claimed, state.
    """
    require_reason(reason)
    note = clean_note(note)
    lock_lists_of(matter_id)
    matter = lock_matter_seen(matter_id, version, moderator)
    matter.reason, matter.note = reason, note
    decide_matter(matter, "take_down", moderator, reason=reason, told={"reason": reason})
    hide_all_photos(matter, moderator, reason=reason)
    # One without words has nothing left to decide about: they were destroyed, or its author erased.
    with_words = Matter.objects.filter(merged_into=matter).exclude(text="")
    for merged in with_words.order_by("pk").values_list("pk", flat=True):
        _set_free(merged, moderator)
    return matter


def _set_free(matter_id: UUID, moderator: Person) -> None:
    matter = lock_matter(matter_id)
    matter.merged_into = None
    decide_matter(matter, "reopen", moderator)
