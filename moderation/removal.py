"""Removes a public question from the queue, with a reason that everybody can read, and without its words."""

from uuid import UUID

from django.db import transaction

from moderation.deciding import clean_note, decide, lock_seen, require_reason
from moderation.reports import settle_reports
from sessions.log import log
from sessions.log.events import QuestionRemoved
from sessions.models import ChatSession, Question
from sessions.people import Person
from sessions.questions.successors import set_free
from sessions.state_machine.steps import actor, require_step
from sessions.support.passing_on import apart_of


@transaction.atomic
def take_down_question(
    chat_session: ChatSession, question_id: UUID, *, moderator: Person, version: int, reason: str, note: str
) -> Question:
    """Remove a question from the queue for one of the eight reasons, with a note for its author if there is one.

    From then on the room no longer gets its words (sessions/log/removed_words.py). Questions that were merged into it
    wait for a moderator again, and reports about it are settled.
    Raises Refused: bad_field, too_long, bad_characters, closed, not_found, stale, state (not in the queue).
    """
    require_reason(reason)
    note = clean_note(note)
    question = lock_seen(chat_session, question_id, version)
    require_step(question, "take_down")
    question.reason, question.note = reason, note
    told = {"reason": reason, "note": note or None}
    decide(question, "take_down", moderator, told | settle_reports(question))
    removed = QuestionRemoved(id=str(question.pk), reason=reason, backing=question.backing, **apart_of(question))
    log.append(question.chat_session, removed, actor=actor("moderator", moderator))
    set_free(question)
    return question
