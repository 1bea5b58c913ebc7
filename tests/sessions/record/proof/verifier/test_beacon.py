"""A round of the public beacon that cannot be the one of its draw is found by the verifier and by the operator."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.models import Beacon, Record
from sessions.ordering.beacons import BeaconRelay
from sessions.record.evening_order import recompute_order
from sessions.record.proof.verifier import verify
from sessions.record.transcript_reader import events_of
from tests.chatserver.operations.workers.drand_relay import CHAIN, GENESIS, PERIOD, newest, round_of
from tests.factories.evening import make_evening

type Document = dict[str, Any]
type Data = dict[str, Any]

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(settings: Any) -> Document:
    """The draft of an evening with one draw."""
    settings.BEACON = BeaconRelay(f"http://127.0.0.1:9/{CHAIN}", CHAIN)
    now = {name: value for name, value in round_of(newest()).items() if name != "previous_signature"}
    Beacon.objects.create(chain=CHAIN, genesis_time=GENESIS, period=PERIOD, **now)
    evening = make_evening(residents=6)
    for by in range(6):
        evening.queue(by=by)
    for _turn in range(5):
        question = evening.take()
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    document: Document = copy.deepcopy(Record.objects.get().document)
    return document


def data_of_draw(document: Document) -> Data:
    data: Data
    [data] = [entry["data"] for entry in document["entries"] if entry["data"].get("by_lot")]
    return data


def failure_of(document: Document) -> str:
    try:
        verify.check_beacon(document["entries"])
    except verify.Failed as failure:
        return str(failure).partition(": ")[2]
    return ""


def use_round(number: int) -> Callable[[Data, Data], None]:
    return lambda draw, _policy: draw["beacon"].update(round_of(number))


CHANGES: dict[str, tuple[Callable[[Data, Data], object], str]] = {
    "too old": (use_round(newest() - 400), "is not of that moment"),
    "to come": (use_round(newest() + 400), "is not of that moment"),
    "another randomness": (
        lambda draw, _policy: draw["beacon"].update(randomness="00" * 32),
        "the randomness of the beacon's round does not follow from its signature",
    ),
    "another signature": (
        lambda draw, _policy: draw["beacon"].update(signature="00" * 96),
        "the randomness of the beacon's round does not follow from its signature",
    ),
    "no announcement": (
        lambda _draw, policy: policy.pop("beacon"),
        "it tells of a beacon, and the announcement names none",
    ),
}


@pytest.mark.row("threat", 72)
@pytest.mark.parametrize("change", CHANGES)
def test_both_find_what_cannot_be_the_round_of_the_draw(document: Document, change: str) -> None:
    assert (failure_of(document), recompute_order(events_of(document)).is_kept) == ("", True)
    make, why = CHANGES[change]
    make(data_of_draw(document), document["entries"][0]["data"]["policy"])
    fault = recompute_order(events_of(document)).lines[4].fault
    assert (failure_of(document).endswith(why), fault.endswith(why)) == (True, True)


STRANGE: list[tuple[Callable[[Data, Data], object], str]] = [
    (lambda draw, _policy: draw.update(beacon=5), "the round of the beacon is no object"),
    (lambda draw, _policy: draw["beacon"].update(signature=None), "cannot be read"),
    (lambda draw, _policy: draw["beacon"].update(round="7"), "the round of the beacon has no number"),
    (lambda draw, _policy: draw["beacon"].update(round=True), "the round of the beacon has no number"),
    (lambda _draw, policy: policy.update(beacon=[]), "the beacon is no object"),
    (lambda _draw, policy: policy["beacon"].update(period=0), "the announcement does not say which beacon it is"),
    (lambda _draw, policy: policy["beacon"].pop("chain"), "the announcement does not say which beacon it is"),
]


@pytest.mark.parametrize(("make", "why"), STRANGE)
def test_what_is_no_round_fails_in_a_sentence(
    document: Document, make: Callable[[Data, Data], object], why: str
) -> None:
    make(data_of_draw(document), document["entries"][0]["data"]["policy"])
    with pytest.raises(verify.Failed, match=f"{why}$"):
        verify.check_beacon(document["entries"])


@pytest.mark.row("threat", 72)
def test_a_round_that_is_left_out_changes_who_is_drawn_and_is_counted(document: Document) -> None:
    """Whoever knows the seed could choose the better of two draws: not unseen."""
    n = next(entry["n"] for entry in document["entries"] if entry["data"].get("by_lot"))
    del data_of_draw(document)["beacon"]
    draws = verify.check_beacon(document["entries"])
    assert draws is not None
    assert draws.notes() == [f"Warning: drawn without the beacon: 1 of 1 draws (entries {n})."]
    order = recompute_order(events_of(document))
    assert len(order.without_beacon) == (1 if order.is_kept else 0)


def test_an_older_record_has_no_beacon_and_no_note(settings: Any) -> None:
    evening = make_evening(residents=1)
    close_chat_session(evening.chat_session, by="clerk")
    assert verify.check_beacon(Record.objects.get().document["entries"]) is None
    with pytest.raises(verify.Failed, match="the announcement names no beacon"):
        verify.compared_with_relay(None, [])
