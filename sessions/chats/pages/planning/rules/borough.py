"""Rules for all wards at once: what the clerk allows, a preview of a month, and saving all rules in one step."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from sessions.chats.calendar.public.month import Month, calendar_month
from sessions.chats.calendar.rules.overlaps import FutureChat, find_conflicts
from sessions.chats.calendar.rules.table import remarks_on
from sessions.chats.calendar.schedules.borough import (
    BoroughDraft,
    BoroughModerator,
    Proposal,
    propose_rules,
    rules_seen,
    set_borough,
)
from sessions.chats.calendar.schedules.preview import PreviewedDate, foresee_dates
from sessions.chats.pages.planning.rules.borough_form import BoroughForm, initial_for
from sessions.chats.pages.planning.rules.rule_words import rule_as_sentence
from sessions.chats.pages.planning.seen import differences, read_seen_facts, sum_of_preview, write_facts
from sessions.city.pages.planning.clerk import Clerk, show
from sessions.city.pages.staff_page import staff_page
from sessions.models import Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.months import next_month

SHOWN_DATES = 3


@dataclass(frozen=True, slots=True)
class ProposedDay:
    """One chat of the proposed month. state: planned, or suspended or waiting where it could not be held."""

    ward: Ward
    day: date
    starts_at: datetime
    ends_at: datetime
    state: str
    remarks: list[str]


@dataclass(frozen=True, slots=True)
class Clash:
    """Chats that cannot all be held: too many at once, or several with one moderator (who)."""

    days: list[ProposedDay]
    who: str


@dataclass(frozen=True, slots=True)
class ProposedWard:
    proposal: Proposal
    words: str
    days: list[ProposedDay]


@staff_page("planning")
def borough_rules_page(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """POST action=preview proposes the rules, save sets them all."""
    seen = rules_seen(clerk.wards)
    if request.method != "POST":
        return _show(request, clerk, BoroughForm(initial=initial_for(clerk), clerk=clerk), seen)
    form = BoroughForm(request.POST, clerk=clerk)
    opened = _read_seen(request.POST.get("seen", ""))
    if not form.is_valid():
        return _show(request, clerk, form, opened, is_refused=True)
    try:
        proposals = propose_rules(form.draft)
        preview = _preview(proposals, form.draft)
        if request.POST.get("action") != "save" or request.POST.get("shown") != preview["shown"]:
            return _show(
                request, clerk, form, opened, preview=preview | {"is_other": request.POST.get("action") == "save"}
            )
        versions = {number: facts.get("version") for number, facts in opened.items()}
        set_borough(proposals, versions=versions, clerk=clerk.person)
    except Refused as refused:
        return _refuse(request, clerk, form, opened, refused)
    done = ngettext("Saved: {n} ward has a new rule.", "Saved: {n} wards have a new rule.", len(proposals))
    messages.success(request, done.format(n=digits(len(proposals))))
    return redirect("planning")


def _refuse(
    request: HttpRequest, clerk: Clerk, form: BoroughForm, opened: dict[int, dict[str, Any]], refused: Refused
) -> HttpResponse:
    form.refuse(refused)
    if refused.code != "stale":
        return _show(request, clerk, form, opened, is_refused=True)
    now = rules_seen(clerk.wards)
    number = refused.facts["ward"]
    changed = differences(opened.get(number, {}), now[number])
    return _show(request, clerk, form, now, is_refused=True, changed=changed)


def _show(
    request: HttpRequest,
    clerk: Clerk,
    form: BoroughForm,
    seen: dict[int, dict[str, Any]],
    *,
    is_refused: bool = False,
    **more: Any,
) -> HttpResponse:
    return show(
        request,
        clerk,
        "chats/planning/rules/borough",
        {"form": form, "seen": _write_seen(seen), **more},
        is_refused=is_refused,
    )


def _write_seen(seen: dict[int, dict[str, Any]]) -> str:
    return write_facts({str(number): facts for number, facts in seen.items()})


def _read_seen(text: str) -> dict[int, dict[str, Any]]:
    facts = {number: each for number, each in read_seen_facts(text).items() if isinstance(each, dict)}
    return {int(number): each for number, each in facts.items() if number.isdecimal() and len(number) < 6}


def _preview(proposals: list[Proposal], draft: BoroughDraft) -> dict[str, Any]:
    """The first whole month, and each ward's rule in words with its first dates."""
    first_on = draft.from_on if draft.from_on.day == 1 else next_month(draft.from_on)
    wards = [_proposed_ward(proposal) for proposal in proposals]
    month: Month[ProposedDay] = calendar_month(
        first_on.year, first_on.month, [day for ward in wards for day in ward.days]
    )
    return {
        "month": month,
        "wards": wards,
        "clashes": _clashes(wards, draft.at_most_at_once),
        "without_team": [ward.proposal.ward for ward in wards if not ward.proposal.team],
        "shown": sum_of_preview([(ward.proposal.ward.number, ward.proposal.draft, ward.days) for ward in wards]),
    }


def _proposed_ward(proposal: Proposal) -> ProposedWard:
    draft = proposal.draft
    words = rule_as_sentence(draft)
    dates = foresee_dates(proposal.ward, draft, count=SHOWN_DATES)
    return ProposedWard(proposal, words, [_proposed_day(proposal.ward, each) for each in dates])


def _clashes(wards: list[ProposedWard], at_most_at_once: int) -> list[Clash]:
    """Conflicts in the month: the rules never overlap, but dates moved from closed days may."""
    held: dict[Hashable, tuple[ProposedDay, frozenset[BoroughModerator]]] = {
        (ward.proposal.ward.number, day.day): (day, frozenset(ward.proposal.team))
        for ward in wards
        for day in ward.days
        if day.state == "planned"
    }
    chats = [FutureChat(key, day.ward.number, day.starts_at, day.ends_at, team) for key, (day, team) in held.items()]
    return [
        Clash([held[chat.key][0] for chat in conflict.chats], str(conflict.moderator or ""))
        for conflict in find_conflicts(chats, at_most_at_once=at_most_at_once)
    ]


def _proposed_day(ward: Ward, foreseen: PreviewedDate) -> ProposedDay:
    previewed, placed = foreseen.previewed, foreseen.previewed.placed
    state = "suspended" if placed.is_suspended else "waiting" if placed.waits else "planned"
    return ProposedDay(ward, placed.on, previewed.starts_at, previewed.ends_at, state, remarks_on(previewed))
