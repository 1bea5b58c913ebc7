"""The page on which a person chooses how they are reminded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chatserver.accounts.contacts.contacts import addresses_of, choose_reminders
from chatserver.accounts.contacts.form import ReminderForm
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import identifiers_of
from chatserver.accounts.push_subscriptions.subscribing import unsubscribe
from chatserver.accounts.senders import is_served
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
