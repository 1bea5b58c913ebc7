"""A page of a timeline: what stands in the logs and the chats, in one order, with what belongs together in one line."""

from dataclasses import dataclass, replace

from django.utils import timezone

from sessions.contract.limits import TIMELINE_PER_PAGE
from sessions.site.scope import Frozen, Scope
from sessions.site.timeline.chats import chat_lines
from sessions.site.timeline.cursor import Cursor
from sessions.site.timeline.logged import entries_of, lines_of
from sessions.site.timeline.timeline_filter import TimelineFilter
from sessions.site.timeline.words import ShownLine, shown_chat, shown_entry


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """One page of the timeline.

    lines: the newest first, at most TIMELINE_PER_PAGE. older: where the next page begins; blank for the last.
    """

    lines: list[ShownLine]
    older: str
    wanted: TimelineFilter
    is_first: bool


def timeline_page(
    scope: Scope, wanted: TimelineFilter, frozen: Frozen, *, per_page: int = TIMELINE_PER_PAGE
) -> TimelinePage:
    """Steps of one thing on one day are one line: the newest, with the words of the earlier ones below it."""
    entries = {Cursor(each.at, each.pk): each for each in entries_of(scope, wanted, frozen, most=per_page + 1)}
    chats = {line.cursor: line for line in chat_lines(scope, wanted, most=per_page)}
    order = sorted([*entries, *chats], reverse=True)
    shown, rest = order[:per_page], order[per_page:]
    logged = {line.entry.pk: line for line in lines_of([entries[each] for each in shown if each in entries])}
    lines = [
        shown_chat(chats[each]) if each in chats else shown_entry(logged[each.entry])
        for each in shown
        if each in chats or each.entry in logged
    ]
    return TimelinePage(_joined(lines), str(shown[-1]) if rest else "", wanted, wanted.before is None)


def _joined(lines: list[ShownLine]) -> list[ShownLine]:
    first: dict[tuple[str, str], ShownLine] = {}
    for line in lines:
        key = line.about, str(timezone.localdate(line.at))
        newer = first.get(key)
        first[key] = line if newer is None else replace(newer, earlier=(*newer.earlier, line.words))
    return list(first.values())
