"""Health probes: whether this process is alive (/healthz), and whether it can do its work (/readyz)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chatserver.live.fanout.hub import check_hints
from chatserver.readiness.check_runner import runner


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where every check of chatserver/readiness/checks.py is well; else 503 with those that are not.

    It is ready without hints, too: news from other processes is then found a second later.
    """
    readiness = runner.readiness()
    told = {"ready": readiness.is_ready, **readiness.checks, "hints": check_hints()}
    answer: Any = JsonResponse(told, status=200 if readiness.is_ready else 503)
    answer._has_been_logged = True  # noqa: SLF001 -- it has been logged; Django would log a page error
    return answer  # type: ignore[no-any-return]
