"""Who hosts a ward's chats: its terms of office, and the form that begins the next one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.pages.planning.people.term_form import TermForm, changed_meanwhile, last_seen
from sessions.chats.pages.planning.seen import Difference, write_facts
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.terms_of_office import NewTerm, facts_of_term, hand_over, last_term
from sessions.models import Office, OfficeKind, Ward
from sessions.platform.refusals import Refused


class HostForm(TermForm):
    kind = forms.ChoiceField(label=gettext_lazy("Office"), choices=OfficeKind, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kind") not in (None, OfficeKind.VACANT):
            self.require_name()
        return given

    @property
    def wanted(self) -> NewTerm:
        """The new term of office in a valid form."""
        given = self.cleaned_data
        return NewTerm(given["kind"], given["from_on"], self.words_of("name"), holder=given["account"])


@staff_page("planning")
def hosts_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    """POST begins a term on its first day, and ends the one before it."""
    ward = clerk.find_ward(number)
    last = last_term(ward)
    initial = {"kind": OfficeKind.COUNCILLOR, "from_on": timezone.localdate()}
    form = HostForm(request.POST if request.method == "POST" else None, initial=initial)
    changed: list[Difference] = []
    if form.is_bound and form.is_valid():
        try:
            hand_over(ward, form.wanted, seen=last_seen(request), clerk=clerk.person)
        except Refused as refused:
            changed = changed_meanwhile(request, refused)
            form.refuse(refused, beside=None if changed else form.lines["name"][0].name)
        else:
            messages.success(request, _("Saved. From that day on this office hosts the ward’s chats."))
            return redirect("planning_hosts", number=ward.number)
    context = {"form": form, "changed": changed, **_terms_of(ward, last)}
    return show(request, clerk, "chats/planning/people/hosts", context, is_refused=form.is_bound)


def _terms_of(ward: Ward, last: Office | None) -> dict[str, Any]:
    """All terms, and the last one as the form sends it back, so that a change by somebody else is noticed."""
    return {
        "ward": ward,
        "terms": Office.objects.filter(ward=ward).order_by("-from_on"),
        "today": timezone.localdate(),
        "last": last.pk if last is not None else "",
        "seen": write_facts(facts_of_term(last) if last is not None else {}),
    }
