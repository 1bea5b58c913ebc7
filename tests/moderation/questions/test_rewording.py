"""A question with which others were merged says how many asked it, in how many scripts, and may have common words."""

from typing import Any

import pytest

from moderation.desk.undoing import UndoableDecision, carry_out, decide_later
from moderation.questions.removal import take_down_question
from moderation.questions.rewording import reword_question
from moderation.questions.screening import merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import withdraw_question
from sessions.log import log
from sessions.log.known_streams import latest_replica
from sessions.models import Question
from sessions.platform.refusals import Refused
from sessions.record.committed_texts import commit_new
from sessions.record.compile import compile_document
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

IN_LATIN, IN_BENGALI = "Rastar alo kobe jolbe?", "রাস্তার আলো কবে জ্বলবে?"
COMMON = "When will the street lamps burn again?"


def merge(evening: Evening, question: Question, into: Question) -> Question:
    return merge_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, into=into.pk
    )


def reword(evening: Evening, question: Question, text: str = COMMON) -> Question:
    return reword_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, text=text
    )


def united_pair(evening: Evening) -> tuple[Question, Question]:
    target = evening.queue(IN_LATIN)
    return target, merge(evening, evening.queue(IN_BENGALI, by=1), target)


def cards(evening: Evening) -> list[dict[str, Any]]:
    return list(evening.public_state()["queue"])


def test_merging_tells_how_many_people_asked_it_and_in_how_many_scripts(evening: Evening) -> None:
    target, _merged = united_pair(evening)
    merge(evening, evening.ask(f"{IN_LATIN} Please!", by=1), target)
    [card] = cards(evening)
    assert card["united"] == {"asked": 2, "scripts": 2, "words": None}
    assert card["text"] == IN_LATIN


def test_common_words_stand_above_and_nobodys_own_words_change(evening: Evening) -> None:
    target, merged = united_pair(evening)
    reworded = reword(evening, target)
    merged.refresh_from_db()
    [card] = cards(evening)
    assert (card["united"]["words"], card["text"], merged.text) == (COMMON, IN_LATIN, IN_BENGALI)
    assert (reworded.version, evening.desk_state()["questions"][0]["version"]) == (
        target.version + 1,
        target.version + 1,
    )


def test_common_words_outlive_the_withdrawal_of_the_question(evening: Evening) -> None:
    target, merged = united_pair(evening)
    reword(evening, target)
    withdraw_question(evening.chat_session, target.pk, person=evening.residents[0])
    [card] = cards(evening)
    assert (card["id"], card["text"]) == (str(merged.pk), IN_BENGALI)
    assert card["united"] == {"asked": 1, "scripts": 1, "words": COMMON}


def test_a_question_that_stands_for_itself_has_no_common_words(evening: Evening) -> None:
    for question in (evening.queue(), evening.ask(by=1)):
        with pytest.raises(Refused) as refused:
            reword(evening, question)
        assert refused.value.code == "state"


def test_once_it_is_removed_nobody_gets_the_common_words(evening: Evening) -> None:
    target, _merged = united_pair(evening)
    question = reword(evening, target)
    take_down_question(
        evening.chat_session, target.pk, moderator=evening.moderator, version=question.version, reason="attack", note=""
    )
    assert COMMON not in str(evening.public_events())
    [removed] = evening.public_state()["removed"]
    assert "united" not in removed


def take_down(evening: Evening, question: Question) -> None:
    question.refresh_from_db()
    take_down_question(
        evening.chat_session,
        question.pk,
        moderator=evening.moderator,
        version=question.version,
        reason="attack",
        note="",
    )


def test_common_words_that_a_removed_question_inherited_are_gone_with_it(evening: Evening) -> None:
    target, merged = united_pair(evening)
    reword(evening, target)
    withdraw_question(evening.chat_session, target.pk, person=evening.residents[0])
    assert COMMON in str(latest_replica(evening.chat_session.pk, "public").recent_after(0))
    take_down(evening, merged)
    assert COMMON not in str(evening.public_events())
    assert COMMON not in str(latest_replica(evening.chat_session.pk, "public").recent_after(0))


def test_common_words_of_an_answered_question_are_gone_once_it_is_removed(evening: Evening) -> None:
    target, _merged = united_pair(evening)
    reword(evening, target)
    evening.take(target)
    give_answer(evening.chat_session, target.pk, person=evening.councillor, text="By Friday.", final=True)
    take_down(evening, target)
    assert COMMON not in str(evening.public_events())
    [removed] = evening.public_state()["removed"]
    assert "united" not in removed


def test_the_room_is_told_of_a_merge_only_when_it_can_no_longer_be_undone(evening: Evening) -> None:
    target, other = evening.queue(IN_LATIN), evening.ask(IN_BENGALI, by=1)
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": other.version}
    merging = UndoableDecision("merge", {"into": target.pk}, seconds=10)
    decide_later(evening.chat_session, other.pk, **seen, decision=merging)
    assert "united" not in cards(evening)[0]
    carry_out(evening.chat_session, None)
    [card] = cards(evening)
    assert card["united"] == {"asked": 2, "scripts": 2, "words": None}


def test_no_common_words_are_given_while_a_decision_about_the_question_waits(evening: Evening) -> None:
    target, other = united_pair(evening)[0], evening.queue("Another lamp?", by=2)
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": target.version}
    merging = UndoableDecision("merge", {"into": other.pk}, seconds=10)
    target = decide_later(evening.chat_session, target.pk, **seen, decision=merging)
    with pytest.raises(Refused) as no:
        reword(evening, target)
    assert no.value.code == "pending"


def test_the_record_commits_to_the_common_words(evening: Evening) -> None:
    target, _merged = united_pair(evening)
    reword(evening, target)
    events = log.read_since(chat_session_id=evening.chat_session.pk, stream="public", seq=0, limit=100)
    document = compile_document(events, commit_new(events, {}))
    entries = [entry for entry in document["entries"] if entry["type"] == "question.united"]
    assert [entry["texts"]["words"] and entry["texts"]["words"]["value"] for entry in entries] == [None, COMMON]
    assert entries[1]["commitments"].keys() == {"words"}
    assert entries[1]["data"]["asked"] == 2


def test_the_page_of_the_record_shows_them(evening: Evening) -> None:
    target, _merged = united_pair(evening)
    reword(evening, target)
    close_chat_session(evening.chat_session, by="clerk")
    slug = evening.chat_session.record.slug
    page = client_of(evening.residents[2]).get(f"/records/{slug}/", headers={"accept-language": "en"}).content.decode()
    assert COMMON in page
    assert "Asked by 2 people; number of scripts: 2." in page


def test_the_room_shows_the_common_words_and_how_many_asked(evening: Evening) -> None:
    target, _merged = united_pair(evening)
    reword(evening, target)
    page = client_of(evening.residents[2]).get(f"/chat/{evening.chat_session.pk}/", headers={"accept-language": "en"})
    html = page.content.decode()
    assert COMMON in html
    assert "Asked by 2 people." in html
