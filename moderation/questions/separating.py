"""Takes one question out of a merge again, also when everybody has seen the merge: it asks something else after all."""

from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import UNSET

from moderation.questions.deciding import lock_seen, require_not_passed_on, save_decision
from sessions.chats.questions.asking import facts_of_question
from sessions.chats.questions.merged_question import tell_merged
from sessions.chats.questions.queueing import enter_queue, queued_event
from sessions.chats.questions.successors import agreed_authors, state_before_merge
from sessions.chats.support.joining import divide_support
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.log import log
from sessions.log.events.desk import DeskSeparated
from sessions.log.events.room import QuestionUnmerged
from sessions.log.steps.locks import LockedChatSession, lock_question, locks_chat_session, question_state_facts
from sessions.log.steps.steps import actor, append_change
from sessions.models import Question, QuestionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line


@locks_chat_session
def separate_question(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, note: str
) -> Question:
    """Let a merged question be one of its own again, with those who supported it before the merge.

    A question that has been public comes back into the queue, because its words were accepted and still stand in the
    log. Any other one waits for a decision: to say that it asks something else is not to accept its words. Questions
    that came into the merge with it stay where they are. note: why, for its author. Raises Refused: closed, not_found,
    stale, passed_on, state (it is not merged, or its author no longer agrees that it becomes public), empty, too_long,
    bad_characters.
    """
    note = clean_line(note, max_graphemes=MAX_NOTE_GRAPHEMES)
    question = lock_seen(chat_session, question_id, version)
    require_not_passed_on(question, moderator)
    target = _target_of(question)
    by = actor("moderator", moderator)
    question.state, question.merged_into, question.note = _state_after(question), None, note
    if question.state == QuestionState.QUEUED:
        enter_queue(question)
    told = {"into": None, "claimed_by": None, "note": note, "commitment": question.commitment or UNSET}
    append_change(question, DeskSeparated, by=by, told=told)
    save_decision(question, "separate", moderator, seen=version)
    append_public = partial(log.append, question.chat_session, actor=by)
    append_public(QuestionUnmerged(**facts_of_question(question), came_from=str(target.pk)))
    if question.state == QuestionState.QUEUED:
        append_public(queued_event(question))
    tell_merged(target, by=by)
    divide_support(question, target)
    return question


def _target_of(question: Question) -> Question:
    if question.state != QuestionState.MERGED or question.merged_into_id is None:
        raise Refused(
            "state", _("Only a merged question can be taken out of a merge."), facts=question_state_facts(question)
        )
    return lock_question(question.chat_session, question.merged_into_id)


def _state_after(question: Question) -> QuestionState:
    if question.has_been_public:
        return QuestionState.QUEUED
    if question.author_id not in agreed_authors([question]):
        message = _("The person who asked no longer agrees that this question becomes public.")
        raise Refused("state", message, facts=question_state_facts(question))
    return state_before_merge(question)
