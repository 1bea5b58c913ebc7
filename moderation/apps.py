"""The application's configuration; it also sets the hooks of the packages below."""

from typing import override

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from moderation.desk.undoing import carry_out
        from moderation.matters.redacting import connect_redacting_of_decisions
        from moderation.matters.undoing import carry_out_due_undoable
        from moderation.questions.second_look import why_look_again
        from moderation.questions.similar.forgetting import forget_likeness
        from sessions.log.steps.waiting_decisions import between_evenings, waiting_decisions
        from sessions.platform.text.second_look import public_words
        from sessions.record.redaction.hooks import forget_copies

        waiting_decisions.set_carry_out(carry_out)
        between_evenings.append(carry_out_due_undoable)
        public_words.set_check(why_look_again)
        forget_copies.append(forget_likeness)
        connect_redacting_of_decisions()
