"""Residents of one room who receive the moderators' notices, one after the other."""

import asyncio
from collections.abc import Sequence

from tests.bench.load.residents import Residents
from tests.bench.load.talk import Talk, say_messages
from tests.clients.live_client import LiveClient

AROUND_A_NOTICE = 165
"""Bytes of an events frame with one notice, without the notice's words."""


class Hearers(Residents):
    """Residents who listen in one room."""

    async def say_messages(self, moderators: Sequence[str], seconds: float, every_s: float, size: int) -> Talk:
        """Let moderators, by their session cookies, post notices in turn, which make frames of about so many bytes."""
        [chat_session] = self.chat_sessions.values()
        desks = [
            LiveClient(self._base_url, chat_session, door="desk", cookie=f"sessionid={cookie}") for cookie in moderators
        ]
        await asyncio.gather(*(desk.join() for desk in desks))

        async def say(number: int) -> None:
            text = f"{number:08d} ".ljust(size - AROUND_A_NOTICE, ".")
            reply = await desks[number % len(desks)].send("notice.post", text=text)
            if reply["type"] != "ack":
                raise RuntimeError(f"A notice was refused: {reply}")

        try:
            return await say_messages(self.received, say, self.caught_up, seconds=seconds, every_s=every_s)
        finally:
            await asyncio.gather(*(desk.leave() for desk in desks))
