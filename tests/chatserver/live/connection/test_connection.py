"""One socket's stay, in this process: joining, being refused, and leaving."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from chatserver.database.pools import writers
from chatserver.live.connection import connection as visit
from chatserver.live.fanout.hub import Hub, attendance_in, hub_here
from moderation.questions.notices import post_notice
from sessions.models import Appointment, Duty
from tests.chatserver.live.sockets import (
    PATIENCE_S,
    HeldAdmission,
    close_connections,
    join,
    join_request,
    until_closed,
)
from tests.factories.evening import Evening, make_evening, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening) -> AsyncIterator[Hub]:
    yield hub_here()
    await close_connections()


@pytest.fixture
async def held_admission(hub: Hub) -> AsyncIterator[HeldAdmission]:
    held_admission = HeldAdmission(hub)
    yield held_admission
    await held_admission.end()


async def test_a_client_that_waits_too_long_is_told_to_come_back(
    held_admission: HeldAdmission, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "JOIN_WITHIN_S", 0.1)
    socket = await join_request(evening, "room", evening.residents[0])
    bye = await until_closed(socket)
    assert (bye["code"], 0 <= bye["after_ms"] <= 5000) == (4002, True)


async def test_a_client_that_comes_while_the_database_is_away_is_told_to_come_back(
    held_admission: HeldAdmission, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    held_admission.break_database()
    sockets = [await join_request(evening, "room", person) for person in evening.residents]
    await held_admission.release()
    byes = [await until_closed(socket) for socket in sockets]
    assert [(bye["code"], 0 <= bye["after_ms"] <= 5000) for bye in byes] == [(4005, True)] * 3
    assert 1 <= caplog.text.count("Admission check failed for") < 3  # the first, and those after it


async def test_a_client_that_goes_before_it_is_admitted_leaves_nothing_behind(
    hub: Hub, held_admission: HeldAdmission, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    gone = await join_request(evening, "room", evening.residents[0])
    await gone.disconnect()
    await held_admission.release()
    here = await join(evening, "room", evening.residents[1])
    assert attendance_in(evening.chat_session.pk) == (1, 0)
    assert [one.person.account_id for one in hub.revalidation._sockets] == [evening.residents[1].pk]
    await here.disconnect()
    assert (attendance_in(evening.chat_session.pk), list(hub.revalidation._sockets)) == ((0, 0), [])
    assert caplog.text == ""


async def test_a_ninth_tab_is_one_too_many_until_another_is_closed(hub: Hub, evening: Evening) -> None:
    tabs = [await join(evening, "room", evening.residents[0]) for _ in range(8)]
    assert (await until_closed(await join_request(evening, "room", evening.residents[0])))["code"] == 4409
    await tabs.pop().disconnect()
    tabs.append(await join(evening, "room", evening.residents[0]))
    for tab in tabs:
        await tab.disconnect()


async def test_a_listening_client_costs_no_task_but_the_servers_own(hub: Hub, evening: Evening) -> None:
    first = await join(evening, "room", evening.residents[0])
    before = len(asyncio.all_tasks())
    others = [await join(evening, "room", person) for person in (*evening.residents, None, evening.moderator)]
    assert len(asyncio.all_tasks()) - before == len(others)
    for socket in (first, *others):
        await socket.disconnect()


async def test_an_official_at_the_desk_gets_what_the_room_gets_and_nothing_else(hub: Hub, evening: Evening) -> None:
    socket = await join_request(evening, "desk", await writers.run(make_official, evening))
    welcome, snapshot = [await socket.receive_json_from(PATIENCE_S) for _ in range(2)]
    assert (welcome["you"]["role"], welcome["you"]["may"], "desk_seq" in welcome) == (
        "official",
        ["answer.give", "answer.correct"],
        False,
    )
    assert snapshot["stream"] == "public"
    await writers.run(evening.ask, "CANARY: not read yet")
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="The last frame.")
    frames: list[str] = []
    while "The last frame." not in "".join(frames):
        frames.append(str(await socket.receive_from(5)))
    assert "CANARY" not in "".join(frames)
    await socket.disconnect()


def make_official(evening: Evening) -> Any:
    official = make_person("engineer")
    Appointment.objects.create(person=official, duty=Duty.OFFICIAL, ward=evening.ward, from_on=date(2022, 1, 1))
    return official
