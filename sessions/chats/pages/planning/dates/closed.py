"""Closed days and election freezes: list, suggestions, forms, and a preview of the moves."""

from datetime import date
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.chats.calendar.lifecycle.closed_days import facts_of_closure, remove_closure
from sessions.chats.calendar.rules.holiday_suggestions import HolidaySuggestion, suggest_holidays
from sessions.chats.calendar.schedules.closing_days import ClosingPreview, Days, change_days, close_days, foresee
from sessions.chats.pages.planning.dates.conflicts import in_words
from sessions.chats.pages.planning.seen import differences, read_seen_facts, sum_of_preview, write_facts
from sessions.city.display import ward_name
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.planning.fields import DayField, LineByLanguage, PlanningForm
from sessions.city.pages.staff_page import staff_page
from sessions.contract.limits import MAX_CLOSURE_REASON_GRAPHEMES
from sessions.models import Closure, ClosureKind, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import as_fields
from sessions.platform.text.form_values import posted_number

# The forms for closed days and election freezes.

CITY, ALL = "city", "all"


class DaysForm(PlanningForm):
    """The days and the reason."""

    from_on = DayField(label=gettext_lazy("First day"))
    to_on = DayField(label=gettext_lazy("Last day"))

    by_language = {
        "reason": LineByLanguage(
            label=gettext_lazy("Reason in {language}"),
            help_text=gettext_lazy("Everybody reads it beside what is moved or suspended."),
            max_graphemes=MAX_CLOSURE_REASON_GRAPHEMES,
            max_length=MAX_CLOSURE_REASON_GRAPHEMES,
        )
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("from_on") and given.get("to_on") and given["to_on"] < given["from_on"]:
            self.add_error("to_on", _("The last day comes before the first. Change one of them."))
        return given

    def days_for(self, kind: str, wards: tuple[Ward | None, ...]) -> Days:
        given = self.cleaned_data
        return Days(kind, wards, given["from_on"], given["to_on"], self.words_of("reason"))


class ClosedForm(DaysForm):
    """The form for a new closure: the fields of DaysForm, the kind of closure and its wards."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ClosureKind, widget=forms.RadioSelect)
    where = forms.ChoiceField(label=gettext_lazy("Where"))

    def __init__(self, *args: Any, clerk: Clerk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = where_choices(clerk)  # type: ignore[attr-defined]
        self._wards = {str(ward.number): ward for ward in clerk.wards}

    @property
    def days(self) -> Days:
        return self.days_for(self.cleaned_data["kind"], self._where())

    def _where(self) -> tuple[Ward | None, ...]:
        match self.cleaned_data["where"]:
            case "city":
                return (None,)
            case "all":
                return tuple(self._wards.values())
            case number:
                return (self._wards[number],)


def where_choices(clerk: Clerk) -> list[tuple[str, str]]:
    """The choices of wards: the whole city for a clerk of all wards; else all of the clerk's wards, or one of them."""
    wide = [(CITY, _("The whole city"))] if clerk.plans_city else [(ALL, _("All of your wards"))]
    wards = [(str(ward.number), ward_name(ward)) for ward in clerk.wards]
    return wide + wards if clerk.plans_city or len(wards) > 1 else wards


def initial_of_closure(closure: Closure) -> dict[str, Any]:
    return {"from_on": closure.from_on, "to_on": closure.to_on, **as_fields("reason", closure.reasons)}


SUGGESTED_FOR = relativedelta(months=12)


@staff_page("planning")
def closed_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST action=preview shows the moves, save saves the days, take saves at once a suggestion that moves nothing."""
    if request.method != "POST":
        return _show_list(request, clerk, ClosedForm(initial={"kind": ClosureKind.CLOSED}, clerk=clerk))
    action = request.POST.get("action")
    form = ClosedForm(request.POST, clerk=clerk)
    if not form.is_valid():
        return _show_list(request, clerk, form, is_refused=True)
    try:
        step = partial(close_days, form.days, clerk=clerk.person)
        foreseen = foresee(step, wards=clerk.wards)
        shown = sum_of_preview([request.POST.get("where"), form.days, _facts_of(foreseen)])
        is_seen = request.POST.get("shown") == shown or (action == "take" and not foreseen.effects)
        if action == "preview" or not is_seen:
            preview = _preview(foreseen, shown, is_other=action == "save")
            return _show_list(request, clerk, form, preview=preview)
        step()
    except Refused as refused:
        form.refuse(refused, beside=form.lines["reason"][0].name)
        return _show_list(request, clerk, form, is_refused=True)
    messages.success(request, _("Saved."))
    return redirect("planning_closed")


@staff_page("planning")
def closure_page(request: HttpRequest, clerk: Clerk, closure_id: int) -> HttpResponse:
    """One closure. POST action=preview, save or remove, with the version that the clerk saw."""
    closure = get_object_or_404(Closure.objects.select_related("ward"), pk=closure_id)
    clerk.require(closure.ward)
    if request.method != "POST":
        return _show_one(request, clerk, closure, DaysForm(initial=initial_of_closure(closure)))
    action, version = request.POST.get("action"), posted_number(request.POST.get("version", ""))
    form = DaysForm(request.POST)
    try:
        if action == "remove":
            remove_closure(closure, version=version, clerk=clerk.person)
            messages.success(request, _("Removed. What was moved because of these days stays where it is."))
            return redirect("planning_closed")
        if not form.is_valid():
            return _show_one(request, clerk, closure, form, is_refused=True)
        days = form.days_for(closure.kind, (closure.ward,))
        step = partial(change_days, closure, days, version=version, clerk=clerk.person)
        foreseen = foresee(step, wards=clerk.wards)
        shown = sum_of_preview([days, _facts_of(foreseen)])
        if action != "save" or request.POST.get("shown") != shown:
            preview = _preview(foreseen, shown, is_other=action == "save")
            return _show_one(request, clerk, closure, form, preview=preview)
        step()
    except Refused as refused:
        return _refuse_one(request, clerk, closure, form, refused)
    messages.success(request, _("Saved."))
    return redirect("planning_closed")


def _refuse_one(request: HttpRequest, clerk: Clerk, closure: Closure, form: DaysForm, refused: Refused) -> HttpResponse:
    """Show the form again with the clerk's input; where another clerk was faster, their changes are above it."""
    if refused.code != "stale":
        form.refuse(refused, beside=form.lines["reason"][0].name)
        return _show_one(request, clerk, closure, form, is_refused=True)
    current = Closure.objects.select_related("ward").filter(pk=closure.pk).first()
    if current is None:
        messages.error(request, _("Somebody has removed these days meanwhile."))
        return redirect("planning_closed")
    form.refuse(refused)
    changed = differences(read_seen_facts(request.POST.get("seen", "")), facts_of_closure(current))
    return _show_one(request, clerk, current, form, is_refused=True, changed=changed)


def _show_list(
    request: HttpRequest, clerk: Clerk, form: ClosedForm, *, is_refused: bool = False, **more: Any
) -> HttpResponse:
    today = timezone.localdate()
    rows = Closure.objects.filter(Q(ward=None) | Q(ward__in=clerk.wards), to_on__gte=today)
    closures = list(rows.select_related("ward"))
    context = {
        "form": form,
        "closures": [(each, clerk.plans_city or each.ward is not None) for each in closures],
        "suggestions": _suggestions(clerk, closures, today),
        "where": where_choices(clerk)[0][0],
        **more,
    }
    return show(request, clerk, "chats/planning/closed_days/closed", context, is_refused=is_refused)


def _show_one(
    request: HttpRequest, clerk: Clerk, closure: Closure, form: DaysForm, *, is_refused: bool = False, **more: Any
) -> HttpResponse:
    context = {"closure": closure, "form": form, "seen": write_facts(facts_of_closure(closure)), **more}
    return show(request, clerk, "chats/planning/closed_days/closure", context, is_refused=is_refused)


def _suggestions(clerk: Clerk, closures: list[Closure], today: date) -> list[HolidaySuggestion]:
    """State holidays of the coming year that are not closed in all of the clerk's wards yet."""
    closed = [each for each in closures if each.kind == ClosureKind.CLOSED]

    def is_closed(day: date) -> bool:
        covering = {each.ward_id for each in closed if each.covers(day)}
        return None in covering or all(ward.pk in covering for ward in clerk.wards)

    return [each for each in suggest_holidays(from_on=today, to_on=today + SUGGESTED_FOR) if not is_closed(each.on)]


def _preview(foreseen: ClosingPreview, shown: str, *, is_other: bool) -> dict[str, Any]:
    conflicts = [in_words(each) for each in foreseen.conflicts]
    return {"effects": foreseen.effects, "conflicts": conflicts, "shown": shown, "is_other": is_other}


def _facts_of(foreseen: ClosingPreview) -> list[tuple[str, str, str]]:
    effects = [
        (str(each.chat_session.pk), each.chat_session.starts_at.isoformat(), each.outcome.value)
        for each in foreseen.effects
    ]
    return effects + [(str(each.chat_session.pk), "", each.kind.value) for each in foreseen.conflicts]
