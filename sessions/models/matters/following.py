"""Where news of a complaint or suggestion goes whose author has no account: by which channel, in which language."""

from django.conf import settings
from django.db import models

from sessions.models.people.reminder import ADDRESS_CHOICES


class MatterFollowing(models.Model):
    """A following: at most one for each.

    The address is in another table (chatserver/accounts/models/matter_contact.py).

    It is deleted with this row, so that nothing is left of it once nothing more is to be told.
    """

    matter = models.OneToOneField("chat_sessions.Matter", on_delete=models.CASCADE, related_name="following")
    channel = models.CharField(max_length=8, choices=ADDRESS_CHOICES)
    language = models.CharField(max_length=8, default=settings.LANGUAGE_CODE)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.channel
