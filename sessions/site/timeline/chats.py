"""The part of a timeline that stands in the table of chats: announced, held, cancelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from sessions.models import ChatSession, ChatSessionState, TimelineKind, TimelineNews
from sessions.site.scope import Scope
from sessions.site.timeline.cursor import Cursor
from sessions.site.timeline.timeline_filter import TimelineFilter

ENDED = (ChatSessionState.CLOSED, ChatSessionState.SEALED, ChatSessionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ChatLine:
    """A line about a chat.

    news: new where it was announced, done where it was held, not_done where it was cancelled.
    """

    chat_session: ChatSession
    at: datetime
    news: TimelineNews

    @property
    def cursor(self) -> Cursor:
        sign = {TimelineNews.NEW: "a", TimelineNews.DONE: "h"}.get(self.news, "x")
        return Cursor(self.at, 0, f"{self.chat_session.pk.hex}{sign}")


def chat_lines(scope: Scope, wanted: TimelineFilter, *, most: int) -> list[ChatLine]:
    """The newest that the filter leaves, in no order; two queries at most."""
    if wanted.kind not in ("", TimelineKind.CHAT):
        return []
    rows = ChatSession.objects.filter(announced_at__isnull=False)
    if (wards := scope.ward_ids()) is not None:
        rows = rows.filter(ward__in=list(wards))
    rows = rows.select_related("ward", "record").defer("record__document")
    lines = [*_announced(rows, wanted, most), *_ended(rows, wanted, most)]
    lines = [line for line in lines if wanted.news in ("", line.news)]
    return [line for line in lines if wanted.before is None or line.cursor < wanted.before]


def _announced(rows: QuerySet[Any], wanted: TimelineFilter, most: int) -> Iterator[ChatLine]:
    if wanted.news not in ("", TimelineNews.NEW):
        return
    rows = rows.alias(moment=F("announced_at"))
    for row in _newest(rows, wanted, most):
        if row.announced_at is not None:
            yield ChatLine(row, row.announced_at, TimelineNews.NEW)


def _ended(rows: QuerySet[Any], wanted: TimelineFilter, most: int) -> Iterator[ChatLine]:
    if wanted.news not in ("", TimelineNews.DONE, TimelineNews.NOT_DONE):
        return
    rows = rows.filter(state__in=ENDED).annotate(moment=Coalesce("closed_at", "changed_at", "starts_at"))
    for row in _newest(rows, wanted, most):
        is_cancelled = row.state == ChatSessionState.CANCELLED
        yield ChatLine(row, row.moment, TimelineNews.NOT_DONE if is_cancelled else TimelineNews.DONE)


def _newest(rows: QuerySet[Any], wanted: TimelineFilter, most: int) -> QuerySet[Any]:
    rows = rows if wanted.before is None else rows.filter(moment__lte=wanted.before.at)
    return rows.order_by("-moment", "-pk")[: most + 1]
