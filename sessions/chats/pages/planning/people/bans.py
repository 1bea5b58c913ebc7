"""Bans from the chats of the clerk's wards, and the form that bans the author of a question."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import LineField, NumberField, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.bans import ban_author, lift_ban
from sessions.contract.limits import MAX_BAN_DAYS, MAX_REASON_GRAPHEMES, MAX_RECEIPT_LENGTH
from sessions.models import Ban, Question
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import MOST_ID_DIGITS, posted_number
from sessions.platform.text.receipts import read_receipt


class BanForm(PlanningForm):
    receipt = forms.CharField(
        label=gettext_lazy("Receipt of one of their questions"),
        help_text=gettext_lazy("The desk shows it beside the question. Nobody needs to know who it is."),
        max_length=MAX_RECEIPT_LENGTH,
        widget=forms.TextInput(attrs={"class": "input input--short", "autocomplete": "off", "spellcheck": "false"}),
    )
    days = NumberField(label=gettext_lazy("For how many days"), min_value=1, max_value=MAX_BAN_DAYS, initial=30)
    reason = LineField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The person reads it, and so do other clerks of the ward."),
        max_graphemes=MAX_REASON_GRAPHEMES,
    )

    parts = {"days": "days"}

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clerk = clerk

    def clean_receipt(self) -> Question:
        code = read_receipt(self.cleaned_data["receipt"])
        rows = Question.objects.select_related("chat_session").filter(chat_session__ward__in=self._clerk.wards)
        question = rows.filter(receipt=code).first() if code else None
        if question is None:
            raise forms.ValidationError(_("No question of your wards has this receipt."))
        return question


@staff_page("planning")
def bans_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST do=lift ends a ban early; any other POST starts the form's ban at once."""
    if request.POST.get("do") == "lift":
        return _lift(request, clerk)
    initial = {"receipt": request.GET.get("receipt", "")[:MAX_RECEIPT_LENGTH], "days": 30}
    form = BanForm(request.POST if request.method == "POST" else None, clerk=clerk, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        question = given["receipt"]
        try:
            ban_author(
                question.chat_session, question.pk, clerk=clerk.person, days=given["days"], reason=given["reason"]
            )
        except Refused as refused:
            form.refuse(refused, beside="receipt" if refused.code == "state" else "reason")
        else:
            messages.success(request, _("Banned from now on."))
            return redirect("planning_bans")
    rows = Ban.objects.in_force(timezone.now()).filter(ward__in=clerk.wards).select_related("ward", "question")
    return show(request, clerk, "chats/planning/people/bans", {"form": form, "bans": rows}, is_refused=form.is_bound)


def _lift(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    ban_id = posted_number(request.POST.get("id", ""), most_digits=MOST_ID_DIGITS)
    ban = Ban.objects.filter(ward__in=clerk.wards, pk=ban_id).select_related("ward", "question").first()
    if ban is None:
        raise Http404
    try:
        lift_ban(ban, clerk=clerk.person)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The ban is lifted. The person may take part again."))
    return redirect("planning_bans")
