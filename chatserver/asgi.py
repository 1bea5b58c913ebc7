"""The ASGI application: pages through Django, sockets through the consumers, each only for its own origins."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()  # before the consumers are imported: they need the applications loaded

from channels.routing import ProtocolTypeRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from chatserver.database.serving import may_acknowledge
from chatserver.live.fanout.hub import hub_here
from chatserver.web.page_requests import PageRequests
from chatserver.routing import sockets

protocols: Any = ProtocolTypeRouter(
    {"http": PageRequests(pages), "websocket": OriginValidator(sockets, settings.ALLOWED_ORIGINS)}
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Pass the connection on. We live at the root: a client's Daphne-Root-Path header has no say in it.

    From the first one on this process hears the others, whether or not somebody comes by a socket. Where the database
    has been taken away nobody is let in: a new connection to what lies there now would only damage it.
    """
    hub_here()
    if not may_acknowledge():
        await turn_away(scope["type"], send)
        return
    await protocols({**scope, "root_path": ""}, receive, send)


async def turn_away(kind: str, send: Any) -> None:
    """For a moment: whoever starts the server anew has been told why by its log."""
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 4000})
    else:
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"retry-after", b"5"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b"The server starts anew. Please try again in a moment.\n"})
