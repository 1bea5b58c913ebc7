"""Has Twisted and Daphne measure by the seconds that pass, which no jump of the clock on the wall changes.

Both would measure every limit by the clock on the wall. When that showed tomorrow, Daphne would close each socket as
older than a day and give up each request that is being answered. When it was set back, no limit would end anything for
as long, no ping would be sent, and what has failed would not be answered.
"""

import time

from daphne import http_protocol, server, ws_protocol
from twisted.internet import reactor


class _PassedSeconds:
    """Stand-in, in place of the module `time`: those modules of Daphne only ask it for differences."""

    time = staticmethod(time.monotonic)


def measure_by_passed_seconds() -> None:
    """Measure by passed seconds. To be called before the reactor runs."""
    reactor.seconds = time.monotonic
    for module in (http_protocol, server, ws_protocol):
        module.time = _PassedSeconds
