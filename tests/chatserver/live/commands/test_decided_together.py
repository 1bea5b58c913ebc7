"""Commands that are decided together end as they do one by one, in a constant number of queries."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from chatserver.live.commands.replies import Reply
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from sessions.models import Backing, Consent, Question, QueueOrder, StoredReply
from tests.chatserver.live.random_commands import make_submitted, observe, plan_rounds
from tests.factories.evening import Evening, make_evening, make_person, make_ward

pytestmark = pytest.mark.costly


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(residents=12)


def give(evening: Evening, person: Any, op: str, *, language: str = "en", **fields: Any) -> SubmittedCommand:
    ref = fields.pop("ref", None) or uuid4()
    command = make_command(str(ref), op, fields)
    return SubmittedCommand(person.pk, evening.chat_session.pk, "any", language, command, is_proven=True)


def ask(evening: Evening, by: int, text: str = "Drains?", **more: Any) -> SubmittedCommand:
    return give(evening, evening.residents[by], "question.ask", text=text, kind="question", **more)


def back(evening: Evening, by: int, question: Question, *, on: bool = True, **more: Any) -> SubmittedCommand:
    return give(evening, evening.residents[by], "question.back", question=str(question.pk), on=on, **more)


def codes(replies: list[Reply]) -> list[str]:
    return [reply.code or "ack" for reply in replies]


def play(evening: Evening, neighbour: Any, seed: int, *, together: bool) -> list[dict[str, Any]]:
    """Play the same evening, and undo it: the next one begins with the same people."""
    seen = []
    beginning = transaction.savepoint_create()
    QueueOrder.objects.update(policy="backing")  # a draw by lot depends on the random names of the askers
    for by in range(4):
        evening.queue(f"Question {by}?", by=by)
    for planned in plan_rounds(seed, rounds=5):
        commands = [make_submitted(evening, one, neighbour) for one in planned]
        replies = carry_out_together(commands) if together else [carry_out_together([one])[0] for one in commands]
        seen.append(observe(evening, replies))
    transaction.savepoint_rollback(beginning)
    return seen


MANY = [pytest.mark.slow, pytest.mark.tries_many]
SEEDS = [0, *(pytest.param(seed, marks=MANY) for seed in range(1, 12))]


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_commands_that_are_decided_together_end_as_they_do_one_by_one(evening: Evening, seed: int) -> None:
    neighbour = make_person("neighbour", make_ward(93))
    one_by_one = play(evening, neighbour, seed, together=False)
    assert play(evening, neighbour, seed, together=True) == one_by_one


@pytest.mark.parametrize("op", ["question.ask", "question.back"])
def test_a_full_batch_takes_as_many_queries_as_a_command_of_one_person(evening: Evening, op: str) -> None:
    question = evening.queue(by=0)
    submit = ask if op == "question.ask" else lambda evening, by: back(evening, by, question)
    assert count_queries([submit(evening, 1)]) == count_queries([submit(evening, by) for by in range(2, 12)])


def test_any_number_of_people_without_consent_are_refused_in_as_many_queries_as_one(evening: Evening) -> None:
    Consent.objects.all().delete()
    counted = []
    for people in (range(1, 2), range(2, 12)):
        with CaptureQueriesContext(connection) as captured:
            assert codes(carry_out_together([ask(evening, by) for by in people])) == ["consent"] * len(people)
        counted.append(len(captured))
    assert counted[0] == counted[1]


def count_queries(commands: list[SubmittedCommand]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert codes(carry_out_together(commands)) == ["ack"] * len(commands)
    return len(captured)


def test_everybody_is_refused_in_their_own_language(evening: Evening) -> None:
    own = evening.queue(by=0)
    commands = [
        *(ask(evening, 1, text, language=language) for text in ("", "x" * 1001) for language in ("en", "bn")),
        *(back(evening, 0, own, language=language) for language in ("en", "bn")),
    ]
    told = [getattr(reply.frame, "message", "") for reply in carry_out_together(commands)]
    assert told == [
        "Please write something first.",
        "অনুগ্রহ করে আগে কিছু লিখুন।",
        "That is 1 character too long. Please shorten it.",
        told[3],
        "You asked this question yourself, so your support already counts.",
        told[5],
    ]
    for bengali in (told[3], told[5]):
        assert "\u0980" <= bengali[0] <= "\u09ff"


@pytest.mark.parametrize(
    ("due_on", "english"), [(None, "A promise needs a day."), ("2020-01-01", "The day of the promise")]
)
def test_a_promise_is_refused_in_the_language_of_the_office(evening: Evening, due_on: str | None, english: str) -> None:
    question = evening.queue(by=0)
    promise = {"due_on": due_on} if due_on else {}
    commands = [
        give(
            evening,
            evening.councillor,
            "answer.give",
            language=language,
            question=str(question.pk),
            text="Yes.",
            final=True,
            promise=promise,
        )
        for language in ("en", "bn")
    ]
    told = [getattr(reply.frame, "message", "") for reply in carry_out_together(commands)]
    assert told[0].startswith(english)
    assert "\u0980" <= told[1][0] <= "\u09ff"


def test_a_mute_counts_from_the_next_command_on(evening: Evening) -> None:
    question = evening.ask(by=0)
    mute = give(evening, evening.moderator, "resident.mute", question=str(question.pk), minutes=10)
    replies = carry_out_together([ask(evening, 0), mute, ask(evening, 0), ask(evening, 1)])
    assert codes(replies) == ["ack", "ack", "muted", "ack"]


def test_the_close_of_the_chat_counts_from_the_next_command_on(evening: Evening) -> None:
    question = evening.queue(by=0)
    close = give(evening, evening.clerk, "session.close")
    before, after = [ask(evening, 1), back(evening, 2, question)], [ask(evening, 3), back(evening, 4, question)]
    assert codes(carry_out_together([*before, close, *after])) == ["ack", "ack", "ack", "closed", "closed"]
    assert Question.objects.get(pk=question.pk).backing == 1


def test_the_close_of_the_chat_counts_for_the_staff_s_next_command(evening: Evening) -> None:
    notice, close = {"text": "Hello all."}, give(evening, evening.clerk, "session.close")
    notices = [give(evening, evening.moderator, "notice.post", **notice) for _each in range(2)]
    assert codes(carry_out_together([notices[0], close, notices[1]])) == ["ack", "ack", "closed"]


def test_a_command_of_the_staff_reads_its_chat_once(evening: Evening) -> None:
    with CaptureQueriesContext(connection) as captured:
        carry_out_together([give(evening, evening.moderator, "notice.post", text="Hello all.")])
    read = [query["sql"] for query in captured if 'FROM "chat_sessions_chatsession"' in query["sql"]]
    assert len(read) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it gets each statement by itself")
def test_each_command_of_the_staff_takes_only_so_many_messages_to_the_database(evening: Evening) -> None:
    """With the four that begin and end the transaction and the savepoint, and the one that saves the reply."""
    evening.queue(by=0)
    seen: list[dict[str, Any]] = [{"question": str(evening.ask(by=by).pk), "version": 1} for by in (1, 2)]
    moderator, councillor = evening.moderator, evening.councillor
    carry_out_together([ask(evening, 3)])  # prepares the queries of every round
    sent = {
        "question.approve": count_queries([give(evening, moderator, "question.approve", **seen[0])]),
        "question.decline": count_queries([give(evening, moderator, "question.decline", **seen[1], reason="campaign")]),
        "notice.post": count_queries([give(evening, moderator, "notice.post", text="Hello all.")]),
        "question.take": count_queries([give(evening, councillor, "question.take")]),
    }
    on_floor = {"question": str(Question.objects.on_floor().get().pk), "text": "Soon."}
    for name, final in (("a part", False), ("the final part", True)):
        sent[name] = count_queries([give(evening, councillor, "answer.give", **on_floor, final=final)])
    assert sent == {
        "question.approve": 14,
        "question.decline": 13,
        "notice.post": 8,
        "question.take": 13,
        "a part": 11,
        "the final part": 13,
    }


def test_a_person_who_changes_their_mind_in_one_batch_ends_with_the_last_choice(evening: Evening) -> None:
    question = evening.queue(by=0)
    carry_out_together([back(evening, 3, question)])
    wishes = {1: (True, False, True), 2: (True, False), 3: (False, True), 4: (False,), 5: (True, True)}
    commands = [back(evening, by, question, on=on) for by, said in wishes.items() for on in said]
    assert codes(carry_out_together(commands)) == ["ack"] * len(commands)
    backers = Backing.objects.filter(question=question).values_list("person", flat=True)
    assert Counter(backers) == Counter(evening.residents[by].pk for by in (1, 3, 5))
    assert Question.objects.get(pk=question.pk).backing == 3


def test_a_ref_that_is_repeated_in_its_own_batch_gets_the_first_one_s_result(evening: Evening) -> None:
    ref, refused = uuid4(), uuid4()
    commands = [
        ask(evening, 0, "Drains?", ref=ref),
        ask(evening, 0, "Drains?", ref=ref),
        ask(evening, 0, "Lights?", ref=ref),
        ask(evening, 1, "Drains?", ref=ref),  # another person's own
        ask(evening, 0, "", ref=refused),
        ask(evening, 0, "Lights?", ref=refused),  # it had no effect
    ]
    replies = carry_out_together(commands)
    assert codes(replies) == ["ack", "ack", "conflict", "ack", "empty", "ack"]
    results = [getattr(reply.frame, "result", None) for reply in replies]
    assert results[0] == results[1]
    assert [getattr(reply.frame, "duplicate", None) for reply in replies] == [
        False,
        True,
        None,
        False,
        None,
        False,
    ]
    assert StoredReply.objects.count() == Question.objects.count() == 3


def test_rooms_that_share_a_commit_share_nothing_else(evening: Evening) -> None:
    other, ref = make_evening(number=96), uuid4()
    twice = [
        ask(there, 0, f"Question {n}?", ref=ref if n == 0 else None) for n in range(3) for there in (evening, other)
    ]
    close = give(evening, evening.clerk, "session.close")
    stranger = replace(ask(evening, 1), chat_session_id=other.chat_session.pk)
    replies = carry_out_together([*twice, close, ask(evening, 1), ask(other, 1), stranger])
    assert codes(replies) == [*["ack"] * 7, "closed", "ack", "forbidden"]
    for there in (evening, other):
        asked = [event["text"] for event in there.desk_events() if event["type"] == "question.asked"]
        assert asked[:3] == [f"Question {n}?" for n in range(3)]
    again = replace(twice[0], account_id=other.residents[0].pk, chat_session_id=other.chat_session.pk)
    assert getattr(carry_out_together([again])[0].frame, "duplicate", None) is True


def test_in_a_chat_that_does_not_exist_nobody_is_told_more_than_that(evening: Evening) -> None:
    command = make_command(str(uuid4()), "question.ask", {"text": "Drains?", "kind": "question"})
    commands = [
        SubmittedCommand(account_id, uuid4(), "any", "en", command) for account_id in (evening.residents[0].pk, None)
    ]
    assert [codes(carry_out_together([submitted]))[0] for submitted in commands] == ["not_found", "sign_in"]


def test_a_visitor_s_command_locks_no_chat(evening: Evening) -> None:
    stranger = replace(ask(evening, 1), account_id=None)
    with CaptureQueriesContext(connection) as captured:
        assert codes(carry_out_together([stranger])) == ["sign_in"]
    assert [query["sql"] for query in captured if "chat_sessions_chatsession" in query["sql"]] == []
