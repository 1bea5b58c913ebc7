"""The digests of wards as a clerk sees them: what was made, and how many messages were sent or failed by channel."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Min

from sessions.models import Channel, Digest, Reminder, ReminderKind, ReminderState, Ward

WAITING = (ReminderState.PENDING, ReminderState.SENDING)
LISTED = 60


@dataclass(frozen=True, slots=True)
class SentByChannel:
    """failed counts those of which nobody knows whether they came, too. dropped: late, moved away or stopped."""

    channel: Channel
    sent: int
    waiting: int
    failed: int
    dropped: int


@dataclass(frozen=True, slots=True)
class MadeDigest:
    ward: Ward
    month: date
    made_at: datetime
    channels: list[SentByChannel] = field(default_factory=list)


def made_digests(wards: Collection[Ward]) -> list[MadeDigest]:
    """The digests made for these wards, the newest first, at most LISTED; two queries."""
    by_id = {ward.pk: ward for ward in wards}
    rows = Digest.objects.filter(ward__in=by_id).order_by().values("ward", "month").annotate(made=Min("made_at"))
    listed = list(rows.order_by("-month", "ward__number")[:LISTED])
    counts = _counts(by_id, min((row["month"] for row in listed), default=date.max))
    return [
        MadeDigest(by_id[row["ward"]], row["month"], row["made"], _channels(counts[row["ward"], row["month"]]))
        for row in listed
    ]


type Counts = Mapping[tuple[str, str], int]
"""Counts of sent messages, by channel and state."""


def _counts(wards: Collection[int], since: date) -> defaultdict[tuple[int, date], Counter[tuple[str, str]]]:
    found: defaultdict[tuple[int, date], Counter[tuple[str, str]]] = defaultdict(Counter)
    rows = Reminder.objects.filter(round__kind=ReminderKind.DIGEST, round__ward__in=wards, round__told_on__gte=since)
    counted = rows.order_by().values_list("round__ward", "round__told_on", "channel", "state").annotate(Count("pk"))
    for ward, month, channel, state, count in counted:
        found[ward, month][channel, state] = count
    return found


def _channels(counts: Counts) -> list[SentByChannel]:
    """The numbers of each channel by which any message was written."""

    def count(channel: Channel, *states: ReminderState) -> int:
        return sum(counts.get((channel, state), 0) for state in states)

    return [
        SentByChannel(
            channel,
            sent=count(channel, ReminderState.SENT),
            waiting=count(channel, *WAITING),
            failed=count(channel, ReminderState.FAILED, ReminderState.UNSURE),
            dropped=count(channel, ReminderState.DROPPED),
        )
        for channel in Channel
        if any(of == channel for of, _state in counts)
    ]
