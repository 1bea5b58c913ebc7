"""Says whether this process is alive, and whether it can do its work."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chatserver import clock_thread
from chatserver.live.hub import check_hints


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and the clock, if it runs in this process, has ticked lately; else 503.

    Without hints it is ready all the same: news from other processes is then found a second later.
    """
    checks = {"database": _check_database(), "clock": clock_thread.check()}
    ready = not {"down", "late"} & set(checks.values())
    return JsonResponse({"ready": ready, **checks, "hints": check_hints()}, status=200 if ready else 503)


def _check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"
