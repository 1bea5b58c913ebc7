"""Connects the edge to what the domain commits."""

from typing import override

from django.apps import AppConfig
from django.conf import settings


class EdgeConfig(AppConfig):
    name = "chatserver"

    @override
    def ready(self) -> None:
        if settings.CHANNEL_LAYERS:
            from chatserver.live import courier, hints  # they know the domain, which can be imported only now

            hints.listen_without_loop(courier.Courier().tell)
