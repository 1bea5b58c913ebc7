"""The language that an address names, for what is asked for without cookies or kept for later."""

from django.conf import settings
from django.http import HttpRequest


def language_of_reader(request: HttpRequest) -> str:
    """The one of `?lang=` if we have it; never that of the request: what an address answers is kept for everybody."""
    return request.GET["lang"] if names_language(request) else settings.FALLBACK_LANGUAGE


def names_language(request: HttpRequest) -> bool:
    """Whether `?lang=` is one of ours."""
    return request.GET.get("lang", "") in dict(settings.LANGUAGES)
