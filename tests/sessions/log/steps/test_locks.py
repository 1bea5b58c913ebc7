"""A function about a locked chat session locks it for callers that have not, and then does all or nothing."""

from uuid import uuid4

import pytest

from sessions.log import log
from sessions.log.events.room import NoticePosted
from sessions.log.steps.locks import LockedChatSession, lock_chat_session, locks_chat_session
from sessions.models import ChatSession
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening


@locks_chat_session
def announce(chat_session: LockedChatSession, text: str) -> tuple[ChatSession, int]:
    """Post it, unless it has no words, which is found too late."""
    seq = log.append(chat_session, NoticePosted(text=text), actor="clerk").seq
    if not text:
        raise Refused("empty", "No words.")
    return chat_session, seq


def test_it_reads_the_chat_anew_and_undoes_all_that_was_refused(evening: Evening) -> None:
    before = evening.public_events()
    ChatSession.objects.filter(pk=evening.chat_session.pk).update(slow_minutes=7)
    with pytest.raises(Refused) as refusal:
        announce(evening.chat_session, "")
    assert (refusal.value.code, evening.public_events()) == ("empty", before)
    read, seq = announce(evening.chat_session, "Hello all.")
    assert (read.slow_minutes, seq) == (7, len(before) + 1)


def test_for_a_caller_that_has_locked_the_chat_it_is_not_read_again(evening: Evening) -> None:
    locked = lock_chat_session(evening.chat_session.pk)
    read, _seq = announce.on_locked(locked, "Hello all.")
    assert read is locked


@pytest.mark.django_db
def test_there_has_to_be_such_a_chat() -> None:
    with pytest.raises(Refused) as refusal:
        announce(ChatSession(pk=uuid4()), "Hello all.")
    assert refusal.value.code == "not_found"
