"""Asked by scripts: subscribe this browser, renew it, end it; and the way on from a notification."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chatserver.accounts.models import User
from chatserver.accounts.push_subscriptions.offering import current_push_key
from chatserver.accounts.push_subscriptions.subscribing import (
    BadSubscription,
    endpoint_as_address,
    read_subscription,
    replace_subscription,
    subscribe,
    unsubscribe,
)
from sessions.models import Reminder
from sessions.notifications.reminder_links import path_of_reminder

LONGEST_BODY = 4000


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def push_subscription(request: HttpRequest) -> HttpResponse:
    """A piece of a page that offers notifications (js/accounts/push/).

    POST what the browser tells of its subscription, with the key that it was made with: 204 once it is saved.

    Another key than the present one is answered with 409 and the present one: the browser subscribes again with it.
    """
    if request.method != "POST":
        return render(request, "accounts/push/_offer.html", {"is_asked": True})
    person, told = request.user, _read_body(request)
    assert isinstance(person, User)
    key = current_push_key()
    try:
        browser = read_subscription(told)
    except BadSubscription as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    if key is None:
        return JsonResponse({"error": "not served"}, status=404)
    if told.get("key") != key.public:
        return JsonResponse({"key": key.public}, status=409)
    subscribe(
        person,
        browser,
        key=key,
        cookie_session=request.session.session_key or "",
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return HttpResponse(status=204)


@require_POST
@login_required
def push_stop(request: HttpRequest) -> HttpResponse:
    """POST from a button: no more notifications on that device, or on any; from the script, on this one."""
    person = request.user
    assert isinstance(person, User)
    endpoint, device = request.POST.get("endpoint", ""), request.POST.get("device", "")
    if endpoint:
        unsubscribe(person, endpoint_sha256=endpoint_as_address(endpoint))
        return HttpResponse(status=204)
    if device.isascii() and device.isdigit() and len(device) < 18:
        unsubscribe(person, pk=int(device))
    elif not device:
        unsubscribe(person)
    messages.success(request, _("No more notifications there."))
    return redirect("reminders")


@csrf_exempt  # the worker has no token; it proves by the old address, which only the browser and we know
@require_POST
def push_changed(request: HttpRequest) -> HttpResponse:
    """The worker tells that its browser has a new subscription in place of an old one: 204; 404 for an unknown one."""
    told, key = _read_body(request), current_push_key()
    old = told.get("old")
    if key is None or told.get("key") != key.public or not isinstance(old, str):
        return JsonResponse({"error": "unknown"}, status=404)
    try:
        browser = read_subscription(told)
    except BadSubscription as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    if not replace_subscription(old, browser, key=key):
        return JsonResponse({"error": "unknown"}, status=404)
    return HttpResponse(status=204)


@require_safe
@never_cache
@login_required
def news(request: HttpRequest, code: str) -> HttpResponse:
    """Where a notification leads: on to what it is about, for the person whose news it is and nobody else."""
    rows = Reminder.objects.filter(news_code=code).exclude(news_code="")
    found = rows.select_related("round__chat_session__ward", "round__question", "round__matter", "round__ward").first()
    if found is None:
        return redirect("me")
    if found.person_id != request.user.pk:
        return render(request, "accounts/push/news_of_another.html", status=403)
    return redirect(path_of_reminder(found.round))


def _read_body(request: HttpRequest) -> dict[str, Any]:
    """Empty for anything but a JSON object of a reasonable size."""
    if len(request.body) > LONGEST_BODY:
        return {}
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
