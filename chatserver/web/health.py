"""Health probes: whether this process is alive (/healthz) and can do its work (/readyz), and its numbers (/metrics)."""

import ipaddress
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from chatserver.accounts.senders.outcomes import failures_of
from chatserver.live.fanout.hub import check_hints
from chatserver.readiness.check_runner import runner
from chatserver.readiness.gauges import metrics_text
from chatserver.serving.process.metrics_line import ask_for_total, is_one_of_several

PRIVATE_NETWORKS = [
    ipaddress.ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
"""RFC 1918 and RFC 4193. The library's is_private holds more, such as addresses for documentation."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where every check of chatserver/readiness/checks.py is well; else 503 with those that are not.

    It is ready without hints, too: news from other processes is then found a second later. Of a sender that fails,
    "failing" says how often in a row, and since when.
    """
    readiness = runner.readiness()
    answers: dict[str, Any] = {"ready": readiness.is_ready, **readiness.checks, "hints": check_hints()}
    failing = {name: failures_of(name) for name, word in readiness.checks.items() if word == "failing"}
    if failing:
        answers["failing"] = {
            name: {"in_a_row": each.in_a_row, "since": datetime.fromtimestamp(each.since, UTC).isoformat()}
            for name, each in failing.items()
        }
    answer: Any = JsonResponse(answers, status=200 if readiness.is_ready else 503)
    answer._has_been_logged = True  # noqa: SLF001 -- it has been logged; Django would log a page error
    return answer  # type: ignore[no-any-return]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics, for programs of the same machine or of a private network.

    For everybody else there is nothing here, not even a page: that would ask the database who they are.

    Of several workers the one that is asked tells the sum of all, the supervisor's included; 503 where that is silent:
    its own numbers alone would make counters fall.
    """
    if not _is_inside(request.META.get("REMOTE_ADDR", "")):
        return HttpResponseNotFound(content_type="text/plain")
    text = ask_for_total() if is_one_of_several() else metrics_text()
    if text is None:
        answer: Any = HttpResponse("The supervisor does not answer.\n", status=503, content_type="text/plain")
        answer._has_been_logged = True  # noqa: SLF001 -- the heartbeat logs it
        return answer  # type: ignore[no-any-return]
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _is_inside(seen: str) -> bool:
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    return address.is_loopback or any(address in network for network in PRIVATE_NETWORKS)
