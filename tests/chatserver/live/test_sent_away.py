"""On real servers: a person who is signed out, locked or relieved of a duty is out within five seconds."""

import asyncio
import json
import time
from http.cookies import SimpleCookie

import pytest

from tests.chatserver.live.conftest import LiveEvening
from tests.clients.live_client import LiveClient, sign_in, sign_out
from tests.measuring.stopwatch import Stopwatch

pytestmark = [pytest.mark.slow, pytest.mark.long]

WITHIN_S = 5.0
RUNS_OUT_IN_S = 1.0

CHANGES = """
import json, sys, time
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
keys = json.loads(sys.stdin.readline())
def account(who):
    ids = [Session.objects.get(pk=keys[who]).get_decoded()["_auth_user_id"]]
    return get_user_model().objects.filter(pk__in=ids)
person = account("another password").get()
person.set_password("another one, and longer")
person.save()
account("locked").update(is_active=False)
account("locked at the desk").update(is_active=False)
account("relieved").get().appointments.all().delete()
Session.objects.filter(pk=keys["runs out"]).update(expire_date=timezone.now() + timedelta(seconds=RUNS_OUT_IN_S))
print(time.time())
""".replace("RUNS_OUT_IN_S", str(RUNS_OUT_IN_S))


async def second_device(live: LiveEvening, number: int) -> LiveClient:
    """A second device: the same resident, signed in again elsewhere."""
    client = await live.client(f"resident {number}", joins=False)
    client.cookie = await sign_in(live.server.demo["residents"][number]["sign_in"])
    await client.join()
    return client


@pytest.mark.row("threat", 7)
@pytest.mark.row("threat", 6)
@pytest.mark.row("threat", 5)
@pytest.mark.row("threat", 4)
async def test_a_person_who_may_not_stay_is_gone_within_five_seconds_and_nobody_else_is(live: LiveEvening) -> None:
    leaving = {
        "signs out": await live.client("resident 0"),
        "signs out, another tab": await live.client("resident 0"),
        "another password": await live.client("resident 1"),
        "another password, second device": await second_device(live, 1),
        "locked": await live.client("resident 2"),
        "runs out": await live.client("resident 3"),
        "relieved": await live.client("moderator 1"),
        "locked at the desk": await live.client("clerk"),
    }
    staying = [
        await second_device(live, 0),
        await live.client("moderator 1", door="room"),
        await live.client("resident 4"),
        await live.client("visitor"),
        await live.client("councillor"),
        desk := await live.client("moderator 0"),
    ]

    watch = Stopwatch(live.server)
    await sign_out(live.server.base_url, leaving["signs out"].cookie)
    signed_out_at = time.time()
    changed_at = await change(live, leaving)
    closed = dict(zip(leaving, await asyncio.gather(*map(until_closed, leaving.values())), strict=True))

    assert {who: code for who, (code, _at) in closed.items()} == dict.fromkeys(leaving, 4401) | {"relieved": 4403}
    for who, (_code, at) in closed.items():
        since = signed_out_at if who.startswith("signs out") else changed_at
        assert at - since - watch.waited_s <= WITHIN_S + (RUNS_OUT_IN_S if who == "runs out" else 0), who
    for client in leaving.values():
        assert [(bye["code"], bool(bye["why"])) for bye in client.byes] == [(client.close_code, True)]

    notice = await desk.send("notice.post", text="Still here?")
    for client in staying:
        await client.until_seq(notice["result"]["seq"])
        assert (client.byes, client.faults) == ([], [])


async def until_closed(client: LiveClient) -> tuple[int, float]:
    return await client.until_closed(within_s=60), client.closed_at


async def change(live: LiveEvening, leaving: dict[str, LiveClient]) -> float:
    """End what can be ended, in the database alone; answers the moment after."""
    keys = {who: SimpleCookie(client.cookie)["sessionid"].value for who, client in leaving.items()}
    done = await asyncio.to_thread(live.server.manage, "shell", "-v", "0", "-c", CHANGES, input=json.dumps(keys))
    assert done.returncode == 0, done.stderr
    return float(done.stdout)
