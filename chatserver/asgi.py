"""The ASGI application: pages through Django, sockets through the consumers, each only for its own origins."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()  # before the consumers are imported: they need the applications loaded

from channels.routing import ProtocolTypeRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from chatserver.live.hub import hub_here
from chatserver.page_requests import PageRequests
from chatserver.routing import sockets

protocols: Any = ProtocolTypeRouter(
    {"http": PageRequests(pages), "websocket": OriginValidator(sockets, settings.ALLOWED_ORIGINS)}
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Pass the connection on. We live at the root: a client's Daphne-Root-Path header has no say in it.

    From the first one on this process hears the others, whether or not somebody comes by a socket.
    """
    hub_here()
    await protocols({**scope, "root_path": ""}, receive, send)
