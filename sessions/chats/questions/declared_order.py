"""The declared order as commands need it: from the tables, which hold what the public log says.

A command cannot use the folded log: earlier commands of its own transaction are not committed yet.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, UUIDField
from django.utils import timezone
from msgspec import UNSET

from sessions.chats.support.support_counts import apart_of
from sessions.log.events.chat_session import BeaconFacts
from sessions.log.events.fields import Later
from sessions.log.events.room import BeaconRound, QuestionTaken
from sessions.log.logged_event import wire_time
from sessions.models import OPEN_STATES, Beacon, ChatSession, Question, QuestionState, QueueOrder, Standing
from sessions.models.question import QuestionQuerySet
from sessions.ordering.beacons import is_timely
from sessions.ordering.evening_facts import EveningFacts, asker_of
from sessions.ordering.lots import NextQuestion, commitment_of, new_seed, next_question
from sessions.ordering.policies import MOST_SUPPORTED, policy_named
from sessions.ordering.queue_order import in_order
from sessions.ordering.topic_spacing import TOPICS_KEPT
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import read_together

OVER = Q(state__in=(QuestionState.ON_FLOOR, QuestionState.ANSWERED, QuestionState.ON_NOTICE)) | Q(
    state=QuestionState.REMOVED, taken_at__isnull=False
)
"""The author of such a question has been answered this evening, or is being answered; it may be taken down since."""

UNTIL_LOGGED = timedelta(seconds=2)
"""A round that a draw uses is still timely at the moment that the log says."""


@dataclass(frozen=True, slots=True)
class QueueNow:
    """The queue of a chat session, whose row is locked, and the question that is being answered, if any.

    on_floor: with its id, state and version alone. told: by question, what the log said last of its support. beacon:
    the round for a draw at this moment; None where none is drawn, or none is there.
    """

    on_floor: Question | None
    cards: list[Mapping[str, Any]]
    support: Mapping[str, int]
    told: Mapping[str, int]
    evening: EveningFacts
    row: QueueOrder | None
    beacon: BeaconRound | None = None

    def find_next(self) -> NextQuestion | None:
        seed, beacon = self.row.seed if self.row else "", self.beacon.randomness if self.beacon else ""
        return next_question(self.cards, self.support, self.evening, seed=seed, beacon=beacon)

    def ahead_of(self, question_id: str) -> dict[str, int]:
        """The questions before this one, with their support."""
        ordered = [card["id"] for card in in_order(self.cards, self.support, self.evening)]
        return {each: self.support[each] for each in ordered[: ordered.index(question_id)]}


def begin_order(chat_session: ChatSession) -> None:
    """Bind a chat session that is being announced to the installation's policy, and to a seed that is never changed.

    And to its beacon, if the policy mixes its draws and the beacon is known
    (chatserver/operations/workers/beacon_thread.py).
    """
    policy, relay = policy_named(settings.QUEUE_ORDER), settings.BEACON
    beacon = Beacon.objects.filter(chain=relay.chain).first() if relay and policy.is_mixed else None
    QueueOrder.objects.create(chat_session=chat_session, policy=policy.name, seed=new_seed(), beacon=beacon)


def committed_order(chat_session: ChatSession) -> dict[str, str]:
    """What announcement and opening say: the policy, and the commitment to the seed. Nothing for one of an older
    release."""
    row = _row_of(chat_session)
    return {"order": row.policy, "lot": commitment_of(row.seed)} if row else {}


def announced_beacon(chat_session: ChatSession) -> Later[BeaconFacts]:
    row = _row_of(chat_session)
    if row is None or row.beacon is None:
        return UNSET
    return BeaconFacts(chain=row.beacon.chain, genesis_time=row.beacon.genesis_time, period=row.beacon.period)


def shows_support(chat_session: ChatSession) -> bool:
    """Whether pages for residents show how many support a question: a policy can hide that until the record."""
    row = _row_of(chat_session)
    return row is None or chat_session.state not in OPEN_STATES or policy_named(row.policy).shows_support


def note_opening(chat_session: ChatSession, at: datetime) -> None:
    """Note the state of the order at the opening. at: the moment of the opening that the log says."""
    QueueOrder.objects.filter(chat_session=chat_session).update(opened_at=at)


def revealed_seed(chat_session: ChatSession) -> Later[str]:
    row = _row_of(chat_session)
    return row.seed if row else UNSET


def read_queue(chat_session: ChatSession) -> QueueNow:
    queries = (_queued_query, _over_query, _on_floor_query, _row_query)
    rows, over, on_floor, found = read_together(*(query.bind(chat_session=chat_session.pk) for query in queries))
    row: QueueOrder | None = next(iter(found), None)
    queue = QueueNow(
        on_floor=next(iter(on_floor), None),
        cards=[order_card_of(each) for each in rows],
        support={str(each.pk): each.backing for each in rows},
        told={str(each.pk): each.backing_told for each in rows},
        evening=EveningFacts(
            policy=policy_named(row.policy) if row else MOST_SUPPORTED,
            opened_at=wire_time(row.opened_at) if row and row.opened_at else "",
            answered=Counter(asker_of({"id": pk, "asker": asker}) for pk, asker in over),
            topics=tuple(row.topics) if row else (),
            taken=row.taken if row else 0,
        ),
        row=row,
    )
    return replace(queue, beacon=_timely_round(row)) if row is not None and queue.evening.is_lot_next else queue


def _timely_round(row: QueueOrder) -> BeaconRound | None:
    """The newest round of the chat's beacon; None where it has none, or where no round of this moment was read."""
    beacon, now = row.beacon, timezone.now()
    if beacon is None or not all(
        is_timely(beacon.round, at, genesis_time=beacon.genesis_time, period=beacon.period)
        for at in (now, now + UNTIL_LOGGED)
    ):
        return None
    return BeaconRound(round=beacon.round, randomness=beacon.randomness, signature=beacon.signature)


def order_card_of(question: Question) -> dict[str, Any]:
    """What the order needs to know about a question."""
    return {
        "id": str(question.pk),
        "asked_at": wire_time(question.asked_at),
        "asker": question.asker,
        "first_time": question.first_time,
        "topic": question.topic,
        "commitment": question.commitment,
        **({} if question.standing == Standing.COUNTED else {"standing": question.standing}),
    }


def taken_event(
    queue: QueueNow, question: Question, following: NextQuestion | None, *, reason: str, support_root: Later[str]
) -> QuestionTaken:
    """What the log says when this question of the queue is taken, and bring the tables to it.

    following: the next question in the order; another one that is taken is an override. reason: one of OverrideReason.
    """
    question_id = str(question.pk)
    is_next = following is not None and following.card["id"] == question_id
    by_lot = is_next and following is not None and following.by_lot
    changed = {each: number for each, number in queue.support.items() if number != queue.told[each]}
    _note_taken(queue, question, is_next=is_next, told=changed)
    return QuestionTaken(
        id=question_id,
        backing=question.backing,
        passed_over={} if is_next else queue.ahead_of(question_id),
        place=queue.evening.taken + 1 if is_next else UNSET,
        by_lot=True if by_lot else UNSET,
        override=UNSET if is_next else reason,
        next_was=UNSET if is_next or following is None else following.card["id"],
        beacon=queue.beacon if queue.beacon and following is not None and following.by_lot else UNSET,
        support=changed or UNSET,
        support_root=support_root,
        **apart_of(question),
    )


def _note_taken(queue: QueueNow, question: Question, *, is_next: bool, told: Mapping[str, int]) -> None:
    rows = [Question(pk=each, backing_told=number) for each, number in told.items()]
    Question.objects.bulk_update(rows, ["backing_told"], batch_size=500)
    question.backing_told = queue.support[str(question.pk)]
    if queue.row is not None:
        queue.row.taken += is_next
        queue.row.topics = [*queue.row.topics, question.topic][-TOPICS_KEPT:]
        queue.row.save(update_fields=["taken", "topics"])


def _row_of(chat_session: ChatSession) -> QueueOrder | None:
    row: QueueOrder | None = _row_query.first(chat_session=chat_session.pk)
    return row


def _questions_here() -> "QuestionQuerySet":
    return Question.objects.filter(chat_session=Given("chat_session", UUIDField()))


_row_query = PreparedQuery(lambda: QueueOrder.objects.filter(chat_session=Given("chat_session", UUIDField())))
_queued_query = PreparedQuery(
    lambda: (
        _questions_here()
        .queued()
        .only(
            "id",
            "asked_at",
            "backing",
            "backing_told",
            "asker",
            "first_time",
            "topic",
            "standing",
            "commitment",
            "chat_session_id",
        )
    )
)
_over_query = PreparedQuery(lambda: _questions_here().filter(OVER).values_list("id", "asker"))
_on_floor_query = PreparedQuery(lambda: _questions_here().on_floor().only("id", "state", "version"))
