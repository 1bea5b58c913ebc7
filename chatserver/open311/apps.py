"""The application's configuration; its tables stand beside those of complaints (sessions/models/matters/open311.py)."""

from typing import override

from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "chatserver.open311"
    label = "open311"

    @override
    def ready(self) -> None:
        # It imports the domain, which is possible only now.
        from chatserver.open311.client.handing_on import hand_on_transfers

        hand_on_transfers()
