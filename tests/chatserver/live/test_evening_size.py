"""The size of an evening in the database."""

from itertools import batched
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from moderation.questions.screening import approve_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.reply_retention import drop_old_replies
from sessions.models import KEEP_REPLIES, Question, StoredReply
from tests.factories.evening import make_evening

pytestmark = pytest.mark.long

QUESTION = "The drain in our lane has been open since the rains. When will somebody come and put a cover on it?"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the pages of a file are counted")
def test_an_evening_of_300_questions_and_10_000_votes_leaves_at_most_5_megabytes() -> None:
    evening = make_evening(residents=100)
    before = used_bytes()

    def give(person: object, op: str, **fields: object) -> SubmittedCommand:
        command = make_command(str(uuid4()), op, fields)
        return SubmittedCommand(person.pk, evening.chat_session.pk, "room", "en", command, is_proven=True)  # type: ignore[attr-defined]

    def carry_out(commands: list[SubmittedCommand]) -> None:
        for some in batched(commands, 500):
            assert {verdict.code for verdict in carry_out_together(list(some))} == {""}

    for number in range(300):
        carry_out([give(evening.residents[number // 3], "question.ask", text=f"{QUESTION} {number}", kind="question")])
    for question in Question.objects.all():
        approve_question(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    asked = [(str(question.pk), question.author_id) for question in Question.objects.order_by("asked_at")[:102]]
    carry_out(
        [
            give(person, "question.back", question=question, on=True)
            for question, author in asked
            for person in evening.residents
            if person.pk != author
        ][:10_000]
    )
    assert StoredReply.objects.count() == 10_300
    close_chat_session(evening.chat_session, by="clerk")
    while drop_old_replies(timezone.now() + KEEP_REPLIES):
        pass
    left = used_bytes() - before
    assert left <= 5_000_000, left


def used_bytes() -> int:
    with connection.cursor() as cursor:
        values = []
        for name in ("page_count", "freelist_count", "page_size"):
            cursor.execute(f"PRAGMA {name}")
            values.append(int(cursor.fetchone()[0]))
    pages, free, size = values
    return (pages - free) * size
