"""The rounds of a public beacon are read from a relay while a chat needs them, and draws mix in what was read."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from chatserver.operations.workers import beacon_thread
from chatserver.operations.workers.beacon_thread import BeaconThread
from chatserver.web_client import ask
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.questions.floor import give_answer, take_question
from sessions.models import Beacon, QueueOrder, Record
from sessions.ordering.beacons import BeaconRelay
from sessions.ordering.lots import hash_of_queue, ticket
from sessions.record.evening_order import recompute_order
from sessions.record.other_orders import happened, other_orders
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.transcript_reader import events_of
from tests.chatserver.operations.workers.drand_relay import (
    ANSWERS,
    CHAIN,
    GENESIS,
    INFO,
    PERIOD,
    STATUSES,
    DrandRelay,
    newest,
    open_relay,
    round_of,
)
from tests.factories.evening import Evening, make_evening
from tests.factories.sealed_record import download, seal
from tests.servers.fixtures import end_servers
from tests.servers.installations import Installations
from tests.servers.stacks import SQLITE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

PEOPLE = 9
"""One place in five is drawn: one of them."""


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def server(settings: Any) -> Iterator[DrandRelay]:
    with open_relay() as server:
        settings.BEACON = server.relay
        yield server


def know_chain(settings: Any) -> Beacon:
    """Store the facts of the chain, which an earlier turn has read. The relay itself is away."""
    settings.BEACON = BeaconRelay(f"http://127.0.0.1:9/{CHAIN}", CHAIN)
    return Beacon.objects.create(chain=CHAIN, genesis_time=GENESIS, period=PERIOD)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == beacon_thread.__name__]


def answer(evening: Evening, number: int) -> None:
    for _turn in range(number):
        question = evening.take()
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)


def events(evening: Evening, kind: str) -> list[dict[str, Any]]:
    return [event for event in evening.public_events() if event["type"] == kind]


def closed(evening: Evening) -> Record:
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def recomputed(record: Record, folder: Path) -> list[str]:
    path = folder / "draft.json"
    path.write_text(json.dumps(record.document), encoding="utf-8")
    said = StringIO()
    call_command("recompute_order", str(path), stdout=said)
    return said.getvalue().splitlines()


def verified(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    keys = [part for key in known_keys() for part in ("--key", key)]
    code = verify.main([*arguments, *keys])
    return code, capsys.readouterr().err


@pytest.fixture
def drawn(server: DrandRelay) -> Evening:
    """All have asked before anybody was answered; the fifth was drawn, while the relay answered."""
    thread = BeaconThread(server.relay)
    thread.take_turn()
    evening = make_evening(residents=PEOPLE)
    for by in range(PEOPLE):
        evening.queue(by=by)
    thread.take_turn()
    answer(evening, PEOPLE)
    return evening


def test_a_draw_mixes_in_the_newest_round(drawn: Evening) -> None:
    [announced] = events(drawn, "session.announced")
    assert announced["session"]["beacon"] == {"chain": CHAIN, "genesis_time": GENESIS, "period": PERIOD}
    *others, fifth = events(drawn, "question.taken")[:5]
    assert ["beacon" in event for event in others] == [False] * 4
    told_round = fifth["beacon"]
    assert told_round == shown_round(told_round["round"])
    won = winner(drawn, told_round["randomness"])
    assert fifth["id"] == won["id"]


def shown_round(number: int) -> dict[str, Any]:
    return {name: value for name, value in round_of(number).items() if name != "previous_signature"}


def winner(evening: Evening, randomness: str) -> dict[str, Any]:
    """Draw the fifth place from what everybody knows at the end."""
    gone = {event["id"] for event in events(evening, "question.taken")[:4]}
    left = [event for event in events(evening, "question.queued") if event["id"] not in gone]
    seed, queue = QueueOrder.objects.get().seed, hash_of_queue(left)
    return min(left, key=lambda event: ticket(seed, 5, event["asker"], queue, randomness))


def test_the_order_of_the_record_is_computed_again_with_it(drawn: Evening, tmp_path: Path) -> None:
    number = events(drawn, "question.taken")[4]["beacon"]["round"]
    record = closed(drawn)
    lines = recomputed(record, tmp_path)
    assert lines[5].endswith(f"by lot, with round {number} of the beacon")
    assert lines[-2:] == [
        f"The beacon: compare its rounds {number} with any drand relay, /{CHAIN}/public/ROUND.",
        "The record follows the declared order.",
    ]
    found = events_of(record.document)
    assert other_orders(found)["rule"] == happened(found)


def test_the_verifier_names_what_to_compare_and_compares_it(
    drawn: Evening, server: DrandRelay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = events(drawn, "question.taken")[4]["beacon"]["round"]
    record = closed(drawn)
    entry, path, info, told_round = entry_of_draw(record), *(tmp_path / each for each in ("record", "info", "round"))
    path.write_bytes(download(seal(record)))
    code, notes = verified(capsys, str(path))
    assert (code, f"beacon: /{CHAIN}/info, /{CHAIN}/public/{number} (entry {entry}). Any" in notes) == (0, True)
    for file, place in ((info, "info"), (told_round, f"public/{number}")):
        file.write_bytes(ask("GET", f"{server.relay.url}/{place}", seconds=5, largest=2000).content)
    code, notes = verified(capsys, str(path), "--beacon", str(info), str(told_round))
    assert (code, "Not compared with the public beacon" in notes) == (0, False)
    assert f"relay answers the same: /{CHAIN}/info, /{CHAIN}/public/{number}." in notes
    for other, why in (
        ({**INFO, "genesis_time": GENESIS - PERIOD}, "entry 0: the beacon is not as the announcement tells"),
        (round_of(7) | {"round": number}, f"entry {entry}: the beacon's round {number} is another one"),
        (round_of(7), "no draw used the round 7 of the beacon"),
        ({}, "no draw used the round None of the beacon"),
    ):
        told_round.write_text(json.dumps(other))
        assert verified(capsys, str(path), "--beacon", str(info), str(told_round)) == (1, f"failed: {why}\n")


def entry_of_draw(record: Record) -> int:
    [number] = [entry["n"] for entry in record.document["entries"] if entry["data"].get("by_lot")]
    return int(number)


@pytest.mark.costly
def test_where_the_relay_is_away_places_are_drawn_without_it_and_everybody_sees_that(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    know_chain(settings)
    thread = BeaconThread(settings.BEACON)
    evening = make_evening(residents=PEOPLE)
    for by in range(PEOPLE):
        evening.queue(by=by)
    thread.take_turn()
    thread.take_turn()
    [line] = told(caplog)
    assert line == (
        "Reading the randomness beacon failed: there is no connection to its relay. "
        "Until it is back, draws go on without it."
    )
    answer(evening, PEOPLE)
    drawn = events(evening, "question.taken")[4]
    assert (drawn["by_lot"], "beacon" in drawn) == (True, False)
    record = closed(evening)
    lines, path = recomputed(record, tmp_path), tmp_path / "record.json"
    assert lines[5].endswith("by lot, without the beacon")
    assert lines[-2:] == [
        "Warning: drawn without the beacon: 1 of 1 draws.",
        "The record follows the declared order.",
    ]
    path.write_bytes(download(seal(record)))
    code, notes = verified(capsys, str(path))
    page = Client().get(f"/records/{record.slug}/order/", headers={"accept-language": "en"}).content.decode()
    assert "a number that a public beacon publishes" in page
    assert "Drawn without it, because none was at hand: 1." in page
    warning = f"Warning: drawn without the beacon: 1 of 1 draws (entries {entry_of_draw(record)})."
    assert (code, warning in notes, "Not compared with the public" in notes) == (0, True, False)


def keep_round(number: int) -> None:
    told = round_of(number)
    Beacon.objects.update(round=number, randomness=told["randomness"], signature=told["signature"])


@pytest.mark.parametrize("ahead", [-3, 2])
def test_a_round_of_another_moment_is_not_used(settings: Any, ahead: int) -> None:
    know_chain(settings)
    evening = make_evening(residents=PEOPLE)
    for by in range(PEOPLE):
        evening.queue(by=by)
    keep_round(newest() + ahead)
    answer(evening, 5)
    assert "beacon" not in events(evening, "question.taken")[4]


def test_an_override_tells_the_round_that_decided_whom_it_passed_over(settings: Any) -> None:
    know_chain(settings)
    evening = make_evening(residents=PEOPLE)
    questions = {str(each.pk): each for each in (evening.queue(by=by) for by in range(PEOPLE))}
    answer(evening, 4)
    keep_round(newest())
    randomness = Beacon.objects.get().randomness
    won = winner(evening, randomness)
    gone = {event["id"] for event in events(evening, "question.taken")}
    left = [event for event in events(evening, "question.queued") if event["id"] not in gone]
    other = next(each for each in left if each != won)
    take_question(evening.chat_session, questions[other["id"]].pk, person=evening.councillor, reason="urgent")
    taken = events(evening, "question.taken")[4]
    assert (taken["override"], taken["next_was"], taken["beacon"]["randomness"]) == ("urgent", won["id"], randomness)
    order = recompute_order(events_of(closed(evening).document))
    assert (order.is_kept, order.without_beacon) == (True, [])


def test_a_chat_keeps_the_beacon_of_its_announcement_and_older_orders_have_none(settings: Any) -> None:
    beacon = know_chain(settings)
    chats = {}
    for number, (relay, order) in enumerate(
        ((settings.BEACON, "fair-3-quiet"), (settings.BEACON, "fair-2"), (None, "fair-3"), (other_chain(), "fair-3")),
        90,
    ):
        settings.BEACON, settings.QUEUE_ORDER = relay, order
        chats[order, relay] = make_evening(residents=1, number=number).chat_session
    rows = QueueOrder.objects.filter(beacon=beacon)
    assert [row.policy for row in rows] == ["fair-3-quiet"]


def other_chain() -> BeaconRelay:
    return BeaconRelay(f"http://127.0.0.1:9/{'ab' * 32}", "ab" * 32)


def test_the_relay_is_asked_only_while_a_chat_that_has_its_beacon_is_live(server: DrandRelay) -> None:
    thread, facts, rounds = BeaconThread(server.relay), f"/{CHAIN}/info", f"/{CHAIN}/public/latest"
    thread.take_turn()
    thread.take_turn()
    evening = make_evening(residents=1, is_live=False)
    thread.take_turn()
    assert server.asked == [facts]
    open_chat_session(evening.chat_session, by="clerk")
    thread.take_turn()
    assert server.asked == [facts, rounds]
    assert Beacon.objects.get().round in (newest(), newest() - 1)
    keep_round(newest() + 1)  # so that none is newer, also where one comes just now
    thread.take_turn()
    close_chat_session(evening.chat_session, by="clerk")
    keep_round(1)
    thread.take_turn()
    assert server.asked == [facts, rounds]


NOT_KEPT = [*ANSWERS, *STATUSES, "silent", "drip"]


@contextmanager
def misbehaving(server: DrandRelay, how: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server.how = how
    if how in ("silent", "drip"):
        monkeypatch.setattr(beacon_thread, "SECONDS", 0.3)
    yield
    monkeypatch.setattr(beacon_thread, "SECONDS", 5.0)
    server.how = ""


@pytest.mark.costly
@pytest.mark.parametrize("how", NOT_KEPT)
def test_what_is_no_round_of_this_time_is_not_kept_and_asked_for_again(
    server: DrandRelay, how: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = BeaconThread(server.relay)
    thread.take_turn()
    make_evening(residents=1)
    with misbehaving(server, how, monkeypatch):
        thread.take_turn()
        thread.take_turn()
    assert Beacon.objects.get().round == 0
    thread.take_turn()
    assert Beacon.objects.get().round in (newest(), newest() - 1)
    first, last = told(caplog)
    assert first.startswith("Reading the randomness beacon failed: ")
    assert last == "The randomness beacon is reachable again."


@pytest.mark.costly
@pytest.mark.parametrize("how", [each for each in NOT_KEPT if each not in ("old", "to come", "far ahead")])
def test_what_does_not_fit_the_hash_of_the_chain_is_not_kept(
    server: DrandRelay, how: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is known, chats are announced without a beacon."""
    thread = BeaconThread(server.relay)
    with misbehaving(server, how, monkeypatch):
        thread.take_turn()
    assert not Beacon.objects.exists()
    assert "beacon" not in events(make_evening(residents=1), "session.announced")[0]["session"]
    thread.take_turn()
    assert Beacon.objects.get().chain == CHAIN
    assert len(told(caplog)) == 2


def test_to_take_a_question_asks_no_relay(server: DrandRelay) -> None:
    BeaconThread(server.relay).take_turn()
    evening = make_evening(residents=1)
    for _each in range(5):
        evening.queue()
    asked = len(server.asked)
    answer(evening, 5)
    assert len(server.asked) == asked


def test_a_server_reads_the_beacon_of_its_setting(installations: Installations, tmp_path: Path) -> None:
    with open_relay() as relay, ExitStack() as exits:
        named = {"BEACON": relay.relay.url}
        server = installations.make_server(exits, SQLITE, tmp_path / "served", environment=named)
        exits.callback(end_servers, [server])
        server.start()
        assert relay.was_asked.wait(60)
        assert relay.asked == [f"/{CHAIN}/info"]
