"""What happened in a ward in a month, read from the tables once for all languages. Everything in it is public."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import freeze_on
from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.digests.days import moments_of
from sessions.models import (
    Activity,
    Answer,
    ChatSession,
    Matter,
    MatterState,
    Promise,
    PromiseState,
    Question,
    QuestionState,
    Ward,
)
from sessions.platform.text.months import next_month

MOST_ANSWERS = 3
MOST_LISTED = 10
"""Entries listed of each kind; the rest is told as a number."""

CLAIMED_AND_DONE_STATES = (MatterState.CLAIMED_DONE, MatterState.DONE_UNCONFIRMED, MatterState.DONE)


@dataclass(frozen=True, slots=True)
class Listed[Row]:
    """The first ones, and how many there are in all."""

    rows: Sequence[Row]
    count: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What happened in the ward, as it stood on the day made_on. answered: loaded with answers, the most backed first.

    refused, refused_matters: how many for each reason. built is None in an election freeze.
    """

    ward: Ward
    month: date
    made_on: date
    next: Occasion | None
    answered: Listed[Question]
    due: Listed[Promise]
    overdue: Listed[Promise]
    kept: Listed[Promise]
    confirmed: Listed[Matter]
    claimed: int
    built: Listed[Activity] | None
    refused: Counter[str]
    refused_matters: Counter[str]


def gather(ward: Ward, month: date, *, now: datetime | None = None) -> Gathered:
    """Collect the contents of a digest.

    month: its first day; the ward with its borough. About a dozen queries, however much happened.
    """
    now = now or timezone.now()
    today, (begin, end) = timezone.localdate(now), moments_of(month)
    owed = Promise.objects.owed().filter(ward=ward).order_by("due_on", "pk")
    promised_until = next_month(max(today.replace(day=1), next_month(month))) - timedelta(days=1)
    kept = Promise.objects.filter(ward=ward, state=PromiseState.KEPT, ended_at__gte=begin, ended_at__lt=end)
    matters = Matter.objects.filter(ward=ward, published_at__isnull=False)
    confirmed = matters.filter(state=MatterState.CONFIRMED_DONE, changed_at__gte=begin, changed_at__lt=end)
    claimed = matters.filter(state__in=CLAIMED_AND_DONE_STATES, ended_at__gte=begin, ended_at__lt=end)
    refused = Question.objects.declined().filter(
        chat_session__ward=ward, chat_session__starts_at__gte=begin, chat_session__starts_at__lt=end
    )
    refused_matters = Matter.objects.filter(
        ward=ward, state=MatterState.DECLINED, changed_at__gte=begin, changed_at__lt=end
    )
    return Gathered(
        ward=ward,
        month=month,
        made_on=today,
        next=next_chat_of_ward(ward, now),
        answered=_listed(_answered(ward, begin, end), MOST_ANSWERS),
        due=_listed(owed.filter(due_on__gte=today, due_on__lte=promised_until)),
        overdue=_listed(owed.filter(due_on__lt=today)),
        kept=_listed(kept.order_by("ended_at", "pk")),
        confirmed=_listed(confirmed.select_related("category").order_by("changed_at", "pk")),
        claimed=claimed.count(),
        built=None if freeze_on(ward, today) else _listed(_built(ward, month)),
        refused=_by_reason(refused),
        refused_matters=_by_reason(refused_matters),
    )


def next_chat_of_ward(ward: Ward, now: datetime) -> Occasion | None:
    """The next chat that can be held on its date."""
    found = occasions_of(ChatSession.objects.ahead().filter(ward=ward, starts_at__gt=now, waits=False))
    return next((each for each in found if not each.is_suspended), None)


def _answered(ward: Ward, begin: datetime, end: datetime) -> QuerySet[Question]:
    """Questions whose last part of an answer came in the month; with their parts, the last one first."""
    last = Answer.objects.filter(question=OuterRef("pk")).order_by("-given_at", "-pk").values("given_at")[:1]
    rows = Question.objects.filter(chat_session__ward=ward, state=QuestionState.ANSWERED).alias(last=Subquery(last))
    parts = Prefetch("answers", queryset=Answer.objects.order_by("-given_at", "-pk"))
    return rows.filter(last__gte=begin, last__lt=end).prefetch_related(parts).order_by("-backing", "asked_at", "pk")


def _built(ward: Ward, month: date) -> QuerySet[Activity]:
    """Done in that month, in the ward or for the whole borough; or done earlier and told in it."""
    begin, end = moments_of(month)
    where = Q(ward=ward) | Q(borough=ward.borough_id, borough__isnull=False)
    in_month = Q(on_day__gte=month, on_day__lt=next_month(month))
    told_in_it = Q(on_day__lt=month, published_at__gte=begin, published_at__lt=end)
    return Activity.objects.public().filter(where, in_month | told_in_it, is_planned=False).order_by("on_day", "pk")


def _listed[Row: Model](rows: QuerySet[Row], most: int = MOST_LISTED) -> Listed[Row]:
    found = list(rows[:most])
    return Listed(found, len(found) if len(found) < most else rows.count())


def _by_reason(rows: QuerySet[Any]) -> Counter[str]:
    counted = rows.order_by().values("reason").annotate(count=Count("pk"))
    return Counter({row["reason"]: row["count"] for row in counted})
