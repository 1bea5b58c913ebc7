"""The form in which a person chooses how they are reminded."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chatserver.accounts.addresses.email import read_email
from chatserver.accounts.addresses.phone import read_phone
from chatserver.accounts.senders import is_served
from chatserver.accounts.sign_in.forms import NOT_A_PHONE_NUMBER, NOT_AN_EMAIL_ADDRESS
from sessions.contract.limits import MAX_EMAIL_LENGTH, MAX_PHONE_LENGTH
from sessions.models import Channel

CHOSEN_BY = {"email": "by_email", "phone": "by_sms"}


class ReminderForm(forms.Form):
    """An address counts only where its channel is chosen; the address of a channel that is not chosen is deleted."""

    by_email = forms.BooleanField(required=False)
    email = forms.CharField(
        required=False, max_length=MAX_EMAIL_LENGTH, error_messages={"max_length": NOT_AN_EMAIL_ADDRESS}
    )
    by_sms = forms.BooleanField(required=False)
    phone = forms.CharField(
        required=False, max_length=MAX_PHONE_LENGTH, error_messages={"max_length": NOT_A_PHONE_NUMBER}
    )

    @classmethod
    def initial_of(cls, addresses: Mapping[str, str], *, known: Mapping[str, str]) -> dict[str, Any]:
        """The initial values of the form.

        known: the addresses that the person signs in with, so that they need not be typed again.
        """
        return {
            "by_email": Channel.EMAIL in addresses,
            "email": addresses.get(Channel.EMAIL) or known.get(Channel.EMAIL, ""),
            "by_sms": Channel.SMS in addresses,
            "phone": addresses.get(Channel.SMS) or known.get(Channel.SMS, ""),
        }

    def clean_email(self) -> str:
        return self._clean_address(
            "email",
            read_email,
            missing=_("Enter the e-mail address here, or untick the box."),
            wrong=str(NOT_AN_EMAIL_ADDRESS),
        )

    def clean_phone(self) -> str:
        return self._clean_address(
            "phone",
            read_phone,
            missing=_("Enter the mobile number here, or untick the box."),
            wrong=str(NOT_A_PHONE_NUMBER),
        )

    def _clean_address(self, field: str, read: Callable[[str], str | None], *, missing: str, wrong: str) -> str:
        """Blank where its channel is not chosen."""
        written: str = self.cleaned_data[field].strip()
        if not self.cleaned_data.get(CHOSEN_BY[field]):
            return ""
        if not written:
            raise ValidationError(missing)
        address = read(written)
        if address is None:
            raise ValidationError(wrong)
        return address

    @property
    def addresses(self) -> dict[str, str]:
        """Channel to address, of a valid form, for the channels that this installation serves."""
        given = {Channel.EMAIL: self.cleaned_data["email"], Channel.SMS: self.cleaned_data["phone"]}
        return {str(channel): address for channel, address in given.items() if address and is_served(channel)}
