"""The declared order: a table of cases, and what holds for every queue."""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ordering.evening_facts import EveningFacts, asker_of, facts_of_state
from sessions.ordering.policies import FAIR_1, FAIR_2, FAIR_3, MOST_SUPPORTED, POLICIES, support_points
from sessions.ordering.queue_order import in_order, in_rounds, insert_removed, queue_in_order
from sessions.ordering.queue_places import latest_places, queue_places
from tests.measuring.timing import seconds_for
from tests.running.tables import table
from tests.sessions.ordering.full_queue import full_queue
from tests.sessions.ordering.order_cases import CASES, OPENED, OrderCase, state_of

pytestmark = pytest.mark.costly

ASKERS, TOPICS = "ABCDEF", ("", "other", "water", "roads", "lights")


@table("case", CASES)
def test_the_order_of_a_queue(case: OrderCase) -> None:
    state = state_of(case)
    order = "".join(card["id"] for card in queue_in_order(state))
    places, why = queue_places(state)
    assert (order, tuple(places.values())) == (case.order, case.places)
    assert not case.why or why == {each: case.why[each] for each in case.order}


@st.composite
def queues(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, int], EveningFacts]:
    cards: list[dict[str, Any]] = [
        {
            "id": f"{number:03}",
            "asker": draw(st.sampled_from(ASKERS)),
            "topic": draw(st.sampled_from(TOPICS)),
            "first_time": draw(st.booleans()),
            "standing": draw(st.sampled_from(("", "", "held", "not_counted"))),
            "asked_at": f"2027-01-02T1{draw(st.integers(2, 3))}:{draw(st.integers(0, 59)):02}:00.000Z",
        }
        for number in range(draw(st.integers(1, 14)))
    ]
    support = {card["id"]: draw(st.integers(0, 70)) for card in cards}
    evening = EveningFacts(
        policy=draw(st.sampled_from([FAIR_1, FAIR_2, FAIR_3, MOST_SUPPORTED])),
        opened_at=OPENED,
        answered=Counter(draw(st.lists(st.sampled_from(ASKERS), max_size=6))),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=3))),
        taken=draw(st.integers(0, 9)),
    )
    return cards, support, evening


@pytest.mark.long
@given(queues(), st.data())
def test_support_never_moves_a_question_down(queue: Any, data: st.DataObject) -> None:
    cards, support, evening = queue
    card = data.draw(st.sampled_from(cards))
    more = support | {card["id"]: support[card["id"]] + data.draw(st.integers(1, 40))}
    before = latest_places(in_order(cards, support, evening), evening)
    after = latest_places(in_order(cards, more, evening), evening)
    assert after[card["id"]] <= before[card["id"]]


@given(queues(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_list(queue: Any, chance: Any) -> None:
    cards, support, evening = queue
    order = in_order(cards, support, evening)
    shuffled = list(cards)
    chance.shuffle(shuffled)
    assert in_order(shuffled, support, evening) == order


@given(queues())
def test_everybody_has_one_place(queue: Any) -> None:
    cards, support, evening = queue
    order = in_order(cards, support, evening)
    assert sorted(card["id"] for card in order) == [card["id"] for card in cards]
    places = latest_places(order, evening)
    assert all(1 <= place <= len(cards) for place in places.values())


def test_marks_of_removed_questions_stand_before_what_ranks_lower_and_move_nothing() -> None:
    support = {"a": 9, "x": 6, "b": 5, "c": 1}
    marks = {each: {"id": each, "asker": each, "asked_at": OPENED} for each in "abcxy"}
    ordered, removed = [marks[each] for each in "cab"], [marks[each] for each in "yx"]
    assert ordered == insert_removed(ordered, [], support, EveningFacts(policy=FAIR_1))
    lines = insert_removed(ordered, removed, support, EveningFacts(policy=FAIR_1))
    assert "".join(card["id"] for card in lines) == "xcaby"


@given(queues())
def test_no_topic_takes_more_than_two_of_four_places_while_others_wait(queue: Any) -> None:
    cards, support, evening = queue
    evening = replace(evening, policy=FAIR_1)
    order = in_order(cards, support, evening)
    topics = [*evening.topics, *(card["topic"] for card in order)]
    for at, card in enumerate(order):
        window = topics[: len(evening.topics) + at][-3:]
        if card["topic"] not in ("", "other") and window.count(card["topic"]) >= 2:
            assert {each["topic"] for each in order[at:]} == {card["topic"]}


@given(queues())
def test_without_topics_nobody_who_was_answered_goes_before_one_who_was_not(queue: Any) -> None:
    cards, support, evening = queue
    evening = replace(evening, policy=FAIR_1)
    plain = [card | {"topic": ""} for card in cards]
    was_answered = [evening.answered.get(asker_of(card), 0) > 0 for card in in_order(plain, support, evening)]
    rounds = [each.round for each in in_rounds(plain, support, evening)]
    assert rounds == sorted(rounds)
    unanswered = {asker for asker in map(asker_of, cards) if not evening.answered.get(asker, 0)}
    assert not any(was_answered[: len(unanswered)])


@given(queues())
def test_who_has_no_standing_comes_behind_and_changes_nothing_for_the_others(queue: Any) -> None:
    cards, support, evening = queue
    evening = replace(evening, policy=FAIR_2)
    order = in_order(cards, support, evening)
    those_who_count = [card for card in cards if not card["standing"]]
    assert order[: len(those_who_count)] == in_order(those_who_count, support, replace(evening, policy=FAIR_1))
    assert all(card["standing"] for card in order[len(those_who_count) :])
    plain = [card | {"first_time": False} if card["standing"] else card for card in cards]
    assert [card["id"] for card in in_order(plain, support, evening)] == [card["id"] for card in order]


@given(queues(), st.booleans())
def test_each_place_is_the_next_one_once_those_before_it_are_answered(queue: Any, has_topics: bool) -> None:
    """The list is what the councillor gets who always takes the first, so that a place that a person sees is true.

    Only where a topic holds a person's first question back and brings their second one, their first one loses its turn.
    """
    cards, support, evening = queue
    evening = replace(evening, policy=FAIR_2)
    cards = [card | ({"asker": card["id"]} if has_topics else {"topic": ""}) for card in cards]
    order = in_order(cards, support, evening)
    left, answered, topics = list(cards), Counter(evening.answered), list(evening.topics)
    for card in order:
        now = replace(evening, answered=answered, topics=tuple(topics[-3:]))
        assert in_order(left, support, now)[0] == card
        left.remove(card)
        answered[asker_of(card)] += 1
        topics.append(card["topic"])


@given(st.integers(0, 10_000))
def test_support_has_a_falling_return(people: int) -> None:
    one, next_five = support_points(FAIR_1, people), support_points(FAIR_1, people + 5)
    assert 1 <= next_five - one <= 15
    assert next_five - one >= support_points(FAIR_1, people + 10) - next_five


def test_who_is_being_answered_has_had_their_turn() -> None:
    state = state_of(CASES[0]) | {"floor": {"id": "a", "asker": "A"}, "answered": [{"id": "b", "asker": "A"}]}
    assert facts_of_state(state).answered == {"A": 2}


def test_an_older_log_keeps_its_order() -> None:
    state: dict[str, Any] = {"session": {}, "answered": [], "floor": None}
    assert facts_of_state(state) == EveningFacts(policy=POLICIES["backing"])
    cards = [{"id": each, "asked_at": OPENED} for each in "ab"]
    older = state | {"queue": cards, "counts": {"backing": {}}}
    assert queue_places(older) == ({"a": 1, "b": 2}, {})
    assert facts_of_state(older | {"answered": cards}).answered == {"a": 1, "b": 1}


def test_three_thousand_questions_are_ordered_in_ten_milliseconds() -> None:
    state = full_queue(random.Random(3000), 3000)
    assert seconds_for(lambda: queue_in_order(state), wanted_s=0.010) <= 0.010
