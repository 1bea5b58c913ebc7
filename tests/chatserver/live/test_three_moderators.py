"""Three moderators decide about the same questions at the same moment, in front of three thousand that wait."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.clients.live_client import LiveClient
from tests.servers.programs.evenings import client_of, fresh_snapshot
from tests.servers.server import ROOT, Server

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.with_all]

WAITING, DECIDED = 3000, 150

MAKE = """
import django; django.setup()
import json
from datetime import date
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from sessions.models import Appointment, Duty
from tests.factories.evening import make_evening
from tests.servers.programs.evenings import cookie_of
with transaction.atomic():
    evening = make_evening(number=1, residents=1000)
    third = get_user_model().objects.create(username="third", label="Moderator 3")
    Appointment.objects.create(person=third, duty=Duty.MODERATOR, ward=evening.ward, from_on=date(2022, 1, 1))
    for n in range(3000):
        evening.ask(f"When is lane {n} in para {n * 7919 % 3001} repaired, and by whom?", by=n % 1000)
    cookies = [cookie_of(person) for person in (evening.moderator, evening.second_moderator, third)]
    print(json.dumps({"chat_session": str(evening.chat_session.pk), "moderator": cookies[0], "moderators": cookies}))
if hasattr(connection, "close_pool"):
    connection.close_pool()
"""


async def test_each_question_is_decided_once_and_all_three_see_the_same(served: Server) -> None:
    sheet = await asyncio.to_thread(make_desk, served)
    waiting = (await asyncio.to_thread(fresh_snapshot, served, sheet, "desk"))["state"]["questions"]
    assert [len(waiting), {card["version"] for card in waiting}] == [WAITING, {1}]
    moderators = [client_of(served, sheet, cookie, door="desk") for cookie in sheet["moderators"]]
    async with moderators[0], moderators[1], moderators[2]:
        decisions = [decide(each, [card["id"] for card in waiting[:DECIDED]]) for each in moderators]
        codes = Counter(code for one in await asyncio.gather(*decisions) for code in one)
        assert codes == {"done": DECIDED, "stale": 2 * DECIDED}
        after = await asyncio.to_thread(fresh_snapshot, served, sheet, "desk")
        states = {card["id"]: card["state"] for card in after["state"]["questions"]}
        declined = DECIDED // 3
        assert Counter(states.values()) == {
            "waiting": WAITING - DECIDED,
            "queued": DECIDED - declined,
            "declined": declined,
        }
        for each in moderators:
            await each.until_seq(after["seq"], stream="desk")
            assert (each.faults, each.close_code) == ([], None)
            assert {card["id"]: card["state"] for card in each.states["desk"]["questions"]}.items() <= states.items()


def make_desk(server: Server) -> dict[str, Any]:
    command = [sys.executable, "-c", MAKE]
    done = subprocess.run(command, cwd=ROOT, env=server.full_environment, capture_output=True, text=True, check=True)
    sheet: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return sheet


async def decide(moderator: LiveClient, questions: list[str]) -> list[str]:
    """Decide about each of these as it was first seen, as fast as the desk allows: the code of each reply, or done."""
    codes = []
    for number, question in enumerate(questions):
        op, more = ("question.approve", {}) if number % 3 else ("question.decline", {"reason": "off_topic"})
        reply = await moderator.send(op, question=question, version=1, **more)
        while reply.get("code") == "rate_limited":
            await asyncio.sleep(reply["after_ms"] / 1000)
            reply = await moderator.send(op, question=question, version=1, **more)
        codes.append(reply.get("code", "done"))
    return codes
