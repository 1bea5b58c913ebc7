"""One of several processes that serve (started by `serve --workers`): pages and sockets, without the clock."""

import os
import signal
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chatserver import serving
from chatserver.monitoring.outage.log_filter import tell_outages_once
from chatserver.operations.workers import clock_thread, redaction_thread
from chatserver.product import serve_product, settle_origins
from chatserver.readiness.gauges import metrics_text
from chatserver.serving.process.heartbeat import start_worker_heartbeat
from chatserver.serving.process.metrics_line import start_metrics_line
from chatserver.serving.supervision.worker_process import READY_MESSAGE


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # the parent process has checked

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--server", choices=serving.SERVERS, required=True)
        parser.add_argument("--listener", type=int, required=True, help="file descriptor of the listening socket")
        parser.add_argument("--ready", type=int, required=True, help="file descriptor for readiness and heartbeats")

    def handle(self, *, server: serving.ServerName, listener: int, ready: int, **options: Any) -> None:
        # A terminal signals all of its processes; this one stops when its parent process says so.
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)

        def when_ready() -> None:
            os.write(ready, READY_MESSAGE)
            start_worker_heartbeat(ready)

        tell_outages_once()
        listening = socket.socket(fileno=listener)
        settle_origins(listening.getsockname()[1])
        metrics_line = start_metrics_line(metrics_text)
        beside = (clock_thread.start_beside(), redaction_thread.start())
        try:
            serve_product(listening, server, when_ready, lifeline=sys.stdin.fileno())
        finally:
            for thread in beside:
                thread.stop()
            if metrics_line is not None:
                metrics_line.tell_counted()
