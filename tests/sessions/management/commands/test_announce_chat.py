"""A chat that is announced at the command line stands in the history as one that a clerk announces does."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from sessions.chats.calendar.change_words import all_in_words
from sessions.models import Change, ChatSession, Event
from tests.factories.planning_desk import NOW, make_desk

pytestmark = pytest.mark.django_db


def test_the_history_says_that_the_operator_announced_it() -> None:
    ward = make_desk().wards[95]
    with time_machine.travel(NOW, tick=False):
        call_command("announce_chat", "--ward=95", "--at=2027-01-06T18:00", "--minutes=45")
    chat_session = ChatSession.objects.get()
    assert chat_session.starts_at == datetime(2027, 1, 6, 12, 30, tzinfo=UTC)
    [change] = Change.objects.all()
    assert (change.actor, change.person, change.ward, change.before) == ("operator", None, ward, None)
    assert (change.subject, change.subject_id) == ("chat_session", str(chat_session.pk))
    assert all_in_words([change])[0].who == "The operator of the server"
    assert Event.objects.get().actor == "operator"


def test_what_is_refused_leaves_nothing_in_the_history() -> None:
    make_desk()
    with time_machine.travel(NOW, tick=False), pytest.raises(CommandError, match="over already"):
        call_command("announce_chat", "--ward=95", "--at=2026-01-06T18:00")
    assert not Change.objects.exists()
