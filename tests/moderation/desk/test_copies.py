"""Bulk decline: several obvious copies, one reason, all or none."""

import pytest

from moderation.desk.copies import Seen, decline_together, merge_together
from moderation.desk.undoing import carry_out, undo_decision
from moderation.models import Decision
from moderation.questions.screening import approve_question
from sessions.contract.limits import MAX_DECIDED_TOGETHER
from sessions.models import Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def decline(evening: Evening, questions: list[Question], *, seconds: int = 0, reason: str = "already_asked") -> None:
    seen = [Seen(question.pk, question.version) for question in questions]
    decline_together(
        evening.chat_session, seen, moderator=evening.moderator, reason=reason, note="Twice.", seconds=seconds
    )


def states(evening: Evening) -> list[str]:
    return [card["state"] for card in evening.desk_state()["questions"]]


def test_all_are_declined_for_one_reason(evening: Evening) -> None:
    decline(evening, [evening.ask(by=number) for number in range(3)])
    cards = evening.desk_state()["questions"]
    assert [(card["state"], card["reason"], card["note"]) for card in cards] == [
        ("declined", "already_asked", "Twice.")
    ] * 3
    assert Decision.objects.filter(step="decline", reason="already_asked").count() == 3


def test_none_is_declined_where_a_colleague_changed_one_and_the_refusal_names_it(evening: Evening) -> None:
    questions = [evening.ask(by=number) for number in range(3)]
    approve_question(evening.chat_session, questions[1].pk, moderator=evening.second_moderator, version=1)
    with pytest.raises(Refused) as refusal:
        decline(evening, questions)
    assert (refusal.value.code, refusal.value.facts["changed"]) == ("stale", [str(questions[1].pk)])
    assert states(evening) == ["waiting", "queued", "waiting"]


def test_each_can_be_undone_by_itself(evening: Evening) -> None:
    first, second = evening.ask(), evening.ask(by=1)
    decline(evening, [first, second], seconds=10)
    undo_decision(evening.chat_session, first.pk, moderator=evening.moderator, version=2)
    cards = evening.desk_state()["questions"]
    assert [(card["state"], "pending" in card) for card in cards] == [("waiting", False), ("waiting", True)]


def test_they_are_at_least_one_and_at_most_fifty_and_none_twice(evening: Evening) -> None:
    question = evening.ask()
    for questions in ([], [question, question], [Question() for _ in range(MAX_DECIDED_TOGETHER + 1)]):
        with pytest.raises(Refused) as refusal:
            decline(evening, questions)
        assert refusal.value.code == "bad_field"


def test_an_unknown_reason_is_refused(evening: Evening) -> None:
    rows = [evening.ask(f"Copy {number}?", by=number % 3) for number in range(6)]
    with pytest.raises(Refused) as refusal:
        decline(evening, rows, reason="dislike")
    assert (refusal.value.code, set(states(evening))) == ("bad_field", {"waiting"})


def test_nothing_is_saved_of_several_where_the_last_is_refused(evening: Evening) -> None:
    questions = [evening.ask(f"Copy {number}?", by=number % 3) for number in range(6)]
    approve_question(evening.chat_session, questions[-1].pk, moderator=evening.second_moderator, version=1)
    before = evening.desk_events()
    with pytest.raises(Refused) as refusal:
        decline(evening, questions)
    assert (refusal.value.code, refusal.value.facts["changed"]) == ("stale", [str(questions[-1].pk)])
    saved = Question.objects.order_by("asked_at").values_list("state", "version")
    assert list(saved) == [("waiting", 1)] * 5 + [("queued", 2)]
    assert evening.desk_events() == before
    assert not Decision.objects.filter(step="decline").exists()


def merge(evening: Evening, questions: list[Question], into: Question, *, seconds: int = 0) -> None:
    seen = [Seen(question.pk, question.version) for question in questions]
    merge_together(evening.chat_session, seen, moderator=evening.moderator, into=into.pk, seconds=seconds)


def test_a_group_is_merged_into_a_public_question_in_one_go(evening: Evening) -> None:
    target, copies = evening.queue(), [evening.ask(by=number) for number in (1, 2)]
    merge(evening, copies, target)
    assert states(evening) == ["queued", "merged", "merged"]
    target.refresh_from_db()
    assert (target.backing, evening.public_state()["queue"][0]["united"]["asked"]) == (2, 3)


def test_none_is_merged_where_one_cannot_be(evening: Evening) -> None:
    target, copies = evening.queue(), [evening.ask(by=number) for number in (1, 2)]
    decline(evening, copies[:1])
    with pytest.raises(Refused) as refusal:
        merge(evening, copies, target, seconds=10)
    assert (refusal.value.code, refusal.value.facts["changed"]) == ("stale", [str(copies[0].pk)])
    assert states(evening) == ["queued", "declined", "waiting"]


def test_each_of_a_merged_group_can_be_undone_by_itself(evening: Evening) -> None:
    target, copies = evening.queue(), [evening.ask(by=number) for number in (1, 2)]
    merge(evening, copies, target, seconds=10)
    undo_decision(evening.chat_session, copies[0].pk, moderator=evening.moderator, version=2)
    carry_out(evening.chat_session, None)
    assert states(evening) == ["queued", "waiting", "merged"]
