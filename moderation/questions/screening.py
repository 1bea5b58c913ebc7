"""Screening: moderators approve, hold, decline and merge questions."""

from uuid import UUID

from django.utils.translation import gettext as _

from moderation.questions.deciding import clean_note, decide, lock_seen, require_reason
from moderation.questions.masking.masked_places import find_places_of
from moderation.questions.second_look import doubts, require_no_doubt
from sessions.chats.questions.merged_question import tell_merged
from sessions.chats.questions.queueing import enter_queue, queued_event
from sessions.chats.questions.successors import inherit_support, merged_event, merged_into, repoint
from sessions.chats.support.joining import join_support
from sessions.log.steps.locks import LockedChatSession, lock_question, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, require_step
from sessions.models import Question, QuestionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@locks_chat_session
def approve_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, is_confirmed: bool = False
) -> Question:
    """Put a question into the public queue, in the words that the moderator saw, with the masks in their places.

    is_confirmed: its label, or an accusation in its words, may be public. Raises Refused: closed, not_found,
    stale, state, second_look.
    """
    question = lock_seen(chat_session, question_id, version)
    require_step(question, "approve")
    find_places_of(question)
    require_no_doubt(question, is_confirmed=is_confirmed)
    enter_queue(question)
    inherit_support(question)
    decide(question, "approve", moderator, public=[queued_event(question)])
    return question


@locks_chat_session
def hold_question(chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int) -> Question:
    """Set a question aside for a second look; its author sees that. Raises Refused as approve_question."""
    question = lock_seen(chat_session, question_id, version)
    decide(question, "hold", moderator)
    return question


@locks_chat_session
def decline_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, reason: str, note: str
) -> Question:
    """Refuse a question for one of the eight reasons, with a note for its author if the moderator wrote one.

    Raises Refused as approve_question, and bad_field for a reason that is none.
    """
    require_reason(reason)
    note = clean_note(note)
    question = lock_seen(chat_session, question_id, version)
    question.reason, question.note = reason, note
    decide(question, "decline", moderator, {"reason": reason, "note": note or None})
    return question


@locks_chat_session
def merge_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, into: UUID
) -> Question:
    """Merge a question into a public one that asks the same; until that is answered, its supporters count for it.

    Questions that were merged into it are merged, too. If the other one is withdrawn, this one may replace it in its
    own words. Raises Refused as approve_question, and bad_field where `into` is no public question of this chat.
    """
    question = lock_seen(chat_session, question_id, version)
    target = lock_question(question.chat_session, into)
    if target.pk == question.pk or not target.is_public:
        raise Refused("bad_field", _("Choose a question that is public already."), facts=question_state_facts(question))
    inherit_support(question)
    find_places_of(question)
    question.merged_into, question.merged_from = target, _merged_from(question)
    merged = merged_event(question, target)
    decide(question, "merge", moderator, {"into": str(target.pk)}, public=[merged])
    by = actor("moderator", moderator)
    if target.state in (QuestionState.QUEUED, QuestionState.ON_FLOOR):
        join_support(question, target)
    repoint(list(merged_into(question)), target, by=by)
    tell_merged(target, by=by)
    return question


def _merged_from(question: Question) -> str:
    """The state to merge from: held, where its words need a second look, so that they never replace the other one's
    without a decision."""
    is_new = not question.has_been_public and question.state == QuestionState.WAITING
    return QuestionState.HELD if is_new and (question.masked or doubts(question)) else question.state
