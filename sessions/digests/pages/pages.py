"""The digests of a ward: the list, one of them as a page, as a sheet for the notice board, and as JSON."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.chats.calendar.public.posters import qr_svg
from sessions.digests.paper import sections_on_paper
from sessions.digests.shown_digest import ShownDigest, shown_digest
from sessions.digests.still_public import readable_digest
from sessions.models import Closure, Digest, Ward
from sessions.platform.feeds.feed_response import language_in_address
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.by_language import direction_of


@require_safe
def digest_list(request: HttpRequest, number: int) -> HttpResponse:
    ward = get_object_or_404(Ward, number=number)
    months = Digest.objects.filter(ward=ward).order_by("-month").values_list("month", flat=True).distinct()
    return render(request, "sessions/digests/list.html", {"ward": ward, "months": list(months)})


@require_safe
def digest_page(request: HttpRequest, number: int, month: date) -> HttpResponse:
    ward, digest = _find(number, month, get_language() or "")
    freeze = held_back_by(digest)
    context = {
        "ward": ward,
        "month": month,
        "freeze": freeze,
        "shown": None if freeze else in_its_language(digest),
        "digest": digest,
        "direction": direction_of(digest.language),
    }
    return render(request, "sessions/digests/digest.html", context)


@require_safe
def digest_sheet(request: HttpRequest, number: int, month: date) -> HttpResponse:
    """One A4 page in the reader's language."""
    ward, digest = _find(number, month, get_language() or "")
    freeze = held_back_by(digest)
    shown = None if freeze else in_its_language(digest)
    address = whole_address(request, reverse("short_digest", args=[number, month]))
    context = {
        "ward": ward,
        "month": month,
        "freeze": freeze,
        "shown": shown,
        "sections": sections_on_paper(shown) if shown else [],
        "language": digest.language,
        "direction": direction_of(digest.language),
        "qr": mark_safe(qr_svg(address)),  # noqa: S308 -- made of modules alone, no text of anybody is in it
        "short_address": address.split("://", 1)[1],
    }
    return render(request, "sessions/digests/sheet.html", context)


@require_safe
def digest_json(request: HttpRequest, number: int, month: date) -> HttpResponse:
    """The document in the language of ?lang=, whose sum the ward's log has, unless words were left out since."""
    _ward, digest = _find(number, month, language_in_address(request))
    if held_back_by(digest):
        raise Http404
    readable = readable_digest(digest.document, digest.ward)
    return JsonResponse(
        {"sha256": digest.sha256, "document": readable.document}, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def short_digest(_request: HttpRequest, number: int, month: date) -> HttpResponse:
    """Redirects from a text message or a sheet of paper. Temporary, as pages may move."""
    return redirect("digest", number=number, month=month)


def held_back_by(digest: Digest) -> Closure | None:
    """The election freeze of today, for a digest that was made in it: in a freeze, nothing is published."""
    freeze = freeze_on(digest.ward, timezone.localdate())
    made_on = timezone.localdate(digest.made_at)
    return freeze if freeze is not None and freeze.from_on <= made_on else None


def in_its_language(digest: Digest) -> ShownDigest:
    with override(digest.language):
        return shown_digest(readable_digest(digest.document, digest.ward))


def _find(number: int, month: date, language: str) -> tuple[Ward, Digest]:
    """Find a digest in the reader's language, or in whichever there is. Raises Http404."""
    ward = get_object_or_404(Ward.objects.select_related("borough"), number=number)
    rows = {each.language: each for each in Digest.objects.filter(ward=ward, month=month)}
    digest = rows.get(language) or next(iter(rows.values()), None)
    if digest is None:
        raise Http404
    digest.ward = ward
    return ward, digest
