"""The private address for a person's calendar program, on their own page."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sessions.notifications.feed_addresses import find_address, renew_address, revoke_address
from sessions.platform.people import Person
from sessions.platform.text.absolute_addresses import whole_address


@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """POST do=renew makes an address and voids the earlier one; do=revoke voids it."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("me"))
    if request.POST.get("do") == "revoke":
        revoke_address(request.user)
        messages.success(request, _("The link no longer works."))
    else:
        renew_address(request.user)
        messages.success(request, _("The link is ready."))
    return redirect(f"{reverse('me')}#own-feed")


def address_context(request: HttpRequest, person: Person) -> dict[str, str]:
    """The absolute address, and its webcal: form that opens a program; empty where there is none."""
    address = find_address(person)
    if address is None:
        return {"feed_address": "", "feed_program": ""}
    whole = whole_address(request, reverse("own_feed", args=[address.token]))
    return {"feed_address": whole, "feed_program": f"webcal://{whole.split('://', 1)[1]}"}
