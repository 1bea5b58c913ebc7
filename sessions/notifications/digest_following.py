"""Who asked for the monthly digest of their ward, and by which of the channels by which they are reminded."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from sessions.models import Channel, DigestFollowing, Following
from sessions.platform.people import Person


@transaction.atomic
def choose_digests(person: Person, *, channels: Iterable[str]) -> list[Channel]:
    """Send the person's digests by exactly these of the channels by which they are reminded; answers by which."""
    wanted = {Channel(channel) for channel in channels} & channels_to_choose(person)
    DigestFollowing.objects.filter(person=person).exclude(channel__in=wanted).delete()
    DigestFollowing.objects.bulk_create(
        (DigestFollowing(person=person, channel=channel, since=timezone.now()) for channel in sorted(wanted)),
        ignore_conflicts=True,
    )
    return sorted(wanted)


def stop_digests_by_channel(person: Person, *, channel: str) -> None:
    """No more digests by this channel; reminders go on. Idempotent."""
    DigestFollowing.objects.filter(person=person, channel=channel).delete()


def channels_to_choose(person: Person) -> set[Channel]:
    """Channels by which the person is reminded now."""
    return {Channel(channel) for channel in Following.objects.filter(person=person).values_list("channel", flat=True)}


def digest_channels_of(person: Person) -> list[Channel]:
    """Sorted by name."""
    rows = DigestFollowing.objects.filter(person=person).order_by("channel")
    return [Channel(row.channel) for row in rows]
