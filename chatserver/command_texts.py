"""Which command of the wire brings words, and how they are cleaned: before anything is locked for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from msgspec import structs

from moderation.notices import MAX_NOTICE_GRAPHEMES
from moderation.screening import clean_note
from sessions.bans import MAX_REASON_GRAPHEMES as MAX_BAN_GRAPHEMES
from sessions.floor import MAX_ANSWER_GRAPHEMES
from sessions.lifecycle import MAX_REASON_GRAPHEMES as MAX_CANCEL_GRAPHEMES
from sessions.questions import MAX_WHY_GRAPHEMES
from sessions.wording import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class Words:
    """The field that holds them, and what cleans them or raises Refused."""

    field: str
    clean: Callable[[str], str]


COMMAND_TEXTS: dict[str, Words] = {
    "question.ask": Words("text", clean_text),
    "report": Words("why", partial(clean_line, max_graphemes=MAX_WHY_GRAPHEMES)),
    "question.decline": Words("note", clean_note),
    "notice.post": Words("text", partial(clean_text, max_graphemes=MAX_NOTICE_GRAPHEMES)),
    "answer.give": Words("text", partial(clean_text, max_graphemes=MAX_ANSWER_GRAPHEMES)),
    "resident.ban": Words("reason", partial(clean_line, max_graphemes=MAX_BAN_GRAPHEMES)),
    "session.cancel": Words("reason", partial(clean_line, max_graphemes=MAX_CANCEL_GRAPHEMES)),
}


def clean_fields(op: str, fields: Any) -> Any:
    """The fields with their words as the domain keeps them. Raises Refused: empty, too_long, bad_characters.

    What the domain does itself, it does with a lock: a text that takes long must not have come so far.
    """
    words = COMMAND_TEXTS.get(op)
    if words is None:
        return fields
    written = getattr(fields, words.field)
    cleaned = words.clean(written)
    return fields if cleaned == written else structs.replace(fields, **{words.field: cleaned})
