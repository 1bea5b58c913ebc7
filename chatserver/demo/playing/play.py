"""Plays the evening of a demo through its sockets, as thirty residents and all people with a duty."""

import asyncio

from chatserver.demo.playing.clerk import PlayedEnd
from chatserver.demo.playing.connection import ClosedForGood, DemoConnection, ServerGone
from chatserver.demo.playing.councillor import PlayedCouncillor
from chatserver.demo.playing.crowd import DemoCrowd, Player
from chatserver.demo.playing.moderator import PlayedModerator
from chatserver.demo.playing.official import PlayedOfficial
from chatserver.demo.playing.sign_in_links import SignInLinks
from chatserver.demo.playing.signing_in import NotLetIn
from chatserver.demo.playing.tempo import Tempo
from chatserver.demo.playing.view import View
from chatserver.demo.script import Script

SETTLED = frozenset({"answered", "on_notice", "declined", "merged", "removed", "withdrawn"})


class PlayEnded(Exception):
    """The play is over; the text says why."""


async def play(links: SignInLinks, script: Script, *, base_url: str, tempo: Tempo, once: bool) -> str:
    """Play until the chat session is over (once: until the script is through), and answer why the play ended.

    A server that has gone is one of the reasons, and no error. Raises NotLetIn.
    """
    endings: list[str] = []
    refused: list[BaseException] = []
    try:
        await _play(links, script, base_url=base_url, tempo=tempo, once=once)
    except* PlayEnded as ended:
        endings.append(str(ended.exceptions[0]))
    except* ServerGone:
        endings.append("The server cannot be reached.")
    except* ClosedForGood as away:
        endings.append(f"The server closed a connection for good ({away.exceptions[0]}).")
    except* NotLetIn as refusal:
        refused += refusal.exceptions
    if refused:
        raise NotLetIn(str(refused[0]))
    return endings[0]


async def _play(links: SignInLinks, script: Script, *, base_url: str, tempo: Tempo, once: bool) -> None:
    view = View()
    desk, room = (f"/ws/{door}/{links.chat_session_id}/" for door in ("desk", "room"))
    moderating = DemoConnection(base_url, links.moderator, desk, listener=view)
    answering, called, closing = (
        DemoConnection(base_url, link, desk) for link in (links.councillor, links.official, links.clerk)
    )
    players = [Player(key, DemoConnection(base_url, link, room)) for key, link in links.players.items()]
    async with asyncio.TaskGroup() as tasks:
        for connection in (moderating, answering, called, closing):
            tasks.create_task(connection.run())
        await view.is_there.wait()
        end = PlayedEnd(closing, moderating, view=view, last_call=script.last_call, tempo=tempo)
        moderator = PlayedModerator(moderating, label=links.moderator_label, view=view, script=script, tempo=tempo)
        official = PlayedOfficial(called, public_id=links.official_id)
        councillor = PlayedCouncillor(
            answering, official, view=view, script=script, tempo=tempo, takes_more=lambda: once or not end.is_near
        )
        crowd = DemoCrowd(players, view=view, script=script, tempo=tempo, tasks=tasks)
        asking = tasks.create_task(crowd.ask(once=once))
        for part in (moderator.run(), councillor.run(), crowd.come_and_go(), crowd.back()):
            tasks.create_task(part)
        if not once:
            tasks.create_task(end.run())
        await _watch(view, tempo, asking if once else None, records=f"{base_url}/records/")


async def _watch(view: View, tempo: Tempo, asking: asyncio.Task[None] | None, *, records: str) -> None:
    """Raises PlayEnded when the chat session ends, or when all questions of the script are asked and settled."""
    while not view.is_over:
        await tempo.pause(1, 1)
        if asking is not None and asking.done() and all(card["state"] in SETTLED for card in view.asked):
            raise PlayEnded("The script is through.")
    record = view.public["session"].get("record")
    raise PlayEnded(f"The chat is over. Its record: {records}{record}/" if record else "The chat is over.")
