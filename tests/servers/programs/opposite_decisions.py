"""Two moderators decide about one question at the same moment, one yes and one no, on a server's data.

`python -m tests.servers.programs.opposite_decisions CHAT_SESSION ROUNDS` does it so often, in a process of its own,
because a server accepts no more than twenty commands of one person in ten seconds. Commands are carried out as the
server does it, by threads with connections of their own. Prints journal entries, one JSON object a line, with the
person's name.
"""

import json
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from tests.clients.journal import Journal


class OppositeDecisions:
    """approve() and decline() of one question, begun at the same moment in two threads."""

    def __init__(self, chat_session_id: UUID) -> None:
        from django.contrib.auth import get_user_model

        from sessions.models import ChatSession

        self._chat_session_id = chat_session_id
        number = ChatSession.objects.get(pk=chat_session_id).ward.number
        names = (f"resident-{number}-0", f"moderator-{number}-0", f"moderator-{number}-1")
        self._account_ids = {name: get_user_model().objects.get(username=name).pk for name in names}
        self.journals = {name: Journal(name) for name in names}
        self._barrier = threading.Barrier(2)
        self._threads = ThreadPoolExecutor(1), ThreadPoolExecutor(1)

    def decide_at_once(self, number: int) -> None:
        asker, *moderators = self.journals
        asked = self._send(asker, "room", "question.ask", text=f"Canary {number}?", kind="question")["result"]
        seen = {"question": asked["question"], "version": asked["version"]}
        commands: list[tuple[str, dict[str, Any]]] = [
            ("question.approve", seen),
            ("question.decline", {**seen, "reason": "off_topic", "note": ""}),
        ]
        deciding = [
            thread.submit(self._send, name, "desk", op, self._barrier.wait, **fields)
            for thread, name, (op, fields) in zip(self._threads, moderators, commands, strict=True)
        ]
        for decision in deciding:
            decision.result()

    def end(self) -> None:
        from django.db import connections

        for thread in self._threads:
            thread.submit(connections.close_all).result()
            thread.shutdown()

    def _send(
        self, name: str, door: str, op: str, wait: Callable[[], object] = lambda: None, **fields: Any
    ) -> dict[str, Any]:
        from chatserver.live.commands.submitted_commands import SubmittedCommand
        from chatserver.live.commands.transaction import carry_out_together
        from chatserver.live.wire.decoding import make_command

        ref = str(uuid4())
        command = make_command(ref, op, dict(fields))
        submitted = SubmittedCommand(
            self._account_ids[name], self._chat_session_id, door, "en", command, is_proven=True
        )
        self.journals[name].invoke(ref, op, fields)
        wait()
        [reply] = carry_out_together([submitted])
        answer: dict[str, Any] = json.loads(reply.text)
        self.journals[name].answer(answer)
        return answer


def main() -> None:
    import django

    django.setup()
    from manage import leave_the_database

    chat_session, rounds = sys.argv[1:]
    decisions = OppositeDecisions(UUID(chat_session))
    for number in range(int(rounds)):
        decisions.decide_at_once(number)
    decisions.end()
    for person, journal in decisions.journals.items():
        for entry in journal.entries:
            sys.stdout.write(json.dumps({"person": person, **entry}) + "\n")
    leave_the_database()


if __name__ == "__main__":
    main()
