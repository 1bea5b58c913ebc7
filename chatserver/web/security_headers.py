"""Security headers: which sites may use our answers, and which browser features our pages never need."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

REFUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
)
"""Features that pages refuse, without the features for passkeys and for codes by SMS: signing in needs those, from our
own origin."""

POLICY = ", ".join(f"{feature}=()" for feature in REFUSED)


class AddSecurityHeaders:
    """The outermost middleware, so that every answer has the headers: pages, files, redirects and refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._finds_wards = reverse("wards")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_for_all = response.headers.get("Access-Control-Allow-Origin") == "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_for_all else "same-origin"
        asks = request.path == self._finds_wards or getattr(response, "asks_location", False)
        place = "(self)" if asks else "()"
        response.headers["Permissions-Policy"] = f"{POLICY}, geolocation={place}"
        return response
