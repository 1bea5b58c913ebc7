"""Connects the outer layer to the signals that the domain sends after a commit."""

from typing import override

from django.apps import AppConfig
from django.conf import settings


class EdgeConfig(AppConfig):
    name = "chatserver"

    @override
    def ready(self) -> None:
        if settings.CHANNEL_LAYERS:
            # These modules import the domain, which is possible only now.
            from chatserver.live.cluster import hint_publisher, hints

            hints.listen_without_loop(hint_publisher.HintPublisher().tell)
