"""The state of this process and of its checks as numbers, for /metrics; without a query of its own."""

from collections.abc import Iterator
from typing import override

from prometheus_client import Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from chatserver.live.fanout.hub import process_load
from chatserver.metrics import REGISTRY
from chatserver.readiness.check_runner import runner
from chatserver.readiness.checks import READY_ANSWERS
from chatserver.serving.process.connections import connections


class StateCollector(Collector):
    """Asks each part as it is asked itself."""

    @override
    def collect(self) -> Iterator[Metric]:
        yield from _checks()
        seen = process_load()
        yield GaugeMetricFamily("chat_rooms", "Rooms that are open in this process.", seen.rooms)
        yield GaugeMetricFamily(
            "chat_people", "People who follow a room in this process, by a socket or by polls.", seen.people
        )
        yield GaugeMetricFamily("chat_commands_waiting", "Commands without a reply yet.", seen.waiting_commands)
        yield GaugeMetricFamily("chat_sockets", "Sockets of this process.", connections.sockets)
        yield GaugeMetricFamily("chat_sockets_max", "Sockets that it takes at most.", connections.max_sockets)


def _checks() -> Iterator[Metric]:
    """As /readyz: "none" and "elsewhere" are no fault."""
    readiness = runner.readiness()
    yield GaugeMetricFamily("chat_ready", "Whether this process can do its work.", readiness.is_ready)
    each = GaugeMetricFamily("chat_check", "Whether one check of /readyz finds no fault.", labels=["check"])
    for name, word in readiness.checks.items():
        each.add_metric([name], word in READY_ANSWERS)
    yield each


REGISTRY.register(StateCollector())
ProcessCollector(registry=REGISTRY)


def metrics_text() -> bytes:
    """All metrics of this process, in the text format."""
    return generate_latest(REGISTRY)
