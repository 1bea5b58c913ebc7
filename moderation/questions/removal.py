"""Takes a public question down, with a reason that everybody can read, and without its words."""

from uuid import UUID

from msgspec import UNSET

from moderation.questions.deciding import clean_note, decide, lock_seen, require_reason
from moderation.questions.reports import settle_reports
from sessions.chats.questions.merged_question import remove_common_words
from sessions.chats.questions.officials import end_calls
from sessions.chats.questions.successors import set_free
from sessions.chats.support.support_counts import apart_of
from sessions.log import log
from sessions.log.events.room import QuestionRemoved
from sessions.log.steps.locks import LockedChatSession, locks_chat_session
from sessions.log.steps.steps import actor, require_step
from sessions.models import Question, QuestionState
from sessions.platform.people import Person
from sessions.record.removed_texts import commit_removed, events_with_words_of, keep_salts, public_texts_in, told_of

NOT_FINISHED = (QuestionState.QUEUED, QuestionState.ON_FLOOR)


@locks_chat_session
def take_down_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, reason: str, note: str
) -> Question:
    """Remove a question from the queue, from the floor or from what was answered, for one of the eight reasons.

    note: for its author. From then on the room no longer gets its words, or those that a moderator gave to it and to
    the ones that were merged into it (sessions/log/removed_words.py); the event commits to them. Reports about it are
    settled. Questions that were merged into it wait for a moderator again; where it was answered, they stay: the answer
    was theirs, too. Raises Refused: bad_field, too_long, bad_characters, closed, not_found, stale, state (not public).
    """
    require_reason(reason)
    note = clean_note(note)
    question = lock_seen(chat_session, question_id, version)
    return _take_down(question, moderator, reason, note, with_answers=False)


@locks_chat_session
def take_down_with_answers(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, reason: str, note: str
) -> Question:
    """Take a question down like take_down_question, and remove the words of its answers, which repeat its own."""
    require_reason(reason)
    note = clean_note(note)
    question = lock_seen(chat_session, question_id, version)
    return _take_down(question, moderator, reason, note, with_answers=True)


def _take_down(question: Question, moderator: Person, reason: str, note: str, *, with_answers: bool) -> Question:
    """Take a locked question down. note: as clean_note leaves it."""
    require_step(question, "take_down")
    is_unfinished = question.state in NOT_FINISHED
    events = events_with_words_of(question)
    public = public_texts_in(events)
    end_calls(question)
    question.reason, question.note = reason, note
    remove_common_words(question)
    question.are_answers_removed = with_answers and question.answers.exists()
    told = {"reason": reason, "note": note or None}
    decide(question, "take_down", moderator, told | settle_reports(question))
    texts = commit_removed(question.chat_session, events, public)
    removed = QuestionRemoved(
        id=str(question.pk),
        reason=reason,
        backing=question.backing,
        answers=question.are_answers_removed or UNSET,
        commitment=question.commitment or UNSET,
        words=told_of(texts),
        **apart_of(question),
    )
    logged = log.append(question.chat_session, removed, actor=actor("moderator", moderator))
    keep_salts(question.chat_session, logged.seq, texts)
    if is_unfinished:
        set_free(question)
    return question
