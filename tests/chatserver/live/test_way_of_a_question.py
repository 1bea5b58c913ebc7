"""The way of one question from its socket to the desk's, as the interpreter goes it: which files hand it on.

A file hands it on if it stands on the stack at the end of a leg of the walk in chatserver/docs/architecture.md. What is
only asked on the way, such as a limit, a permission or a check of the words, answers and hands nothing on.
"""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator

from chatserver.live.fanout.hub import Hub, hub_here
from tests.chatserver.live.sockets import PATIENCE_S, close_connections, join
from tests.factories.evening import Evening, make_evening
from tests.project.test_architecture import PAGE, QUOTED
from tests.servers.server import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

LEGS = {
    ("chatserver/live/wire/decoding.py", "decode"): "read from the socket",
    ("chatserver/live/commands/command_queue.py", "submit"): "queued",
    ("sessions/platform/database/insert_rows.py", "insert_rows"): "saved, and appended to the log",
    ("chatserver/live/commands/replies.py", "reply_to"): "decided and committed",
    ("chatserver/live/cluster/hints.py", "pass_on"): "hinted at",
    ("chatserver/live/fanout/tailer.py", "hint"): "told to the room",
    ("sessions/log/folding/desk_folding.py", "apply_desk"): "read from the log and folded",
    ("chatserver/live/fanout/outbound.py", "send"): "acked",
    ("chatserver/live/fanout/outbound.py", "write"): "sent to the desk",
}
"""The function at the end of each leg, and what has become of the question there."""

MOST_HAND_IT_ON = 23
"""Half of the 45 files that the walk went through once."""

MOST_RUN = 75
"""Modules that are asked on the way among them: limits, permissions, the checks of the words, the forms of values.

68 alone; beside others, a few that see to the connections of the process.
"""

WALK = PAGE.partition("## The walk of one question")[2].partition("\n## ")[0]
PRODUCT = tuple(f"{ROOT / folder}/" for folder in ("chatserver", "moderation", "sessions"))


class Seen:
    """on_the_way: the files on the stack at the end of each leg; running: all in which any function began."""

    def __init__(self) -> None:
        self.running: set[str] = set()
        self.on_the_way: set[str] = set()
        self.legs: set[str] = set()

    def begin(self, code: CodeType, _offset: int) -> Any:
        if not code.co_filename.startswith(PRODUCT):
            return sys.monitoring.DISABLE
        self.running.add(named(code))
        leg = LEGS.get((named(code), code.co_name))
        if leg is not None:
            self.legs.add(leg)
            self.on_the_way |= {named(each) for each in stack(sys._getframe(1)) if each.co_filename.startswith(PRODUCT)}
        return None


def files_named_in(text: str) -> set[str]:
    """The files of the product."""
    names = {name.partition("::")[0] for name in QUOTED.findall(text)}
    return {name for name in names if name.startswith(("chatserver/", "moderation/", "sessions/"))}


def named(code: CodeType) -> str:
    return Path(code.co_filename).relative_to(ROOT).as_posix()


def stack(frame: FrameType | None) -> Iterator[CodeType]:
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


@contextmanager
def watched() -> Iterator[Seen]:
    """What begins in any thread of this process meanwhile, in functions and when they go on after a wait."""
    seen, monitoring = Seen(), sys.monitoring
    monitoring.use_tool_id(monitoring.PROFILER_ID, "the way of a question")
    for event in (monitoring.events.PY_START, monitoring.events.PY_RESUME):
        monitoring.register_callback(monitoring.PROFILER_ID, event, seen.begin)
    monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.PY_START | monitoring.events.PY_RESUME)
    try:
        yield seen
    finally:
        monitoring.set_events(monitoring.PROFILER_ID, 0)
        monitoring.free_tool_id(monitoring.PROFILER_ID)
        monitoring.restart_events()


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening) -> AsyncIterator[Hub]:
    yield hub_here()
    await close_connections()


async def ask(room: WebsocketCommunicator, desk: WebsocketCommunicator, text: str) -> None:
    """Until the sender has the ack and the desk the question."""
    command = {"type": "cmd", "ref": str(uuid4()), "op": "question.ask", "text": text, "kind": "question"}
    await room.send_json_to(command)
    while (frame := await room.receive_json_from(PATIENCE_S)).get("ref") != command["ref"]:
        pass
    assert frame["type"] == "ack", frame
    while text not in [event.get("text") for event in frame.get("events", ())]:
        frame = await desk.receive_json_from(PATIENCE_S)


@pytest.mark.costly
async def test_few_files_hand_a_question_on_from_socket_to_socket_and_the_page_names_them(
    hub: Hub, evening: Evening
) -> None:
    room, desk = await join(evening, "room", evening.residents[0]), await join(evening, "desk", evening.moderator)
    await ask(room, desk, "When is the first one read?")  # what is made once is no part of the way
    with watched() as seen:
        await ask(room, desk, "When will the drain be cleaned?")
    await room.disconnect()
    await desk.disconnect()
    assert seen.legs == set(LEGS.values())
    assert (len(seen.on_the_way) <= MOST_HAND_IT_ON, len(seen.running) <= MOST_RUN) == (True, True)
    assert seen.on_the_way - files_named_in(WALK) == set()


def test_the_walk_counts_the_files_that_it_names() -> None:
    assert f"The walk names {len(files_named_in(WALK))} files." in WALK
