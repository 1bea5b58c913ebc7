"""The outcome of a question is the same on every page, for every state of the question and of its chat."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from chatserver.accounts.privacy.export import everything_about
from moderation.questions.mutes import mute_resident
from moderation.questions.removal import take_down_question
from moderation.questions.screening import decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session
from sessions.chats.questions.consent_withdrawal import withdraw_consent
from sessions.chats.questions.floor import defer_question, give_answer, return_question
from sessions.chats.questions.own_questions import withdraw_question
from sessions.models import ChatSessionState, Question, QuestionState, Record
from sessions.models.outcomes import OUTCOME_RULES, QuestionOutcome, outcome_of
from sessions.platform.text.labels import OUTCOME_EXPLANATIONS, OUTCOME_WORDS
from tests.factories.evening import Evening, make_evening
from tests.running.tables import table

ENGLISH = {"accept-language": "en"}
ENDS = ("open", "closed", "cancelled")

TABLE = {
    # state, answers, successor: while the chat is open, closed, cancelled
    ("waiting", False, False): ("waiting", "not_read", "chat_cancelled"),
    ("waiting", False, True): ("waiting_again", "not_read", "chat_cancelled"),
    ("held", False, False): ("held", "not_decided", "chat_cancelled"),
    ("held", False, True): ("held_again", "not_decided", "chat_cancelled"),
    ("queued", False, False): ("queued", "not_reached", "chat_cancelled"),
    ("queued", False, True): ("queued_in_place", "not_reached", "chat_cancelled"),
    ("queued", True, False): ("queued_in_part", "in_part", "chat_cancelled"),
    ("queued", True, True): ("queued_in_part", "in_part", "chat_cancelled"),
    ("on_floor", False, False): ("on_floor", "not_reached", "chat_cancelled"),
    ("on_floor", False, True): ("on_floor", "not_reached", "chat_cancelled"),
    ("on_floor", True, False): ("on_floor", "in_part", "chat_cancelled"),
    ("on_floor", True, True): ("on_floor", "in_part", "chat_cancelled"),
    ("withdrawn", False, False): ("withdrawn",) * 3,
    ("withdrawn", False, True): ("withdrawn_too",) * 3,
    ("withdrawn", True, False): ("withdrawn",) * 3,
    ("withdrawn", True, True): ("withdrawn_too",) * 3,
    **{
        (state, answers, successor): (state,) * 3
        for state in ("answered", "on_notice", "declined", "merged", "removed")
        for answers in (False, True)
        for successor in (False, True)
    },
}
"""A question that waits has no answers."""

CHATS = {
    "planned": "open",
    "scheduled": "open",
    "live": "open",
    "closed": "closed",
    "sealed": "closed",
    "cancelled": "cancelled",
}


def test_the_table_has_every_state_of_a_question_and_of_a_chat() -> None:
    assert {state for state, _answers, _successor in TABLE} == set(QuestionState.values)
    assert set(CHATS) == set(ChatSessionState.values)
    assert {outcome for row in TABLE.values() for outcome in row} == set(QuestionOutcome)


@table("chat", CHATS)
def test_every_combination_has_its_outcome(chat: str) -> None:
    column = ENDS.index(CHATS[chat])
    found = {
        (state, answers, successor): outcome_of(state, chat=chat, has_answers=answers, is_successor=successor)
        for state, answers, successor in TABLE
    }
    assert found == {facts: row[column] for facts, row in TABLE.items()}


def test_no_rule_is_there_in_vain() -> None:
    assert len({(rule.state, rule.facts) for rule in OUTCOME_RULES}) == len(OUTCOME_RULES)
    assert {rule.outcome for rule in OUTCOME_RULES} | set(QuestionState.values) == set(QuestionOutcome)


def merge(evening: Evening, question: Question, into: Question) -> None:
    question.refresh_from_db()
    facts = {"moderator": evening.moderator, "version": question.version, "into": into.pk}
    merge_question(evening.chat_session, question.pk, **facts)


def freed(evening: Evening, *, was_held: bool = False, agrees: bool = True) -> Question:
    """A question of the first resident that is no longer merged, since the other was withdrawn; it takes no place.

    For its author is muted, it was held, or its author has taken the consent back.
    """
    leader, question = evening.queue("The leader", by=1), evening.ask()
    if was_held:
        hold_question(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version)
    elif agrees:
        mute_resident(evening.chat_session, question.pk, moderator=evening.moderator, minutes=10)
    merge(evening, question, leader)
    if not agrees:
        withdraw_consent(evening.residents[0])
    withdraw_question(evening.chat_session, leader.pk, person=evening.residents[1])
    return question


def decline(evening: Evening) -> Question:
    facts: dict[str, Any] = {"moderator": evening.moderator, "version": 1, "reason": "off_topic", "note": ""}
    return decline_question(evening.chat_session, evening.ask().pk, **facts)


def remove(evening: Evening) -> Question:
    question = evening.queue()
    facts: dict[str, Any] = {"moderator": evening.moderator, "version": question.version, "note": ""}
    return take_down_question(evening.chat_session, question.pk, reason="personal_data", **facts)


def take_the_place(evening: Evening) -> Question:
    leader, question = evening.queue("The leader", by=1), evening.queue()
    merge(evening, question, leader)
    withdraw_question(evening.chat_session, leader.pk, person=evening.residents[1])
    return question


def withdraw(evening: Evening, question: Question) -> Question:
    return withdraw_question(evening.chat_session, question.pk, person=evening.residents[0])


def merged_away(evening: Evening) -> Question:
    question = evening.queue()
    merge(evening, question, evening.queue("Another", by=1))
    return question


def answer(evening: Evening, *, final: bool) -> Question:
    question = evening.take(evening.queue())
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="As far as I know.", final=final)
    return question


def give_back(evening: Evening) -> Question:
    return return_question(evening.chat_session, answer(evening, final=False).pk, person=evening.councillor)


def promise(evening: Evening) -> Question:
    question, due_on = evening.take(evening.queue()), timezone.localdate() + timedelta(days=14)
    return defer_question(evening.chat_session, question.pk, person=evening.councillor, due_on=due_on)


WAYS: dict[str, tuple[tuple[str, bool, bool], Callable[[Evening], Question]]] = {
    "waiting": (("waiting", False, False), lambda evening: evening.ask()),
    "held": (
        ("held", False, False),
        lambda one: hold_question(one.chat_session, one.ask().pk, moderator=one.moderator, version=1),
    ),
    "declined": (("declined", False, False), decline),
    "waiting again": (("waiting", False, True), freed),
    "held again": (("held", False, True), lambda evening: freed(evening, was_held=True)),
    "queued in place": (("queued", False, True), take_the_place),
    "withdrawn too": (("withdrawn", False, True), lambda evening: freed(evening, agrees=False)),
    "back, and withdrawn": (("withdrawn", False, False), lambda evening: withdraw(evening, freed(evening))),
    "queued": (("queued", False, False), lambda evening: evening.queue()),
    "withdrawn": (("withdrawn", False, False), lambda evening: withdraw(evening, evening.queue())),
    "merged": (("merged", False, False), merged_away),
    "removed": (("removed", False, False), remove),
    "taken": (("on_floor", False, False), lambda evening: evening.take(evening.queue())),
    "taken, with a part": (("on_floor", True, False), lambda evening: answer(evening, final=False)),
    "returned, with a part": (("queued", True, False), give_back),
    "answered": (("answered", True, False), lambda evening: answer(evening, final=True)),
    "promised": (("on_notice", False, False), promise),
}
"""What the first resident's question is, and how it really gets there while the chat is open."""

NEED_A_LIVE_CHAT = ("taken", "taken, with a part", "returned, with a part", "answered", "promised")
CASES = [
    pytest.param(way, end, marks=[pytest.mark.slow] * (end != "open"))
    for way in WAYS
    for end in ENDS
    if not (end == "cancelled" and way in NEED_A_LIVE_CHAT)
]


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(("way", "end"), CASES)
def test_every_page_and_file_says_the_same(client: Client, way: str, end: str) -> None:
    evening = make_evening(is_live=end != "cancelled")
    facts, bring_about = WAYS[way]
    question = bring_about(evening)
    if end == "closed":
        close_chat_session(evening.chat_session, by="clerk")
    elif end == "cancelled":
        cancel_chat_session(evening.chat_session, reason="Cyclone", by="clerk")
    expected = TABLE[facts][ENDS.index(end)]
    with translation.override("en"):
        word, explanation = str(OUTCOME_WORDS[expected]), str(OUTCOME_EXPLANATIONS[expected])
        assert everything_about(evening.residents[0])["what_became_of_questions"] == {question.receipt: word}
    client.force_login(evening.residents[0])
    for address in (f"/receipt/{question.receipt}/", "/me/", f"/chat/{evening.chat_session.pk}/"):
        shown = page_at(client, address)
        start = 'id="yours"' if "/chat/" in address else "<main"
        assert (address, tag_in(shown, start)) == (address, (expected, word))
        assert (address, explanation in shown[shown.index(start) :]) == (address, True)
    if end == "closed":
        leads_to_record = f"#q-{question.receipt}" in page_at(client, f"/receipt/{question.receipt}/")
        in_record, in_search = in_record_and_search(client, question)
        assert (in_record, leads_to_record) == ((expected, word) if has_line(way) else None, has_line(way))
        question.refresh_from_db()
        assert in_search == ((expected, word) if question.is_public else None)


def has_line(way: str) -> bool:
    """Whether it stands in the record: also what nobody decided. What its author took back unseen is not there."""
    return way != "back, and withdrawn"


def in_record_and_search(client: Client, question: Question) -> list[tuple[str, str] | None]:
    record = page_at(client, f"/records/{Record.objects.get().slug}/")
    search = page_at(client, "/records/?q=drain")
    return [
        tag_in(page, start) if start in page else None
        for page, start in ((record, f'id="q-{question.receipt}"'), (search, f'/q/{question.receipt}/"'))
    ]


def page_at(client: Client, address: str) -> str:
    return unescape(client.get(address, headers=ENGLISH).content.decode())


def tag_in(page: str, start: str) -> tuple[str, str]:
    """The first tag with a state after this place, and the word in it."""
    found = re.compile(r'class="tag[^"]*"(?: data-part="state")? data-state="(\w+)">([^<]*)<').search(
        page, page.index(start)
    )
    assert found is not None
    return found[1], found[2]
