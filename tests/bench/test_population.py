import asyncio
from functools import partial

import pytest

from tests.bench.load.fleet import Fleet
from tests.bench.load.hearers import Hearers
from tests.bench.load.residents import RoomResidents
from tests.bench.machine import all_cores
from tests.bench.population import populate
from tests.clients.live_client import LiveClient
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.long]


async def test_everybody_is_signed_in_as_what_they_are(served: Server) -> None:
    rooms = await asyncio.to_thread(partial(populate, served, 2, 3, questions=2))

    roles = []
    for cookie, door in (
        (rooms[1].residents[2], "room"),
        (rooms[1].moderators[1], "desk"),
        (rooms[1].councillor, "desk"),
    ):
        client = LiveClient(served.base_url, rooms[1].chat_session, door=door, cookie=f"sessionid={cookie}")
        async with client:
            await client.until_seq(1)
            roles.append(client.you["role"])
            assert [card["id"] for card in client.public["queue"]] == rooms[1].questions

    assert roles == ["resident", "moderator", "councillor"]
    assert len({*rooms[0].residents, *rooms[1].residents}) == 6


def test_each_notice_is_one_frame_for_each_resident(served: Server) -> None:
    [room] = populate(served, 1, 10)

    with Fleet(Hearers, processes=1, cores=all_cores()) as fleet:
        fleet.call("settle", served.base_url, [RoomResidents(0, room.chat_session, room.residents)])
        fleet.call("join")
        [talk] = fleet.call("say_messages", room.moderators, 0.6, 0.3, 300)

    assert (talk.lost, talk.listeners) == (0, 10)
    assert 280 <= talk.frame_bytes <= 320
