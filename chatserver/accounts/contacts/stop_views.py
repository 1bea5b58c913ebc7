"""The pages behind the links in messages: anyone who holds the link stops what came with it.

GET only asks, because programs open links. Mail programs press the button for their reader (RFC 8058), without a token
of this site: the link says all that is needed.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chatserver.accounts.contacts.contacts import stop_by_code, stop_digests_by_token


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop_reminders(request: HttpRequest, code: str) -> HttpResponse:
    return _answer(request, "reminders", lambda: stop_by_code(code))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop_digests(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(request, "digests", lambda: stop_digests_by_token(token))


def _answer(request: HttpRequest, what: str, stop: Callable[[], object]) -> HttpResponse:
    is_stopped = request.method == "POST"
    if is_stopped:
        stop()
    return render(request, f"accounts/contacts/stop_{what}.html", {"is_stopped": is_stopped})
