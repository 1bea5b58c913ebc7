"""Published records of chat sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    chat_session = models.OneToOneField("chat_sessions.ChatSession", on_delete=models.PROTECT, related_name="record")
    slug = models.SlugField(max_length=60, unique=True)
    document = models.JSONField(help_text=_("The authority; every other form is made from it."))
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.slug
