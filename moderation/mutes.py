"""Whom moderators pause for a while, and release again."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.log import log
from sessions.log.logged_event import wire_time
from sessions.models import ChatSession, Mute, Question, StreamName
from sessions.people import Person
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_session, lock_question, standing
from sessions.state_machine.steps import actor, require_not_over


@transaction.atomic
def mute_resident(chat_session: ChatSession, question_id: UUID, *, moderator: Person, minutes: int) -> Question:
    """Keep the author of a question from asking for some minutes.

    The desk hears which questions are theirs, and never who it is.
    Raises Refused: closed, not_found, state where the author is not known any more.
    """
    question, author = _lock_with_author(chat_session, question_id)
    until = timezone.now() + timedelta(minutes=minutes)
    Mute.objects.update_or_create(chat_session=question.chat_session, person=author, defaults={"until": until})
    told = {"minutes": minutes, "until": wire_time(until)}
    _tell_desk(question, author, "resident.muted", told, moderator=moderator)
    return question


@transaction.atomic
def unmute_resident(chat_session: ChatSession, question_id: UUID, *, moderator: Person) -> Question:
    """Let the author of a question ask again at once.

    Raises Refused: closed, not_found, state where the author is not paused, or not known any more.
    """
    question, author = _lock_with_author(chat_session, question_id)
    paused = Mute.objects.filter(chat_session=question.chat_session, person=author, until__gt=timezone.now())
    released, _by_table = paused.delete()
    if not released:
        raise Refused("state", _("This person is no longer paused."), facts=standing(question))
    _tell_desk(question, author, "resident.unmuted", {}, moderator=moderator)
    return question


def _lock_with_author(chat_session: ChatSession, question_id: UUID) -> tuple[Question, Person]:
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if question.author is None:
        raise Refused("state", _("It is no longer known who asked it."), facts=standing(question))
    return question, question.author


def _tell_desk(
    question: Question, author: Person, event: str, told: Mapping[str, object], *, moderator: Person
) -> None:
    """Of all questions that this person has asked here, so that each of them can be marked."""
    theirs = question.chat_session.questions.filter(author=author).order_by("asked_at", "id")
    body = {"question": str(question.pk), **told, "questions": [str(pk) for pk in theirs.values_list("pk", flat=True)]}
    by = actor("moderator", moderator)
    log.append(question.chat_session, stream=StreamName.DESK, type=event, body=body, actor=by)
