"""Starts and lengths: a local time on a day in a time zone, and the allowed minutes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.contract.limits import MAX_CHAT_MINUTES, MIN_CHAT_MINUTES
from sessions.platform.text.by_language import gettext, pgettext
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import time_words


def local_start(on: date, at: time, zone: ZoneInfo) -> tuple[datetime, str | None]:
    """The moment of this local time on this day, and a note where the clocks change at that hour.

    As in RFC 5545 (3.3.5), a local time that does not occur is read with the offset from before the change, so that it
    is later by the skipped time; of a time that occurs twice, the first is meant.
    """
    written = datetime.combine(on, at, tzinfo=zone)
    starts_at = written.astimezone(UTC).astimezone(zone)
    if starts_at.replace(tzinfo=None) != written.replace(tzinfo=None):
        note = pgettext("a clause", "the clocks go forward over {at} on this day; it begins at {instead}")
        return starts_at, note.format(at=time_words(at), instead=time_words(starts_at.time()))
    if written.utcoffset() != written.replace(fold=1).utcoffset():
        note = pgettext("a clause", "the clocks go back on this day and {at} comes twice; it begins the first time")
        return starts_at, note.format(at=time_words(at))
    return starts_at, None


def check_minutes(minutes: int) -> int:
    """The minutes, if a chat session may last that long. Raises ScheduleError minutes."""
    if not MIN_CHAT_MINUTES <= minutes <= MAX_CHAT_MINUTES:
        message = gettext("A chat lasts from {least} minutes to {hours} hours.")
        limits = {"least": digits(MIN_CHAT_MINUTES), "hours": digits(MAX_CHAT_MINUTES // 60)}
        raise ScheduleError("minutes", message.format(**limits))
    return minutes
