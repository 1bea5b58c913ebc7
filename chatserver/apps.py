"""The application's configuration; it says who hears the hooks of all rooms."""

from typing import override

from django.apps import AppConfig

from chatserver.hearers import HEARERS
from sessions.platform.hooks import set_hearers


class EdgeConfig(AppConfig):
    name = "chatserver"

    @override
    def ready(self) -> None:
        set_hearers(HEARERS)
