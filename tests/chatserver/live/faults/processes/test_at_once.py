"""Repeated commands: the same command many times, two decisions, the end of the evening, all at once.

One order, that of the commits.
"""

import asyncio
import json
import random
import subprocess
import sys
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from tests.chatserver.live.faults.conftest import FaultyEvening, on
from tests.clients.journal import Journal
from tests.clients.phone import Phone
from tests.servers.server import ROOT, Server
from tests.servers.stacks import DAPHNE, SQLITE

pytestmark = [on(SQLITE, DAPHNE), pytest.mark.long]

TABS = 8
REQUESTS = 11
ROUNDS, ROUNDS_OF_ALL = 60, 200
"""Without --all, and with it."""
ASKING = 40


@pytest.mark.row("fault", 25)
@pytest.mark.row("threat", 27)
@pytest.mark.parametrize(
    ("person", "op", "fields"),
    [
        ("0", "question.ask", {"text": "Canary once?", "kind": "question"}),
        ("moderator", "notice.post", {"text": "Once."}),
    ],
)
async def test_twenty_duplicates_at_once_are_one_command(
    evening: FaultyEvening, person: str, op: str, fields: dict[str, Any]
) -> None:
    tabs = [await evening.client(person) for _ in range(TABS)]
    ref = str(uuid4())
    by_socket = [tab.send(op, ref=ref, **fields) for tab in tabs]
    by_request = [tabs[0].post(op, ref=ref, **fields) for _ in range(REQUESTS)]
    acks = await asyncio.gather(*by_request, *by_socket)
    assert {ack["type"] for ack in acks} == {"ack"}
    assert [ack["result"] for ack in acks] == [acks[0]["result"]] * (TABS + REQUESTS)
    assert [ack.get("duplicate", False) for ack in acks].count(False) == 1
    other = await tabs[1].send(op, ref=ref, **{**fields, "text": "Canary other?"})
    assert (other["type"], other["code"], other["retry"]) == ("nack", "conflict", False)
    await evening.promises_kept()


@pytest.mark.row("fault", 26)
@pytest.mark.takes(15)
async def test_of_two_decisions_one_wins_and_the_other_is_told_the_current_state(
    evening: FaultyEvening, pytestconfig: pytest.Config
) -> None:
    rounds = ROUNDS_OF_ALL if pytestconfig.getoption("--all") else ROUNDS
    visitor, desk = await evening.client("visitor"), await evening.client("second_moderator")
    journals = await asyncio.to_thread(decide_at_once, evening.server, evening.sheet["chat_session"], rounds)
    evening.journals += journals.values()
    decisions = [journal for name, journal in journals.items() if name.startswith("moderator")]
    ends = Counter((one["what"], other["what"]) for one, other in zip(*map(answers, decisions), strict=True))
    assert ends["ok", "fail"] + ends["fail", "ok"] == rounds
    refusals = [entry for journal in decisions for entry in answers(journal) if entry["what"] == "fail"]
    assert {entry["code"] for entry in refusals} == {"stale"}
    dump = await evening.promises_kept()
    states = Counter(question.state for question in dump.questions)
    assert states == {"queued": ends["ok", "fail"], "declined": ends["fail", "ok"]}
    assert (visitor.close_code, desk.close_code) == (None, None)


def answers(journal: Journal) -> list[dict[str, Any]]:
    return [entry for entry in journal.entries if entry["what"] in ("ok", "fail")]


def decide_at_once(server: Server, chat_session: str, rounds: int) -> dict[str, Journal]:
    told = subprocess.run(
        [sys.executable, "-m", "tests.servers.programs.opposite_decisions", chat_session, str(rounds)],
        cwd=ROOT,
        env=server.full_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    journals: dict[str, Journal] = {}
    for line in told.stdout.splitlines():
        entry = json.loads(line)
        journals.setdefault(entry["person"], Journal(entry.pop("person"))).entries.append(entry)
    return journals


@pytest.mark.row("fault", 28)
@pytest.mark.parametrize("seed", range(3))
async def test_a_question_is_asked_before_the_end_or_refused_after_it(evening: FaultyEvening, seed: int) -> None:
    phones, clerk = await evening.phones(ASKING), await evening.phone("clerk")
    asking = [asyncio.create_task(ask_until_refused(phone, f"{seed}-{name}")) for name, phone in enumerate(phones)]
    await asyncio.sleep(random.Random(seed).uniform(0.05, 0.5))
    assert (await clerk.tell("session.close"))["type"] == "ack"
    asked = sum(await asyncio.gather(*asking))
    dump = await evening.promises_kept()
    assert len(dump.questions) == asked
    assert dump.order[-1] == "session.closed"


async def ask_until_refused(phone: Phone, name: str) -> int:
    """Answers how many were asked."""
    number = 0
    while True:
        reply = await phone.tell("question.ask", text=f"Canary {name}-{number}?", kind="question")
        if reply["type"] == "nack":
            assert reply["code"] == "closed"
            return number
        number += 1
