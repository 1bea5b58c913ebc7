"""The official of a played evening: answers when the councillor has called them."""

from uuid import UUID

from chatserver.demo.playing.connection import DemoConnection, ServerReply


class PlayedOfficial:
    def __init__(self, connection: DemoConnection, *, public_id: UUID) -> None:
        self._connection, self._public_id = connection, str(public_id)

    async def called_by(self, councillor: DemoConnection, question_id: str) -> ServerReply:
        return await councillor.command("official.call", question=question_id, official=self._public_id)

    async def say(self, question_id: str, text: str) -> ServerReply:
        return await self._connection.command("answer.give", question=question_id, text=text, final=False)
