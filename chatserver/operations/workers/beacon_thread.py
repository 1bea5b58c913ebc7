"""Reads the newest round of the public beacon (drand) while a chat whose draws mix it in is live."""

import logging
import time
from datetime import datetime
from typing import Annotated, override

import msgspec
from django.conf import settings
from django.utils import timezone
from msgspec import Meta, Struct

from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.web_client import NoAnswer, NotConnected, ask
from sessions.models import Beacon, ChatSessionState, QueueOrder
from sessions.ordering.beacons import BeaconRelay, hash_of_chain, is_timely, newest_round, randomness_of

logger = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
SECONDS = 5.0
"""Seconds for one request as a whole."""

LARGEST = 16 * 1024
"""Bytes of an answer, which has a few hundred."""

TOLD_EVERY_S = 600.0

type _Hex = Annotated[str, Meta(pattern="^([0-9a-f]{2}){1,256}$")]


class _Metadata(Struct):
    beacon_id: str = msgspec.field(name="beaconID", default="default")


class _Info(Struct):
    period: Annotated[int, Meta(ge=1, le=86_400)]
    genesis_time: Annotated[int, Meta(ge=0, le=2**40)]
    public_key: _Hex
    group_hash: _Hex = msgspec.field(name="groupHash")
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class _Round(Struct):
    round: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    randomness: _Hex
    signature: _Hex


class NotRead(Exception):
    """Why the relay's answer is not kept, in a few words of our own."""


class BeaconThread(PeriodicThread):
    def __init__(self, relay: BeaconRelay) -> None:
        super().__init__("reading of the beacon", every_seconds=EVERY_SECONDS)
        self._relay, self._told_at = relay, -TOLD_EVERY_S
        self._is_away = False

    @override
    def take_turn(self) -> None:
        try:
            was_read = read_newest(self._relay, timezone.now())
        except NotRead as reason:
            self._is_away = True
            if time.monotonic() - self._told_at >= TOLD_EVERY_S:
                self._told_at = time.monotonic()
                logger.warning(
                    "Reading the randomness beacon failed: %s. Until it is back, draws go on without it.",
                    reason,
                )
        else:
            if was_read and self._is_away:
                logger.warning("The randomness beacon is reachable again.")
                self._is_away, self._told_at = False, -TOLD_EVERY_S


def read_newest(relay: BeaconRelay, now: datetime) -> bool:
    """Whether the relay was asked: once for the facts of its chain; for a round, while a live chat may need one.

    No transaction is open while it is asked. Raises NotRead.
    """
    beacon = Beacon.objects.filter(chain=relay.chain).first()
    if beacon is None:
        _keep_chain(relay)
        return True
    chats = QueueOrder.objects.filter(beacon=beacon, chat_session__state=ChatSessionState.LIVE)
    chain = {"genesis_time": beacon.genesis_time, "period": beacon.period}
    if newest_round(now, **chain) <= beacon.round or not chats.exists():
        return False
    found = _ask(f"{relay.url}/public/latest", _Round)
    if found.randomness != randomness_of(found.signature):
        raise NotRead("the randomness of its round does not follow from the signature")
    if not is_timely(found.round, now, **chain):
        raise NotRead(f"its newest round, {found.round}, is not of this time")
    newer = Beacon.objects.filter(pk=beacon.pk, round__lt=found.round)
    newer.update(round=found.round, randomness=found.randomness, signature=found.signature)
    return True


def _keep_chain(relay: BeaconRelay) -> None:
    info = _ask(f"{relay.url}/info", _Info)
    told = {"period": info.period, "genesis_time": info.genesis_time}
    named = hash_of_chain(
        **told, public_key=info.public_key, group_hash=info.group_hash, beacon_id=info.metadata.beacon_id
    )
    if named != relay.chain:
        raise NotRead("what it tells of the chain does not fit the chain's hash")
    Beacon.objects.get_or_create(chain=relay.chain, defaults=told)


def _ask[T](url: str, kind: type[T]) -> T:
    try:
        answer = ask("GET", url, seconds=SECONDS, largest=LARGEST)
    except NotConnected:
        raise NotRead("there is no connection to its relay") from None
    except NoAnswer:
        raise NotRead("its relay did not answer in time, or too much") from None
    if answer.status_code != 200:
        raise NotRead(f"its relay answered {answer.status_code}")
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise NotRead("what its relay answered cannot be read") from None


def start() -> list[BeaconThread]:
    if settings.BEACON is None:
        return []
    thread = BeaconThread(settings.BEACON)
    thread.start()
    return [thread]
