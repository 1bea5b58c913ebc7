"""Subscribers on a real server that do not keep up, and quiet connections."""

import json

import pytest

from sessions.contract.limits import MAX_UNCONFIRMED_FRAMES
from tests.chatserver.live.conftest import LiveEvening, frames_of, post_notices
from tests.clients.live_client import LiveClient

pytestmark = [pytest.mark.slow, pytest.mark.takes(40), pytest.mark.variants("stack"), pytest.mark.long]


@pytest.mark.row("fault", 21)
@pytest.mark.row("threat", 41)
async def test_a_client_that_confirms_nothing_is_skipped_then_sent_away_while_quiet_ones_get_beats(
    live: LiveEvening,
) -> None:
    desk, quick = await live.client("moderator 0"), await live.client("visitor")
    slow, dead = await live.client("visitor"), await live.client("visitor")
    slow.sends_pos = dead.sends_pos = False
    while min(len(frames_of(slow, "events")), len(frames_of(dead, "events"))) < MAX_UNCONFIRMED_FRAMES:
        await quick.until_seq(await post_notices(desk, 1))
    for _ in range(2):  # the first flush has reached everybody before the second begins
        last = await post_notices(desk, 1)
        await quick.until_seq(last)
    for client in (slow, dead):
        await until_all_is_read(client)
        assert len(frames_of(client, "events")) == MAX_UNCONFIRMED_FRAMES
        assert client.seqs["public"] < last - 1

    slow.sends_pos = True
    await slow.say(json.dumps({"type": "pos", "seq": slow.seqs["public"]}))
    await slow.until_seq(last)
    assert len(frames_of(slow, "snapshot")) == 1

    assert await dead.until_closed(within_s=45) == 4001
    assert [bye["code"] for bye in dead.byes] == [4001]
    await quick.until(lambda: quick.beats, within_s=40)
    assert (quick.beats[0]["seq"], quick.beats[0]["now"][-1]) == (last, "Z")
    dead.sends_pos = True
    await dead.resume()
    await dead.until_seq(last)
    assert [client.faults for client in (slow, dead, quick)] == [[], [], []]


async def until_all_is_read(client: LiveClient) -> None:
    """The answer to a bad frame comes after everything that the server had sent before."""
    await client.say("{")
    assert (await client.reply_to(None))["code"] == "bad_json"
