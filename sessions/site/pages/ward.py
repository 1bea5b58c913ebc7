"""The page of one ward: who represents it, when to ask, what is open, promised and done, and all of it in one order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.activities.public.pairs import newest_pair, telling_of_pairs
from sessions.chats.calendar.public.entries import occasions_of
from sessions.chats.cards import card_of_chat
from sessions.chats.questions.written_answers.owed_answers import owed_of_ward
from sessions.matters.pages.seeing.lists import lodging_address
from sessions.models import (
    NOT_OVER_STATES,
    Activity,
    ChatSession,
    Office,
    Promise,
    Record,
    Ward,
)
from sessions.platform.pages.save_data import saves_data
from sessions.site.addresses import page_address
from sessions.site.figures import site_figures_of
from sessions.site.pages.charts import matter_chart, promise_chart
from sessions.site.pages.timelines import timeline_context
from sessions.site.scope import Scope

MOST_DATES, MOST_RECORDS, MOST_OWED, MOST_PROMISES, MOST_ACTIVITIES = 3, 6, 3, 4, 6
"""What the page itself lists; each list has its own page."""


@require_safe
def ward_page(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a ward; with `?before=` the older part of its timeline alone."""
    ward = get_object_or_404(Ward.objects.select_related("borough").prefetch_related("pins"), number=number)
    context = {"ward": ward, "share_card": None, **timeline_context(request, Scope(ward=ward))}
    if context["timeline"].is_first:
        context |= _whole_page(ward, is_frozen=context["frozen"] is not None)
        context["pair"] = [] if saves_data(request) else newest_pair(each for each, _address in context["done"])
    return render(request, "sessions/site/ward/ward.html", context)


def _whole_page(ward: Ward, *, is_frozen: bool) -> dict[str, Any]:
    today = timezone.localdate()
    occasions = occasions_of(ChatSession.objects.filter(state__in=NOT_OVER_STATES, ward=ward))
    announced = next((occasion for occasion in occasions if occasion.is_open), None)
    figures, owed = site_figures_of(Scope(ward=ward), today), owed_of_ward(ward)
    records = Record.objects.filter(chat_session__ward=ward).select_related("chat_session__ward").defer("document")
    return {
        "share_card": card_of_chat(announced) if announced is not None else None,
        "office": Office.objects.held_on(today).filter(ward=ward).first(),
        "upcoming": [occasion for occasion in occasions if occasion.is_open],
        "coming": [occasion for occasion in occasions if not occasion.is_open][:MOST_DATES],
        "records": records.order_by("-chat_session__starts_at")[:MOST_RECORDS],
        "owed": owed[:MOST_OWED],
        "owed_in_all": len(owed),
        "figures": figures,
        "charts": _charts(figures),
        "lodging": lodging_address(ward.number),
        "promises": _promises(ward) if figures.owed else [],
        "all_promises": page_address("promises", ward=ward.number),
        "all_activities": page_address("activities", ward=ward.number),
        **_activities(ward, is_frozen=is_frozen),
    }


def _charts(figures: Any) -> list[Any]:
    charts = [matter_chart(figures)] if figures.published else []
    return [*charts, promise_chart(figures)] if figures.made else charts


def _promises(ward: Ward) -> list[tuple[Promise, str]]:
    """The first due of those that are still to be kept, each with the address of its page."""
    rows = Promise.objects.owed().filter(ward=ward).order_by("due_on", "id")[:MOST_PROMISES]
    return [(each, page_address("promise", each.number)) for each in rows]


def _activities(ward: Ward, *, is_frozen: bool) -> dict[str, Any]:
    public = telling_of_pairs(Activity.objects.public().filter(ward=ward))
    rows = [] if is_frozen else list(public[:MOST_ACTIVITIES])
    linked = [(each, page_address("activity", each.number)) for each in rows]
    return {
        "planned": [each for each in reversed(linked) if each[0].is_planned],
        "done": [each for each in linked if not each[0].is_planned],
    }
