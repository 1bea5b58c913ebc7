"""A removal and another step about one question at the same moment: one comes first, the other is told."""

from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from moderation.questions.removal import take_down_question
from moderation.questions.screening import merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import take_question
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import Question, Record
from sessions.platform.refusals import Refused
from sessions.record.proof.tree import leaf_hash, root_hash
from sessions.record.search.filters import SearchFilters
from sessions.record.search.question_search import search_records
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.long

Step = Callable[[], object]
OTHERS = {"taken": "on_floor", "withdrawn": "withdrawn", "merged": "merged"}
ROUNDS = 4


def at_once(*steps: Step) -> list[str]:
    """What each of them came to: "done", or the code of the refusal."""
    barrier = Barrier(len(steps))

    def take(step: Step) -> str:
        try:
            barrier.wait()
            step()
        except Refused as no:
            return no.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))


def other_step(evening: Evening, other: str, question: Question, beside: Question) -> Step:
    chat_session, seen = evening.chat_session, {"moderator": evening.second_moderator, "version": question.version}
    steps: dict[str, Step] = {
        "taken": lambda: take_question(chat_session, question.pk, person=evening.councillor),
        "withdrawn": lambda: withdraw_question(chat_session, question.pk, person=evening.residents[0]),
        "merged": lambda: merge_question(chat_session, question.pk, into=beside.pk, **seen),
    }
    return steps[other]


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("fault", 30)
@pytest.mark.django_db(transaction=True)
def test_of_a_removal_at_the_end_the_record_holds_all_or_nothing() -> None:
    for number in range(ROUNDS):
        evening = make_evening(number=95 + number)
        question = evening.queue("The pond?")
        evening.queue("The club?", by=1)
        seen = {"moderator": evening.moderator, "version": question.version}

        def remove(evening: Evening = evening, question: Question = question, seen: Any = seen) -> object:
            return take_down_question(evening.chat_session, question.pk, reason="attack", note="", **seen)

        def close(evening: Evening = evening) -> object:
            return close_chat_session(evening.chat_session, by="clerk")

        codes = at_once(remove, close)
        document = Record.objects.get(chat_session=evening.chat_session).document
        types = [entry["type"] for entry in document["entries"]]
        is_removed = codes[0] == "done"
        assert codes in (["done", "done"], ["closed", "done"])
        assert types.count("question.removed") == int(is_removed)
        assert ("The pond?" in str(document)) is not is_removed
        assert len(search_records("pond", SearchFilters(ward=evening.ward.number)).entries) == int(not is_removed)
        assert "The club?" in str(document)
        root = root_hash([leaf_hash(entry) for entry in document["entries"]])
        assert document["tree"] == {"size": len(types), "root": b64encode(root).decode()}


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("fault", 27)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", OTHERS)
def test_of_a_removal_and_another_step_at_the_same_moment_one_is_done(other: str) -> None:
    for number in range(ROUNDS):
        evening = make_evening(number=95 + number)
        question, beside = evening.queue("The pond?"), evening.queue("The club?", by=1)
        seen = {"moderator": evening.moderator, "version": question.version}

        def remove(evening: Evening = evening, question: Question = question, seen: Any = seen) -> object:
            return take_down_question(evening.chat_session, question.pk, reason="attack", note="", **seen)

        codes = at_once(remove, other_step(evening, other, question, beside))
        question.refresh_from_db()
        won = codes.index("done")
        assert codes.count("done") == 1
        assert question.state == ("removed", OTHERS[other])[won]
        types = [event["type"] for event in evening.public_events()]
        assert types.count("question.removed") == int(won == 0)
        assert ("The pond?" in str(evening.public_events())) == (won == 1)
        assert len(evening.public_state()["removed"]) == int(won == 0)
