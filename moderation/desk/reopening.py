"""Reopens a question that was declined by mistake: it waits again, and its author reads why."""

from uuid import UUID

from moderation.questions.deciding import decide, lock_seen
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.log.steps.locks import LockedChatSession, locks_chat_session, question_state_facts
from sessions.models import Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.labels import WORDS_REMOVED
from sessions.platform.text.text_input import clean_line


@locks_chat_session
def reopen_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, note: str
) -> Question:
    """Let a declined question wait for a decision again; the reason of the refusal goes, and so does its note.

    note: why it is reopened, for its author. The record never names the refusal: it is public only from the close on.
    Raises Refused: closed, not_found, stale, state (it is not declined, or its words are gone), empty, too_long,
    bad_characters.
    """
    note = clean_line(note, max_graphemes=MAX_NOTE_GRAPHEMES)
    question = lock_seen(chat_session, question_id, version)
    if not question.text:
        raise Refused("state", str(WORDS_REMOVED), facts=question_state_facts(question))
    question.reason, question.note = "", note
    decide(question, "reopen", moderator, {"reason": None, "note": note})
    return question
