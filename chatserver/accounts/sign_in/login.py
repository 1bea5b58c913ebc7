"""The last step of every way of signing in: allauth's login, with our adapter."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from chatserver.accounts.allauth_internals import record_authentication
from chatserver.accounts.limits.device_cookie import remember_device
from chatserver.accounts.models import User
from chatserver.accounts.sign_in import state as sign_in_state


def enter(
    request: HttpRequest, person: User, *, method: str, wanted: str, stays: bool, known_by: str = ""
) -> HttpResponse:
    """Sign in, under a new key of the cookie session, and go where the person wanted to or belongs.

    The cookie session does not hold the number or address: method says only its kind. known_by: the identifier that
    the device cookie remembers (chatserver/accounts/limits/device_cookie.py), if any.
    """
    sign_in_state.forget_state(request)
    record_authentication(request, person, method=method)
    response: HttpResponse = perform_login(request, person, redirect_url=wanted or None, signal_kwargs={"stays": stays})
    if known_by and person.is_active:
        remember_device(request, response, known_by)
    return response
