"""Serves the card of a link: drawn when it is first asked for, and gone as soon as its words are not public."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sessions.chats.cards import find_card
from sessions.record.cards.card import Card, seal_of
from sessions.record.cards.drawing import CardBusy, CardNotDrawn
from sessions.record.cards.finding import CardGone, NoSuchCard
from sessions.record.cards.kept import forget_taken_down, picture_of
from sessions.record.cards.prepared import prepared_card

logger = logging.getLogger(__name__)

FRESH_S = 300
"""How long others may show a card without asking again whether it is still there."""

GONE_S = 60
BUSY_S = 5


@require_safe
def card(request: HttpRequest, kind: str, card_id: str, version: str) -> HttpResponse:
    """404 for an address that no page gave, 410 for what is not public any longer, 503 while many are drawn.

    An older version leads to the present one.
    """
    language, _dash, rest = version.partition("-")
    if language not in dict(settings.LANGUAGES) or not constant_time_compare(
        rest.partition("-")[0], seal_of(kind, card_id)
    ):
        return _refusal(404, GONE_S)
    with override(language):
        try:
            found = find_card(kind, card_id)
        except NoSuchCard:
            return _refusal(404, GONE_S)
        except CardGone as gone:
            forget_taken_down(gone.chat_session_id)
            return _refusal(410, GONE_S)
        if found.version != version:
            return _for_everybody(redirect(found.path), GONE_S)
        return _answer(request, found)


def _answer(request: HttpRequest, found: Card) -> HttpResponse:
    etag = quote_etag(found.version)
    if _has_it(request, etag):
        return _for_everybody(HttpResponseNotModified(headers={"ETag": etag}), FRESH_S)
    try:
        png = picture_of(found, is_current=lambda: _is_current(found))
    except CardBusy:
        busy = _refusal(503, 0)
        busy["Retry-After"] = str(BUSY_S)
        return busy
    except CardNotDrawn as error:
        logger.warning("Drawing a card failed: %s.", error)
        return _for_everybody(HttpResponse(prepared_card(), content_type="image/png"), FRESH_S)
    return _for_everybody(HttpResponse(png, content_type="image/png", headers={"ETag": etag}), FRESH_S)


def _is_current(drawn: Card) -> bool:
    try:
        return find_card(drawn.kind, drawn.id).version == drawn.version
    except (NoSuchCard, CardGone):
        return False


def _has_it(request: HttpRequest, etag: str) -> bool:
    """Weak comparison: the same picture may have been compressed on its way (RFC 9110, 13.1.2)."""
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return any(each.removeprefix("W/") == etag for each in asked) or asked == ["*"]


def _refusal(status: int, seconds: int) -> HttpResponse:
    words = _("This picture is not available.")
    response = HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
    return _for_everybody(response, seconds) if seconds else _never_kept(response)


def _for_everybody(response: Any, seconds: int) -> HttpResponse:
    """Other websites show it, too."""
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Access-Control-Allow-Origin"] = "*"
    result: HttpResponse = response
    return result


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
