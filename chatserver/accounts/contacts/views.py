"""The page on which a person chooses how they are reminded."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chatserver.accounts.contacts.contacts import addresses_of, choose_reminders
from chatserver.accounts.email_addresses import read_email
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import identifiers_of
from chatserver.accounts.phone_numbers import read_phone
from chatserver.accounts.push_subscriptions.subscribing import unsubscribe
from chatserver.accounts.senders import is_served
from chatserver.accounts.sign_in.forms import NOT_A_PHONE_NUMBER, NOT_AN_EMAIL_ADDRESS
from sessions.contract.limits import MAX_EMAIL_LENGTH, MAX_PHONE_LENGTH
from sessions.models import Channel
from sessions.notifications.digest_following import channels_to_choose, digest_channels_of
from sessions.platform.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """The form; POST saves the chosen channels and their addresses."""
    person = request.user
    assert isinstance(person, User)
    addresses = addresses_of(person)
    initial = ReminderForm.initial_of(addresses, known=dict(identifiers_of(person)))
    form = ReminderForm(request.POST if request.method == "POST" else None, initial=initial)
    why: str | Promise = ""
    if form.is_bound and form.is_valid():
        try:
            choose_reminders(person, addresses=form.addresses)
        except Refused as refused:
            why = refused.message
        else:
            messages.success(request, _("You will be reminded.") if form.addresses else _("You will not be reminded."))
            return redirect("reminders")
    context = {
        "form": form,
        "why": why,
        "sends_email": is_served("email"),
        "sends_sms": is_served("sms"),
        "sends_push": is_served("push"),
        "is_reminded": bool(addresses),
        "digest_choices": _digest_choices(person),
    }
    return render(request, "accounts/contacts/reminders.html", context, status=422 if form.is_bound else 200)


def _digest_choices(person: User) -> list[tuple[Channel, bool]]:
    """The channels by which the person is reminded, and whether digests come by them."""
    chosen = digest_channels_of(person)
    return [(channel, channel in chosen) for channel in sorted(channels_to_choose(person))]


@require_POST
@login_required
def stop_all_reminders(request: HttpRequest) -> HttpResponse:
    """POST from a button on the person's own page: stop all reminders."""
    assert isinstance(request.user, User)
    choose_reminders(request.user, addresses={})
    unsubscribe(request.user)
    messages.success(request, _("You will not be reminded."))
    return redirect("reminders")


# The form in which a person chooses how they are reminded.

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
