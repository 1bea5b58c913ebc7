"""A hundred ticks on a database: `python -m tests.servers.programs.ticker make|alone|disturbed SENT SEED`.

make fills a database with three wards and their rules, a freeze and followers. alone has one process tick through two
months of moments. disturbed has two processes at once at each moment, many of which die at a commit or while they send;
if both died, two others start that moment again. Both print the final state, as JSON; the sent messages are in the file
SENT, one line each, written as a gateway would: outside of any transaction.
"""

import gc
import json
import os
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

START = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
DIED = 86
LIVES_ONE_IN = 3


def moments() -> list[datetime]:
    """Fifty, each for two processes: evenings, a downtime over one, a clock set back, a freeze over another."""
    found = [START + timedelta(minutes=100 * step) for step in range(20)]  # wards 95 and 97 on 2 January
    after_next = datetime(2027, 1, 9, 18, 0, tzinfo=UTC)  # ward 96's evening is missed during the downtime
    found += [after_next, after_next - timedelta(hours=1), after_next + timedelta(hours=1)]
    found += [datetime(2027, 1, 30, 12, 0, tzinfo=UTC) + timedelta(hours=step) for step in range(3)]
    found += [datetime(2027, 2, 6, 11, 0, tzinfo=UTC) + timedelta(minutes=15 * step) for step in range(12)]
    return found + [datetime(2027, 2, 13, 11, 30, tzinfo=UTC) + timedelta(minutes=15 * step) for step in range(12)]


def make() -> None:
    """Ward 97 is frozen over its evening of 6 February; those of wards 95 and 96 are held."""
    from chatserver.accounts.contacts.contacts import choose_reminders
    from sessions.chats.calendar.lifecycle.closed_days import add_closure
    from sessions.chats.calendar.schedules.draft import ScheduleDraft
    from sessions.chats.calendar.schedules.schedules import set_schedule
    from tests.factories.evening import make_office, make_person, make_ward

    with at(START):
        for number, saturday in ((95, 1), (96, 2), (97, 1)):
            rule = f"FREQ=MONTHLY;BYDAY={saturday}SA"
            ward = make_ward(number)
            make_office(ward, make_person(f"holder-{number}"))
            mail, sms = {"email": f"one-{number}@example.org"}, {"sms": f"+9198300000{number}"}
            choose_reminders(make_person(f"mail-{number}", ward), addresses=mail)
            choose_reminders(
                make_person(f"both-{number}", ward), addresses={"email": f"two-{number}@example.org"} | sms
            )
            set_schedule(ward, ScheduleDraft(rule=rule, at=time(18), minutes=60, from_on=date(2027, 1, 1)), clerk=None)
        freeze = {"from_on": date(2027, 1, 29), "to_on": date(2027, 2, 8), "reasons": {"en": "Poll"}, "clerk": None}
        add_closure(kind="freeze", ward=ward, **freeze)  # type: ignore[arg-type]


def walk_alone(sent: Path) -> None:
    for moment in moments():
        with at(moment):
            do_whatever_is_due(sent)


def walk_disturbed(sent: Path, seed: int) -> int:
    """Answers how many processes died."""
    chance, died = random.Random(seed), 0
    load_everything()
    for moment in moments():
        while True:
            deaths = [death_of(chance), death_of(chance)]
            codes = [wait_for(child) for child in [begin(sent, moment, death) for death in deaths]]
            assert set(codes) <= {0, DIED}, codes
            died += codes.count(DIED)
            if 0 in codes:
                break
    return died


def load_everything() -> None:
    """Import everything once, by doing a step and rolling it back. No child inherits a connection."""
    from django.db import connections, transaction

    from manage import leave_the_database

    with at(START), transaction.atomic():
        do_whatever_is_due(Path(os.devnull))
        transaction.set_rollback(True)
    leave_the_database()
    connections.close_all()
    gc.collect()
    gc.freeze()


def death_of(chance: random.Random) -> tuple[str, int] | None:
    """When a process dies: before or after its commit with this number, or as soon as it has sent something."""
    if not chance.randrange(LIVES_ONE_IN):
        return None
    return chance.choice(("before", "after", "sent")), chance.randint(1, 3)


def begin(sent: Path, moment: datetime, death: tuple[str, int] | None) -> int:
    child = os.fork()
    if child:
        return child
    with suppress(BaseException):
        if death is not None:
            die_at(*death)
        with at(moment):
            do_whatever_is_due(sent)
        os._exit(0)
    os._exit(1)


def wait_for(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def do_whatever_is_due(sent: Path) -> None:
    from chatserver.operations.workers import deliver
    from sessions.models import Channel
    from sessions.notifications import outbox
    from sessions.tick import tick

    delivering: Any = deliver
    delivering.find_sender = lambda channel: FileSender(sent)
    tick()
    outbox.settle_reminders()
    for channel in Channel:
        while deliver.deliver_batch(channel):
            pass


class FileSender:
    """Appends a line for each message: what a resident's phone would show."""

    dies_after = 0

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: Any) -> None:
        line = f"{message.to} {message.sort} {message.fields['day']} {message.fields['hour']}\n"
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line)
        if FileSender.dies_after:
            os._exit(DIED)


def die_at(moment: str, number: int) -> None:
    from django.db.backends.base.base import BaseDatabaseWrapper

    if moment == "sent":
        FileSender.dies_after = number
        return
    wrapped: Any = BaseDatabaseWrapper
    commit, numbers = wrapped._commit, count(1)

    def commit_or_die(connection: Any) -> None:
        is_it = next(numbers) == number
        if is_it and moment == "before":
            os._exit(DIED)
        commit(connection)
        if is_it:
            os._exit(DIED)

    wrapped._commit = commit_or_die


def at(moment: datetime) -> Any:
    import time_machine

    return time_machine.travel(moment, tick=False)


def standing() -> dict[str, Any]:
    """Everything that must not depend on who ticked when, and died."""
    from sessions.models import ChatSession, LogLeaf, Record, Reminder

    return {
        "chats": [list(chat_facts(row)) for row in ChatSession.objects.order_by("ward__number", "planned_on")],
        "records": sorted(record_facts(record) for record in Record.objects.all()),
        "leaves": LogLeaf.objects.filter(kind="record", slug__in=Record.objects.values("slug")).count(),
        "months": sorted(
            LogLeaf.objects.filter(kind="record")
            .exclude(slug__in=Record.objects.values("slug"))
            .values_list("slug", flat=True)
        ),
        "drafts": LogLeaf.objects.filter(kind="draft").count(),
        "told": sorted(
            f"{chat_session.ward} {row.round.kind} {row.round.starts_at:%m-%d} {row.person} {row.channel}"
            for row in Reminder.objects.select_related("round__chat_session__ward", "person")
            if (chat_session := row.round.chat_session) is not None
        ),
    }


def record_facts(record: Any) -> list[Any]:
    """Raises Failed for a record whose tree, place in the log or checkpoint was left half-done."""
    from sessions.record.proof.log_part import with_log_part
    from sessions.record.proof.verifier.served_copy import known_keys
    from sessions.record.proof.verifier.verify import verify_document

    served = with_log_part(record.document)
    verified = verify_document(json.dumps(served).encode(), known_keys())
    assert verified.checkpoint is not None
    if record.is_draft:
        return [record.slug, "draft", verified.entries]
    return [record.slug, "sealed", *(state["size"] for state in record.document["states"])]


def chat_facts(chat_session: Any) -> Iterator[Any]:
    from sessions.models import Event

    yield f"{chat_session.ward.number} {chat_session.planned_on} {chat_session.state} {chat_session.cancelled_reason}"
    for event in Event.objects.filter(stream__chat_session=chat_session, stream__name="public").order_by("seq"):
        yield [event.seq, event.type, event.body.get("late")]


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":  # nothing waits for the disk: processes die here, and no machine
        settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

    from manage import leave_the_database

    what, sent, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    told = {}
    if what == "make":
        make()
    elif what == "alone":
        walk_alone(sent)
        told = standing()
    else:
        told = {"died": walk_disturbed(sent, seed)} | standing()
    sys.stdout.write(json.dumps(told, ensure_ascii=False))
    leave_the_database()


if __name__ == "__main__":
    main()
