"""The declared rule by which the clock extends a chat: somebody is answering a question when its time ends."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.lifecycle import extend_chat_session
from sessions.log.audit import CLOCK
from sessions.log.event_form import tag_of
from sessions.log.events.chat_session import SessionExtended
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, Event, Question, StreamName
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.platform.database.prepared_query import Moment
from sessions.platform.refusals import Refused

EXTENSION_MINUTES = 5
MOST_EXTENSIONS = 2


def due_to_extend(now: Moment) -> ChatSessionQuerySet:
    """Live chats whose time ended just now with a question on the floor; after a downtime it is too late."""
    on_floor = Question.objects.on_floor().filter(chat_session=OuterRef("pk"))
    just_over = now - timedelta(minutes=EXTENSION_MINUTES)
    return ChatSession.objects.due_to_close(now).filter(Exists(on_floor), ends_at__gt=just_over)


@transaction.atomic
def extend_for_answer(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Add five minutes, at most twice. Raises Refused: state (twice already), and as extend_chat_session."""
    chat_session = lock_chat_session(chat_session.pk)
    by_the_clock = Event.objects.filter(
        stream__chat_session=chat_session, stream__name=StreamName.PUBLIC, type=tag_of(SessionExtended), actor=CLOCK
    )
    if by_the_clock.count() >= MOST_EXTENSIONS:
        raise Refused("state", _("That cannot be done with this chat now."), facts={"state": chat_session.state})
    return extend_chat_session(chat_session, minutes=EXTENSION_MINUTES, by=by)
