"""What a person signs in with: apart from the account and from the log, with a retention of its own."""

from typing import Any, override

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.email_addresses import mailbox_of
from sessions.contract.limits import MAX_EMAIL_LENGTH
from sessions.models import ADDRESS_CHOICES, Channel
from sessions.platform.people import Person


class Identity(models.Model):
    """An address that a person has proven to read. Several people may have one number: a household shares a phone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    channel = models.CharField(max_length=8, choices=ADDRESS_CHOICES)
    address = models.CharField(max_length=MAX_EMAIL_LENGTH)
    mailbox = models.CharField(
        max_length=MAX_EMAIL_LENGTH,
        blank=True,
        default="",
        db_default="",
        help_text=_("The number, or the mailbox that the address leads to."),
    )
    confirmed_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=("person", "channel", "address"), name="one_identity_per_address")
        ]
        indexes = [
            models.Index(fields=("channel", "address"), name="identity_by_address"),
            models.Index(fields=("channel", "mailbox"), name="identity_by_mailbox"),
        ]

    def __str__(self) -> str:
        return self.channel  # an address has no place where objects are listed or logged

    @override
    def save(self, **options: Any) -> None:
        self.mailbox = mailbox_at(self.channel, self.address)
        super().save(**options)


def mailbox_at(channel: str, address: str) -> str:
    """The number, or the mailbox, that messages to this address arrive at. A mailbox has many spellings."""
    return mailbox_of(address) if channel == Channel.EMAIL else address


def identifiers_of(person: Person) -> list[tuple[str, str]]:
    """Pairs of channel and address that the person signs in with."""
    return list(Identity.objects.filter(person=person).order_by("confirmed_at").values_list("channel", "address"))
