"""Evenings on a server, in a process of its own.

`python -m tests.servers.programs.evenings COUNT RESIDENTS ANSWERED MINUTES WAITING` makes them.
Prints one JSON object a line: the chat session's id and the session cookie of everybody in it.
"""

import json
import subprocess
import sys
from typing import Any

from sessions.city.people.second_factor import MARK
from tests.clients.live_client import LiveClient
from tests.clients.live_pieces import fetch_piece, next_request, take_piece
from tests.clients.retried_request import get_json
from tests.servers.server import ROOT, Server


def make_evenings(
    server: Server, count: int, *, residents: int = 3, answered: int = 0, minutes: int = 60, waiting: int = 0
) -> list[dict[str, Any]]:
    """Live chat sessions in wards 1 to count of a server's data, each with so many residents and answers.

    waiting: questions in the queue, asked by all residents but the last.
    """
    numbers = map(str, (count, residents, answered, minutes, waiting))
    done = subprocess.run(
        [sys.executable, "-m", "tests.servers.programs.evenings", *numbers],
        cwd=ROOT,
        env=server.full_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def client_of(server: Server, sheet: dict[str, Any], cookie: str, *, door: str = "room") -> LiveClient:
    """A client of one person of an evening, by that person's session cookie."""
    return LiveClient(server.base_url, sheet["chat_session"], door=door, cookie=f"sessionid={cookie}")


def fresh_snapshot(server: Server, sheet: dict[str, Any], stream: str) -> dict[str, Any]:
    """The current snapshot of a stream, as the moderator gets it by plain requests.

    The desk's is complete, put together from its pieces: the desk must be quiet meanwhile.
    """
    chat_session, cookie = sheet["chat_session"], f"sessionid={sheet['moderator']}"
    frame: dict[str, Any] = get_json(f"{server.base_url}/api/chat/{chat_session}/events?stream={stream}", cookie)
    assert frame["type"] == "snapshot"
    while stream == "desk" and (parameters := next_request(frame["state"])) is not None:
        piece = fetch_piece(server.base_url, chat_session, cookie, parameters)
        assert (piece["epoch"], piece["seq"]) == (frame["epoch"], frame["seq"])
        take_piece(frame["state"], piece)
    return frame


def cookie_of(person: Any, *, is_proven: bool = True) -> str:
    """Sign a person in as a browser would be, with a second factor, and answer the session cookie's value."""
    from django.conf import settings
    from django.contrib import auth

    from chatserver.accounts.cookie_sessions.store import SessionStore

    store = SessionStore()
    store[auth.SESSION_KEY] = str(person.pk)
    store[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
    if is_proven:
        store[MARK] = {"by": "test"}
    store.save()
    assert store.session_key is not None
    return str(store.session_key)


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from manage import leave_the_database
    from tests.factories.evening import make_evening

    count, residents, answered, minutes, waiting = map(int, sys.argv[1:])
    with transaction.atomic():
        for number in range(1, count + 1):
            evening = make_evening(number=number, residents=residents, minutes=minutes)
            for _each in range(answered):
                evening.answer()
            for each in range(waiting):
                evening.queue(by=each % (residents - 1))
            sheet = {
                "chat_session": str(evening.chat_session.pk),
                "residents": [cookie_of(person) for person in evening.residents],
                "moderator": cookie_of(evening.moderator),
                "second_moderator": cookie_of(evening.second_moderator),
                "councillor": cookie_of(evening.councillor),
                "clerk": cookie_of(evening.clerk),
                "clerk_without_proof": cookie_of(evening.clerk, is_proven=False),
            }
            sys.stdout.write(json.dumps(sheet) + "\n")
    leave_the_database()


if __name__ == "__main__":
    main()
