"""The words that a room seldom needs: those of what it shows are in it, all are at an address of their own."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.appeals import appeal
from sessions.models.outcomes import OUTCOME_RULES
from sessions.platform.text.labels import OUTCOME_EXPLANATIONS, REASON_WORDS
from tests.factories.evening import Evening, make_evening
from tests.factories.written_answers import put_on_notice

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def words_of(evening: Evening, person: Any) -> dict[str, Any]:
    client = Client()
    client.force_login(person)
    html = client.get(f"/chat/{evening.chat_session.pk}/").content.decode()
    found = re.search(r'<script id="words" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    words: dict[str, Any] = json.loads(found[1])
    return words


def test_a_room_brings_the_words_of_what_it_shows(evening: Evening) -> None:
    declined = evening.ask("Declined?")
    decline_question(
        evening.chat_session, declined.pk, moderator=evening.moderator, version=1, reason="attack", note=""
    )
    words = words_of(evening, evening.residents[0])
    assert words["reason"] == {"attack": str(REASON_WORDS["attack"])}
    assert words["explanation"] == {"declined": str(OUTCOME_EXPLANATIONS["declined"])}
    assert set(words["state"]) == {"on_floor", "answered", "on_notice", "declined"}
    assert set(words["stopped"]) == {"other", "reload", "sign_in"}
    assert not {"hint", "override", "appeal", "owed"} & words.keys()
    appeal(evening.chat_session, declined.pk, person=evening.residents[0])
    assert set(words_of(evening, evening.residents[0])["appeal"]) == {"made"}


def test_a_room_with_a_promised_answer_brings_the_words_for_its_day(evening: Evening) -> None:
    put_on_notice(evening)
    assert set(words_of(evening, evening.residents[1])["owed"]) == {"due", "overdue"}


def test_a_room_brings_what_is_seldom_told_only_once_it_is_needed(evening: Evening) -> None:
    words = words_of(evening, evening.residents[0])
    assert not {"extended", "slowed", "slow_ended"} & words["told"].keys()
    assert not {"how", "removal", "why"} & words.keys()
    later = Client().get("/api/words").json()
    assert {"extended", "slowed", "slow_ended", "warned"} < later["told"].keys()
    assert (set(later["how"]), set(later["removal"])) == ({"by_lot", "override"}, {"line", "backed"})
    assert set(later["why"]) == {"first_time", "answered", "own_earlier", "behind"}


def test_a_live_room_brings_no_words_for_what_came_before_it() -> None:
    live, planned = make_evening(), make_evening(is_live=False, number=96)
    assert "opened" in words_of(planned, planned.residents[0])["told"]
    assert "opened" not in words_of(live, live.residents[0])["told"]


def test_a_room_brings_the_words_for_why_ones_own_question_has_its_place(evening: Evening) -> None:
    evening.queue("Mine?", by=0)
    evening.queue("Mine, too?", by=0)
    assert "own_earlier" in words_of(evening, evening.residents[0])["why"]
    assert "why" not in words_of(evening, evening.residents[1])


def test_another_reader_of_the_same_room_gets_none_of_them(evening: Evening) -> None:
    declined = evening.ask("Declined?")
    decline_question(
        evening.chat_session, declined.pk, moderator=evening.moderator, version=1, reason="attack", note=""
    )
    words = words_of(evening, evening.residents[1])
    assert not {"reason", "explanation"} & words.keys()


def test_all_of_them_are_at_their_own_address_in_the_readers_language() -> None:
    english = Client(headers={"accept-language": "en"}).get("/api/words").json()
    bengali = Client(headers={"accept-language": "bn"}).get("/api/words").json()
    assert set(english["reason"]) == set(bengali["reason"]) == set(REASON_WORDS)
    assert set(english["explanation"]) == set(OUTCOME_EXPLANATIONS)
    assert english["office"]["official"] == "Official"
    assert bengali["office"]["official"] == "আধিকারিক"


def test_the_rules_of_outcomes_come_once_one_of_them_applies(evening: Evening) -> None:
    before = evening.queue("Mine?", by=0)
    assert "outcome" not in words_of(evening, evening.residents[0])
    assert Client().get("/api/words").json()["outcome"] == [
        [rule.state, [*rule.facts], rule.outcome] for rule in OUTCOME_RULES
    ]
    close_chat_session(evening.chat_session, by="clerk")
    assert before.state == "queued"
    assert "outcome" in words_of(evening, evening.residents[0])


def test_rules_of_outcomes_that_a_script_must_ask_for() -> None:
    """Outcomes in js/room/asking/own_view.js: of these states, and for answers alone of a question that waits."""
    assert {rule.state for rule in OUTCOME_RULES} == {"waiting", "held", "queued", "on_floor", "withdrawn"}
    assert {rule.state for rule in OUTCOME_RULES if set(rule.facts) == {"answers"}} == {"queued"}
