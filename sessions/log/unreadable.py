"""An event in the log that cannot be read: the stream goes on with a sentence in its place.

Nothing in the log is changed, and the chat gets no record. The operator's log names the chat and the place, and the
process reports itself as not ready for as long as it runs, so that nobody forgets the damage.
"""

import logging
from dataclasses import replace
from uuid import UUID

from sessions.log.event_form import UnknownEvent
from sessions.log.events.room import NoticePosted
from sessions.log.logged_event import LoggedEvent

logger = logging.getLogger(__name__)

SENTENCE = (
    "What was published here cannot be shown: it is damaged. Everything after it goes on. · "
    "এখানে যা প্রকাশিত হয়েছিল, তা দেখানো যাচ্ছে না: সেটি নষ্ট হয়ে গেছে। এর পরের সব কিছু চলছে।"
)
ERRORS = (LookupError, TypeError, ValueError)
"""What folding raises for an event that cannot be read, or that does not fit the events before it."""

MOST_KNOWN = 1000
_known: dict[tuple[UUID | None, str, int], None] = {}


def stand_in(event: LoggedEvent, chat_session_id: UUID | None) -> LoggedEvent:
    """What is shown in its place: a sentence to everybody in the public stream; at the desk it changes nothing."""
    place = (chat_session_id, event.stream, event.seq)
    logger.error(
        "Event %d of the %s stream of chat session %s cannot be read.", event.seq, event.stream, chat_session_id
    )
    if len(_known) < MOST_KNOWN:
        _known[place] = None
    shown = NoticePosted(text=SENTENCE) if event.stream == "public" else UnknownEvent("event.unreadable", {})
    return replace(event, event=shown, note_to=None)


def is_any_unreadable() -> bool:
    return bool(_known)
