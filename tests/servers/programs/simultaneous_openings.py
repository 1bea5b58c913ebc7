"""Many evenings that begin at one moment, and clocks that race for them, on a server's data.

`python -m tests.servers.programs.simultaneous_openings announce COUNT SECONDS` announces them in wards of their own,
and prints their ids; `… tick SECONDS` is a clock that ticks almost without a pause, from a moment before they begin
until they have begun (or for so long), and prints what it did.
"""

import sys
import time
from datetime import timedelta

FIRST_WARD = 1000
REST_S = 0.01
WAKES_BEFORE_S = 0.5
PATIENCE_MS = 30_000
"""How long one clock waits for the other's locks, on a busy machine."""


def announce(count: int, seconds: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
    from tests.factories.evening import make_office, make_person, make_ward

    with transaction.atomic():
        starts_at = timezone.now() + timedelta(seconds=seconds)
        for number in range(FIRST_WARD, FIRST_WARD + count):
            ward = make_ward(number)
            make_office(ward, make_person(f"councillor-{number}"))
            chat_session = announce_chat_session(ward, starts_at=starts_at, minutes=60, by="clerk")
            sys.stdout.write(f"{chat_session.pk}\n")


def tick(seconds: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from sessions import tick as clock
    from sessions.models import ChatSession, ChatSessionState

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    until = time.monotonic() + seconds
    ahead = ChatSession.objects.filter(ward__number__gte=FIRST_WARD, state=ChatSessionState.SCHEDULED)
    first = ahead.order_by("starts_at").first()
    if first is not None:
        time.sleep(max(0.0, (first.starts_at - timezone.now()).total_seconds() - WAKES_BEFORE_S))
    is_any_left = True
    while is_any_left and time.monotonic() < until:
        is_any_left = ahead.exists()
        for line in clock.tick():  # once more, when all have begun
            sys.stdout.write(f"{line}\n")
        time.sleep(REST_S)


def main() -> None:
    import django

    django.setup()
    from manage import leave_the_database

    command, *numbers = sys.argv[1:]
    if command == "announce":
        announce(*map(int, numbers))
    else:
        tick(*map(int, numbers))
    leave_the_database()


if __name__ == "__main__":
    main()
