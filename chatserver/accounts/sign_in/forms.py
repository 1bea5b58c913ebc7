"""The forms of signing in: the address for the code, the code itself, and which person of the household it is."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatserver.accounts.email_addresses import fold_email, read_email
from chatserver.accounts.phone_numbers import read_phone
from chatserver.accounts.senders import is_served
from sessions.contract.limits import MAX_CODE_LENGTH, MAX_EMAIL_LENGTH, MAX_PHONE_LENGTH
from sessions.models import Channel

NOT_A_PHONE_NUMBER = gettext_lazy("Not a valid mobile number. Enter ten digits, or start with + and the country code.")
NOT_AN_EMAIL_ADDRESS = gettext_lazy("Not a valid e-mail address. It should look like name@example.org.")

PHONE_WAY, EMAIL_WAY, PAPER_WAY = "phone", "email", "paper"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of signing in, and its words on the page."""

    name: str
    words: str | Promise


WAYS = (
    Way(PHONE_WAY, gettext_lazy("Code to my phone")),
    Way(EMAIL_WAY, gettext_lazy("Code by e-mail")),
    Way(PAPER_WAY, gettext_lazy("Printed code")),
)


def ways_here() -> list[Way]:
    """The ways that this installation serves, the usual one first. A printed code needs no sender."""
    served = {PHONE_WAY: is_served(Channel.SMS), EMAIL_WAY: is_served(Channel.EMAIL), PAPER_WAY: True}
    return [way for way in WAYS if served[way.name]]


class WayForm(forms.Form):
    """The form that chooses how to sign in. stays: the device belongs to the person, and stays signed in."""

    stays = forms.BooleanField(required=False)
    channel = ""

    def refuse(self, message: str | Promise) -> None:
        self.add_error("address", ValidationError(str(message)))


class PhoneForm(WayForm):
    channel = Channel.SMS
    address = forms.CharField(
        max_length=MAX_PHONE_LENGTH, required=False, error_messages={"max_length": NOT_A_PHONE_NUMBER}
    )

    def clean_address(self) -> str:
        read = read_phone(self.cleaned_data["address"])
        if read is None:
            raise ValidationError(str(NOT_A_PHONE_NUMBER))
        return read


class EmailForm(WayForm):
    channel = Channel.EMAIL
    address = forms.CharField(
        max_length=MAX_EMAIL_LENGTH, required=False, error_messages={"max_length": NOT_AN_EMAIL_ADDRESS}
    )

    def clean_address(self) -> str:
        read = read_email(self.cleaned_data["address"])
        if read is None:
            raise ValidationError(str(NOT_AN_EMAIL_ADDRESS))
        return fold_email(read)


class PaperForm(WayForm):
    address = forms.CharField(max_length=MAX_CODE_LENGTH, required=False)


SIGN_IN_FORMS: dict[str, type[WayForm]] = {PHONE_WAY: PhoneForm, EMAIL_WAY: EmailForm, PAPER_WAY: PaperForm}


class CodeForm(forms.Form):
    code = forms.CharField(max_length=MAX_CODE_LENGTH, required=False)

    def refuse(self, message: str | Promise) -> None:
        self.add_error("code", ValidationError(str(message)))


class WhoForm(forms.Form):
    """The form that chooses a person of a household. who: the public id of a person of the household, or "new"."""

    NEW = "new"
    who = forms.CharField(max_length=40, required=False)

    def refuse(self, message: str | Promise) -> None:
        self.add_error("who", ValidationError(str(message)))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("who"):
            self.refuse(_("Choose one of the people listed."))
        return given
