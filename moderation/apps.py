"""The application's configuration; it also sets the check of second_look for the clerk's forms."""

from typing import override

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from moderation.second_look import why_look_again
        from sessions.text.second_look import public_words

        public_words.set_check(why_look_again)
