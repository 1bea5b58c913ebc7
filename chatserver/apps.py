"""Connects the edge to what the domain commits."""

from typing import override

from django.apps import AppConfig
from django.conf import settings


class EdgeConfig(AppConfig):
    name = "chatserver"

    @override
    def ready(self) -> None:
        if settings.CHANNEL_LAYERS:
            # They know the domain, which can be imported only now.
            from chatserver.live.cluster import hint_publisher, hints

            hints.listen_without_loop(hint_publisher.HintPublisher().tell)
