"""A peer: a chat like Channels' tutorial, on the Redis layer that TUTORIAL_LAYER names. For Daphne."""

# ruff: noqa: E402 -- Django must be set up before what uses it is imported

import json
import os
from typing import Any

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="a peer that knows nobody",
    INSTALLED_APPS=["daphne", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    CHANNEL_LAYERS={
        "default": {"BACKEND": os.environ["TUTORIAL_LAYER"], "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}}
    },
)

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.group = f"chat_{self.scope['url_route']['kwargs']['room']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        message = json.loads(text_data or "")["message"]
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": message})

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"message": event["message"]}))


as_view: Any = path  # it takes ASGI applications too, which its types do not say
chats: Any = AuthMiddlewareStack(URLRouter([as_view("ws/chat/<room>/", ChatConsumer.as_asgi())]))
application = ProtocolTypeRouter({"http": pages, "websocket": chats})
