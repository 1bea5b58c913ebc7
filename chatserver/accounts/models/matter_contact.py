"""The addresses of people without an account, to whom the news of one complaint or suggestion goes."""

from django.db import models

from chatserver.accounts.models.contact import new_stop_code
from sessions.contract.limits import MAX_EMAIL_LENGTH
from sessions.models import MatterFollowing


class MatterContact(models.Model):
    """Kept as the addresses of accounts are: apart from the complaint and from the log, and read only to send."""

    following = models.OneToOneField(MatterFollowing, on_delete=models.CASCADE, related_name="contact")
    address = models.CharField(max_length=MAX_EMAIL_LENGTH)
    stop_code = models.CharField(max_length=22, unique=True, default=new_stop_code, editable=False)

    def __str__(self) -> str:
        return self.channel  # an address has no place where objects are listed or logged

    @property
    def channel(self) -> str:
        return self.following.channel

    @property
    def language(self) -> str:
        return self.following.language
