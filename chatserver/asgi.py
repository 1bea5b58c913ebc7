"""The ASGI application: pages through Django, sockets through the consumers, both for allowed origins only."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")

import django

django.setup()  # before the rest is imported: the consumers need the applications loaded

from channels.routing import ProtocolTypeRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from chatserver.database.serving import may_connect
from chatserver.live.fanout.hub import hub_here
from chatserver.web.page_handler import PageHandler
from chatserver.web.page_requests import PageRequests
from chatserver.web.long_poll_endpoint import LongPollEndpoint
from chatserver.routing import sockets
from sessions.contract.close_codes import Close

protocols: Any = ProtocolTypeRouter(
    {
        "http": LongPollEndpoint(PageRequests(PageHandler())),
        "websocket": OriginValidator(sockets, settings.ALLOWED_ORIGINS),
    }
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Pass the connection on. We serve at the root: a client's Daphne-Root-Path header changes nothing.

    From the first connection on, of either kind, this process hears the others. If the database has been taken away,
    nobody is let in: a new connection to the file that is there now would only damage it.
    """
    hub_here()
    if not may_connect():
        await refuse_while_starting(scope["type"], send)
        return
    await protocols({**scope, "root_path": ""}, receive, send)


async def refuse_while_starting(kind: str, send: Any) -> None:
    """Refuse requests while starting.

    Only for a moment: the log tells the operator why, and the server is restarted.
    """
    if kind == "websocket":
        await send({"type": "websocket.close", "code": Close.GOING_DOWN.value})
    else:
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"retry-after", b"5"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b"The server starts anew. Please try again in a moment.\n"})
