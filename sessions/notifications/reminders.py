"""Decides who gets which reminder about their ward's chats, and writes it into the outbox: each round once.

The tick runs these steps with its others: a week and an hour before a chat for everybody who follows the ward, and
about a move or a cancellation for those who were told of the earlier date.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from sessions.log.steps.locks import lock_chat_session
from sessions.models import (
    Channel,
    ChatSession,
    ChatSessionState,
    Following,
    Reminder,
    ReminderKind,
    ReminderRound,
)
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.models.people.reminder import new_news_code
from sessions.platform.database.prepared_query import Moment

WEEK_BEFORE, HOUR_BEFORE, DAY_BEFORE = timedelta(weeks=1), timedelta(hours=1), timedelta(days=1)


def due_a_week_before(now: Moment) -> ChatSessionQuerySet:
    """Chats that start within a week, but not within a day: after a longer downtime the last reminder is enough."""
    return _followed_between(now + DAY_BEFORE, now + WEEK_BEFORE, ReminderKind.WEEK)


def due_an_hour_before(now: Moment) -> ChatSessionQuerySet:
    return _followed_between(now, now + HOUR_BEFORE, ReminderKind.HOUR)


def due_to_tell_of_move(now: Moment) -> ChatSessionQuerySet:
    """Chats ahead whose place in the calendar is not the one that people were told last."""
    last = ReminderRound.objects.filter(chat_session=OuterRef("pk"), question=None).order_by("-pk")
    rows = ChatSession.objects.ahead().filter(Q(starts_at__gt=now) | Q(waits=True)).filter(_somebody_was_told())
    rows = rows.alias(told_at=Subquery(last.values("starts_at")[:1]), told_waits=Subquery(last.values("waits")[:1]))
    return rows.exclude(told_at=F("starts_at"), told_waits=F("waits"))


def due_to_tell_of_end(now: Moment) -> ChatSessionQuerySet:
    """Chats that were cancelled, as long as that is news."""
    rows = ChatSession.objects.filter(state=ChatSessionState.CANCELLED, ends_at__gt=now - DAY_BEFORE)
    return rows.filter(_somebody_was_told()).exclude(_has_round(ReminderKind.CANCELLED))


@transaction.atomic
def remind_a_week_before(chat_session: ChatSession, *, by: str) -> ChatSession:
    chat_session = lock_chat_session(chat_session.pk)
    return _remind(chat_session, ReminderKind.WEEK, WEEK_BEFORE, keep_until=chat_session.starts_at - DAY_BEFORE)


@transaction.atomic
def remind_an_hour_before(chat_session: ChatSession, *, by: str) -> ChatSession:
    chat_session = lock_chat_session(chat_session.pk)
    return _remind(chat_session, ReminderKind.HOUR, HOUR_BEFORE, keep_until=chat_session.starts_at)


@transaction.atomic
def tell_of_move(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Tell people who know another date that the chat was moved, or that it waits for a new date."""
    chat_session = lock_chat_session(chat_session.pk)
    keep_until = timezone.now() + WEEK_BEFORE if chat_session.waits else chat_session.starts_at
    write_round(chat_session, ReminderKind.MOVED, _told_of(chat_session), keep_until=keep_until)
    return chat_session


@transaction.atomic
def tell_of_end(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Tell people who know its date that the chat was cancelled."""
    chat_session = lock_chat_session(chat_session.pk)
    keep_until = chat_session.ends_at + DAY_BEFORE
    write_round(chat_session, ReminderKind.CANCELLED, _told_of(chat_session), keep_until=keep_until)
    return chat_session


def _followed_between(after: Moment, until: Moment, kind: ReminderKind) -> ChatSessionQuerySet:
    rows = ChatSession.objects.ahead().filter(waits=False, starts_at__gt=after, starts_at__lte=until)
    followed = Following.objects.filter(person__ward=OuterRef("ward"), person__is_active=True)
    return rows.filter(Exists(followed)).exclude(_has_round(kind, starts_at=OuterRef("starts_at")))


def _has_round(kind: ReminderKind, **fields: OuterRef) -> Exists:
    return Exists(ReminderRound.objects.filter(chat_session=OuterRef("pk"), kind=kind, **fields))


def _somebody_was_told() -> Exists:
    return Exists(Reminder.objects.told().filter(round__chat_session=OuterRef("pk"), round__question=None))


def _remind(chat_session: ChatSession, kind: ReminderKind, before: timedelta, *, keep_until: datetime) -> ChatSession:
    """Remind everybody who follows the ward, except people who were just told this date because of a move."""
    following = Following.objects.filter(person__ward=chat_session.ward, person__is_active=True)
    just_told = Reminder.objects.filter(
        round__chat_session=chat_session,
        round__kind=ReminderKind.MOVED,
        round__starts_at=chat_session.starts_at,
        round__written_at__gte=chat_session.starts_at - before,
    )
    known = set(just_told.values_list("person", "channel"))
    wanted = set(following.values_list("person", "channel"))
    write_round(chat_session, kind, wanted - known, keep_until=keep_until)
    return chat_session


def _told_of(chat_session: ChatSession) -> set[tuple[int, str]]:
    """Pairs of person and channel that were told of this chat, or may have been, and still follow."""
    told = Reminder.objects.told().filter(round__chat_session=chat_session, round__question=None)
    following = Following.objects.filter(person=OuterRef("person"), channel=OuterRef("channel"))
    return set(told.filter(Exists(following)).values_list("person", "channel"))


def write_round(
    chat_session: ChatSession,
    kind: ReminderKind,
    whom: Iterable[tuple[int, str]],
    *,
    keep_until: datetime,
    not_before: datetime | None = None,
    **about: Any,
) -> None:
    """Write one round, with a message for each pair of person and channel, to be sent now or not before a moment.

    about: further fields of the round.
    """
    now = timezone.now()
    written = ReminderRound.objects.create(
        chat_session=chat_session,
        kind=kind,
        starts_at=chat_session.starts_at,
        waits=chat_session.waits,
        sequence=chat_session.sequence,
        written_at=now,
        keep_until=keep_until,
        **about,
    )
    write_messages(written, whom, not_before=not_before or now)


def write_messages(written: ReminderRound, whom: Iterable[tuple[int | None, str]], *, not_before: datetime) -> None:
    """A message of the round for each pair of person and channel; person: None without an account."""
    Reminder.objects.bulk_create(
        Reminder(
            round=written,
            person_id=person,
            channel=channel,
            next_try_at=not_before,
            news_code=new_news_code() if channel == Channel.PUSH else "",
        )
        for person, channel in sorted(whom, key=lambda pair: (pair[0] or 0, pair[1]))
    )
