"""Appeals of authors against refusals and removals of their questions: one for each question."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppealState(models.TextChoices):
    """The states of an appeal.

    upheld: the decision stands; overturned: it does not. withdrawn: the author deleted their account before.
    """

    MADE = "made", _("Appealed")
    UPHELD = "upheld", _("The decision stands")
    OVERTURNED = "overturned", _("The decision was overturned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> "AppealQuerySet":
        return self.filter(decided_at=None)


class Appeal(models.Model):
    question = models.OneToOneField("chat_sessions.Question", on_delete=models.PROTECT, related_name="appeal_made")
    words = models.TextField(blank=True, help_text=_("A sentence of the author for the moderator."))
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text=_("Until then another moderator has to decide."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text=_("Why it was decided so, for the author."))

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return f"Appeal about {self.question_id}"

    @property
    def is_overdue(self) -> bool:
        """Whether it waits although its deadline has passed."""
        return self.decided_at is None and self.due_at < timezone.now()
