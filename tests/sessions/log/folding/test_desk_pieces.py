"""A piece of the desk's list is small however many questions were asked, and the pieces together are the list."""

import random
from typing import Any

import msgspec
import pytest

from sessions.log.folding.desk_pieces import MAX_BYTES, MAX_CARDS, first_piece, next_piece, piece_at, some_of
from tests.clients.product_folds import apply_desk, fold_desk
from tests.factories.random_evening import RandomEvening

STATES = ("waiting", "held", "queued", "on_floor", "answered", "declined", "withdrawn", "merged")


def state_of(*states: str, text: str = "Why?") -> dict[str, Any]:
    cards = enumerate(states)
    return {"questions": [{"id": f"q{n}", "state": state, "version": 1, "text": text} for n, state in cards]}


def ids(state: dict[str, Any]) -> list[str]:
    return [card["id"] for card in state["questions"]]


def test_a_short_list_is_whole_and_says_nothing_of_more() -> None:
    state = state_of(*STATES)
    assert first_piece(state) == state


def test_a_long_list_begins_with_the_oldest_to_be_read_all_in_public_and_the_last_ones_done_with() -> None:
    state = state_of(*["waiting", "queued", "declined"] * 150)
    piece = first_piece(state)
    assert ids(piece) == [
        f"q{n}" for n in range(450) if (n % 3 == 0 and n < 300) or n % 3 == 1 or (n % 3 == 2 and n >= 150)
    ]
    assert piece["more"] == {
        "to_read": {"after": "q297", "left": 50},
        "done": {"after": "q152", "left": 50},
        "missing": [],
    }


def test_227_questions_of_15_kilobytes_make_a_small_piece() -> None:
    piece = first_piece(state_of(*["waiting"] * 227, text="প" * 5000))
    assert len(msgspec.json.encode(piece)) < MAX_BYTES + 1000
    assert piece["more"]["to_read"]["left"] == 227 - len(piece["questions"])


def test_a_question_that_fills_more_than_a_piece_makes_one_alone() -> None:
    piece = first_piece(state_of("waiting", "waiting", text="প" * MAX_BYTES))
    assert (ids(piece), piece["more"]["to_read"]) == (["q0"], {"after": "q0", "left": 1})


@pytest.mark.parametrize("group", ["to_read", "done"])
def test_the_pieces_of_a_group_are_all_of_it_once(group: Any) -> None:
    chance = random.Random(95)
    state = state_of(*chance.choices(STATES, k=1000))
    seen: list[str] = []
    after = None
    while True:
        piece = next_piece(state, group, after)
        assert len(piece["questions"]) <= MAX_CARDS
        seen += ids(piece)
        if group not in piece["more"]:
            break
        after = piece["more"][group]["after"]
    undecided = ("waiting", "held")
    wanted = undecided if group == "to_read" else ("answered", "declined", "withdrawn", "merged")
    everything = [card["id"] for card in state["questions"] if card["state"] in wanted]
    assert seen == (everything if group == "to_read" else everything[::-1])


def test_it_goes_on_after_a_question_that_has_been_decided_meanwhile() -> None:
    state = state_of(*["waiting"] * 250)
    after = first_piece(state)["more"]["to_read"]["after"]
    for card in state["questions"][:MAX_CARDS]:
        card["state"] = "declined"
    assert ids(next_piece(state, "to_read", after))[0] == f"q{MAX_CARDS}"


def test_a_page_holds_the_selected_one_wherever_it_stands() -> None:
    state = state_of(*["waiting"] * 250)
    assert ids(piece_at(state, {}, with_ids=["q249"]))[-1] == "q249"
    assert ids(piece_at(state, {"to_read": "q99"}))[0] == "q100"


def test_some_are_found_by_their_ids_and_what_is_nowhere_is_left_out() -> None:
    assert ids(some_of(state_of(*["waiting"] * 9), ["q3", "q5", "q77"])) == ["q3", "q5"]


@pytest.mark.parametrize("seed", range(6))
def test_a_reader_who_begins_with_a_piece_folds_on_what_it_holds_and_learns_what_it_lacks(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.log.folding.desk_pieces.MAX_CARDS", 3)
    evening = RandomEvening(seed, steps=200, after_close=("redacted",))
    middle = len(evening.desk) // 2
    state = first_piece(fold_desk(evening.desk[:middle]))
    held = set(ids(state))
    for event in evening.desk[middle:]:
        apply_desk(state, event)
    whole = {card["id"]: card for card in fold_desk(evening.desk)["questions"]}
    assert state["questions"] == [whole[question] for question in ids(state)]
    asked_later = {event["id"] for event in evening.desk[middle:] if event["type"] == "question.asked"}
    changed_later = {
        question for event in evening.desk[middle:] for question in event.get("questions", [event.get("id")])
    }
    assert set(state["more"]["missing"]) == changed_later - asked_later - held
