"""The last step of each way in: allauth lets the person in, and the adapter says what follows."""

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

    Nothing by which the person was found is kept in the cookie session: method says only what kind it was. known_by:
    what this device is remembered to have signed in with (chatserver/accounts/limits/device_cookie.py), if it is.
    """
    sign_in_state.forget(request)
    record_authentication(request, person, method=method)
    response: HttpResponse = perform_login(request, person, redirect_url=wanted or None, signal_kwargs={"stays": stays})
    if known_by and person.is_active:
        remember_device(request, response, known_by)
    return response
