"""A printable poster of a ward's month, and the short address on it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from sessions.chats.calendar.public.entries import occasions_between
from sessions.chats.calendar.public.posters import Printed, blocks_of, qr_svg
from sessions.models import Ward
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.months import next_month

NOT_PRINTED = ("cancelled", "suspended", "waiting")


@require_safe
def poster(request: HttpRequest, number: int, first_on: date) -> HttpResponse:
    """One A4 page in three languages. Chats that cannot be held are not on the sheet; the page says why, beside it."""
    ward = get_object_or_404(Ward, number=number)
    occasions = occasions_between(first_on, next_month(first_on), wards=[ward])
    printed = [
        Printed(timezone.localtime(occasion.starts_at), occasion.moved_from)
        for occasion in occasions
        if occasion.state not in NOT_PRINTED
    ]
    address = whole_address(request, reverse("short_address", args=[number]))
    context = {
        "ward": ward,
        "first_on": first_on,
        "blocks": blocks_of(number, printed) if printed else [],
        "left_out": [occasion for occasion in occasions if occasion.state in NOT_PRINTED],
        "qr": mark_safe(qr_svg(address)),  # noqa: S308 -- made of modules alone, no text of anybody is in it
        "short_address": address.split("://", 1)[1],
    }
    return render(request, "sessions/site/calendar/poster.html", context)


@require_safe
def short_address(_request: HttpRequest, number: int) -> HttpResponse:
    """Redirects from a poster to the ward's page. Temporary, as pages may move while posters hang."""
    get_object_or_404(Ward, number=number)
    return redirect("ward", number=number)
