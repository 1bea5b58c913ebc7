"""Residents whose commands are measured, in front of a server that follows a script."""

import json
from collections.abc import AsyncIterator

import pytest
from picows import WSFrame, WSTransport

from tests.bench.load.measured_residents import MeasuredResidents
from tests.bench.load.residents import RoomResidents
from tests.bench.load.scripted_server import ScriptedServer, snapshot, welcome


class Answering(ScriptedServer):
    """Acks questions and refuses backing."""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        super().on_ws_frame(transport, frame)
        command = self.heard[-1]
        if command["type"] == "cmd" and command["op"] == "question.ask":
            self.say({"type": "ack", "ref": command["ref"], "result": {}})
        elif command["type"] == "cmd":
            self.say({"type": "nack", "ref": command["ref"], "code": "busy", "message": "", "retry": True})


@pytest.fixture
async def stage() -> AsyncIterator[tuple[Answering, str]]:
    stage = Answering([welcome(3), snapshot(3)])
    yield stage, await stage.open()
    await stage.close()


async def test_each_asks_once_then_backs_and_what_is_refused_is_counted(stage: tuple[Answering, str]) -> None:
    server, address = stage
    crowd = MeasuredResidents(0, lambda _done: None)
    await crowd.settle(address, [RoomResidents(0, "room", ["one"])])
    await crowd.join()
    served = await crowd.live(0.3, 10.0, ["q1", "q2"])
    await crowd.leave()
    commands = [frame for frame in server.heard if frame["type"] == "cmd"]
    assert [(frame["op"], frame.get("question")) for frame in commands] == [
        ("question.ask", None),
        ("question.back", "q2"),
        ("question.back", "q1"),
    ]
    assert (len(served.latencies_s), dict(served.refusals), served.lines_lost, served.signed_out) == (
        1,
        {"busy": 2},
        0,
        0,
    )
    assert json.dumps(commands[2]).count('"on": false') == 1
