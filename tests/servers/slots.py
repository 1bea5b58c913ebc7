"""Many evenings that begin at one moment, and clocks that race for them, on a server's data.

`python -m tests.servers.slots announce COUNT SECONDS` announces them in wards of their own, and prints their ids;
`python -m tests.servers.slots tick SECONDS` is a clock that hardly rests for so long, and prints what it did.
"""

import sys
import time
from datetime import timedelta

FIRST_WARD = 1000
REST_S = 0.01
PATIENCE_MS = 30_000
"""Of a clock for the other's locks, on a machine that does much else."""


def announce(count: int, seconds: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from sessions.announcing import announce_chat_session
    from tests.evening import make_office, make_person, make_ward

    with transaction.atomic():
        starts_at = timezone.now() + timedelta(seconds=seconds)
        for number in range(FIRST_WARD, FIRST_WARD + count):
            ward = make_ward(number)
            make_office(ward, make_person(f"councillor-{number}"))
            chat_session = announce_chat_session(ward, starts_at=starts_at, minutes=60, by="clerk")
            sys.stdout.write(f"{chat_session.pk}\n")


def tick(seconds: int) -> None:
    from django.db import connection

    from sessions import clock

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for line in clock.tick():
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
