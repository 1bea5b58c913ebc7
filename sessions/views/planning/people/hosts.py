"""Who hosts a ward's chats: its terms of office, and the form that begins the next one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.models import Office, OfficeKind, Ward
from sessions.people import Person
from sessions.permissions.terms_of_office import NewTerm, facts_of, hand_over, last_term
from sessions.refusals import Refused
from sessions.views.planning.entrance import Clerk, for_clerks, show
from sessions.views.planning.fields import HOLDER_NAME, DayField, PlanningForm
from sessions.views.planning.seen import Difference, differences, read_facts, write_facts


class HostForm(PlanningForm):
    kind = forms.ChoiceField(label=gettext_lazy("Office"), choices=OfficeKind, widget=forms.RadioSelect)
    account = forms.CharField(
        label=gettext_lazy("Account that answers"),
        help_text=gettext_lazy("The user name that the administration gave. It can be entered later."),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    from_on = DayField(label=gettext_lazy("From"))

    parts = {"from": "from_on", "account": "account"}
    by_language = {"name": HOLDER_NAME}

    def clean_account(self) -> Person | None:
        name = self.cleaned_data["account"].strip()
        if not name:
            return None
        person: Person | None = get_user_model().objects.filter(username=name).first()
        if person is None:
            raise forms.ValidationError(_("There is no account of that name."))
        if not person.is_active:
            raise forms.ValidationError(_("That account is disabled."))
        return person

    def clean(self) -> dict[str, Any]:
        given, needed = super().clean(), self.lines["name"][0].name
        if given.get("kind") not in (None, OfficeKind.VACANT) and given.get(needed) == "":
            self.add_error(needed, _("Write the name that residents will read."))
        return given

    @property
    def wanted(self) -> NewTerm:
        """Of a valid form."""
        given = self.cleaned_data
        return NewTerm(given["kind"], given["from_on"], self.words_of("name"), holder=given["account"])


@for_clerks
def hosts_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    """POST begins a term on its first day, and ends the one before it."""
    ward = clerk.find_ward(number)
    last = last_term(ward)
    initial = {"kind": OfficeKind.COUNCILLOR, "from_on": timezone.localdate()}
    form = HostForm(request.POST if request.method == "POST" else None, initial=initial)
    changed: list[Difference] = []
    if form.is_bound and form.is_valid():
        try:
            hand_over(ward, form.wanted, seen=_read_id(request.POST.get("last", "")), clerk=clerk.person)
        except Refused as refused:
            changed = _differences(request, refused)
            form.refuse(refused, beside=None if changed else form.lines["name"][0].name)
        else:
            messages.success(request, _("Saved. From that day on this office hosts the ward’s chats."))
            return redirect("planning_hosts", number=ward.number)
    context = {"form": form, "changed": changed, **_terms_of(ward, last)}
    return show(request, clerk, "hosts", context, is_refused=form.is_bound)


def _terms_of(ward: Ward, last: Office | None) -> dict[str, Any]:
    """All terms, and the last one as the form sends it back, so that a change by somebody else is noticed."""
    return {
        "ward": ward,
        "terms": Office.objects.filter(ward=ward).order_by("-from_on"),
        "today": timezone.localdate(),
        "last": last.pk if last is not None else "",
        "seen": write_facts(facts_of(last) if last is not None else {}),
    }


def _differences(request: HttpRequest, refused: Refused) -> list[Difference]:
    if refused.code != "stale":
        return []
    return differences(read_facts(request.POST.get("seen", "")), refused.facts)


def _read_id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
