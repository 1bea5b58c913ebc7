"""The private address for one's own calendar program, as one's own page shows it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sessions.notifications.feed_addresses import find_address, renew_address, revoke_address
from sessions.people import Person
from sessions.text.absolute_addresses import whole_address


@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """`do=renew` makes an address, in the place of any other; `do=revoke` takes it back."""
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
    """The whole address, and the same for opening a program; empty where there is none."""
    address = find_address(person)
    if address is None:
        return {"feed_address": "", "feed_program": ""}
    whole = whole_address(request, reverse("own_feed", args=[address.token]))
    return {"feed_address": whole, "feed_program": f"webcal://{whole.split('://', 1)[1]}"}
