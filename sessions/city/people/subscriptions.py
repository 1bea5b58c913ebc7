"""Subscriptions: who is reminded of their ward's chats, and by which channels."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from sessions.models import (
    ADDRESS_CHANNELS,
    Channel,
    DigestFollowing,
    Following,
    Matter,
    MatterFollowing,
    MatterSource,
    Promise,
    ReminderRound,
)
from sessions.platform.people import Person


@transaction.atomic
def follow_by_channels(person: Person, *, channels: Iterable[str]) -> None:
    """Write to the person by exactly these channels from now on; notifications to their browsers stay as they are.

    Waiting messages of a channel that they gave up are no longer sent.
    """
    wanted = {Channel(channel) for channel in channels}
    for table in (Following, DigestFollowing):  # no digest goes where no reminder goes
        table.objects.filter(person=person, channel__in=ADDRESS_CHANNELS).exclude(channel__in=wanted).delete()
    Following.objects.bulk_create(
        (Following(person=person, channel=channel, since=timezone.now()) for channel in sorted(wanted)),
        ignore_conflicts=True,
    )


def follow_also(person: Person, *, channel: Channel) -> None:
    """Write to the person by this channel, too. Idempotent."""
    Following.objects.bulk_create(
        [Following(person=person, channel=channel, since=timezone.now())], ignore_conflicts=True
    )


def stop_following_by_channel(person: Person, *, channel: str) -> None:
    """No longer remind the person by this channel, and send no digests. Idempotent."""
    DigestFollowing.objects.filter(person=person, channel=channel).delete()
    Following.objects.filter(person=person, channel=channel).delete()


def following_without_account(told: ReminderRound) -> MatterFollowing | None:
    """Where news of this round goes beside accounts: to the person for whom a clerk lodged its matter.

    That of a promise is the matter behind it.
    """
    return following_of_matter(told.matter or (matter_behind(told.promise) if told.promise is not None else None))


def following_of_matter(matter: Matter | None) -> MatterFollowing | None:
    """The following of a matter.

    Only what a clerk wrote down for somebody has one: no query for each row of an import.
    """
    if matter is None or matter.author_id is not None or matter.source == MatterSource.IMPORT:
        return None
    return MatterFollowing.objects.filter(matter=matter).first()


def matter_behind(promise: Promise) -> Matter | None:
    """Find the matter behind a receipt.

    By whose receipt it is said whether it is kept: the suggestion, or the complaint that the clock asked about.
    """
    if promise.matter is not None:
        return promise.matter
    rows = Matter.objects.filter(asked_again_of=promise.question_id).order_by("lodged_at")
    return rows.first() if promise.question_id is not None else None


def channels_of(person: Person) -> list[Channel]:
    """The person's channels, sorted by name."""
    return [Channel(row.channel) for row in Following.objects.filter(person=person).order_by("channel")]
