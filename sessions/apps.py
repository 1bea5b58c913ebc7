"""The application's configuration; its label differs from that of django.contrib.sessions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sessions.platform.clock import replaceable_now  # noqa: F401 -- before any model is loaded


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "chat_sessions"
    verbose_name = _("Chat sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sessions.models import saved  # noqa: F401 -- from now on, other rooms hear of saved rows
