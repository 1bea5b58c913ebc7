"""The choice of monthly digests, posted from the page of reminders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

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
