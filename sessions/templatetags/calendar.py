"""How months, and what became of their dates, are written for the reader."""

from datetime import date
from typing import Literal

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from sessions.chats.calendar.lifecycle.closed_days import span_of
from sessions.chats.calendar.public.entries import Occasion
from sessions.chats.calendar.public.entry_words import notes_of
from sessions.chats.calendar.rules.spans import closed_words, freeze_words
from sessions.city.display import ward_name
from sessions.models import Closure, ClosureKind, Ward
from sessions.platform.text import labels as words
from sessions.platform.text.absolute_addresses import addresses_for, whole_address
from sessions.platform.text.spoken.dates import short_month_name, short_weekday_name, weekday_name
from sessions.site.feeds.links import google_calendar_address, is_addable

register = template.Library()


register.filter(is_addable)
register.filter(weekday_name)
register.filter("short_weekday", short_weekday_name)
register.filter("notes", notes_of)


@register.filter
def short_month(day: date) -> str:
    """Jan., জানু."""
    return short_month_name(day.month)


@register.filter
def occasion_word(state: str) -> str | Promise:
    return words.OCCASION_WORDS[state]


@register.filter
def closure_words(closure: Closure) -> str:
    """6 to 9 October 2027 are closed: Durga Puja; and which ward, where it is one ward's own."""
    write = freeze_words if closure.kind == ClosureKind.FREEZE else closed_words
    clause = write(span_of(closure))
    clause = clause[:1].upper() + clause[1:]
    return clause if closure.ward is None else f"{ward_name(closure.ward)}: {clause}"


@register.simple_tag(takes_context=True)
def google_link(context: RequestContext, occasion: Occasion) -> str:
    return google_calendar_address(occasion, absolute=addresses_for(context["request"]))


@register.simple_tag(takes_context=True)
def feed_links(context: RequestContext, ward: Ward | Literal[""]) -> dict[str, str]:
    """Where the feeds of a ward, or ("", where a template knows of none) of all wards are found, in the reader's
    language; webcal opens a program.
    """
    arguments = [ward.number] if ward else []
    place = "ward" if ward else "borough"
    query = f"?lang={get_language()}"
    calendar = reverse(f"{place}_feed", args=arguments) + query
    _scheme, rest = whole_address(context["request"], calendar).split("://", 1)
    return {
        "calendar": calendar,
        "program": f"webcal://{rest}",
        "news": reverse(f"{place}_news", args=arguments) + query,
        "json": reverse("ward_json_feed", args=arguments) + query if ward else "",
    }
