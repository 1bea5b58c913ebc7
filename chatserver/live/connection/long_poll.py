"""One long poll: a plain request that waits for news of a room, where sockets are blocked. It holds no thread.

It joins as a socket does, by the same batches of queries and within the same limits, and counts as present.
"""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec

from chatserver.accounts.limits.client_address import counted_address
from chatserver.live.admission.admitting import JoinRequest, JoinResult
from chatserver.live.admission.identity import Handshake
from chatserver.live.admission.occupancy import occupancy
from chatserver.live.commands.replies import refusal_reply
from chatserver.live.fanout.hub import Hub, TooManyRooms
from chatserver.live.fanout.kept_places import KeptPlace, KeptPlaces
from chatserver.live.fanout.polling import with_you
from chatserver.live.fanout.room import Room
from chatserver.live.timing.jitter import within_ms
from chatserver.live.wire.resume import NOWHERE, ResumePosition

LONGEST_POLL_S = 25.0
CROWD_AGAIN_AFTER_MS, CROWD_AGAIN_WITHIN_MS = 10_000, 20_000

FAR_BEHIND = 32
"""Events. A frame for a client that has missed more is made for it alone: a plain request does that (api_events)."""

DOOR = "room"

kept_places = KeptPlaces()
"""The kept places of this process."""


@dataclass(frozen=True, slots=True)
class LongPoll:
    """One request. etag: that of the client's last answer, as it came (If-None-Match), or empty."""

    handshake: Handshake
    chat_session_id: UUID
    resume_from: ResumePosition
    etag: str
    wait_s: float
    client_address: str


@dataclass(frozen=True, slots=True)
class PollAnswer:
    """The answer to a long poll.

    text: the frame, as JSON; empty where nothing came in the time. after_ms: when a refused client may come back.

    is_missing: there is no such chat.
    """

    text: str
    etag: str = ""
    after_ms: int = 0
    is_missing: bool = False


async def answer_long_poll(hub: Hub, poll: LongPoll) -> PollAnswer | None:
    """The news since the client's position, at once or later; None if a page has to answer, as with a snapshot, or to a
    client that is far behind.

    A signed-in person whom this process has not told of their own questions a moment ago is told at once.

    Raises Refused and AdmissionUnknown, as JoinQueue.let_in does.
    """
    try:
        return await _join_and_wait(hub, poll)
    except TooManyRooms:
        return _turn_away(poll.handshake.language)


async def _join_and_wait(hub: Hub, poll: LongPoll) -> PollAnswer | None:
    """Answer like answer_long_poll, but also raise TooManyRooms."""
    room = await hub.open_room(poll.chat_session_id)
    if room is None:
        return _no_such_chat(poll.handshake.language) if hub.is_missing(poll.chat_session_id) else None
    notes_from = room.expect()
    join_request = JoinRequest(poll.handshake, poll.chat_session_id, DOOR)
    joined = await hub.join_queue.let_in(join_request)
    await room.catch_up_with(poll.resume_from)
    public = room.tailer.streams.public
    since = poll.resume_from.within(public)
    if since == NOWHERE or public.seq - since > FAR_BEHIND:
        return None
    account_id = joined.person.account_id
    key = (poll.chat_session_id, account_id or counted_address(poll.client_address))
    kept = kept_places.take_over(key)
    place = kept or _take_place(room, account_id, poll.client_address, notes_from)
    if place is None:
        return _turn_away(joined.person.language)
    try:
        knows_of_notes = joined.public_id is None or kept is not None or poll.etag == etag_of(room, joined)
        if not knows_of_notes or (poll.etag and poll.etag != etag_of(room, joined)):
            return _answer(room, joined, poll)
        if not await _wait(room, joined, poll, place.told_to):
            return PollAnswer("", etag_of(room, joined))
        notes_from = room.expect()
        if joined.public_id is not None:  # what became of their own questions, and whether they may still read
            joined = await hub.join_queue.let_in(join_request)
        return _answer(room, joined, poll)
    finally:
        kept_places.keep(key, place._replace(told_to=notes_from))


def etag_of(room: Room, joined: JoinResult) -> str:
    """Name the end of the public stream and, for a signed-in person, what they are told about themselves."""
    public = room.tailer.streams.public
    own = "" if joined.public_id is None else f":{sha256(msgspec.json.encode(joined.you)).hexdigest()[:16]}"
    return f'"{public.epoch}:{public.seq}{own}"'


async def _wait(room: Room, joined: JoinResult, poll: LongPoll, notes_from: int) -> bool:
    """Answers whether there is news."""
    try:
        async with asyncio.timeout(poll.wait_s):
            return await room.wait_for_news(poll.resume_from, joined.public_id, notes_from)
    except TimeoutError:
        return False


def _answer(room: Room, joined: JoinResult, poll: LongPoll) -> PollAnswer | None:
    public = room.tailer.streams.public
    since = poll.resume_from.within(public)
    if not public.can_replay(since):
        return None
    frame = public.frame_since(since, with_counts=True, with_checkpoint=True).text
    return PollAnswer(with_you(frame, joined.you if joined.public_id is not None else None), etag_of(room, joined))


def _take_place(room: Room, account_id: int | None, client_address: str, told_to: int) -> KeptPlace | None:
    """None if there is none left for this account, or for visitors from this address."""
    place = occupancy.take(account_id, client_address)
    if place is None:
        return None
    stop_counting = room.count_poller(account_id)

    def give_up() -> None:
        stop_counting()
        occupancy.leave(place)

    return KeptPlace(give_up, told_to)


def _no_such_chat(language: str) -> PollAnswer:
    return PollAnswer(refusal_reply("not_found", None, language).text, is_missing=True)


def _turn_away(language: str) -> PollAnswer:
    after_ms = within_ms(CROWD_AGAIN_WITHIN_MS, after_ms=CROWD_AGAIN_AFTER_MS)
    return PollAnswer(refusal_reply("busy", None, language, retry=True, after_ms=after_ms).text, after_ms=after_ms)
