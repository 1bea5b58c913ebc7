"""Words that are not public leave the server for nobody but their author and the desk.

Every question that waits, is held, was declined, merged before it was public, or withdrawn contains a canary. Then
every byte that another resident and a visitor receive is searched for it, by socket and by page, until the record.
"""

import asyncio
import urllib.error
import urllib.request
from functools import partial
from typing import Any

import pytest

from tests.clients.live_client import LiveClient
from tests.servers.programs.evenings import client_of, make_evenings
from tests.servers.server import Server
from tests.servers.stacks import STACKS

pytestmark = [pytest.mark.slow, pytest.mark.variants("stack")]

CANARY = "canary7f3a"


@pytest.mark.costly
@pytest.mark.row("threat", 13)
@pytest.mark.parametrize("stack", STACKS, indirect=True)
async def test_words_that_are_not_public_reach_nobody_else(served: Server) -> None:
    sheet = make_evenings(served, 1)[0]
    author, neighbour = (client_of(served, sheet, sheet["residents"][index]) for index in range(2))
    visitor = LiveClient(served.base_url, sheet["chat_session"])
    moderator, councillor, clerk = (
        client_of(served, sheet, sheet[who], door="desk") for who in ("moderator", "councillor", "clerk")
    )
    clients = [author, neighbour, visitor, moderator, councillor, clerk]
    await asyncio.gather(*(client.join() for client in clients))

    receipts = await ask_and_screen(author, moderator)
    for client in (neighbour, visitor):  # as a phone does that lost its connection
        client.cut()
        await client.until_closed()
        await client.resume()
    seen = await read_pages(served, sheet, receipts)
    await answer_what_is_public(councillor)
    await clerk.send("session.close")
    for client in (neighbour, visitor):
        await client.until(partial(is_closed, client))
    seen |= await read_pages(served, sheet, receipts)

    assert sum(frame.count(CANARY) for frame in moderator.received) >= len(receipts)  # the canary is where it may be
    assert [frame for client in (neighbour, visitor) for frame in client.received if CANARY in frame] == []
    assert [page for page, body in seen.items() if CANARY.encode() in body] == []
    assert CANARY not in served.log
    await asyncio.gather(*(client.leave() for client in clients))


def is_closed(client: LiveClient) -> bool:
    return bool(client.public["session"]["state"] == "closed")


async def ask_and_screen(author: LiveClient, moderator: LiveClient) -> list[str]:
    """One question for each way of not being public, and one public one; answers the receipts of the former."""
    public = await ask(author, "Public words?")
    await decide(moderator, "question.approve", public)
    waiting, held, declined, merged, withdrawn = [
        await ask(author, f"{CANARY} {way}?") for way in ("waiting", "held", "declined", "merged", "withdrawn")
    ]
    await decide(moderator, "question.hold", held)
    await decide(moderator, "question.decline", declined, reason="attack", note=f"{CANARY} in a note")
    await decide(moderator, "question.merge", merged, into=public["question"])
    reply = await author.send("question.withdraw", question=withdrawn["question"])
    assert reply["type"] == "ack"
    return [asked["receipt"] for asked in (waiting, held, declined, merged, withdrawn)]


async def ask(author: LiveClient, text: str) -> dict[str, Any]:
    reply = await author.send("question.ask", text=text, kind="question")
    assert reply["type"] == "ack"
    result: dict[str, Any] = reply["result"]
    return result


async def decide(moderator: LiveClient, op: str, asked: dict[str, Any], **more: str) -> None:
    reply = await moderator.send(op, question=asked["question"], version=1, **more)
    assert reply["type"] == "ack"


async def answer_what_is_public(councillor: LiveClient) -> None:
    taken = await councillor.send("question.take")
    question = taken["result"]["question"]
    reply = await councillor.send("answer.give", question=question, text="An answer.", final=True)
    assert reply["type"] == "ack"


async def read_pages(served: Server, sheet: dict[str, Any], receipts: list[str]) -> dict[str, bytes]:
    """Every page and answer that a resident of the ward and a visitor can fetch, by address and reader."""
    chat = sheet["chat_session"]
    paths = ["/", "/wards/", "/wards/1/", "/records/", f"/records/?q={CANARY}", "/me/", "/about/"]
    paths += [f"/chat/{chat}/", f"/api/chat/{chat}/events", f"/api/chat/{chat}/events?stream=desk", f"/desk/{chat}/"]
    paths += [f"/receipt/{receipt}/" for receipt in receipts]
    listed = (await asyncio.to_thread(fetch, served, "/records/", "")).decode()
    slug = listed.partition('href="/records/ward-')[2].partition('/"')[0]
    paths += [f"/records/ward-{slug}/", f"/records/ward-{slug}.json"] if slug else []
    cookies = {"neighbour": f"sessionid={sheet['residents'][1]}", "visitor": ""}
    return {
        f"{path} {who}": await asyncio.to_thread(fetch, served, path, cookie)
        for path in paths
        for who, cookie in cookies.items()
    }


def fetch(served: Server, path: str, cookie: str) -> bytes:
    request = urllib.request.Request(served.base_url + path, headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            body: bytes = answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            body = refusal.read()
    # The page that was asked for the canary repeats the search words.
    return body.replace(CANARY.encode(), b"") if path.endswith(CANARY) else body
