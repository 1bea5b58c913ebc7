"""Who is sent a digest: written into the outbox once for each ward and month, and looked at again before it is sent."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from sessions.models import Digest, DigestFollowing, Following, Reminder, ReminderKind, ReminderRound, Ward
from sessions.notifications.reminders import write_messages
from sessions.notifications.written_answer_reminders import MORNING
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.months import next_month

NEWS_FOR = timedelta(days=21)
"""Days of the next month in which a digest is news. After a long freeze or downtime, nobody is sent old news."""

AT_ONCE = 1000
"""Messages that are written by one statement."""


def write_digest_round(ward: Ward, month: date) -> int:
    """One round, in the caller's transaction, for those who asked for it, unless it is late; answers how many messages.

    Nobody gets two digests of one month by one channel, also where they moved into the ward since another one's.
    """
    people, now = _whom(ward, month), timezone.now()
    keep_until = city_moment(next_month(month)) + NEWS_FOR
    if keep_until <= now:
        return 0
    morning = max(now, city_moment(timezone.localdate(now), MORNING))
    written, is_new = ReminderRound.objects.get_or_create(
        kind=ReminderKind.DIGEST,
        ward=ward,
        told_on=month,
        defaults={"starts_at": now, "written_at": now, "keep_until": keep_until, "sequence": 0},
    )
    if not is_new:
        return 0
    count = 0
    while some := list(islice(people, AT_ONCE)):
        write_messages(written, some, not_before=morning)
        count += len(some)
    return count


def why_no_digest(reminder: Reminder, now: datetime, *, is_following: bool) -> str:
    """Why the message is dropped, in a word for the operator; empty where it is sent.

    is_following: whether the person still wants digests by this channel.
    """
    if reminder.round.keep_until <= now:
        return "late"
    person = reminder.person
    if person is None or not person.is_active or person.ward_id != reminder.round.ward_id:
        return "no longer of this ward"
    return "" if is_following else "stopped"


def wanting_digests(people: Collection[int]) -> set[tuple[int, str]]:
    """Pairs of person and channel, of these people, who are reminded and want digests by that channel."""
    return set(_wanting().filter(person__in=people).values_list("person", "channel"))


def path_of_digest(told: ReminderRound) -> str:
    return reverse("digest", args=_ward_and_month(told))


def short_path_of_digest(told: ReminderRound) -> str:
    """The short path for text messages, of which each sign counts."""
    return reverse("short_digest", args=_ward_and_month(told))


def digest_in(told: ReminderRound, language: str) -> Digest:
    """The digest that the round is about, in this language, otherwise in any that there is. Raises LookupError."""
    assert told.told_on is not None, "a round of a digest has its month"
    found = Digest.objects.filter(ward=told.ward_id, month=told.told_on).select_related("ward")
    rows = {each.language: each for each in found}
    if not rows:
        raise LookupError(f"no digest for round {told.pk}")
    return rows.get(language) or next(iter(rows.values()))


def _ward_and_month(told: ReminderRound) -> tuple[int, date]:
    assert told.ward is not None, "a digest is of a ward"
    assert told.told_on is not None, "and of a month"
    return told.ward.number, told.told_on


def _wanting() -> QuerySet[DigestFollowing]:
    reminded = Following.objects.filter(person=OuterRef("person"), channel=OuterRef("channel"))
    return DigestFollowing.objects.filter(Exists(reminded), person__is_active=True)


def _whom(ward: Ward, month: date) -> Iterator[tuple[int, str]]:
    told = Reminder.objects.filter(
        ~Q(round__ward=ward),
        round__kind=ReminderKind.DIGEST,
        round__told_on=month,
        person=OuterRef("person"),
        channel=OuterRef("channel"),
    )
    rows = _wanting().filter(~Exists(told), person__ward=ward).order_by("person", "channel")
    return rows.values_list("person", "channel").iterator(chunk_size=AT_ONCE)
