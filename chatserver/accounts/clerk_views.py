"""The clerk's pages about signing in: print codes on paper, revoke them, and decide about crowds of new accounts."""

from collections.abc import Iterable
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatserver.accounts.codes.printed_codes import Slip, batches_of, print_again, print_batch, revoke_batch
from chatserver.accounts.codes.slip_words import slip_blocks
from chatserver.accounts.models import PrintedBatch
from chatserver.accounts.signups.crowds import crowds_for, settle_crowd
from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import DayField, NumberField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.models import Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.absolute_addresses import whole_address

USUAL_COUNT, USUAL_LIFE = 24, timedelta(days=60)


class SlipForm(PlanningForm):
    """The fields that both forms of the page share."""

    ward = forms.TypedChoiceField(label=gettext_lazy("Ward"), coerce=int)
    expires_on = DayField(label=gettext_lazy("Good until"))

    def __init__(self, *args: object, wards: Iterable[Ward], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["ward"]
        assert isinstance(choices, forms.TypedChoiceField)
        choices.choices = [(ward.number, ward_name(ward)) for ward in wards]
        self.fields["expires_on"].initial = timezone.localdate() + USUAL_LIFE


class PrintForm(SlipForm):
    count = NumberField(label=gettext_lazy("How many codes"), initial=USUAL_COUNT)

    field_order = ("ward", "count", "expires_on")


class PrintAgainForm(SlipForm):
    slip = forms.CharField(
        label=gettext_lazy("Number of the earlier slip"),
        help_text=gettext_lazy("It stands in the corner of the paper, as 12-007."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "input input--short"}),
    )

    field_order = ("ward", "slip", "expires_on")


@staff_page("planning")
def printed_codes_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST action=print or again answers with the sheet itself, once: its codes are kept nowhere."""
    action = request.POST.get("action") if request.method == "POST" else None
    new = PrintForm(request.POST if action == "print" else None, wards=clerk.wards, prefix="new")
    again = PrintAgainForm(request.POST if action == "again" else None, wards=clerk.wards, prefix="again")
    try:
        if new.is_bound and new.is_valid():
            return _print_new(request, clerk, new)
        if again.is_bound and again.is_valid():
            return _print_again(request, clerk, again)
    except Refused as refused:
        beside = {"bad_date": "expires_on", "bad_number": "count", "not_found": "slip"}[refused.code]
        (new if new.is_bound else again).refuse(refused, beside=beside)
    context = {"form": new, "again": again, "batches": batches_of(list(clerk.wards)), "today": timezone.localdate()}
    return show(
        request, clerk, "chats/planning/signing_in/printed_codes", context, is_refused=new.is_bound or again.is_bound
    )


@staff_page("planning")
def revoke_page(request: HttpRequest, clerk: Clerk, batch_id: int) -> HttpResponse:
    """POST revokes a batch; this address takes nothing else."""
    batch = get_object_or_404(PrintedBatch.objects.select_related("ward"), pk=batch_id)
    clerk.require(batch.ward)
    if request.method == "POST":
        revoke_batch(batch, clerk=clerk.person)
        messages.success(request, _("Revoked. Its unused codes no longer work."))
    return redirect("planning_printed_codes")


@staff_page("planning")
def crowds_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST crowd=… counts=1 or 0 decides about a crowd's support; an earlier decision of another clerk stands."""
    crowds = crowds_for(clerk.wards)
    if request.method != "POST":
        return show(request, clerk, "chats/planning/signing_in/crowds", {"crowds": crowds})
    seen = next((each.crowd for each in crowds if str(each.crowd.pk) == request.POST.get("crowd")), None)
    if seen is not None and request.POST.get("counts") in ("0", "1"):
        counts = request.POST["counts"] == "1"
        settle_crowd(seen, clerk=clerk.person, wards=clerk.wards, counts=counts)
        done = _("Their support counts from now on.") if counts else _("Their support does not count.")
        messages.success(request, done)
    return redirect("planning_crowds")


def _print_new(request: HttpRequest, clerk: Clerk, form: PrintForm) -> HttpResponse:
    given = form.cleaned_data
    ward = clerk.find_ward(given["ward"])
    batch, slips = print_batch(ward, count=given["count"], expires_on=given["expires_on"], clerk=clerk.person)
    return _show_sheet(request, clerk, batch, slips)


def _print_again(request: HttpRequest, clerk: Clerk, form: PrintAgainForm) -> HttpResponse:
    given = form.cleaned_data
    ward = clerk.find_ward(given["ward"])
    batch, slips = print_again(ward, slip=given["slip"], expires_on=given["expires_on"], clerk=clerk.person)
    return _show_sheet(request, clerk, batch, slips)


def _show_sheet(request: HttpRequest, clerk: Clerk, batch: PrintedBatch, slips: list[Slip]) -> HttpResponse:
    address = whole_address(request, reverse("sign_in_by_paper")).split("://", 1)[1]
    context = {
        "batch": batch,
        "slips": slips,
        "blocks": slip_blocks(batch.ward.number, batch.expires_on),
        "address": address,
    }
    return show(request, clerk, "chats/planning/signing_in/printed_sheet", context)
