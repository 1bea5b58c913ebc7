"""A chat session as a calendar shows it, also where its date was moved, suspended or cancelled, or waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sessions.chats.calendar.lifecycle.closed_days import freeze_among
from sessions.models import AHEAD_STATES, OPEN_STATES, ChatSession, ChatSessionState, Closure, Ward
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.platform.clock.city_zone import city_moment


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry of the calendar: a chat session, and the freeze that suspends it, if any. Words are in the reader's
    language."""

    chat_session: ChatSession
    freeze: Closure | None = None
    record: str = ""
    is_draft: bool = False
    """Whether that record is not sealed yet."""

    @property
    def day(self) -> date:
        """The day; while it waits or is suspended, its last day."""
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
        """Whether it has no date now, so that a clerk has to choose one."""
        return self.is_ahead and self.chat_session.waits

    @property
    def state(self) -> str:
        """planned, scheduled, live, closed, cancelled or sealed; suspended or waiting while it cannot be held."""
        if self.is_suspended:
            return "suspended"
        return "waiting" if self.waits else str(self.chat_session.state)

    @property
    def moved_from(self) -> date | None:
        """The day that the ward's rule gave, where it is on another day now."""
        return self.chat_session.planned_on if self.chat_session.is_moved else None

    @property
    def because(self) -> str:
        """Why it was moved or waits: a clause."""
        return self.chat_session.because

    @property
    def reason(self) -> str:
        """The public reason for which it is cancelled or suspended."""
        if self.freeze is not None:
            return self.freeze.reason
        return self.chat_session.cancelled_reason if self.chat_session.state == ChatSessionState.CANCELLED else ""

    @property
    def is_open(self) -> bool:
        """Whether people can ask in its room; they can during a freeze, too."""
        return self.chat_session.state in OPEN_STATES

    @property
    def has_room(self) -> bool:
        """Whether it was announced. A chat that was cancelled before that has no log, and so no room."""
        return self.chat_session.announced_at is not None


def occasions_between(from_on: date, before_on: date, *, wards: Iterable[Ward] | None = None) -> list[Occasion]:
    """The entries from from_on (included) to before_on (excluded), in the order of time; two queries."""
    rows = ChatSession.objects.filter(starts_at__gte=city_moment(from_on), starts_at__lt=city_moment(before_on))
    return occasions_of(rows if wards is None else rows.filter(ward__in=wards))


def occasions_of(chat_sessions: ChatSessionQuerySet) -> list[Occasion]:
    """The entries of these chat sessions, in the order of time; two queries."""
    rows = chat_sessions.select_related("ward", "office", "schedule", "record").defer("record__document")
    freezes = list(Closure.objects.freezes())
    return [occasion_of(row, freezes) for row in rows.order_by("starts_at", "ward__number")]


def occasion_of(chat_session: ChatSession, freezes: Iterable[Closure]) -> Occasion:
    """The entry of one, with the freeze on its day, the city's before the ward's. A past one is not suspended."""
    is_ahead = chat_session.state in AHEAD_STATES
    # What was never announced has no record, and is not asked for one: it may not even be saved yet.
    record = getattr(chat_session, "record", None) if chat_session.announced_at is not None else None
    return Occasion(
        chat_session=chat_session,
        freeze=freeze_among(freezes, chat_session.ward_id, chat_session.day) if is_ahead else None,
        record=record.slug if record is not None else "",
        is_draft=record is not None and record.is_draft,
    )
