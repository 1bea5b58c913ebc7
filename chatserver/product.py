"""Serves this product in this process, whichever command started it."""

import gc
import os
import socket
import sys
from collections.abc import Callable
from importlib import import_module

from django.conf import settings

from chatserver import serving
from chatserver.config import environment as configuration
from chatserver.monitoring.logs.uncaught import log_what_nobody_caught
from chatserver.serving.process.connections import connections
from sessions.platform.hooks import import_hearers

SWITCH_INTERVAL_S = 0.001
"""Seconds of a thread's turn.

After so long a thread that computes hands the interpreter to one that waits for it; Python's own is five times this.

A command passes through several threads, and its queries let the interpreter go at each step: beside a page that is
being made it would wait so long at each of them (`bin/bench rain`).
"""

VISITORS_SHARE = 3
"""Share of visitors, in quarters: the last quarter of all sockets is for people who are signed in."""


def settle_origins(port: int) -> str:
    """Settle the origins.

    Without ORIGINS, make the port that we really listen on the origin; answers the first origin.
    """
    if not os.environ.get("ORIGINS"):
        settings.ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = configuration.local_origins(port)
    return settings.ALLOWED_ORIGINS[0]


def serve_product(
    listener: socket.socket, server: serving.ServerName, when_ready: Callable[[], None], *, lifeline: int | None = None
) -> None:
    """Serve in this process."""
    from chatserver.asgi import application  # only now: it reads the origins and the collected files
    from chatserver.database import pools
    from chatserver.live.admission.occupancy import occupancy
    from chatserver.live.fanout import hub

    log_what_nobody_caught()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    settle_memory()

    def when_serving() -> None:
        occupancy.max_visitors = connections.max_sockets * VISITORS_SHARE // 4
        when_ready()

    service = serving.ServedApplication(
        application=application,
        listener=listener,
        trust_proxy=settings.TRUST_PROXY,
        when_ready=when_serving,
        close_sockets=hub.close_sockets,
        close=hub.close,
        lifeline=lifeline,
    )
    serving.serve(service, server)
    for pool in (pools.readers, pools.writers):
        pool.close()


def settle_memory() -> None:
    """Exempt all loaded objects from garbage collection: looking through them again and again would delay everybody."""
    import_module(settings.ROOT_URLCONF)  # with all pages, which the first request would load otherwise
    import_hearers()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
