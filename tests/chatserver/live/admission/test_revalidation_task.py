"""A person who may no longer stay is sent away within seconds, and nobody else is."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from chatserver.database.pools import DatabasePool, writers
from chatserver.live.admission import revalidation_task as watch_module
from chatserver.live.admission.identity import SocketIdentity, mark_of_password
from chatserver.live.admission.revalidation_task import MAX_TOGETHER, RevalidationTask
from chatserver.live.fanout.hub import Hub, hub_here
from moderation.questions.notices import post_notice
from sessions.platform.refusals import Refused
from tests.chatserver.live.sockets import PATIENCE_S, close_connections, join, until_closed
from tests.factories.evening import Evening, make_evening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    monkeypatch.setattr(watch_module, "CHECK_ALL_WITHIN_S", 0.1)
    yield hub_here()
    await close_connections()


ENDS: dict[str, Callable[[Any], object]] = {
    "signs out": lambda _person: Session.objects.all().delete(),
    "stays until the cookie session runs out": lambda _person: Session.objects.update(expire_date=timezone.now()),
    "is locked out": lambda person: get_user_model().objects.filter(pk=person.pk).update(is_active=False),
    "gets another password": lambda person: get_user_model().objects.filter(pk=person.pk).update(password="other"),
}


@pytest.mark.long
@pytest.mark.row("threat", 7)
@pytest.mark.row("threat", 5)
@pytest.mark.row("threat", 4)
@pytest.mark.parametrize("door", ["room", "desk"])
@pytest.mark.parametrize("end", ENDS)
async def test_a_person_who_is_no_longer_signed_in_leaves(hub: Hub, evening: Evening, door: str, end: str) -> None:
    person = evening.moderator if door == "desk" else evening.residents[0]
    visitor, socket = await join(evening, "room", None), await join(evening, door, person)
    await writers.run(ENDS[end], person)
    assert (await until_closed(socket))["code"] == 4401
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Still here?")
    while not (await visitor.receive_json_from(PATIENCE_S))["events"]:
        pass
    await visitor.disconnect()


@pytest.mark.row("threat", 6)
async def test_a_person_who_loses_the_duty_leaves_the_desk(hub: Hub, evening: Evening) -> None:
    socket = await join(evening, "desk", evening.moderator)
    await writers.run(evening.moderator.appointments.all().delete)
    assert (await until_closed(socket))["code"] == 4403


class StayingPerson:
    """A person in a room of the test's own."""

    door = "room"
    reads_desk = False

    def __init__(self, person: Any, key: str) -> None:
        self.person = SocketIdentity(person.pk, "en", key, mark_of_password(person.password))
        self.chat_session_id = UUID(int=0)
        self.refusals: list[str] = []

    def close_for_refusal(self, no: Refused) -> None:
        self.refusals.append(no.code)


class Rounds:
    """A task with a thread of its own, which notes the cookie sessions that it checked, and can lose its database."""

    def __init__(self) -> None:
        self.pool = DatabasePool("test-watch", 1)
        self.watch = RevalidationTask(self.pool)
        self.asked: list[set[str]] = []
        self.is_blind = False

    async def begin(self) -> None:
        await self.pool.run(self._listen)

    async def end(self) -> None:
        self.watch._checking.cancel()
        await self.pool.run(self._stop_listening)

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not is_so():  # noqa: ASYNC110 -- a thread asks, and wakes nobody
                await asyncio.sleep(0.01)

    def _listen(self) -> None:
        connection.execute_wrappers.append(self._note)

    def _note(self, execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        if "django_session" in sql:
            self.asked.append(set(re.findall(r"\b[0-9]{32}\b", str(params))))
            if self.is_blind:
                raise OperationalError("gone")
        return execute(sql, params, *rest)

    def _stop_listening(self) -> None:
        connection.execute_wrappers.clear()
        connection.close()


@pytest.fixture
async def rounds(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rounds]:
    monkeypatch.setattr(watch_module, "CHECK_ALL_WITHIN_S", 0.1)
    rounds = Rounds()
    await rounds.begin()
    yield rounds
    await rounds.end()


def make_cookies(count: int) -> list[str]:
    try:
        keys = [f"{number:032d}" for number in range(count)]
        tomorrow = timezone.now() + timedelta(days=1)
        Session.objects.bulk_create(Session(session_key=key, session_data="", expire_date=tomorrow) for key in keys)
        return keys
    finally:
        connection.close()


async def test_a_full_room_is_checked_in_batches_and_nobody_is_left_out(rounds: Rounds, evening: Evening) -> None:
    keys = await asyncio.to_thread(make_cookies, 1200)
    staying = [StayingPerson(evening.residents[0], key) for key in keys]
    for stays in staying:
        rounds.watch.add(stays)
    await rounds.until(lambda: len(rounds.asked) >= 6)
    assert [len(asked) for asked in rounds.asked[:6]] == [MAX_TOGETHER] * 6
    assert set().union(*rounds.asked[:3]) == set(keys)
    assert set().union(*rounds.asked[3:6]) == set(keys)
    assert {tuple(stays.refusals) for stays in staying} == {()}


async def test_a_person_who_has_gone_is_not_checked(rounds: Rounds, evening: Evening) -> None:
    here, gone = [StayingPerson(evening.residents[0], key) for key in await asyncio.to_thread(make_cookies, 2)]
    rounds.watch.add(here)
    rounds.watch.add(gone)
    rounds.watch.remove(gone)
    rounds.watch.remove(gone)
    await rounds.until(lambda: len(rounds.asked) >= 2)
    assert rounds.asked[1] == {here.person.session_key}


async def test_a_database_that_is_away_sends_nobody_away_and_is_logged_once(
    rounds: Rounds, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    [key] = await asyncio.to_thread(make_cookies, 1)
    stays, leaver = StayingPerson(evening.residents[0], key), StayingPerson(evening.residents[1], "a" * 32)
    rounds.is_blind = True
    with caplog.at_level(logging.ERROR):
        rounds.watch.add(stays)
        rounds.watch.add(leaver)
        await rounds.until(lambda: len(rounds.asked) >= 4)
        assert (stays.refusals, leaver.refusals) == ([], [])
        rounds.is_blind = False
        await rounds.until(lambda: leaver.refusals)
    assert (stays.refusals, leaver.refusals) == ([], ["sign_in"])
    assert caplog.text.count("Rechecking who may stay connected failed; the server will retry.") == 1
