"""The clerk of a played evening: posts a notice before the end, and closes the chat after the last answer."""

from chatserver.demo.playing.connection import DemoConnection
from chatserver.demo.playing.tempo import Tempo
from chatserver.demo.playing.view import View

LASTS_MINUTES = 60
"""Minutes from the beginning of the play: a short evening, as most wards have."""

LAST_CALL_MINUTES = 5
LAST_WORDS_S = 20


class PlayedEnd:
    """run() ends the evening; is_near says whether the end is too near to take another question."""

    def __init__(
        self, clerk: DemoConnection, moderator: DemoConnection, *, view: View, last_call: str, tempo: Tempo
    ) -> None:
        self._clerk, self._moderator = clerk, moderator
        self._view, self._last_call, self._tempo = view, last_call, tempo
        self._ends_at = tempo.now() + 60 * LASTS_MINUTES

    @property
    def is_near(self) -> bool:
        return self._tempo.now() >= self._ends_at

    async def run(self) -> None:
        until_last_call_s = 60 * (LASTS_MINUTES - LAST_CALL_MINUTES)
        await self._tempo.pause(until_last_call_s, until_last_call_s)
        await self._moderator.command("notice.post", text=self._last_call)
        while not self.is_near or self._view.floor is not None:
            await self._tempo.pause(1, 2)
        await self._tempo.pause(LAST_WORDS_S, LAST_WORDS_S)
        await self._clerk.command("session.close")
