"""The form by which a clerk sends a receipt to somebody without an account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.email_addresses import read_email
from chatserver.accounts.phone_numbers import read_phone
from chatserver.accounts.senders import is_served
from sessions.contract.limits import MAX_EMAIL_LENGTH, MAX_PHONE_LENGTH
from sessions.models import ADDRESS_CHANNELS, Channel

NO_ADDRESS = _("Not a valid mobile number or e-mail address. Please check it.")

READERS = {Channel.SMS: read_phone, Channel.EMAIL: read_email}


class ReceiptForm(forms.Form):
    """The form of a receipt. agreed: that the person wishes it, and that the address was read back to them."""

    channel = forms.ChoiceField(error_messages={"required": _("Choose one.")})
    address = forms.CharField(
        max_length=max(MAX_EMAIL_LENGTH, MAX_PHONE_LENGTH),
        error_messages={"required": _("Enter the mobile number or the e-mail address."), "max_length": NO_ADDRESS},
    )
    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES)
    agreed = forms.BooleanField(
        error_messages={"required": _("Ask the person first, and read the number or address back to them.")}
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(channel.value, channel.label) for channel in served_channels()]

    def clean(self) -> dict[str, Any]:
        """The address becomes the one that is written to. What is none for its channel is an error of its field."""
        given = dict(super().clean() or {})
        if given.get("address") and given.get("channel"):
            address = READERS[Channel(given["channel"])](given["address"].strip())
            if address is None:
                raise ValidationError({"address": str(NO_ADDRESS)})
            given["address"] = address
        return given


def served_channels() -> Sequence[Channel]:
    """SMS first: most who call have no e-mail."""
    return [channel for channel in sorted(ADDRESS_CHANNELS, reverse=True) if is_served(channel)]
