"""A chat session as a calendar shows it, whatever became of its date: moved, suspended, waiting, called off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from sessions.calendar.lifecycle.closed_days import freeze_among
from sessions.models import AHEAD_STATES, OPEN_STATES, ChatSession, ChatSessionState, Closure, Ward
from sessions.models.chat_session import ChatSessionQuerySet


@dataclass(frozen=True, slots=True)
class Occasion:
    """One chat session and the freeze that suspends it, if any. Words are in the language of whoever reads them."""

    chat_session: ChatSession
    freeze: Closure | None = None
    record: str = ""

    @property
    def day(self) -> date:
        """While it waits or is suspended, the day that it stood on."""
        return self.chat_session.day

    @property
    def starts_at(self) -> datetime:
        return self.chat_session.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.chat_session.ends_at

    @property
    def ward(self) -> Ward:
        return self.chat_session.ward

    @property
    def is_ahead(self) -> bool:
        return self.chat_session.state in AHEAD_STATES

    @property
    def is_suspended(self) -> bool:
        return self.freeze is not None

    @property
    def waits(self) -> bool:
        """Whether it has no date now, and a clerk is to choose one."""
        return self.is_ahead and self.chat_session.waits

    @property
    def state(self) -> str:
        """planned, scheduled, live, closed, cancelled or sealed; suspended or waiting while it cannot be held."""
        if self.is_suspended:
            return "suspended"
        return "waiting" if self.waits else str(self.chat_session.state)

    @property
    def moved_from(self) -> date | None:
        """The day that the ward's rule gave, where it stands on another one."""
        return self.chat_session.planned_on if self.chat_session.is_moved else None

    @property
    def because(self) -> str:
        """Why it was moved, or waits: a clause."""
        return self.chat_session.because

    @property
    def reason(self) -> str:
        """Why it is cancelled or suspended, as it was made public."""
        if self.freeze is not None:
            return self.freeze.reason
        return self.chat_session.cancelled_reason if self.chat_session.state == ChatSessionState.CANCELLED else ""

    @property
    def is_open(self) -> bool:
        """Whether people can ask in its room, which a freeze does not keep them from."""
        return self.chat_session.state in OPEN_STATES

    @property
    def has_room(self) -> bool:
        """Whether it was announced. What was called off before has no log, and so no room."""
        return self.chat_session.announced_at is not None


def occasions_between(from_on: date, before_on: date, *, wards: Iterable[Ward] | None = None) -> list[Occasion]:
    """What stands in the calendar from a day to the day before another, in the order of time; in two queries."""
    # A day more on each side: a ward's rule may keep the time of another zone.
    rows = ChatSession.objects.filter(
        starts_at__gte=_midnight(from_on - timedelta(days=1)), starts_at__lt=_midnight(before_on + timedelta(days=1))
    )
    if wards is not None:
        rows = rows.filter(ward__in=wards)
    return [occasion for occasion in occasions_of(rows) if from_on <= occasion.day < before_on]


def occasions_of(chat_sessions: ChatSessionQuerySet) -> list[Occasion]:
    """These chat sessions with what suspends them, in the order of time; in two queries."""
    rows = chat_sessions.select_related("ward", "office", "schedule", "record").defer("record__document")
    freezes = list(Closure.objects.freezes())
    return [occasion_of(row, freezes) for row in rows.order_by("starts_at", "ward__number")]


def occasion_of(chat_session: ChatSession, freezes: Iterable[Closure]) -> Occasion:
    """One of them, with the freeze on its day: the city's own before its ward's. What is over is not suspended."""
    is_ahead = chat_session.state in AHEAD_STATES
    # What was never announced has no record, and is not asked for one: it may not even be saved yet.
    record = getattr(chat_session, "record", None) if chat_session.announced_at is not None else None
    return Occasion(
        chat_session=chat_session,
        freeze=freeze_among(freezes, chat_session.ward_id, chat_session.day) if is_ahead else None,
        record=record.slug if record is not None else "",
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
