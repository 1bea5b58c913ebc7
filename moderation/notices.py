"""What moderators say to the room, and whom they pause."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions import log
from sessions.models import ChatSession, Mute, Question, StreamName
from sessions.people import Person
from sessions.refusals import Refused
from sessions.steps import actor, lock_chat_session, lock_question, require_not_over, standing
from sessions.wording import clean_text

MAX_NOTICE_GRAPHEMES = 500


@transaction.atomic
def post_notice(chat_session: ChatSession, *, moderator: Person, text: str) -> int:
    """Tell the whole room something; gives the notice's place in the public stream.

    Raises Refused: closed, empty, too_long, bad_characters.
    """
    text = clean_text(text, max_graphemes=MAX_NOTICE_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    by = actor("moderator", moderator)
    return log.append(chat_session, stream=StreamName.PUBLIC, type="notice.posted", body={"text": text}, actor=by).seq


@transaction.atomic
def mute_resident(chat_session: ChatSession, question_id: UUID, *, moderator: Person, minutes: int) -> Question:
    """Keep the author of a question from asking for some minutes; the desk never learns who it is.

    Raises Refused: closed, not_found, state where the author is not known any more.
    """
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    question = lock_question(chat_session, question_id)
    if question.author is None:
        raise Refused("state", _("Its author is not known any more."), facts=standing(question))
    until = timezone.now() + timedelta(minutes=minutes)
    Mute.objects.update_or_create(chat_session=chat_session, person=question.author, defaults={"until": until})
    body = {"question": str(question.pk), "minutes": minutes}
    by = actor("moderator", moderator)
    log.append(chat_session, stream=StreamName.DESK, type="resident.muted", body=body, actor=by)
    return question
