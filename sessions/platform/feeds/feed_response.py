"""Answer a feed to programs that poll it: in its language, and in full only after a change."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

SHARED = "public, max-age=300"
OWN_FEED_CACHING = "private, no-cache"


def language_in_address(request: HttpRequest, default: str = settings.LANGUAGE_CODE) -> str:
    """The language of `?lang=` alone: a calendar program has no cookie, and caches know only the address."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else default


def answer_feed(
    request: HttpRequest, body: bytes, *, content_type: str, language: str, name: str, cached: str = SHARED
) -> HttpResponse:
    """The feed with its ETag, or 304 for a client that has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": cached,
        "Content-Language": language,
        "Content-Disposition": f'inline; filename="{name}"',
    }
    response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response
