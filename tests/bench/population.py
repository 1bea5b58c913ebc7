"""Rooms full of signed-in people, made in a server's database.

`python -m tests.bench.population ROOMS RESIDENTS QUESTIONS` prints one JSON object a room: its Room.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from sessions.city.people.second_factor import MARK
from tests.servers.server import ROOT, Server

MADE_WITHIN_S = 120
MODERATORS = 2
CHUNK = 1000
TEXT = "When will the drain behind the market be cleaned, and who looks after it until then?"


@dataclass(frozen=True)
class Room:
    """residents, moderators and councillor: session cookies; questions: those in the queue."""

    chat_session: str
    residents: list[str]
    moderators: list[str]
    councillor: str
    questions: list[str]


def populate(server: Server, rooms: int, residents: int, *, questions: int = 0) -> list[Room]:
    """Live chat sessions in wards 1 to rooms, each with so many residents and, asked by others, questions in the queue.

    In the database of a server that has been started before, so that its tables exist.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.population", str(rooms), str(residents), str(questions)],
        cwd=ROOT,
        env=server.full_environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=MADE_WITHIN_S,
        check=True,
    )
    return [Room(**json.loads(line)) for line in done.stdout.splitlines()]


def make_residents(ward: Any, count: int) -> list[Any]:
    """Accounts without a password that may ask, many in one statement."""
    from chatserver.accounts.models import User
    from sessions.city.people.consents import agree_together

    people = [User(username=f"crowd-{ward.number}-{index}", ward=ward) for index in range(count)]
    for person in people:
        person.set_unusable_password()
    made = User.objects.bulk_create(people, batch_size=CHUNK)
    agree_together(made, language="en")
    return made


def sign_in(people: list[Any]) -> list[str]:
    """A cookie session for each, as a sign-in makes one; answers their keys."""
    from django.conf import settings
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from chatserver.accounts.cookie_sessions.signed_keys import make_signed_key

    store = SessionStore()
    rows = []
    for person in people:
        kept = {
            auth.SESSION_KEY: str(person.pk),
            auth.BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            auth.HASH_SESSION_KEY: person.get_session_auth_hash(),
            MARK: {"by": "bench"},
        }
        rows.append(
            Session(
                session_key=make_signed_key(),
                session_data=store.encode(kept),
                expire_date=store.get_expiry_date(),
            )
        )
    Session.objects.bulk_create(rows, batch_size=CHUNK)
    return [row.session_key for row in rows]


def make_rooms(rooms: int, residents: int, questions: int) -> None:
    from django.db import transaction

    from tests.factories.evening import make_evening

    with transaction.atomic():
        for number in range(1, rooms + 1):
            evening = make_evening(number=number, residents=questions)
            queued = [evening.queue(f"{TEXT} ({index + 1})", by=index) for index in range(questions)]
            staff = sign_in([evening.moderator, evening.second_moderator, evening.councillor])
            sheet = {
                "chat_session": str(evening.chat_session.pk),
                "residents": sign_in(make_residents(evening.ward, residents)),
                "moderators": staff[:MODERATORS],
                "councillor": staff[-1],
                "questions": [str(question.pk) for question in queued],
            }
            sys.stdout.write(json.dumps(sheet) + "\n")


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    rooms, residents, questions = map(int, sys.argv[1:])
    make_rooms(rooms, residents, questions)
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()  # the end of the process would wait for its threads


if __name__ == "__main__":
    main()
