"""Which commands of the wire bring words, and how these are cleaned: before anything is locked for the command."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from msgspec import structs

from chatserver.live.wire.ops import AskQuestion, GiveAnswer, PromiseInAnswer
from moderation.checks.screen import screen
from moderation.questions.deciding import clean_note
from moderation.questions.second_look import kinds_of, require_second_look
from sessions.contract.limits import (
    MAX_ANSWER_GRAPHEMES,
    MAX_NOTE_GRAPHEMES,
    MAX_NOTICE_GRAPHEMES,
    MAX_REASON_GRAPHEMES,
    MAX_REPORT_GRAPHEMES,
)
from sessions.platform.text.masking import MaskedPlace
from sessions.platform.text.text_input import clean_line, clean_text
from sessions.promises.sources.promised import Promised, clean_promised


@dataclass(frozen=True, slots=True)
class CommandWords:
    """The field of the words, the function that cleans them or raises Refused, and whether they are public at once."""

    field: str
    clean: Callable[[str], str]
    are_public: bool = False


class CheckedQuestion(AskQuestion, frozen=True):
    """A question as the domain takes it, with the personal data that its words seem to hold: kinds and places."""

    looks_like: tuple[str, ...] = ()
    masked: tuple[MaskedPlace, ...] = ()


COMMAND_TEXTS: dict[str, CommandWords] = {
    "question.ask": CommandWords("text", clean_text),
    "draft.check": CommandWords("text", clean_text),
    "report": CommandWords("why", partial(clean_line, max_graphemes=MAX_REPORT_GRAPHEMES)),
    "question.appeal": CommandWords("words", clean_note),
    "appeal.decide": CommandWords("note", partial(clean_line, max_graphemes=MAX_NOTE_GRAPHEMES)),
    "correction.ask": CommandWords("text", clean_text),
    "correction.decide": CommandWords("note", partial(clean_line, max_graphemes=MAX_NOTE_GRAPHEMES)),
    "question.decline": CommandWords("note", clean_note),
    "question.take_down": CommandWords("note", clean_note),
    "questions.decline": CommandWords("note", clean_note),
    "question.note": CommandWords("text", partial(clean_line, max_graphemes=MAX_NOTE_GRAPHEMES)),
    "question.reopen": CommandWords("note", partial(clean_line, max_graphemes=MAX_NOTE_GRAPHEMES)),
    "question.separate": CommandWords("note", partial(clean_line, max_graphemes=MAX_NOTE_GRAPHEMES)),
    "question.reword": CommandWords("text", clean_text, are_public=True),
    "notice.post": CommandWords("text", partial(clean_text, max_graphemes=MAX_NOTICE_GRAPHEMES), are_public=True),
    "notice.correct": CommandWords("text", partial(clean_text, max_graphemes=MAX_NOTICE_GRAPHEMES), are_public=True),
    "answer.give": CommandWords("text", partial(clean_text, max_graphemes=MAX_ANSWER_GRAPHEMES), are_public=True),
    "answer.correct": CommandWords("text", partial(clean_text, max_graphemes=MAX_ANSWER_GRAPHEMES), are_public=True),
    "owed.answer": CommandWords("text", partial(clean_text, max_graphemes=MAX_ANSWER_GRAPHEMES), are_public=True),
    "resident.ban": CommandWords("reason", partial(clean_line, max_graphemes=MAX_REASON_GRAPHEMES)),
    "session.cancel": CommandWords("reason", partial(clean_line, max_graphemes=MAX_REASON_GRAPHEMES), are_public=True),
}


def clean_fields(op: str, fields: Any) -> Any:
    """The fields with their words as the domain keeps them.

    Raises Refused: empty, too_long, bad_characters, second_look, and bad_field for what cannot be a promise.
    The domain itself works under a lock, which a text that takes long must not reach. For the same reason a question is
    checked for personal data here: it is returned as a CheckedQuestion.
    """
    words = COMMAND_TEXTS.get(op)
    if words is None:
        return fields
    written = getattr(fields, words.field)
    cleaned = words.clean(written)
    if words.are_public:
        require_second_look(cleaned, is_confirmed=fields.confirmed)
    if isinstance(fields, AskQuestion):
        screened = screen(cleaned)
        kinds = kinds_of(screened.flags)
        return CheckedQuestion(
            text=cleaned, kind=fields.kind, topic=fields.topic, looks_like=kinds, masked=screened.masked
        )
    if isinstance(fields, GiveAnswer) and fields.promise is not None:
        promise = _clean_promise(fields.promise, cleaned, is_confirmed=fields.confirmed)
        return structs.replace(fields, text=cleaned, promise=promise)
    return fields if cleaned == written else structs.replace(fields, **{words.field: cleaned})


def _clean_promise(promise: PromiseInAnswer, answer: str, *, is_confirmed: bool) -> PromiseInAnswer:
    """The sentence and the place are public at once, as the answer is."""
    promised = clean_promised(Promised(**structs.asdict(promise)), answer=answer)
    require_second_look(f"{promised.what}\n{promised.where}", is_confirmed=is_confirmed)
    return PromiseInAnswer(**asdict(promised))
