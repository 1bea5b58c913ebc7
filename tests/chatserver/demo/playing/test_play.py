"""The evening that plays itself, fifty times as fast as people, against the real server."""

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from chatserver.demo.script import read_script
from tests.clients.live_client import LiveClient, sign_in
from tests.servers.installations import Installations
from tests.servers.server import ROOT, Server
from tests.servers.stacks import SQLITE

pytestmark = pytest.mark.slow

SCRIPT = read_script()
THROUGH_WITHIN_S = 180
ENDS_WITHIN_S = 30

Play = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def play(demo: Server) -> Iterator[Play]:
    """Start play_demo against the demo: play("--once")."""
    plays: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = ["play_demo", "--base-url", demo.base_url, "--speed", "50", "--seed", "95", *arguments]
        plays.append(
            subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=demo.full_environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return plays[-1]

    yield start
    for playing in plays:
        playing.kill()
        playing.communicate()


async def at_desk(demo: Server, person: dict[str, str]) -> LiveClient:
    return LiveClient(demo.base_url, demo.demo["chat_session"], door="desk", cookie=await sign_in(person["sign_in"]))


async def watch_desk(demo: Server) -> Counter[str]:
    """How many questions there are in which state, as the second moderator sees it."""
    async with await at_desk(demo, demo.demo["moderators"][1]) as desk:
        await desk.until(lambda: desk.desk["questions"])
        return Counter(card["state"] for card in desk.desk["questions"])


async def what_was_shown_off(demo: Server) -> set[str]:
    async with await at_desk(demo, demo.demo["moderators"][1]) as desk:
        await desk.until(lambda: desk.public["answered"])  # the snapshot comes after the welcome
        answers = [answer for card in desk.public["answered"] for answer in card["answers"]]
        texts = {answer["text"] for answer in answers}
    slips = [line for item in SCRIPT.opening for line in (item.lines() if item.slip else ()) if line.at_first]
    shown = {"official"} if {answer["office"] for answer in answers} == {"councillor", "official"} else set()
    shown |= {"corrected"} if all(line.text in texts and line.at_first not in texts for line in slips) else set()
    [returned] = [item for item in SCRIPT.questions if item.returns]
    return shown | ({"returned"} if set(returned.answer) <= texts else set())


@pytest.mark.takes(60)
@pytest.mark.with_all
def test_the_script_comes_through_with_every_end_though_the_server_dies_in_between(demo: Server, play: Play) -> None:
    playing = play("--once")
    with pytest.raises(subprocess.TimeoutExpired):
        playing.wait(10)
    demo.restart()
    said, _none = playing.communicate(timeout=THROUGH_WITHIN_S)
    assert said.splitlines() == ["The evening in ward 95 plays itself.", "The play is over. The script is through."]
    assert playing.returncode == 0

    states = asyncio.run(watch_desk(demo))
    assert states.total() == len(SCRIPT.opening) + len(SCRIPT.questions)
    assert states["answered"] >= 30
    assert (states["merged"], states["declined"], states["on_notice"], states["withdrawn"]) == (5, 9, 3, 1)
    assert asyncio.run(what_was_shown_off(demo)) == {"official", "corrected", "returned"}
    assert not set(states) - {"answered", "merged", "declined", "on_notice", "withdrawn"}


@pytest.mark.long
@pytest.mark.takes(20)
async def test_the_play_waits_while_a_person_has_the_floor_and_ends_with_the_chat(demo: Server, play: Play) -> None:
    playing = play("--speed", "20")  # the account is shared: faster, the play alone uses up what one person may send
    async with await at_desk(demo, demo.demo["councillor"]) as councillor:
        await councillor.until(lambda: councillor.public["floor"])  # the play has begun
        async with asyncio.timeout(THROUGH_WITHIN_S):
            question = await take_any(councillor)
        seen = councillor.seqs["desk"]
        await councillor.until(lambda: councillor.seqs["desk"] > seen + 20, within_s=60)
        assert councillor.public["floor"]["id"] == question
        assert councillor.public["floor"]["answers"] == []

        answer = "So says a person."
        assert (await councillor.send("answer.give", question=question, text=answer, final=True))["type"] == "ack"
        await councillor.until(lambda: (councillor.public["floor"] or {}).get("answers"), within_s=60)
        assert councillor.faults == []

    async with await at_desk(demo, demo.demo["clerk"]) as clerk:
        assert (await clerk.send("session.close"))["type"] == "ack"
    said, _none = await asyncio.to_thread(playing.communicate, timeout=ENDS_WITHIN_S)
    last = said.splitlines()[-1]
    assert last.startswith(f"The play is over. The chat is over. Its record: {demo.base_url}/records/ward-95-")
    assert demo.get(last.split(demo.base_url)[1])[0] == 200
    assert playing.returncode == 0


@pytest.mark.long
async def test_somebody_who_tries_the_demo_is_screened_like_everybody_and_the_play_ends_when_it_is_told_to(
    demo: Server, play: Play
) -> None:
    playing = play()
    me = demo.demo["residents"][0]
    cookie = await sign_in(me["sign_in"])
    async with LiveClient(demo.base_url, demo.demo["chat_session"], cookie=cookie) as resident:
        texts = ("Does anybody read this?", "Does anybody call me back? ৯৮৩০০ 00000")
        asked = [await resident.send("question.ask", text=text, kind="question") for text in texts]
        mine = [reply["result"]["question"] for reply in asked]

        def outcomes() -> list[tuple[str, str | None]]:
            told = {note["question"]: (note["state"], note["reason"]) for note in resident.notes}
            return [told.get(question, ("", None)) for question in mine]

        await resident.until(lambda: outcomes() == [("queued", None), ("declined", "personal_data")], within_s=30)

    playing.send_signal(signal.SIGTERM)
    said, _none = await asyncio.to_thread(playing.communicate, timeout=ENDS_WITHIN_S)
    assert said.splitlines() == ["The evening in ward 95 plays itself.", "The play is over. It was ended from outside."]
    assert playing.returncode == 0


@pytest.mark.long
def test_outside_of_a_demo_the_command_says_why_it_does_nothing(installations: Installations, tmp_path: Path) -> None:
    with ExitStack() as exits:
        server = installations.make_server(exits, SQLITE, tmp_path / "data")
        refused = server.manage("play_demo", "--base-url", server.base_url)
    assert (refused.returncode, refused.stderr) == (1, "CommandError: There is no demo in this database.\n")


async def take_any(councillor: LiveClient) -> str:
    """Be quicker than the play, sooner or later."""
    while True:
        await councillor.until(lambda: councillor.public["floor"] is None and councillor.public["queue"])
        reply: dict[str, Any] = await councillor.send("question.take")
        if reply["type"] == "ack":
            return str(reply["result"]["question"])
        if reply["retry"]:
            await asyncio.sleep(reply["after_ms"] / 1000)
            continue
        await councillor.until(lambda: councillor.public["floor"] is not None)
