"""Plays the evening of a demo through its sockets, as thirty residents, a moderator and the councillor would."""

import asyncio

from chatserver.demo.company import Company
from chatserver.demo.connection import Connection, SentAway, ServerGone
from chatserver.demo.councillor import PlayedCouncillor
from chatserver.demo.crowd import Crowd, Player
from chatserver.demo.moderator import PlayedModerator
from chatserver.demo.script import Script
from chatserver.demo.signing_in import NotLetIn
from chatserver.demo.tempo import Tempo
from chatserver.demo.view import View

SETTLED = frozenset({"answered", "on_notice", "declined", "merged", "withdrawn"})


class Curtain(Exception):
    """The play is over; its text says why."""


async def play(company: Company, script: Script, *, base_url: str, tempo: Tempo, once: bool) -> str:
    """Play until the chat session is over, and answer why the play ended; once: until the script is through.

    That the server has gone is one of the reasons, and no error. Raises NotLetIn.
    """
    endings: list[str] = []
    refused: list[BaseException] = []
    try:
        await _play(company, script, base_url=base_url, tempo=tempo, once=once)
    except* Curtain as curtain:
        endings.append(str(curtain.exceptions[0]))
    except* ServerGone:
        endings.append("The server cannot be reached.")
    except* SentAway as away:
        endings.append(f"The server closed a line for good ({away.exceptions[0]}).")
    except* NotLetIn as refusal:
        refused += refusal.exceptions
    if refused:
        raise NotLetIn(str(refused[0]))
    return endings[0]


async def _play(company: Company, script: Script, *, base_url: str, tempo: Tempo, once: bool) -> None:
    view = View()
    desk, room = (f"/ws/{door}/{company.chat_session_id}/" for door in ("desk", "room"))
    moderating = Connection(base_url, company.moderator, desk, follower=view)
    answering = Connection(base_url, company.councillor, desk)
    players = [Player(key, Connection(base_url, link, room)) for key, link in company.players.items()]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(moderating.run())
        tasks.create_task(answering.run())
        await view.is_there.wait()
        moderator = PlayedModerator(moderating, label=company.moderator_label, view=view, script=script, tempo=tempo)
        councillor = PlayedCouncillor(answering, view=view, script=script, tempo=tempo)
        crowd = Crowd(players, view=view, script=script, tempo=tempo, tasks=tasks)
        asking = tasks.create_task(crowd.ask(once=once))
        for part in (moderator.run(), councillor.run(), crowd.come_and_go(), crowd.back()):
            tasks.create_task(part)
        await _watch(view, tempo, asking if once else None)


async def _watch(view: View, tempo: Tempo, asking: asyncio.Task[None] | None) -> None:
    """Raises Curtain when the chat session ends, or when all that was to be asked has been asked and settled."""
    while not view.is_over:
        await tempo.pause(1, 1)
        if asking is not None and asking.done() and all(card["state"] in SETTLED for card in view.asked):
            raise Curtain("The script is through.")
    raise Curtain("The chat is over.")
