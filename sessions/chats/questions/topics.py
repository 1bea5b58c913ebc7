"""Correct the topic of a question: the asker chooses one, and a moderator can choose another."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.contract.topics import Topic
from sessions.log import log
from sessions.log.events.desk import DeskTopicSet
from sessions.log.events.room import TopicSet
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, append_change, require_not_over
from sessions.models import UNDECIDED_STATES, ChatSession, Question, QuestionState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def set_topic(chat_session: ChatSession, question_id: UUID, *, moderator: Person, version: int, topic: str) -> Question:
    """Set the topic of a question that is not taken yet; the room is told of one in the queue.

    Raises Refused: closed, not_found, stale, state, bad_field (no topic of the list).
    """
    if topic not in Topic:
        raise Refused("bad_field", _("Choose one of the topics."))
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id, version=version)
    if question.state not in (*UNDECIDED_STATES, QuestionState.QUEUED):
        raise Refused("state", _("That cannot be done with this question now."), facts=question_state_facts(question))
    question.topic = topic
    by = actor("moderator", moderator)
    append_change(question, DeskTopicSet, by=by, told={"topic": topic})
    if question.state == QuestionState.QUEUED:
        log.append(chat_session, TopicSet(id=str(question.pk), topic=topic), actor=by)
    return question
