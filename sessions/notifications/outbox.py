"""The outbox: hands out due messages in groups, and notes the outcome of each. No message is sent twice.

A sender claims messages in a transaction of its own, committed before it sends. Where a sender ends without a report,
nobody knows whether its message was sent; then it counts as sent.

It uses a time that no jump of the clock has moved forward: otherwise waiting messages would be dropped, and the memory
of sent ones deleted, so that they were sent again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import days_to_stay_quiet, freeze_on
from sessions.city.people.subscriptions import following_without_account
from sessions.log.steps.locks import lock_chat_session
from sessions.models import (
    AHEAD_STATES,
    NEWS_KINDS,
    Channel,
    ChatSession,
    ChatSessionState,
    Following,
    Reminder,
    ReminderKind,
    ReminderRound,
    ReminderState,
)
from sessions.models.people.reminder import OWED_KINDS
from sessions.notifications import matter_reminders
from sessions.notifications.digest_rounds import wanting_digests
from sessions.notifications.question_news import is_news_still
from sessions.notifications.written_answer_reminders import is_owed_by
from sessions.platform.people import Person

CLAIMED_FOR = timedelta(minutes=2)
HELD_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=90)
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30))


@dataclass(frozen=True, slots=True)
class ClaimedReminder:
    """One message that only the caller may send. told: the round, with the chat's date as the message states it.

    person: None for the one who lodged the round's complaint by a clerk, and has no account.
    news_code: what a push message leads by to what it is about; blank for other channels.
    following_id: where no account is told, the row of where it was to go when it was claimed. A clerk who puts a
    number right meanwhile makes another row.
    """

    reminder_id: int
    claim: UUID
    person: Person | None
    channel: Channel
    told: ReminderRound
    news_code: str = ""
    following_id: int | None = None


def claim_some(channel: Channel, *, at_most: int, now: datetime | None = None) -> list[ClaimedReminder]:
    """Claim the next due messages of a channel, all about one chat; empty where there are none.

    Drops messages that are no longer news, and postpones those of a chat in a freeze.
    """
    now = now or timezone.now()
    due = _due(now).filter(channel=channel)
    while (round_id := due.values_list("round", flat=True).first()) is not None:
        claimed = _claim(due.filter(round=round_id), round_id, at_most, now)
        if claimed:
            return claimed
    return []


def settle_reminders(now: datetime | None = None) -> int:
    """Drop late messages, give up claims without a report (answers how many), and delete old rows."""
    now = now or timezone.now()
    late = Reminder.objects.pending().filter(round__keep_until__lte=now)
    lost = Reminder.objects.filter(state=ReminderState.SENDING, claimed_until__lte=now)
    settled = 0
    if late.exists():  # queried first: on SQLite an update takes the write lock, even where it changes nothing
        settled += late.update(state=ReminderState.DROPPED, settled_at=now, reason="late")
    if lost.exists():
        settled += lost.update(state=ReminderState.UNSURE, settled_at=now, reason="no report")
    old = _old_rounds(now - KEPT_FOR)
    if old.exists():
        old.delete()
    return settled


def _old_rounds(since: datetime) -> QuerySet[ReminderRound]:
    """Rounds of chats long ago, and of written answers told long ago whose promised day is long over, too.

    While an answer may still be owed, its rounds say what was told.
    """
    of_dates = Q(due_on=None, question=None, chat_session__ends_at__lte=since)
    of_owed = Q(due_on__lte=timezone.localdate(since), written_at__lte=since)
    of_news = Q(question__isnull=False, written_at__lte=since) | Q(chat_session=None, keep_until__lte=since)
    return ReminderRound.objects.filter(of_dates | of_owed | of_news)


@dataclass(frozen=True, slots=True)
class DueMessages:
    """The due messages that nobody has sent yet, and since when the oldest is due."""

    count: int
    oldest: datetime | None


def waiting_at(now: datetime) -> DueMessages:
    return DueMessages(**_due(now).order_by().aggregate(count=Count("pk"), oldest=Min("next_try_at")))


def is_stuck(waiting: DueMessages, now: datetime, *, after: timedelta) -> bool:
    """Whether the oldest due message has waited that long while none was tried: slow delivery is not stuck."""
    if waiting.oldest is None or now - waiting.oldest <= after:
        return False
    tried = Q(settled_at__gt=now - after) | Q(claimed_until__gt=now - after)
    return not Reminder.objects.filter(tried).exists()


def note_sent(claimed: Collection[ClaimedReminder]) -> None:
    _mine(claimed).update(state=ReminderState.SENT, settled_at=timezone.now(), reason="")


def note_unsure(claimed: ClaimedReminder, *, reason: str) -> None:
    """The message may have been sent: it is not sent again."""
    _mine([claimed]).update(state=ReminderState.UNSURE, settled_at=timezone.now(), reason=reason)


def note_failed(
    claimed: ClaimedReminder,
    *,
    reason: str,
    may_retry: bool,
    wait: timedelta | None = None,
    last: ReminderState = ReminderState.FAILED,
) -> None:
    """The message was surely not sent, or may be sent once more. may_retry: try again later, a few times.

    wait: how long at least. last: what it is where it is not tried again.
    """
    now = timezone.now()
    tries = _mine([claimed]).values_list("tries", flat=True).first() or 0
    if may_retry and tries <= len(RETRY_AFTER):
        wait = max(RETRY_AFTER[tries - 1], wait or timedelta())
        _mine([claimed]).update(state=ReminderState.PENDING, claim=None, next_try_at=now + wait, reason=reason)
    else:
        _mine([claimed]).update(state=last, settled_at=now, reason=reason)


def _due(now: datetime) -> QuerySet[Reminder]:
    return Reminder.objects.pending().filter(next_try_at__lte=now).order_by("next_try_at", "pk")


@transaction.atomic
def _claim(due: QuerySet[Reminder], round_id: int, at_most: int, now: datetime) -> list[ClaimedReminder]:
    """Claim under the chat session's lock: its date is moved either before we read it or after the claim."""
    told = ReminderRound.objects.only("chat_session").get(pk=round_id)
    if told.chat_session_id is None:
        return _claim_between_chats(due, at_most, now)
    chat_session = lock_chat_session(told.chat_session_id)
    rows = list(due.select_for_update(of=("self",)).select_related("round__question__merged_into", "person")[:at_most])
    for row in rows:
        row.round.chat_session = chat_session
    wanted = _drop_old_news(rows, chat_session, now)
    if wanted and freeze_on(chat_session.ward, *days_to_stay_quiet(chat_session, timezone.localdate(now))):
        wanted[0].round.reminders.pending().update(next_try_at=now + HELD_FOR)
        return []
    return _take(wanted, now)


def _claim_between_chats(due: QuerySet[Reminder], at_most: int, now: datetime) -> list[ClaimedReminder]:
    """Messages about complaints, suggestions and promises, and digests."""
    related = ("round__ward", "round__matter__ward", "round__promise__ward", "round__promise__matter", "person")
    rows = list(due.select_for_update(of=("self",)).select_related(*related)[:at_most])
    without_account = next((following_without_account(row.round) for row in rows if row.person_id is None), None)
    following = _following(rows)
    if without_account is not None:
        following |= {(None, without_account.channel)}
    wanted = _drop(
        rows,
        lambda row: matter_reminders.why_dropped(row, now, is_following=(row.person_id, row.channel) in following),
        now,
    )
    if wanted and freeze_on(matter_reminders.ward_of_round(wanted[0].round), timezone.localdate(now)):
        wanted[0].round.reminders.pending().update(next_try_at=now + HELD_FOR)
        return []
    return _take(wanted, now, following_id=without_account.pk if without_account is not None else None)


def _take(wanted: Sequence[Reminder], now: datetime, *, following_id: int | None = None) -> list[ClaimedReminder]:
    claim = uuid4()
    Reminder.objects.filter(pk__in=[row.pk for row in wanted]).update(
        state=ReminderState.SENDING, claim=claim, claimed_until=now + CLAIMED_FOR, tries=F("tries") + 1
    )
    return [
        ClaimedReminder(
            row.pk,
            claim,
            row.person,
            Channel(row.channel),
            row.round,
            row.news_code,
            following_id if row.person_id is None else None,
        )
        for row in wanted
    ]


def _drop_old_news(rows: Sequence[Reminder], chat_session: ChatSession, now: datetime) -> list[Reminder]:
    """Drop the messages that are no longer news; answers the others."""
    following = _following(rows)
    return _drop(
        rows,
        lambda row: _why_not(row, chat_session, now, is_following=(row.person_id, row.channel) in following),
        now,
    )


def _following(rows: Sequence[Reminder]) -> AbstractSet[tuple[int | None, str]]:
    """Pairs of person and channel, of messages that are all of one round."""
    people = {row.person_id for row in rows if row.person_id is not None}
    if any(row.round.kind == ReminderKind.DIGEST for row in rows):
        return wanting_digests(people)
    return set(Following.objects.filter(person__in=people).values_list("person", "channel"))


def _drop(rows: Sequence[Reminder], why_not: Callable[[Reminder], str], now: datetime) -> list[Reminder]:
    dropped: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        dropped[why_not(row)].append(row.pk)
    wanted = set(dropped.pop("", ()))
    for reason, ids in dropped.items():
        Reminder.objects.filter(pk__in=ids).update(state=ReminderState.DROPPED, settled_at=now, reason=reason)
    return [row for row in rows if row.pk in wanted]


def _why_not(reminder: Reminder, chat_session: ChatSession, now: datetime, *, is_following: bool) -> str:
    """Why the message is dropped, in a word for the operator; empty where it is sent."""
    assert reminder.person is not None, "messages about chats go to accounts alone"
    if reminder.round.keep_until <= now:
        return "late"
    if not reminder.person.is_active or not _is_concerned(reminder, reminder.person, chat_session):
        return "no longer of this ward"
    if not is_following:
        return "stopped"
    return "" if _is_true_still(reminder.round, chat_session) else "overtaken"


def _is_concerned(reminder: Reminder, person: Person, chat_session: ChatSession) -> bool:
    """Dates concern residents of the ward; news of a question also those who have moved away since."""
    if reminder.round.kind in OWED_KINDS:
        return is_owed_by(person.pk, reminder.round)
    if reminder.round.kind in NEWS_KINDS:
        question = reminder.round.question
        return question is not None and question.author_id == person.pk
    return reminder.round.kind == ReminderKind.WRITTEN or person.ward_id == chat_session.ward_id


def _is_true_still(told: ReminderRound, chat_session: ChatSession) -> bool:
    if told.kind in OWED_KINDS:
        return True  # asked for each person, with their office
    if told.kind in NEWS_KINDS:
        return is_news_still(told)
    if told.question is not None:
        return told.question.is_public
    if told.kind == ReminderKind.CANCELLED:
        return chat_session.state == ChatSessionState.CANCELLED
    stands = (chat_session.starts_at, chat_session.waits) == (told.starts_at, told.waits)
    return stands and chat_session.state in (*AHEAD_STATES, ChatSessionState.LIVE)


def _mine(claimed: Collection[ClaimedReminder]) -> QuerySet[Reminder]:
    """The claimed rows, also where the report comes after the claim was given up: a late outcome replaces unsure."""
    ids, claims = {one.reminder_id for one in claimed}, {one.claim for one in claimed}
    states = (ReminderState.SENDING, ReminderState.UNSURE)
    return Reminder.objects.filter(pk__in=ids, claim__in=claims, state__in=states)
