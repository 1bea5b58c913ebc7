"""Who chairs a borough: its terms, and the form that begins the next one."""

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
from sessions.city.display import office_holder, ward_name
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.city.people.chairs import NewChair, appoint_chair, councillors_to_chair, facts_of_chair, last_chair
from sessions.models import Borough, Office
from sessions.platform.refusals import Refused

BY_NAME, NOBODY = "name", "nobody"


class ChairForm(TermForm):
    who = forms.ChoiceField(label=gettext_lazy("Who chairs the borough"), widget=forms.RadioSelect)

    parts = {**TermForm.parts, "councillor": "who"}

    def __init__(self, *args: Any, borough: Borough, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self._offices = {f"office-{office.pk}": office for office in councillors_to_chair(borough, today)}
        choice = self.fields["who"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            *((key, _named(office)) for key, office in self._offices.items()),
            (BY_NAME, _("Somebody else, by the name below")),
            (NOBODY, _("Nobody: the chair is vacant")),
        ]
        self.fields["account"].label = _("Account that gets the messages to the chair")
        self.fields["account"].help_text = _(
            "A user name. Leave it empty to invite the person by a link afterwards. As long as there is none, the "
            "people who work for the borough get them."
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("who") == BY_NAME:
            self.require_name()
        return given

    @property
    def wanted(self) -> NewChair:
        """The new chair in a valid form; a name and an account count only where they are asked for."""
        given = self.cleaned_data
        if given["who"] != BY_NAME:
            return NewChair(given["from_on"], office=self._offices.get(given["who"]))
        return NewChair(given["from_on"], names=self.words_of("name"), holder=given["account"])


@staff_page("planning")
def chair_page(request: HttpRequest, clerk: Clerk, borough_code: str) -> HttpResponse:
    """POST begins a term on its first day, and ends the one before it."""
    borough = clerk.find_borough(borough_code)
    initial = {"from_on": timezone.localdate()}
    form = ChairForm(request.POST if request.method == "POST" else None, initial=initial, borough=borough)
    changed: list[Difference] = []
    if form.is_bound and form.is_valid():
        try:
            appoint_chair(borough, form.wanted, seen=last_seen(request), clerk=clerk.person)
        except Refused as refused:
            changed = changed_meanwhile(request, refused)
            form.refuse(refused, beside=None if changed else "who")
        else:
            messages.success(request, _("Saved. The page of the borough shows it from that day on."))
            return redirect("planning_chair", borough_code=borough.code)
    context = {"form": form, "changed": changed, **_terms_of(borough)}
    return show(request, clerk, "chats/planning/people/chair", context, is_refused=form.is_bound)


def _named(office: Office) -> str:
    return f"{ward_name(office.ward)}: {office_holder(office)}"


def _terms_of(borough: Borough) -> dict[str, Any]:
    """All terms, and the last one as the form sends it back, so that a change by somebody else is noticed."""
    last = last_chair(borough)
    return {
        "borough": borough,
        "terms": borough.chairs.select_related("office__ward", "office__holder", "holder").order_by("-from_on", "-pk"),
        "last": last.pk if last is not None else "",
        "seen": write_facts(facts_of_chair(last) if last is not None else {}),
    }
