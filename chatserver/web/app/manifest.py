"""The web app manifest (W3C) at /app.webmanifest: what a phone needs to install the website as an app."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chatserver.web.app.reader_language import language_of_reader

THEME = "#38399c"
PAPER = "#ffffff"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The manifest of the app, in the language of `?lang=`, because browsers ask for a manifest without cookies."""
    language = language_of_reader(request)
    with override(language):
        return JsonResponse(_describe(language), content_type="application/manifest+json")


def _describe(language: str) -> dict[str, Any]:
    chat = reverse("my_chat")
    return {
        "id": "/",
        "name": gettext("Councillor Live Chat"),
        "short_name": gettext("Ward chat"),
        "description": gettext("The live chat between residents and the councillor of their ward."),
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": f"{chat}?from=app",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": PAPER,
        "icons": [
            _icon("app/icon-192.png", 192),
            _icon("app/icon-512.png", 512),
            _icon("app/icon-maskable-512.png", 512) | {"purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": gettext("The chat of my ward"), "url": chat},
            {"name": gettext("Ask a question"), "url": reverse("share")},
            {"name": gettext("My questions"), "url": reverse("me")},
        ],
        # By GET, so that no worker is needed. iPhones have no share targets.
        "share_target": {
            "action": reverse("share"),
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }


def _icon(name: str, side: int) -> dict[str, str]:
    return {"src": static(name), "sizes": f"{side}x{side}", "type": "image/png"}
