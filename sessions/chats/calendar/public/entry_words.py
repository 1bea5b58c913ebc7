"""Notes on an entry of the calendar that was moved, waits, is suspended or cancelled, in the reader's language."""

from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.closed_days import span_of
from sessions.chats.calendar.public.entries import Occasion
from sessions.chats.calendar.rules.spans import freeze_words
from sessions.platform.text.direction.tagged_text import format_tagged, tag_language
from sessions.platform.text.script_detection import text_language
from sessions.platform.text.spoken.clauses import without_full_stop
from sessions.platform.text.spoken.dates import date_words


def notes_of(occasion: Occasion) -> list[str]:
    """One sentence each, without a full stop, the most important first; empty where all is as the rule has it."""
    return [*_cannot_be_held(occasion), *_moved(occasion)]


def _cannot_be_held(occasion: Occasion) -> list[str]:
    if occasion.freeze is not None:
        clause = freeze_words(span_of(occasion.freeze))
        return [_("Suspended because {clause}").format(clause=clause)]
    if occasion.waits:
        return [_("Waiting for a new date because {clause}").format(clause=_clause(occasion))]
    if occasion.state == "cancelled":
        reason = tag_language(occasion.reason, text_language(occasion.reason))  # in the language it was typed in
        return [format_tagged(_("Cancelled: {reason}"), reason=reason)]
    return []


def _moved(occasion: Occasion) -> list[str]:
    if occasion.chat_session.waits or not occasion.because:
        return []
    if occasion.moved_from is not None:
        day = date_words(occasion.moved_from)
        return [_("Moved from {day} because {clause}").format(day=day, clause=_clause(occasion))]
    return [_("Changed because {clause}").format(clause=_clause(occasion))]


def _clause(occasion: Occasion) -> str:
    """The reason without a full stop: a clerk may have written a whole sentence, which stands inside of ours."""
    return without_full_stop(occasion.because)
