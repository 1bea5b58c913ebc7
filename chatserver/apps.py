"""Connects the outer layer to the signals that the domain sends after a commit."""

from typing import override

from django.apps import AppConfig
from django.conf import settings


class EdgeConfig(AppConfig):
    name = "chatserver"

    @override
    def ready(self) -> None:
        # These modules import the domain, which is possible only now.
        from chatserver.outside.open311.client.handing_on import hand_on_transfers

        hand_on_transfers()
        if settings.CHANNEL_LAYERS:
            from chatserver.live.cluster import hint_publisher, hints

            hints.listen_without_loop(hint_publisher.HintPublisher().tell)
