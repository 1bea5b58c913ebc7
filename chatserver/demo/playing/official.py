"""The official of a played evening: says their part where the councillor has called them."""

from uuid import UUID

from chatserver.demo.playing.connection import Connection, ServerReply


class PlayedOfficial:
    def __init__(self, line: Connection, *, public_id: UUID) -> None:
        self._line, self._public_id = line, str(public_id)

    async def called_by(self, councillor: Connection, question_id: str) -> ServerReply:
        return await councillor.command("official.call", question=question_id, official=self._public_id)

    async def say(self, question_id: str, text: str) -> ServerReply:
        return await self._line.command("answer.give", question=question_id, text=text, final=False)
