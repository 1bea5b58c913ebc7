"""The order of an evening, computed again from its public log alone, and compared with what was taken; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import UNSET

from sessions.log.events.chat_session import BeaconFacts, SessionAnnounced, SessionClosed, SessionOpened
from sessions.log.events.fields import Later
from sessions.log.events.room import QuestionQueued, QuestionTaken
from sessions.log.folding.folding import apply_public, empty_public
from sessions.log.logged_event import LoggedEvent
from sessions.ordering.beacons import is_timely, randomness_of
from sessions.ordering.evening_facts import EveningFacts, QueueCard, facts_of_state
from sessions.ordering.lots import NextQuestion, commitment_of, name_of_asker, next_question
from sessions.ordering.policies import POLICIES
from sessions.ordering.queue_order import in_order


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment at which a question was taken. waiting, support: the queue before, with the taken one."""

    at: datetime
    taken: QuestionTaken
    waiting: Sequence[QueueCard]
    support: Mapping[str, int]
    evening: EveningFacts

    def find_next(self, seed: str) -> NextQuestion | None:
        beacon = self.taken.beacon.randomness if self.taken.beacon else ""
        return next_question(self.waiting, self.support, self.evening, seed=seed, beacon=beacon)

    def receipt_of(self, question_id: str) -> str:
        """Blank for a question that was not waiting."""
        return next((str(card["receipt"]) for card in self.waiting if card["id"] == question_id), "")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of the recomputed order.

    how: "next", "lot", the reason of an override, or blank where an older log does not say enough.

    fault: what differs from the order, in a sentence; blank for nothing. round: of the beacon, that a draw used; None
    where nothing was drawn, or without one.
    """

    receipt: str
    how: str
    fault: str = ""
    round: int | None = None


@dataclass(frozen=True, slots=True)
class EveningOrder:
    """The recomputed order of an evening.

    faults: of the evening as a whole, besides those of its lines. chain: of the beacon; blank where it has none.
    """

    policy: str
    lines: list[OrderLine]
    faults: list[str]
    chain: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether every question was taken in the order, or openly out of it."""
        return not self.faults and not any(line.fault for line in self.lines)

    @property
    def without_beacon(self) -> list[OrderLine]:
        """Lines that were drawn by lot without the beacon that the announcement names."""
        return [line for line in self.lines if self.chain and line.how == "lot" and line.round is None]


def recompute_order(events: Sequence[LoggedEvent]) -> EveningOrder:
    """Raises LookupError or TypeError for events that do not fit each other, or that cannot be read."""
    policy = policy_in(events)
    if policy not in POLICIES:
        return EveningOrder(policy, [], [f"the policy {policy!r} is unknown here"])
    seed, is_old = seed_in(events), not _says_order(events)
    beacon = beacon_in(events)
    lines = [_line_of_old(turn) if is_old else _line_of(turn, seed, beacon) for turn in turns_in(events)]
    return EveningOrder(policy, lines, list(_faults_of(events, policy, seed)), beacon.chain if beacon else "")


def turns_in(events: Iterable[LoggedEvent]) -> Iterator[Turn]:
    """Each moment at which a question was taken."""
    state = empty_public()
    support: dict[str, int] = {}
    commitments: dict[str, str] = {}
    for logged in events:
        event = logged.event
        if isinstance(event, QuestionQueued):
            commitments[event.id] = event.commitment or ""
        elif isinstance(event, QuestionTaken):
            support |= event.support or {}
            support[event.id] = event.backing
            waiting = [card | {"commitment": commitments[card["id"]]} for card in state["queue"]]
            yield Turn(logged.at, event, waiting, dict(support), facts_of_state(state))
        apply_public(state, logged)


def seed_in(events: Iterable[LoggedEvent]) -> str:
    """The revealed seed of the draws; blank before the close, and in older logs."""
    return next((each.event.lot_seed or "" for each in events if isinstance(each.event, SessionClosed)), "")


def policy_in(events: Iterable[LoggedEvent]) -> str:
    """The name that the announcement says."""
    return next((each.event.session.order for each in events if isinstance(each.event, SessionAnnounced)), "")


def beacon_in(events: Iterable[LoggedEvent]) -> Later[BeaconFacts]:
    """What the announcement says."""
    return next((each.event.session.beacon for each in events if isinstance(each.event, SessionAnnounced)), UNSET)


def _says_order(events: Iterable[LoggedEvent]) -> bool:
    """Whether the log is of a release that says all that the order needs."""
    return any(isinstance(each.event, SessionOpened) and each.event.order is not UNSET for each in events)


def _faults_of(events: Sequence[LoggedEvent], policy: str, seed: str) -> Iterator[str]:
    announced = next((each.event.session.lot for each in events if isinstance(each.event, SessionAnnounced)), UNSET)
    if announced is UNSET and POLICIES[policy].is_mixed:
        yield "the announcement does not commit to the seed of the draws"
    if announced is not UNSET and announced != commitment_of(seed):
        yield "the seed of the draws does not fit the commitment of the announcement"
    for event in (each.event for each in events if isinstance(each.event, SessionOpened)):
        if event.order is not UNSET and event.order != policy:
            yield f"the announcement says the order {policy!r}, and the opening {event.order!r}"
        if announced is not UNSET and event.lot != announced:
            yield "the opening commits to another seed of the draws than the announcement"
        if event.lot is not UNSET and event.lot != commitment_of(seed):
            yield "the seed of the draws does not fit the commitment of the opening"
    if POLICIES[policy].is_mixed:
        yield from _wrong_names(events, seed)


def _wrong_names(events: Iterable[LoggedEvent], seed: str) -> Iterator[str]:
    """The name of each person follows from the receipt of the first question that has it."""
    known: set[str] = set()
    for event in (each.event for each in events if isinstance(each.event, QuestionQueued)):
        if event.asker is UNSET or (event.asker not in known and event.asker != name_of_asker(seed, event.receipt)):
            yield f"the name of the person who asked {event.receipt} does not follow from the seed and the receipt"
        else:
            known.add(event.asker)


def _line_of(turn: Turn, seed: str, beacon: Later[BeaconFacts]) -> OrderLine:
    taken, following = turn.taken, turn.find_next(seed)
    receipt = turn.receipt_of(taken.id)
    if following is None or not receipt:
        return OrderLine(receipt or taken.id, "", "it was not in the queue")
    wrong = _wrong_round(turn, beacon)
    if wrong:
        return OrderLine(receipt, "", wrong)
    next_id = str(following.card["id"])
    if taken.override is not UNSET:
        fault = "" if taken.next_was == next_id != taken.id else f"the next was {following.card['receipt']}"
        return OrderLine(receipt, taken.override, fault)
    how = "lot" if following.by_lot else "next"
    if taken.id != next_id:
        return OrderLine(receipt, "", f"the next was {following.card['receipt']} ({how}), and no override is stated")
    said = (taken.place, taken.by_lot is True)
    fault = "" if said == (turn.evening.taken + 1, following.by_lot) else "its place or its draw is stated wrongly"
    return OrderLine(receipt, how, fault, taken.beacon.round if taken.beacon and following.by_lot else None)


def _wrong_round(turn: Turn, beacon: Later[BeaconFacts]) -> str:
    """Why the round of the beacon cannot be that of the moment, as far as the record shows it; blank if it can."""
    told = turn.taken.beacon
    if told is UNSET:
        return ""
    if beacon is UNSET:
        return "it tells of a beacon, and the announcement names none"
    if told.randomness != randomness_of(told.signature):
        return "the randomness of the beacon's round does not follow from its signature"
    if not is_timely(told.round, turn.at, genesis_time=beacon.genesis_time, period=beacon.period):
        return f"the beacon's round {told.round} is not of that moment"
    return ""


def _line_of_old(turn: Turn) -> OrderLine:
    """An older log says only which questions stood before it, with their support, and gives no reason."""
    taken, receipt = turn.taken, turn.receipt_of(turn.taken.id)
    if taken.passed_over is UNSET or not taken.passed_over:
        return OrderLine(receipt, "next" if taken.passed_over is not UNSET else "")
    support: dict[str, int] = taken.passed_over | {taken.id: taken.backing}
    known: list[Any] = [card for card in turn.waiting if card["id"] in support]
    last = in_order(known, support, turn.evening)[-1]["id"]
    return OrderLine(receipt, "unstated", "" if last == taken.id else "it did not stand behind those questions")
