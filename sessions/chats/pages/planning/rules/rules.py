"""A ward's rule: its words, the form, the preview, saving and ending it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.table import remarks_on
from sessions.chats.calendar.schedules.draft import ScheduleDraft, facts_of_schedule
from sessions.chats.calendar.schedules.preview import PreviewedDate, foresee_dates
from sessions.chats.calendar.schedules.schedules import end_schedule, set_schedule
from sessions.chats.pages.planning.rules.end_form import EndForm
from sessions.chats.pages.planning.rules.rule_form import RuleForm, initial_of_rule
from sessions.chats.pages.planning.rules.rule_words import RuleInWords, rule_as_sentence, rules_of
from sessions.chats.pages.planning.seen import differences, read_seen_facts, sum_of_preview, write_facts
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import Schedule, Ward
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import in_other_languages
from sessions.platform.text.form_values import number_in, posted_number


@staff_page("planning")
def rule_page(request: HttpRequest, clerk: Clerk, number: int) -> HttpResponse:
    """POST action=preview shows the dates of the form's rule, save saves it, end ends the rule with that id."""
    ward = clerk.find_ward(number)
    if request.method != "POST":
        return _show(request, clerk, ward, RuleForm(initial=initial_of_rule(last_rule(ward))), opened_now(ward))
    if request.POST.get("action") == "end":
        return _end(request, clerk, ward)
    return _preview_or_save(request, clerk, ward, is_save=request.POST.get("action") == "save")


@dataclass(frozen=True, slots=True)
class OpenedRule:
    """The ward's rule when the clerk opened the page. version: empty where there was none."""

    version: str
    facts: dict[str, Any]


def last_rule(ward: Ward) -> Schedule | None:
    """The rule that was set or changed last: its version is the ward's."""
    return ward.schedules.order_by("-version").first()


def opened_now(ward: Ward) -> OpenedRule:
    last = last_rule(ward)
    return OpenedRule(str(last.version), facts_of_schedule(last)) if last is not None else OpenedRule("", {})


def _preview_or_save(request: HttpRequest, clerk: Clerk, ward: Ward, *, is_save: bool) -> HttpResponse:
    form = RuleForm(request.POST)
    opened = OpenedRule(request.POST.get("version", ""), read_seen_facts(request.POST.get("seen", "")))
    if not form.is_valid():
        return _show(request, clerk, ward, form, opened, is_refused=True)
    try:
        dates = foresee_dates(ward, form.draft)
        shown = sum_of_preview([form.draft, dates])
        if not is_save or request.POST.get("shown") != shown:
            preview = _preview(form.draft, dates) | {"shown": shown, "is_other": is_save}
            return _show(request, clerk, ward, form, opened, preview=preview)
        set_schedule(ward, form.draft, clerk=clerk.person, version=number_in(opened.version))
    except Refused as refused:
        form.refuse(refused, beside="rrule" if refused.code == "bad_field" else None)
        if refused.code != "stale":
            return _show(request, clerk, ward, form, opened, is_refused=True)
        # The clerk sees the changes and can save again; their own input stays.
        now = opened_now(ward)
        changed = differences(opened.facts, now.facts, _facts_of(form.draft))
        return _show(request, clerk, ward, form, now, is_refused=True, changed=changed)
    messages.success(request, _("Saved. The dates of the coming three months are in the calendar."))
    return redirect("planning_ward", number=ward.number)


def _end(request: HttpRequest, clerk: Clerk, ward: Ward) -> HttpResponse:
    ending = EndForm(request.POST)
    schedule = ward.schedules.active().filter(pk=posted_number(request.POST.get("schedule", ""))).first()
    version = posted_number(request.POST.get("version", ""))
    try:
        if ending.is_valid() and schedule is not None:
            end_schedule(schedule, last_on=ending.cleaned_data["last_on"], version=version, clerk=clerk.person)
            messages.success(request, _("The rule ends. Chats that were only planned after that day are cancelled."))
            return redirect("planning_ward", number=ward.number)
    except Refused as refused:
        ending.refuse(refused)
    form = RuleForm(initial=initial_of_rule(last_rule(ward)))
    return _show(request, clerk, ward, form, opened_now(ward), ending=ending, is_refused=True)


def _show(
    request: HttpRequest,
    clerk: Clerk,
    ward: Ward,
    form: RuleForm,
    opened: OpenedRule,
    *,
    is_refused: bool = False,
    **more: Any,
) -> HttpResponse:
    today = timezone.localdate()
    [rules] = rules_of([ward], today)
    context = {
        "ward": ward,
        "rules": rules.rules,
        "endable": _endable(rules.rules),
        "form": form,
        "ending": EndForm(initial={"last_on": today}),
        "zone": city_zone().key,
        "version": opened.version,
        "seen": write_facts(opened.facts),
        **more,
    }
    return show(request, clerk, "chats/planning/rules/rule", context, is_refused=is_refused)


def _endable(rules: list[RuleInWords]) -> RuleInWords | None:
    """The rule with the last dates: an earlier one ends where this one begins."""
    return rules[-1] if rules else None


def _preview(draft: ScheduleDraft, dates: list[PreviewedDate]) -> dict[str, Any]:
    return {
        "words": rule_as_sentence(draft),
        "other_words": in_other_languages(lambda: rule_as_sentence(draft)),
        "dates": [(each, remarks_on(each.previewed)) for each in dates],
    }


def _facts_of(draft: ScheduleDraft) -> dict[str, Any]:
    facts = facts_of_schedule(Schedule(**{name: getattr(draft, name) for name in draft.__slots__}))
    return facts | {"rule": str(parse_rule(draft.rule))}
