"""Logs which headers a proxy in front does not pass on: otherwise visitors fail without an explanation.

Without X-Forwarded-Proto each page redirects to https, where the visitor is already. Without Upgrade no socket opens,
and everybody polls. Without X-Real-IP all visitors share the limits of one address.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from chatserver.config.probes import PROBES

logger = logging.getLogger(__name__)

NO_PROTO = (
    "A request without X-Forwarded-Proto was redirected to https, perhaps endlessly. With TRUST_PROXY=1 the proxy must "
    "set this header (nginx: proxy_set_header X-Forwarded-Proto $scheme)."
)
NO_ADDRESS = (
    "A request came without X-Real-IP, so all visitors share the limits of the proxy's address. With TRUST_PROXY=1 "
    "the proxy must set this header (nginx: proxy_set_header X-Real-IP $remote_addr)."
)
NO_UPGRADE = (
    "A WebSocket request arrived without its Upgrade header: the proxy must pass it on "
    "(nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and Connection upgrade)."
)
Answer = Callable[[HttpRequest], HttpResponseBase]


def warn_of_missing_headers(get_response: Answer) -> Answer:
    """A middleware, to be placed before the one that redirects to https."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if settings.TRUST_PROXY and request.path not in PROBES:
            if settings.SECURE_SSL_REDIRECT and "X-Forwarded-Proto" not in request.headers:
                logger.warning(NO_PROTO)
            if "X-Real-IP" not in request.headers:
                logger.warning(NO_ADDRESS)
        if "Sec-WebSocket-Key" in request.headers:  # with an Upgrade header it would not come here
            logger.warning(NO_UPGRADE)
            return HttpResponse(status=HTTPStatus.UPGRADE_REQUIRED, headers={"Upgrade": "websocket"})
        return get_response(request)

    return answer
