"""The data folder of an earlier release opens: its evening that is over is whole, and the one that is live goes on.

Each database in data_folders/ was written by the release of its day, which served two wards: in ward 95 an evening was
held and closed; in ward 96 the same evening is live, with a question on the floor and one that waits for a moderator.
"""

import json
import lzma
from pathlib import Path
from uuid import UUID
from typing import Any

import pytest

from sessions.record.proof.verifier.verify import verify_document
from tests.clients.live_client import LiveClient
from tests.servers.fixtures import Serve
from tests.servers.programs.signed_in import signed_in
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.long]

FOLDERS = Path(__file__).parent / "data_folders"
DRAIN, LAMPS, BENCH, PARK = (
    "When will the drain in Dover Lane be cleaned?",
    "রাস্তার আলো কবে জ্বলবে?",
    "गली में बेंच कब लगेगी?",
    "Will the park stay open after dark?",
)
TAP = "Why is the tap dry at noon?"
REFUSED, ITS_NOTE, MERGED, WITHDRAWN = (
    "You are all thieves!",
    "Ask it politely.",
    "The drain in Dover Lane is full. When will somebody come?",
    "Who has lost a key?",
)
ANSWERS = ["On Tuesday.", "And again before the rain."]
NOTICE = "We begin with drains."
CHATS = """
    SELECT ward.number, session.id FROM chat_sessions_chatsession session
    JOIN chat_sessions_ward ward ON ward.id = session.ward_id
"""
RECORDS = """
    SELECT ward.number, record.slug FROM chat_sessions_record record
    JOIN chat_sessions_chatsession session ON session.id = record.chat_session_id
    JOIN chat_sessions_ward ward ON ward.id = session.ward_id
"""


@pytest.mark.takes(20)
@pytest.mark.variants("day")
@pytest.mark.parametrize("day", ["2026-11-26", "2026-11-28"])
async def test_the_data_of_an_earlier_release_are_whole_and_its_evening_goes_on(serve: Serve, tmp_path: Path, day: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "db.sqlite3").write_bytes(lzma.decompress((FOLDERS / f"{day}.sqlite3.xz").read_bytes()))
    server = serve(data_dir=folder)
    assert server.manage("migrate", "--check").returncode == 0
    expect_whole_record(server, dict(server.ask_database(RECORDS))[95], {DRAIN, LAMPS, BENCH, PARK})
    await go_on(server, str(UUID(dict(server.ask_database(CHATS))[96])))
    expect_whole_record(server, dict(server.ask_database(RECORDS))[96], {DRAIN, LAMPS, BENCH, PARK, TAP})


def expect_whole_record(server: Server, slug: str, public: set[str]) -> None:
    for path in (f"/records/{slug}/", f"/records/{slug}.csv", f"/records/{slug}.akn.xml", "/wards/95/", "/ledger/"):
        status, page = server.get(path)
        assert status == 200, path
        if slug in path:
            assert {words for words in (*public, *ANSWERS) if words not in page.decode()} == set(), path
        assert {words for words in (REFUSED, ITS_NOTE, MERGED, WITHDRAWN) if words in page.decode()} == set(), path
    _status, document = server.get(f"/records/{slug}.json")
    verify_document(document, None)
    said = json.dumps(json.loads(document), ensure_ascii=False)
    assert {words for words in (*public, *ANSWERS, NOTICE) if words not in said} == set()
    assert {words for words in (REFUSED, ITS_NOTE, MERGED, WITHDRAWN) if words in said} == set()


async def go_on(server: Server, chat: str) -> None:
    """Everybody joins, the moderator lets the last question in, the councillor answers, the clerk closes."""
    cookies = signed_in(server, "moderator-96-0", "councillor-96", "clerk-96", "resident-96-0")
    visitor = LiveClient(server.base_url, chat)
    author = client(server, chat, cookies["resident-96-0"], "room")
    moderator, councillor, clerk = (client(server, chat, cookies[who], "desk") for who in list(cookies)[:3])
    for each in (visitor, author, moderator, councillor, clerk):
        await each.join()
    state = visitor.public
    assert (state["floor"]["text"], {card["text"] for card in state["queue"]}) == (BENCH, {PARK})
    assert {card["text"] for card in state["answered"]} == {DRAIN, LAMPS}
    assert [notice["text"] for notice in state["notices"]] == [NOTICE]
    assert {each["state"] for each in author.you["questions"]} == {"answered", "waiting", "withdrawn"}
    [waiting] = [card for card in moderator.states["desk"]["questions"] if card["state"] == "waiting"]
    assert waiting["text"] == TAP
    for who, op, fields in (
        (moderator, "question.approve", {"question": waiting["id"], "version": waiting["version"]}),
        (councillor, "answer.give", {"question": state["floor"]["id"], "text": "Soon.", "final": True}),
        (clerk, "session.close", {}),
    ):
        reply = await who.send(op, **fields)
        assert reply["type"] == "ack", reply
    await visitor.until(lambda: visitor.public["session"]["state"] == "closed")
    for each in (visitor, author, moderator, councillor, clerk):
        assert each.faults == []
        await each.leave()


def client(server: Server, chat: str, cookie: str, door: str) -> LiveClient:
    return LiveClient(server.base_url, chat, door=door, cookie=f"sessionid={cookie}")
