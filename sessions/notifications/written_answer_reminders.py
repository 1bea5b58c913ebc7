"""Reminders about written answers: to the office that owes them, and to everybody who asked or supports the question.

The tick runs these steps. The holder of the office is told once a chat with promised answers is over, three days before
an answer is due, on that day, and every week while it is overdue; one message for all answers of a chat that are due on
the same day.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sessions.log.steps.locks import lock_chat_session
from sessions.models import (
    RECORD_STATES,
    Answer,
    Backing,
    ChatSession,
    Following,
    Office,
    Question,
    QuestionState,
    ReminderKind,
    ReminderRound,
)
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.models.people.reminder import OWED_KINDS
from sessions.notifications.reminders import WEEK_BEFORE, write_round
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.database.prepared_query import Day, Moment

SOON = timedelta(days=3)
MORNING, EVENING = time(9), time(21)
"""The days are counted from midnight, and nobody is woken."""

NEWS_FOR = timedelta(weeks=2)
"""Span of the news. For so long a written answer is news to people who have not been told of it."""


def due_to_remind_of_owed(_now: Moment, today: Day) -> ChatSessionQuerySet:
    """Chats with answers of whose day the holder of the office has not been told as they should be by today."""
    holders = Office.objects.held_on(today).filter(ward=OuterRef("ward"), holder__isnull=False)
    owed = _to_be_told(today).order_by().values("chat_session")
    return ChatSession.objects.filter(Exists(holders), state__in=RECORD_STATES, pk__in=owed)


def due_to_tell_of_written(now: Moment, _today: Day) -> ChatSessionQuerySet:
    """Chats with a written answer of which nobody has been told yet."""
    answers = _untold(now).order_by().values("question__chat_session")
    return ChatSession.objects.filter(state__in=RECORD_STATES, pk__in=answers)


@transaction.atomic
def remind_of_owed(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Remind the present holder of the office, also of what another one promised."""
    chat_session = lock_chat_session(chat_session.pk)
    today = timezone.localdate()
    holders = Office.objects.held_on(today).filter(ward=chat_session.ward).values("holder")
    whom = set(Following.objects.filter(person__in=holders, person__is_active=True).values_list("person", "channel"))
    morning = max(timezone.now(), city_moment(today, MORNING))
    due = _to_be_told(today).filter(chat_session=chat_session).order_by("due_on")
    for due_on in filter(None, due.values_list("due_on", flat=True).distinct()):
        kind, keep_until = _kind_of(due_on, today)
        write_round(chat_session, kind, whom, keep_until=keep_until, not_before=morning, due_on=due_on, told_on=today)
    return chat_session


@transaction.atomic
def tell_of_written(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Tell the people who asked and all supporters, by the channels that they chose for reminders."""
    chat_session = lock_chat_session(chat_session.pk)
    now = timezone.now()
    for answer in _untold(now).filter(question__chat_session=chat_session).select_related("question"):
        concerned = Following.objects.filter(_concerned_by(answer.question), person__is_active=True)
        whom = set(concerned.values_list("person", "channel"))
        write_round(chat_session, ReminderKind.WRITTEN, whom, keep_until=now + WEEK_BEFORE, question=answer.question)
    return chat_session


def is_owed_by(person_id: int, told: ReminderRound) -> bool:
    """Whether this person holds the office today, and still owes what the round is about."""
    chat_session = told.chat_session
    assert chat_session is not None, "answers are owed of a chat"
    holders = Office.objects.held_on(timezone.localdate()).filter(ward=chat_session.ward, holder=person_id)
    return holders.exists() and count_owed_by_day(told) > 0


def count_owed_by_day(told: ReminderRound) -> int:
    """How many answers of the round's chat are still owed of those that are due on its day."""
    rows = Question.objects.filter(chat_session=told.chat_session_id, state=QuestionState.ON_NOTICE)
    return rows.filter(due_on=told.due_on).count()


def _to_be_told(today: Day) -> QuerySet[Question]:
    rounds = ReminderRound.objects.filter(chat_session=OuterRef("chat_session"), due_on=OuterRef("due_on"))

    def has_no(kind: ReminderKind) -> Q:
        return Q(~Exists(rounds.filter(kind=kind)))

    told_this_week = rounds.filter(kind__in=OWED_KINDS, told_on__gt=today - WEEK_BEFORE)
    return Question.objects.filter(
        Q(due_on__gt=today + SOON) & has_no(ReminderKind.OWED)
        | Q(due_on__gt=today, due_on__lte=today + SOON) & has_no(ReminderKind.OWED_SOON)
        | Q(due_on=today) & has_no(ReminderKind.OWED_TODAY)
        | Q(due_on__lt=today) & Q(~Exists(told_this_week)),
        state=QuestionState.ON_NOTICE,
    )


def _kind_of(due_on: date, today: date) -> tuple[ReminderKind, datetime]:
    """What is told today about that day, and until when it is news."""
    if due_on > today + SOON:
        return ReminderKind.OWED, timezone.now() + WEEK_BEFORE
    if due_on > today:
        return ReminderKind.OWED_SOON, city_moment(due_on)
    if due_on == today:
        return ReminderKind.OWED_TODAY, city_moment(due_on + timedelta(days=1))
    return ReminderKind.OVERDUE, timezone.now() + WEEK_BEFORE


def _untold(now: Moment) -> QuerySet[Answer]:
    told = ReminderRound.objects.filter(kind=ReminderKind.WRITTEN, question=OuterRef("question"))
    return Answer.objects.filter(~Exists(told), written=True, given_at__gt=now - NEWS_FOR)


def _concerned_by(question: Question) -> Q:
    """Match the people who asked the question or one merged into it, and all supporters, counted or not."""
    asked = Question.objects.filter(Q(pk=question.pk) | Q(merged_into=question), author__isnull=False)
    support = Backing.objects.filter(question=question)
    return Q(person__in=asked.order_by().values("author")) | Q(person__in=support.order_by().values("person"))
