"""A person's pages about their own data: see it, download it, withdraw consent, delete the account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chatserver.accounts.contacts.contacts import addresses_of
from chatserver.accounts.limits.device_cookie import forget_device
from chatserver.accounts.limits.rate_limits import MINUTE_S, Limit, Spending, spend
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import identifiers_of
from chatserver.accounts.names.labels import has_duty
from chatserver.accounts.privacy.erasure import erase_person, require_erasable
from chatserver.accounts.privacy.export import count_personal_data, everything_about
from chatserver.accounts.sign_in.signing_out import leave_nothing
from sessions.chats.pages.room.consent_notice import complaints_to, shown_to_all
from sessions.chats.questions.consent_withdrawal import withdraw_consent
from sessions.city.people.consents import newest_consent
from sessions.platform.refusals import Refused

FILES = Limit("own_file", 8, 15 * MINUTE_S, gettext_lazy("Too many attempts. Please try again in 15 minutes."))
"""A download reads all tables."""


@require_safe
@never_cache
@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    context = {
        "identifiers": [address for _channel, address in identifiers_of(person)],
        "addresses": sorted(set(addresses_of(person).values())),
        "counts": count_personal_data(person),
        "shown_as": shown_to_all(person, person.ward) if person.ward is not None else person.shown_as,
        "consent": newest_consent(person),
        "languages": dict(settings.LANGUAGES),
        "has_duty": has_duty(person),
        "forget_after_days": settings.FORGET_AFTER_DAYS,
        "complaints_to": complaints_to(),
    }
    return render(request, "accounts/privacy/privacy.html", context)


@require_safe
@never_cache
@login_required
def download(request: HttpRequest) -> HttpResponse:
    """Everything about the person as one JSON file."""
    person = _person(request)
    try:
        spend(Spending(FILES, str(person.pk)))
    except Refused as no:
        messages.error(request, str(no.message))
        return redirect("privacy")
    answer = JsonResponse(
        everything_about(person), encoder=AnyColumnEncoder, json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


class AnyColumnEncoder(DjangoJSONEncoder):
    """Encodes every type of value that a column may hold."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)


@require_POST
@login_required
def withdraw(request: HttpRequest) -> HttpResponse:
    withdraw_consent(_person(request))
    messages.success(
        request, _("Your consent is withdrawn, and so are your questions that no moderator had decided yet.")
    )
    return redirect("privacy")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """GET says what will happen; POST with `sure` deletes the account for good."""
    person = _person(request)
    refused, is_sure = "", request.POST.get("sure") == "on"
    try:
        if request.method == "POST" and is_sure:
            erase_person(person)
            logout(request)
            messages.success(request, _("Your account is deleted. You are signed out everywhere."))
            response = redirect("home")
            forget_device(response)
            return leave_nothing(response)
        require_erasable(person)
    except Refused as no:
        refused = str(no.message)
    context = {"refused": refused, "is_unsure": request.method == "POST" and not is_sure}
    status = 200 if request.method != "POST" else 409 if refused else 422
    return render(request, "accounts/privacy/erase.html", context, status=status)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
