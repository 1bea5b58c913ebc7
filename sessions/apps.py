"""The application's configuration; its label differs from that of django.contrib.sessions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sessions.clock import replaceable_now  # noqa: F401 -- before any model is loaded


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "chat_sessions"
    verbose_name = _("Chat sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sessions.cards.forgetting import connect_forgetting
        from sessions.digests.forgetting import connect_digests
        from sessions.matters.near.support import connect_support
        from sessions.matters.shown.indexing import connect_indexing
        from sessions.notifications.matter_rounds import tell_of_matters
        from sessions.notifications.promise_rounds import tell_of_promises
        from sessions.notifications.question_news import tell_of_steps
        from sessions.posting.making import make_posts
        from sessions.posting.sweeping import forget_redacted
        from sessions.promises.owed_block.listing import connect_owed_list
        from sessions.promises.shown.indexing import connect_promise_indexing
        from sessions.promises.sources.connecting import connect_sources
        from sessions.record.redaction.copies import connect_copies
        from sessions.record.redaction.hooks import destroy_copies

        connect_sources()
        connect_copies()
        connect_digests()
        connect_forgetting()
        connect_support()
        connect_indexing()
        connect_promise_indexing()
        tell_of_steps()
        tell_of_matters()
        tell_of_promises()
        connect_owed_list()
        make_posts()
        destroy_copies.append(forget_redacted)
        from sessions.record.figures import keeping  # noqa: F401 -- from now on, each record's figures are kept
