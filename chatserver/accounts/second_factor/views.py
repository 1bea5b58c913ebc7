"""The pages of the second factor: prove it, set it up, and change it."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chatserver.accounts.cookie_sessions.ending import end_cookie_sessions
from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.limits.device_cookie import DUTY, remember_device
from chatserver.accounts.models import User
from chatserver.accounts.second_factor import authenticators
from chatserver.accounts.second_factor.enrolment import end_enrolment, may_set_up_first, use_enrolment_code
from chatserver.accounts.second_factor.mark import is_proven, is_proven_lately, mark_proven
from chatserver.accounts.second_factor.passkey_sign_in import options_json
from chatserver.redirects import own_address
from sessions.platform.refusals import Refused

NEW_APP = "second_factor_new_app"
ISSUER = "Councillor Live Chat"
"""The issuer of one-time codes, in English for everybody: percent-encoded Bengali would make the QR code too fine for a
phone's camera."""

LONGEST_CREDENTIAL = 64 * 1024
"""Bytes. The answer of a passkey has a few KiB, with a chain of certificates perhaps twenty."""

SHOW_CODES = "show_recovery_codes"

Page = Callable[[HttpRequest, User], HttpResponse]


def signed_in(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Call the page with the signed-in person; a visitor is sent to sign in first."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User):
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        return page(request, person)

    return enter


@signed_in
def prove(request: HttpRequest, person: User) -> HttpResponse:
    """POST: a code of the app, a recovery code, or what a passkey has signed. A user with a recent proof is sent on."""
    has_one = authenticators.has_authenticator(person)
    if is_proven_lately(request.session) or (is_proven(request.session) and not has_one):
        return redirect(_way_on(request, person))
    if not has_one:
        return redirect(f"{reverse('second_factor_set_up')}?{urlencode({'next': _way_on(request, person)})}")
    error = ""
    if request.method == "POST":
        try:
            by = _prove(request, person)
        except Refused as refused:
            error = str(refused.message)
        else:
            mark_proven(request, by=by)
            response = redirect(_way_on(request, person))
            remember_device(request, response, DUTY)
            return response
    passkey = authenticators.passkey_to_use(person)
    context = {
        "error": error,
        "next": _way_on(request, person),
        "has_app": authenticators.has_app(person),
        "unreadable": authenticators.UNREADABLE_SECRET if authenticators.has_unreadable(person) else "",
        "passkey_json": passkey and options_json(passkey),
    }
    return render(request, "accounts/second_factor/second_factor.html", context, status=422 if error else 200)


@signed_in
def set_up(request: HttpRequest, person: User) -> HttpResponse:
    """POST: the first code of an app, or a new passkey. A person with a second factor has to prove it just before."""
    way_on = _way_on(request, person)
    is_first = not authenticators.has_authenticator(person)
    if not is_first and not is_proven_lately(request.session):
        return redirect(f"{reverse('second_factor')}?{urlencode({'next': request.get_full_path()})}")
    if is_first and not may_set_up_first(request, person):
        return _enrol(request, person)
    secret = request.session.setdefault(NEW_APP, authenticators.new_secret())
    error = ""
    if request.method == "POST":
        try:
            by = _set_up(request, person, secret, is_first=is_first)
        except Refused as refused:
            error = str(refused.message)
        else:
            del request.session[NEW_APP]
            if is_first:
                end_enrolment(request, person)
                mark_proven(request, by=by)
                request.session[SHOW_CODES] = True
            messages.success(request, _("Saved. From now on you sign in with it."))
            return redirect(f"{reverse('second_factor_keys')}?{urlencode({'next': way_on})}")
    address = _app_address(person, secret)
    context = {
        "error": error,
        "next": way_on,
        "is_first": is_first,
        "replaces_app": authenticators.has_app(person),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "address": address,
        "qr": segno.make_qr(address, error="l").svg_data_uri(scale=5, border=2),
        "passkey_json": options_json(authenticators.passkey_to_make(person)),
    }
    return render(request, "accounts/second_factor/set_up.html", context, status=422 if error else 200)


@signed_in
def second_factor_keys(request: HttpRequest, person: User) -> HttpResponse:
    """The person's second factors. POST, just after a proof: `do=remove` one, or `do=codes` for new recovery codes.

    A stolen cookie must not let its thief add a second factor of their own.
    """
    may_change = is_proven_lately(request.session) or not authenticators.has_authenticator(person)
    if not is_proven(request.session) or (request.method == "POST" and not may_change):
        return redirect(f"{reverse('second_factor')}?{urlencode({'next': request.path})}")
    if request.method == "POST":
        try:
            _change(request, person)
        except Refused as refused:
            messages.error(request, str(refused.message))
        return redirect("second_factor_keys")
    shows_codes = request.session.pop(SHOW_CODES, False)
    context = {
        "authenticators": authenticators.authenticators_of(person),
        "codes": authenticators.unused_recovery_codes(person) if shows_codes else [],
        "count": len(authenticators.unused_recovery_codes(person)),
        "next": _way_on(request, person),
    }
    return render(request, "accounts/second_factor/keys.html", context)


def _enrol(request: HttpRequest, person: User) -> HttpResponse:
    """Ask for the code that setting up the first second factor needs."""
    error = ""
    if request.method == "POST":
        try:
            use_enrolment_code(request, person, request.POST.get("enrolment", ""))
        except Refused as refused:
            error = str(refused.message)
        else:
            return redirect(f"{reverse('second_factor_set_up')}?{urlencode({'next': _way_on(request, person)})}")
    context = {"error": error, "next": _way_on(request, person)}
    return render(request, "accounts/second_factor/enrol.html", context, status=422 if error else 200)


def _prove(request: HttpRequest, person: User) -> str:
    if request.POST.get("credential"):
        return authenticators.prove_by_passkey(person, _credential(request))
    return authenticators.prove_by_code(person, request.POST.get("code", ""))


def _set_up(request: HttpRequest, person: User, secret: str, *, is_first: bool) -> str:
    if request.POST.get("credential"):
        credential, name = _credential(request), request.POST.get("name", "")
        authenticators.add_passkey(person, credential=credential, name=name, is_first=is_first)
        return "webauthn"
    replaces = authenticators.has_app(person)
    authenticators.add_app(person, secret=secret, code=request.POST.get("code", ""), is_first=is_first)
    if replaces:
        _sign_out_elsewhere(request, person)
    return "totp"


def _change(request: HttpRequest, person: User) -> None:
    if request.POST.get("do") == "codes":
        authenticators.renew_recovery_codes(person)
        _sign_out_elsewhere(request, person)
        request.session[SHOW_CODES] = True
        return
    wanted = request.POST.get("authenticator", "")
    authenticators.remove_authenticator(person, int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0)
    _sign_out_elsewhere(request, person)
    messages.success(request, _("Removed. All other devices are signed out."))


def _sign_out_elsewhere(request: HttpRequest, person: User) -> None:
    """Sign out on the other devices: a proof by a second factor that was removed no longer counts."""
    end_cookie_sessions([person.pk], but=request.session.session_key)


def _credential(request: HttpRequest) -> Any:
    try:
        written = request.POST["credential"]
        return json.loads(written) if len(written) <= LONGEST_CREDENTIAL else None
    except (ValueError, RecursionError) as error:
        raise Refused("bad_code", _("The passkey was not accepted. Please try again.")) from error


def _app_address(person: User, secret: str) -> str:
    """The address that the app reads from the QR code (Key Uri Format)."""
    parameters = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(person.shown_as)}?{parameters}"


def _way_on(request: HttpRequest, person: User) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return own_address(request, wanted) or landing_path(person)
