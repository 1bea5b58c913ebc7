"""The page on which a clerk sends the receipt of what they wrote down to the person who called, wrote or came."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from chatserver.accounts.contacts.contacts import send_matter_receipt
from chatserver.accounts.contacts.receipt_form import ReceiptForm, served_channels
from chatserver.accounts.models import MatterContact, User
from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.city.pages.staff_page import staff_page, turn_away
from sessions.city.people.ward_staff import Staff
from sessions.matters.lodging.by_clerk import entered_lately
from sessions.matters.lodging.receipt_subscriptions import receipt_state
from sessions.models import Matter
from sessions.platform.refusals import Refused
from sessions.platform.text.direction.isolating import isolate

SHOWN = 3
"""The last signs of an address, by which the clerk knows it again."""


@sensitive_post_parameters("address")
@staff_page("entering")
def send_receipt(request: HttpRequest, clerk: Staff, number: str) -> HttpResponse:
    """For the clerk who entered it, and as long as its receipt can be printed. POST sends it, or sends it elsewhere."""
    person = clerk.person
    assert isinstance(person, User)
    try:
        matter = entered_lately(person, number)
    except Refused as refused:
        return turn_away(request, refused)
    if request.method != "POST":
        return _show(request, matter, ReceiptForm(initial=_initial(request, matter)))
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _show(request, matter, form, status=422)
    given = form.cleaned_data
    try:
        send_matter_receipt(
            person, number, channel=given["channel"], address=given["address"], language=given["language"]
        )
    except Refused as refused:
        if refused.code == "not_found":
            return turn_away(request, refused)
        return _show(request, matter, form, why=str(refused.message), status=422)
    messages.success(request, _("The receipt is on its way."))
    return redirect("send_receipt", matter.number)


def _initial(request: HttpRequest, matter: Matter) -> dict[str, str]:
    known = {code for code, _name in settings.LANGUAGES}
    channels = served_channels()
    language = matter.language if matter.language in known else request.LANGUAGE_CODE
    return {"channel": channels[0].value if channels else "", "language": language}


def _show(request: HttpRequest, matter: Matter, form: ReceiptForm, *, why: str = "", status: int = 200) -> HttpResponse:
    contact = MatterContact.objects.select_related("following").filter(following__matter=matter).first()
    context = {
        "matter": matter,
        "form": form,
        "why": why,
        "channels": served_channels(),
        "languages": settings.LANGUAGES,
        "contact": contact,
        "ends_in": isolate(contact.address[-SHOWN:]) if contact is not None else "",
        "state": receipt_state(matter),
        "is_frozen": freeze_on(matter.ward, timezone.localdate()) is not None,
    }
    return render(request, "accounts/contacts/send_receipt.html", context, status=status)
