"""Everything new in a ward, by kind: its chats and records, complaints and suggestions, promises, work done."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.city.display import short_date, ward_name
from sessions.matters.feed import feed_of_ward
from sessions.matters.public.facts import facts_of_matter
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.listing import newest_first
from sessions.models import Activity, Promise, PromiseState, Ward
from sessions.platform.feeds.atom import MOST_ENTRIES, AtomEntry
from sessions.platform.text.absolute_addresses import WholeAddress
from sessions.site.feeds.news import news_of
from sessions.site.feeds.window import dates_of

WARD_FEED_TITLES: dict[str, LazyText] = {
    "": _("News of {ward}"),
    "chat": _("Live chats, {ward}"),
    "record": _("Records, {ward}"),
    "matter": _("Complaints and suggestions, {ward}"),
    "promise": _("Promises, {ward}"),
    "activity": _("Work done and planned, {ward}"),
}
"""By kind, which is the first category of its entries; blank for all kinds."""


def ward_feed_title(ward: Ward, kind: str) -> str:
    return str(WARD_FEED_TITLES[kind]).format(ward=ward_name(ward))


def entries_of_ward(ward: Ward, kind: str, absolute: WholeAddress) -> list[AtomEntry]:
    """The latest, the newest first, in the active language; of one kind or (blank) of all. A few queries for each."""
    makers = [make for each, make in MAKERS.items() if kind in ("", *each)]
    entries = [entry for make in makers for entry in make(ward, absolute) if kind in ("", entry.terms[0])]
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST_ENTRIES]


def _news(ward: Ward, absolute: WholeAddress) -> list[AtomEntry]:
    return news_of(dates_of([ward]), wards=[ward], absolute=absolute)


def _matters(ward: Ward, absolute: WholeAddress) -> list[AtomEntry]:
    rows = newest_first(MatterFilter(ward=ward.number).rows()).order_by("-changed_at", "-id")[:MOST_ENTRIES]
    facts = [facts_of_matter(matter, timezone.localdate()) for matter in rows]
    return [
        replace(entry, terms=("matter", *entry.terms), published=each.published_at)
        for entry, each in zip(feed_of_ward(facts, absolute), facts, strict=True)
    ]


def _promises(ward: Ward, absolute: WholeAddress) -> list[AtomEntry]:
    """One entry for each, changed by each of its steps; without its words once they were redacted."""
    rows = (
        Promise.objects.filter(ward=ward)
        .exclude(state=PromiseState.MERGED)
        .order_by("-changed_at", "-id")[:MOST_ENTRIES]
    )
    return [_promise(promise, absolute) for promise in rows]


def _promise(promise: Promise, absolute: WholeAddress) -> AtomEntry:
    state = str(_("Overdue")) if promise.is_overdue else promise.state_word
    by = str(_("by {day}")).format(day=short_date(promise.due_on)) if promise.due_on else ""
    what = "" if promise.is_withheld else promise.what
    return AtomEntry(
        promise.pk,
        str(_("Promise {number}: {state}")).format(number=promise.number, state=state),
        "\n".join(filter(None, (what, by))),
        promise.changed_at,
        absolute(reverse("promise", args=[promise.number])),
        ("promise", promise.kind, promise.state),
        promise.proposed_at or promise.made_at,
    )


def _activities(ward: Ward, absolute: WholeAddress) -> list[AtomEntry]:
    """None in an election freeze."""
    if freeze_on(ward, timezone.localdate()) is not None:
        return []
    rows = (
        Activity.objects.public()
        .filter(ward=ward)
        .select_related("category")
        .order_by("-changed_at", "-id")[:MOST_ENTRIES]
    )
    return [_activity(activity, absolute) for activity in rows]


def _activity(activity: Activity, absolute: WholeAddress) -> AtomEntry:
    planned_or_done = _("Planned: {title}") if activity.is_planned else _("Done: {title}")
    terms = ("activity", "planned" if activity.is_planned else "done")
    return AtomEntry(
        activity.pk,
        str(planned_or_done).format(title=activity.title),
        "\n".join(filter(None, (activity.text, short_date(activity.on_day), activity.landmark))),
        activity.changed_at,
        absolute(reverse("activity", args=[activity.number])),
        terms if activity.category is None else (*terms, activity.category.slug),
        activity.published_at,
    )


MAKERS: dict[tuple[str, ...], Callable[[Ward, WholeAddress], list[AtomEntry]]] = {
    ("chat", "record"): _news,
    ("matter",): _matters,
    ("promise",): _promises,
    ("activity",): _activities,
}
