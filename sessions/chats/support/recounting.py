"""Adapt support to what is known about the people who gave it, and log the change."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import partial
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from sessions.chats.support.asker_standing import restate_standings
from sessions.chats.support.support_counts import count_all
from sessions.log import log
from sessions.log.events.room import DecidedBy, SupportHeld, SupportSettled
from sessions.log.steps.locks import LockedChatSession, lock_chat_sessions
from sessions.models import OPEN_STATES, Backing, ChatSession, Question, QuestionState, Standing
from sessions.platform.database.in_array import InArray
from sessions.platform.hooks import Hook

Moved = Counter[tuple[UUID, str, str]]
"""How many backings changed from one standing to another, by question id."""


@Hook
def eligibility_changed(account_ids: Collection[int]) -> None:
    """Called in the transaction, after the backings of questions: the support of these people may count otherwise."""


@transaction.atomic
def hold_support(account_ids: Collection[int]) -> None:
    """Give these people's backings in unfinished chats the standing that it would be given now, and log the change.

    Call it once their accounts are marked. Idempotent.
    """
    locked = lock_chats_of(account_ids)
    moved = _move(account_ids, locked)
    _append(locked, _count(moved, lambda _before, after: after == Standing.HELD), SupportHeld, actor="server")
    restate_standings(_asked_by(account_ids, locked), by="server")
    eligibility_changed(account_ids)


@transaction.atomic
def settle_support(account_ids: Collection[int], *, counts: bool, by: DecidedBy, actor: str) -> None:
    """Give these people's backings their new standing after a clerk's decision, and log the change.

    counts: whether held support counts from now on. by: the office that decided; the log names it, too.
    """
    locked = lock_chats_of(account_ids)
    numbers = _count(_move(account_ids, locked), lambda before, _after: before == Standing.HELD)
    _append(locked, numbers, partial(SupportSettled, counts=counts, by=by), actor=actor)
    restate_standings(_asked_by(account_ids, locked), by=actor)
    eligibility_changed(account_ids)


def lock_chats_of(account_ids: Collection[int]) -> dict[UUID, LockedChatSession]:
    """Lock the unfinished chats in which these people ask or support something or could, in the order of commands."""
    people = get_user_model().objects.filter(InArray("pk", account_ids))
    backed = Backing.objects.filter(InArray("person", account_ids), question__chat_session__state__in=OPEN_STATES)
    here = Q(ward__in=people.values("ward")) | Q(pk__in=backed.values("question__chat_session"))
    here |= Q(pk__in=Question.objects.filter(InArray("author", account_ids)).values("chat_session"))
    return lock_chat_sessions(ChatSession.objects.filter(here, state__in=OPEN_STATES).values_list("pk", flat=True))


def _asked_by(account_ids: Collection[int], locked: Mapping[UUID, LockedChatSession]) -> list[Question]:
    """The questions that they ask in these chats, and those into which theirs are merged."""
    asked = Question.objects.filter(InArray("author", account_ids), chat_session__in=locked)
    merged = asked.filter(state=QuestionState.MERGED).values("merged_into")
    rows = list(Question.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=merged)).select_related("author"))
    for row in rows:
        row.chat_session = locked[row.chat_session_id]
    return rows


def _move(account_ids: Collection[int], locked: Mapping[UUID, LockedChatSession]) -> Moved:
    rows = Backing.objects.filter(InArray("person", account_ids), question__chat_session__in=locked)
    moved: Moved = Counter()
    changed: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows.select_related("person"):
        standing = row.person.eligibility.standing
        if row.standing != standing:
            changed[standing].append(row.pk)
            moved[row.question_id, row.standing, standing] += 1
    for standing, ids in changed.items():
        Backing.objects.filter(InArray("pk", ids)).update(standing=standing)
    count_all({question_id for question_id, _before, _after in moved})
    return moved


def _count(moved: Moved, is_told: Callable[[str, str], bool]) -> Counter[UUID]:
    """Count how much support changed in a way that is logged, from one standing to another, by question."""
    numbers: Counter[UUID] = Counter()
    for (question_id, before, after), number in moved.items():
        if is_told(before, after):
            numbers[question_id] += number
    return numbers


def _append(
    locked: Mapping[UUID, LockedChatSession],
    numbers: Mapping[UUID, int],
    event: Callable[..., SupportHeld | SupportSettled],
    *,
    actor: str,
) -> None:
    """Append one event for each public question among them."""
    entries: defaultdict[UUID, list[log.NewEvent]] = defaultdict(list)
    for question in Question.objects.public().filter(pk__in=numbers).order_by("asked_at", "id"):
        told = event(question=str(question.pk), number=numbers[question.pk], backing=question.backing)
        entries[question.chat_session_id].append(log.NewEvent(told, actor))
    for chat_session_id, each in entries.items():
        log.append_all(locked[chat_session_id], each)
    for chat_session in locked.values():
        log.announce_backing(chat_session)
