"""Signing in by a passkey alone: nobody can lock people with a duty out by asking for their codes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from chatserver.accounts.limits.device_cookie import DUTY
from chatserver.accounts.second_factor.mark import mark_proven
from chatserver.accounts.second_factor.passkey_sign_in import complete_passkey_sign_in
from chatserver.accounts.sign_in.login import enter
from chatserver.accounts.sign_in.views import for_signed_out
from chatserver.redirects import own_address
from sessions.platform.refusals import Refused


@require_POST
@for_signed_out
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """POST: what a passkey has signed; it also counts as the second factor."""
    wanted = own_address(request, request.POST.get("next", ""))
    try:
        person = complete_passkey_sign_in(request.POST.get("challenge", ""), request.POST.get("credential", ""))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': wanted})}" if wanted else "sign_in")
    response = enter(request, person, method="passkey", wanted=wanted, stays=False, known_by=DUTY)
    mark_proven(request, by="webauthn")
    return response
