"""The state of this process and of its checks as numbers, for /metrics; without a query beside those of the checks."""

import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import override

from prometheus_client import Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from chatserver.accounts.senders.outcomes import failures_of
from chatserver.live.fanout.hub import check_hints, process_load
from chatserver.monitoring.metrics import REGISTRY
from chatserver.operations.workers import last_tick
from chatserver.readiness.check_runner import runner
from chatserver.readiness.checks import GOOD_ANSWERS, MEASURED
from chatserver.serving.process.connections import connections
from sessions.models.people.reminder import ADDRESS_CHANNELS
from sessions.platform.database.release import release_connection

# Finds the commit of the code that this process runs, as Git keeps it in the checkout.

GIT = Path(__file__).resolve().parents[2] / ".git"
UNKNOWN = "unknown"


def find_commit(git: Path = GIT) -> str:
    """The forty hexadecimal digits; "unknown" for a copy without Git's folder. Git itself need not be installed."""
    with suppress(OSError):
        head = (git / "HEAD").read_text(encoding="ascii").strip()
        if not head.startswith("ref: "):
            return head
        ref = head.removeprefix("ref: ")
        with suppress(FileNotFoundError):
            return (git / ref).read_text(encoding="ascii").strip()
        for line in (git / "packed-refs").read_text(encoding="utf-8").splitlines():
            commit, _, name = line.partition(" ")
            if name == ref:
                return commit
    return UNKNOWN


COMMIT = find_commit()
WORDS = {
    "chat_disk_free_bytes": "Of the disk with the data folder.",
    "chat_sealing_lag_seconds": "For how long the oldest record or month that could be sealed waits for it.",
    "chat_sealing_stopped": "Whether the log of the records can take nothing, so that nothing is sealed.",
    "chat_outbox_messages": "Reminders and other messages that are due and not sent.",
    "chat_outbox_oldest_seconds": "For how long the oldest of them is due.",
}
"""What checks/MEASURED holds."""


@dataclass(frozen=True)
class ProcessMetrics(Collector):
    """Asks each part as it is asked itself. serves_people: a supervisor serves none, and hears no hints."""

    serves_people: bool

    @override
    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()
        yield from _checks(serves_people=self.serves_people)
        yield from _senders()
        yield from _clock()
        yield _build()
        if self.serves_people:
            yield from _load()


def _load() -> Iterator[Metric]:
    seen = process_load()
    yield GaugeMetricFamily("chat_rooms", "Rooms that are open, in each process.", seen.rooms)
    yield GaugeMetricFamily("chat_people", "People who follow a room, by a socket or by polls.", seen.people)
    yield GaugeMetricFamily("chat_commands_waiting", "Commands without a reply yet.", seen.waiting_commands)
    yield GaugeMetricFamily("chat_sockets", "Sockets that are open.", connections.sockets)
    yield GaugeMetricFamily("chat_sockets_max", "Sockets that are taken at most.", connections.max_sockets)


def _checks(*, serves_people: bool) -> Iterator[Metric]:
    """Yield the checks of /readyz as metrics: "none" and "elsewhere" are no fault, as there.

    A fault that leaves the process ready counts as a fault here.
    """
    readiness = runner.readiness()
    yield GaugeMetricFamily("chat_ready", "Whether this process can do its work.", readiness.is_ready)
    each = GaugeMetricFamily("chat_check", "Whether one check of /readyz finds no fault.", labels=["check"])
    for name, word in readiness.checks.items():
        each.add_metric([name], word in GOOD_ANSWERS)
    if serves_people:
        each.add_metric(["hints"], check_hints() != "down")
    yield each
    for check, counted in MEASURED.items():
        if readiness.checks[check] != "down":
            yield from (GaugeMetricFamily(name, WORDS[name], value) for name, value in counted.items())


def _senders() -> Iterator[Metric]:
    failed = GaugeMetricFamily(
        "chat_messages_failed_in_a_row", "Codes and reminders since the last one that was sent.", labels=["channel"]
    )
    for channel in ADDRESS_CHANNELS:
        failed.add_metric([channel], failures_of(channel).in_a_row)
    yield failed


def _clock() -> Iterator[Metric]:
    """Nothing on a machine whose clock has never ticked."""
    age_s = last_tick.age_s()
    if age_s is not None:
        yield GaugeMetricFamily("chat_last_tick_age_seconds", "Since the clock of this machine last ticked.", age_s)


def _build() -> Metric:
    build = GaugeMetricFamily("chat_build_info", "Which code this process runs.", labels=["commit", "python"])
    build.add_metric([COMMIT, platform.python_version()], 1)
    return build


ProcessCollector(registry=REGISTRY)


def metrics_text(*, serves_people: bool = True) -> bytes:
    """All metrics of this process, in the text format. Any thread may call it."""
    try:
        return generate_latest(ProcessMetrics(serves_people))
    finally:
        release_connection()
