"""Computing the order of an evening again from its record, and the evening under other orders."""

import json
from collections.abc import Callable
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.questions.floor import give_answer, return_question, take_question
from sessions.chats.questions.own_questions import back_question, withdraw_question
from sessions.models import QueueOrder
from sessions.ordering.lots import new_seed
from sessions.record.evening_order import recompute_order
from sessions.record.other_orders import happened, other_orders
from sessions.record.transcript_reader import events_of
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

type Document = dict[str, Any]


@pytest.fixture
def evening(db: None) -> Evening:
    """Ten people, two of whom ask twice; support, an override, a return, a withdrawal, and a draw by lot."""
    evening = make_evening(residents=10)
    questions = [evening.queue(by=by) for by in (*range(10), 0, 1)]
    for by, place in ((3, 4), (4, 5), (5, 4), (6, 8), (2, 7)):
        back_question(evening.chat_session, questions[place].pk, person=evening.residents[by], on=True)
    withdraw_question(evening.chat_session, questions[2].pk, person=evening.residents[2])
    for turn in range(8):
        named = questions[9].pk if turn == 2 else None
        taken = take_question(evening.chat_session, named, person=evening.councillor, reason="urgent")
        if turn == 4:
            return_question(evening.chat_session, taken.pk, person=evening.councillor)
        else:
            give_answer(evening.chat_session, taken.pk, person=evening.councillor, text="Yes.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return evening


@pytest.fixture
def document(evening: Evening) -> Document:
    document: Document = evening.chat_session.record.document
    return document


def taken_in(document: Document) -> list[dict[str, Any]]:
    return [entry["data"] for entry in document["entries"] if entry["type"] == "question.taken"]


def test_a_record_keeps_its_order(document: Document) -> None:
    order = recompute_order(events_of(document))
    assert (order.policy, order.faults, order.is_kept) == ("fair-3", [], True)
    assert [line.how for line in order.lines] == ["next", "next", "urgent", "next", "next", "lot", "next", "next"]


def swap(taken: list[dict[str, Any]]) -> None:
    taken[0]["question"], taken[1]["question"] = taken[1]["question"], taken[0]["question"]


def hide_override(taken: list[dict[str, Any]]) -> None:
    del taken[2]["override"]


def invent_override(taken: list[dict[str, Any]]) -> None:
    taken[0]["override"] = "urgent"


def hide_draw(taken: list[dict[str, Any]]) -> None:
    del taken[5]["by_lot"]


def raise_support(taken: list[dict[str, Any]]) -> None:
    last = taken[7]["question"]
    taken[0]["support"] = taken[0].get("support", {}) | {last: 99}


@pytest.mark.long
@pytest.mark.parametrize("change", [swap, hide_override, invent_override, hide_draw, raise_support])
def test_a_change_of_what_was_taken_is_found(document: Document, change: Callable[[Any], None]) -> None:
    changed = deepcopy(document)
    change(taken_in(changed))
    assert not recompute_order(events_of(changed)).is_kept


def test_another_seed_than_the_committed_one_is_found(document: Document) -> None:
    changed = deepcopy(document)
    changed["entries"][-1]["data"]["lot_seed"] = "00" * 32
    assert "commitment of the announcement" in recompute_order(events_of(changed)).faults[0]


@pytest.mark.row("threat", 72)
def test_no_other_seed_can_be_put_in_place_after_the_announcement(settings: Any, db: None) -> None:
    """Twelve seeds were enough for a chosen person to win a draw, while only the opening committed to one."""
    evening = make_evening(residents=1, is_live=False)
    evening.queue()
    for _try in range(12):
        QueueOrder.objects.update(seed=new_seed())
    open_chat_session(evening.chat_session, by="clerk")
    close_chat_session(evening.chat_session, by="clerk")
    order = recompute_order(events_of(evening.chat_session.record.document))
    assert order.faults[:2] == [
        "the seed of the draws does not fit the commitment of the announcement",
        "the opening commits to another seed of the draws than the announcement",
    ]


def test_a_record_whose_announcement_commits_to_no_seed_is_found(document: Document) -> None:
    changed = deepcopy(document)
    del changed["entries"][0]["data"]["policy"]["lot"]
    assert recompute_order(events_of(changed)).faults == ["the announcement does not commit to the seed of the draws"]


def queued_in(document: Document) -> list[dict[str, Any]]:
    return [entry["data"] for entry in document["entries"] if entry["type"] == "question.queued"]


@pytest.mark.row("threat", 72)
def test_each_name_that_was_chosen_is_found_with_its_question(document: Document) -> None:
    """302 names tried gave a winner against 33 others, while the server could choose them."""
    for number, queued in enumerate(queued_in(document)):
        changed = deepcopy(document)
        queued_in(changed)[number]["asker"] = "c0ffee000000"
        expected = f"the name of the person who asked {queued['receipt']} does not follow from the seed and the receipt"
        assert expected in recompute_order(events_of(changed)).faults
        del queued_in(changed)[number]["asker"]
        assert expected in recompute_order(events_of(changed)).faults


def test_a_person_has_the_name_of_their_first_question_and_no_better_one(document: Document) -> None:
    changed = deepcopy(document)
    first, again = queued_in(changed)[0], queued_in(changed)[10]
    assert first["asker"] == again["asker"]
    first["receipt"], again["receipt"] = again["receipt"], first["receipt"]
    assert len(recompute_order(events_of(changed)).faults) == 1


@pytest.mark.row("threat", 72)
def test_a_question_that_is_hidden_from_a_draw_is_found(document: Document) -> None:
    """The commitments of all that waited decide it: 40 others would each have changed it."""
    was, found = recompute_order(events_of(document)), 0
    for number in range(40):
        changed = deepcopy(document)
        queued_in(changed)[-1]["commitment"] = f"{number:043}"
        found += recompute_order(events_of(changed)).lines != was.lines
    assert found >= 20


def test_the_command_prints_the_order_and_fails_where_it_differs(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    said = StringIO()
    call_command("recompute_order", str(path), stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0] == "order: fair-3; questions taken: 8"
    assert ("override: urgent" in lines[3], "by lot" in lines[6]) == (True, True)
    swap(taken_in(document))
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(CommandError, match="differs"):
        call_command("recompute_order", str(path), stdout=StringIO())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"entries": [{}]}', '{"entries": 5}'])
def test_what_is_no_record_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="is not the record"):
        call_command("recompute_order", str(path), stdout=StringIO())
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("recompute_order", str(tmp_path / "none.json"), stdout=StringIO())


def test_an_older_record_is_checked_by_what_it_says(settings: Any, db: None) -> None:
    settings.QUEUE_ORDER = "backing"
    evening = make_evening(residents=3)
    questions = [evening.queue(by=by) for by in range(3)]
    back_question(evening.chat_session, questions[1].pk, person=evening.residents[0], on=True)
    evening.take(questions[2])
    close_chat_session(evening.chat_session, by="clerk")
    document = deepcopy(evening.chat_session.record.document)
    del document["entries"][0]["data"]["policy"]["lot"]
    for entry in document["entries"]:
        for name in ("order", "lot", "lot_seed", "support", "override", "next_was", "place", "asker", "first_time"):
            entry["data"].pop(name, None)
    order = recompute_order(events_of(document))
    assert ([line.how for line in order.lines], order.is_kept) == (["unstated"], True)
    [taken] = taken_in(document)
    taken["backing"] = 99
    assert not recompute_order(events_of(document)).is_kept


def test_the_evening_under_other_orders(document: Document) -> None:
    events = events_of(document)
    orders = other_orders(events)
    real = happened(events)
    assert {name: len(ids) for name, ids in orders.items()} == dict.fromkeys(("rule", "support", "time", "lot"), 8)
    assert orders["rule"][:2] == real[:2]
    queued = [entry for entry in document["entries"] if entry["type"] == "question.queued"]
    asked = [entry["data"]["question"] for entry in queued]
    assert orders["time"] == [each for each in asked if each != asked[2]][:8]
    assert orders["support"][0] == asked[4]
    assert len(set(orders["lot"])) == 8
