"""The language that an address names, for what is asked for without cookies or kept for later."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def language_of_reader(request: HttpRequest) -> str:
    """The one of `?lang=` if we have it, else the language of the request."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else str(get_language())
