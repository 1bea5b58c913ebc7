"""A plain request that waits: answered at once on growth, by nothing after its time, and counted as present."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from chatserver.database.pools import writers
from chatserver.live.admission.identity import Handshake
from chatserver.live.connection.long_poll import FAR_BEHIND, LongPoll, PollAnswer, answer_long_poll
from chatserver.live.fanout import kept_places
from chatserver.live.fanout import room as rooms
from chatserver.live.fanout.hub import Hub, attendance_in, hub_here
from chatserver.live.wire.resume import ResumePosition
from moderation.questions.notices import post_notice
from moderation.questions.screening import decline_question
from sessions.chats.questions.own_questions import back_question
from tests.chatserver.live.sockets import close_connections
from tests.factories.evening import Evening, make_evening
from tests.servers.programs.evenings import cookie_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]
LONG_S = 25.0


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    monkeypatch.setattr(rooms, "COUNTS_WAIT_S", 0.2)
    monkeypatch.setattr(kept_places, "ASKS_AGAIN_WITHIN_S", 0.2)
    yield hub_here()
    await eventually(lambda: not sum(attendance_in(evening.chat_session.pk)))  # places are kept for a moment
    await close_connections()


async def poll_of(hub: Hub, evening: Evening, *, cookie: str | None = None, **other: Any) -> LongPoll:
    """A poll from the present end of the public stream."""
    room = await hub.open_room(evening.chat_session.pk)
    assert room is not None
    public = room.tailer.streams.public
    given: dict[str, Any] = {
        "resume_from": ResumePosition(public.epoch, public.seq),
        "etag": "",
        "wait_s": LONG_S,
        "client_address": "10.0.0.1",
    }
    return LongPoll(Handshake(cookie, "en", has_chosen=True), evening.chat_session.pk, **(given | other))


async def waiting(hub: Hub, poll: LongPoll) -> asyncio.Task[PollAnswer | None]:
    """A poll that has begun to wait."""
    before = sum(attendance_in(poll.chat_session_id))
    task = asyncio.create_task(answer_long_poll(hub, poll))
    await eventually(lambda: sum(attendance_in(poll.chat_session_id)) > before)
    return task


async def text_of(answering: Awaitable[PollAnswer | None]) -> str:
    answer = await answering
    assert answer is not None
    return answer.text


async def eventually(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 -- presence is a number, which wakes nobody
            await asyncio.sleep(0.01)


async def test_news_are_answered_at_once_and_quiet_by_nothing(hub: Hub, evening: Evening) -> None:
    poll = await poll_of(hub, evening)
    task = await waiting(hub, poll)
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Welcome.")
    answer = await task
    assert answer is not None
    frame = json.loads(answer.text)
    assert [event["type"] for event in frame["events"]] == ["notice.posted"]
    assert (frame["first"], answer.etag) == (poll.resume_from.public_seq + 1, f'"{frame["epoch"]}:{frame["seq"]}"')
    assert "you" not in frame
    quiet = await answer_long_poll(hub, await poll_of(hub, evening, wait_s=0.1))
    assert quiet == PollAnswer("", answer.etag)


async def test_an_author_hears_of_a_refusal_that_the_room_never_sees(hub: Hub, evening: Evening) -> None:
    question = await writers.run(evening.ask)
    cookie = await writers.run(cookie_of, evening.residents[0])
    assert json.loads(await text_of(answer_long_poll(hub, await poll_of(hub, evening, cookie=cookie))))["events"] == []
    task = asyncio.create_task(answer_long_poll(hub, await poll_of(hub, evening, cookie=cookie)))
    decline = {"moderator": evening.moderator, "version": question.version, "reason": "off_topic", "note": ""}
    await writers.run(lambda: decline_question(evening.chat_session, question.pk, **decline))
    answer = await task
    assert answer is not None
    frame = json.loads(answer.text)
    assert (frame["events"], [own["state"] for own in frame["you"]["questions"]]) == ([], ["declined"])


async def test_what_happened_between_two_polls_is_not_waited_for(hub: Hub, evening: Evening) -> None:
    cookie = await writers.run(cookie_of, evening.residents[0])
    first = await answer_long_poll(hub, await poll_of(hub, evening, cookie=cookie))
    assert first is not None
    assert await text_of(answer_long_poll(hub, await poll_of(hub, evening, cookie=cookie, wait_s=0.05))) == ""
    await writers.run(evening.ask)
    for etag in ("", first.etag):
        text = await text_of(answer_long_poll(hub, await poll_of(hub, evening, cookie=cookie, etag=etag)))
        assert [own["state"] for own in json.loads(text)["you"]["questions"]] == ["waiting"]


async def test_support_alone_is_told_a_few_seconds_later(hub: Hub, evening: Evening) -> None:
    question = await writers.run(evening.queue)
    poll = await poll_of(hub, evening)
    assert await answer_long_poll(hub, poll) is not None  # with the visitor's own presence
    task = asyncio.create_task(answer_long_poll(hub, poll))
    await writers.run(lambda: back_question(evening.chat_session, question.pk, person=evening.residents[1], on=True))
    answer = await task
    assert answer is not None
    frame = json.loads(answer.text)
    assert (frame["events"], frame["counts"]["backing"]) == ([], {str(question.pk): 1})


async def test_who_asks_again_in_a_moment_was_never_away(hub: Hub, evening: Evening) -> None:
    chat = evening.chat_session.pk
    polls = [await waiting(hub, await poll_of(hub, evening, wait_s=0.3)) for _visitor in range(2)]
    assert attendance_in(chat) == (0, 2)
    await asyncio.gather(*polls)
    again = [
        asyncio.create_task(answer_long_poll(hub, await poll_of(hub, evening, wait_s=0.3))) for _visitor in range(2)
    ]
    assert attendance_in(chat) == (0, 2)
    await asyncio.gather(*again)
    await eventually(lambda: not sum(attendance_in(chat)))


async def test_one_line_has_only_so_many_visitors(hub: Hub, evening: Evening, settings: Any) -> None:
    settings.VISITORS_PER_ADDRESS = 1
    task = await waiting(hub, await poll_of(hub, evening))
    turned_away = await answer_long_poll(hub, await poll_of(hub, evening))
    assert turned_away is not None
    assert (json.loads(turned_away.text)["code"], turned_away.after_ms >= 10_000) == ("busy", True)
    await hub.close_sockets()
    await task


async def test_a_position_that_never_was_is_left_to_the_page(hub: Hub, evening: Evening) -> None:
    assert await answer_long_poll(hub, await poll_of(hub, evening, resume_from=ResumePosition("other", 5))) is None


@pytest.mark.long
async def test_a_client_that_is_far_behind_is_left_to_the_page(hub: Hub, evening: Evening) -> None:
    for _each in range(FAR_BEHIND):
        await writers.run(evening.queue)
    room = await hub.open_room(evening.chat_session.pk)
    assert room is not None
    await eventually(lambda: room.tailer.streams.public.seq > FAR_BEHIND)
    public = room.tailer.streams.public
    for behind, is_left in ((FAR_BEHIND, False), (FAR_BEHIND + 1, True)):
        resume_from = ResumePosition(public.epoch, public.seq - behind)
        answer = await answer_long_poll(hub, await poll_of(hub, evening, resume_from=resume_from))
        assert (answer is None) is is_left


async def test_a_goodbye_waits_for_nobody(hub: Hub, evening: Evening) -> None:
    task = await waiting(hub, await poll_of(hub, evening))
    await hub.close_sockets()
    async with asyncio.timeout(60):
        answer = await task
    assert answer is not None
    assert answer.text == ""
