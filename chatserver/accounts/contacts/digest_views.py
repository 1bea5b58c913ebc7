"""Pages about monthly digests: choosing them, and stopping them by the link in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from chatserver.accounts.contacts.contacts import stop_digests_by_token
from chatserver.accounts.models import User
from sessions.models import Channel
from sessions.notifications.digest_following import choose_digests


@require_POST
@login_required
def digests(request: HttpRequest) -> HttpResponse:
    """POST from the page of reminders: exactly the ticked channels."""
    assert isinstance(request.user, User)
    ticked = [channel for channel in Channel.values if channel in request.POST.getlist("digest")]
    chosen = choose_digests(request.user, channels=ticked)
    messages.success(
        request, _("You will get the monthly digest.") if chosen else _("You will not get the monthly digest.")
    )
    return redirect("reminders")


@csrf_exempt  # mail programs press the button for their reader (RFC 8058), and the token says all that is needed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop_digests(request: HttpRequest, token: str) -> HttpResponse:
    """Anyone who holds the token stops the digests that came with it. GET only asks: programs open links."""
    is_stopped = request.method == "POST"
    if is_stopped:
        stop_digests_by_token(token)
    return render(request, "accounts/contacts/stop_digests.html", {"is_stopped": is_stopped})
