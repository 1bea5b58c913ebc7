"""The page to which a phone shares words, a page's address, or nothing: they become a draft of a question."""

import time
from datetime import timedelta
from math import ceil
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chatserver.accounts.limits.client_address import client_address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.rate_limits import HOUR_S
from chatserver.accounts.models import User
from sessions.chats.pages.room.lobby import SHARED_WORDS
from sessions.contract.limits import (
    MAX_KEYS,
    MAX_SHARED_LENGTH,
    SHARES_OF_KNOWN,
    SHARES_OF_UNKNOWN,
    SHARES_PER_ADDRESS,
    SHARES_PER_DEVICE,
    SHARES_PER_NETWORK,
)
from sessions.models import ChatSession, Ward
from sessions.platform.clock.token_buckets import TokenBuckets

KEPT = timedelta(hours=1)
"""Time for which shared words are stored: so long over a sign-in: on a phone of many, the words are not for the person
who signs in tomorrow."""


@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def share(request: HttpRequest) -> HttpResponse:
    """Shows `title`, `text` and `url` with the way to the form; its script keeps them as the draft and goes there.

    A reader who is not signed in also sees them. POST `words` keeps them in the cookie session and leads to the
    sign-in, and back: in an address they would be cut, and stand in histories. Without words it redirects to the form,
    and without a ward or an open chat to the page that says what is missing. 429 with the words where strangers have
    left too many.
    """
    if request.method == "POST":
        words = _clean(request.POST.get("words", ""))
        if isinstance(request.user, User):
            _keep(request, words)
            return redirect("share")
        return _keep_over_sign_in(request, words) if words else _to_sign_in()
    given = [request.GET.get("title", ""), request.GET.get("text", ""), request.GET.get("url", "")]
    words = "\n\n".join(dict.fromkeys(each.strip() for each in given if each.strip()))[:MAX_SHARED_LENGTH]
    if isinstance(request.user, User):
        return _to_draft(request, words or _kept(request), request.user.ward)
    return _show_signed_out(request, words) if words else _to_sign_in()


def _keep_over_sign_in(request: HttpRequest, words: str) -> HttpResponse:
    wait_s = SHARES_OF_STRANGERS.take(request)
    if wait_s:
        response = _show_signed_out(request, words, is_full=True)
        response["Retry-After"] = str(ceil(wait_s))
        return response
    request.session.set_expiry(int(KEPT.total_seconds()))  # the sign-in sets its own
    _keep(request, words)
    return _to_sign_in()


def _show_signed_out(request: HttpRequest, words: str, *, is_full: bool = False) -> HttpResponse:
    context = {"words": words, "is_full": is_full, "most_characters": MAX_SHARED_LENGTH}
    return render(request, "app/share_signed_out.html", context, status=429 if is_full else 200)


def _to_sign_in() -> HttpResponse:
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': reverse('share')})}")


def _to_draft(request: HttpRequest, words: str, ward: Ward | None) -> HttpResponse:
    chat = ChatSession.objects.upcoming().filter(ward=ward).first() if ward is not None else None
    form = f"{reverse('room', args=[chat.pk])}#ask" if chat is not None else reverse("my_chat")
    if ward is None:
        _keep(request, words)  # the lobby leads back here, once the ward is chosen
        return redirect(form)
    request.session.pop(SHARED_WORDS, None)
    if not words:
        return redirect(form)
    context = {"words": words, "form": form, "is_open": chat is not None, "draft_key": f"next:{ward.number}"}
    return render(request, "app/share.html", context)


def _clean(words: str) -> str:
    return words.replace("\r\n", "\n").strip()[:MAX_SHARED_LENGTH]


def _keep(request: HttpRequest, words: str) -> None:
    words = _clean(words)
    if words:
        request.session[SHARED_WORDS] = [words, (timezone.now() + KEPT).timestamp()]


def _kept(request: HttpRequest) -> str:
    words, until = request.session.get(SHARED_WORDS, ("", 0.0))
    return str(words) if until > timezone.now().timestamp() else ""


# Limits how many words strangers leave with us before they sign in; counted in the memory of this process.
#
# Each time makes a cookie session of up to some ten kilobytes, which is kept for an hour (share.py).


class ShareLimits:
    """The narrowest bucket first: a flood from one address takes nothing from others."""

    def __init__(self) -> None:
        self._devices = _an_hour(SHARES_PER_DEVICE)
        self._addresses, self._networks = _an_hour(SHARES_PER_ADDRESS), _an_hour(SHARES_PER_NETWORK)
        self._known, self._unknown = _an_hour(SHARES_OF_KNOWN), _an_hour(SHARES_OF_UNKNOWN)

    def take(self, request: HttpRequest) -> float:
        """0, or the seconds until words can be kept again. A known browser needs nothing of its neighbours' part."""
        now, device = time.monotonic(), find_device(request)
        if device is not None:
            return self._devices.take(device.id, now) or self._known.take("", now)
        return (
            self._addresses.take(client_address_of(request), now)
            or self._networks.take(network_of(request), now)
            or self._unknown.take("", now)
        )

    def clear(self) -> None:
        for buckets in (self._devices, self._addresses, self._networks, self._known, self._unknown):
            buckets.clear()


def _an_hour(times: int) -> TokenBuckets:
    return TokenBuckets(burst=times, per_second=times / HOUR_S, max_keys=MAX_KEYS)


SHARES_OF_STRANGERS = ShareLimits()
