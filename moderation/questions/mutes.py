"""Mutes: moderators pause an author for a while, and release them again."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.log import log
from sessions.log.events.desk import ResidentMuted, ResidentUnmuted
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import lock_chat_session, lock_question, question_state_facts
from sessions.log.steps.steps import actor, require_not_over
from sessions.models import ChatSession, Mute, Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@transaction.atomic
def mute_resident(chat_session: ChatSession, question_id: UUID, *, moderator: Person, minutes: int) -> Question:
    """Keep the author of a question from asking for some minutes.

    The desk learns which questions are theirs, and never who it is. Raises Refused: closed, not_found, state where the
    author is no longer known.
    """
    question, author = _lock_with_author(chat_session, question_id)
    until = timezone.now() + timedelta(minutes=minutes)
    Mute.objects.update_or_create(chat_session=question.chat_session, person=author, defaults={"until": until})
    muted = ResidentMuted(
        question=str(question.pk), minutes=minutes, until=wire_time(until), questions=_asked_by(author, question)
    )
    log.append(question.chat_session, muted, actor=actor("moderator", moderator))
    return question


@transaction.atomic
def unmute_resident(chat_session: ChatSession, question_id: UUID, *, moderator: Person) -> Question:
    """Let the author of a question ask again at once.

    Raises Refused: closed, not_found, state where the author is not paused or no longer known.
    """
    question, author = _lock_with_author(chat_session, question_id)
    paused = Mute.objects.filter(chat_session=question.chat_session, person=author, until__gt=timezone.now())
    released, _by_table = paused.delete()
    if not released:
        raise Refused("state", _("This person is no longer paused."), facts=question_state_facts(question))
    unmuted = ResidentUnmuted(question=str(question.pk), questions=_asked_by(author, question))
    log.append(question.chat_session, unmuted, actor=actor("moderator", moderator))
    return question


def _lock_with_author(chat_session: ChatSession, question_id: UUID) -> tuple[Question, Person]:
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if question.author is None:
        raise Refused("state", _("It is no longer known who asked it."), facts=question_state_facts(question))
    return question, question.author


def _asked_by(author: Person, question: Question) -> list[str]:
    """The ids of all questions of this author in the chat, so that the desk can mark each of them."""
    theirs = question.chat_session.questions.filter(author=author).order_by("asked_at", "id")
    return [str(pk) for pk in theirs.values_list("pk", flat=True)]
