"""Where the pages of a demo are whose addresses hold what only this demo knows: its chat, its record, its receipts."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.servers.server import Server

KOLKATA = ZoneInfo("Asia/Kolkata")
ROWS = {
    "WAITING": "chat_sessions_matter WHERE state = 'waiting'",
    "PHOTO": "chat_sessions_activityphoto",
    "POST": "chat_sessions_post",
}
"""By the word that stands for an id in an address: the rows of which any will do."""


def address_in_record(demo: Server, page: str) -> str:
    found = re.search(r'href="(/records/ward-[^"]+/)"', demo.get("/records/")[1].decode())
    assert found is not None
    entry = first_question(demo, found[1]) if "ENTRY" in page else 0
    address = found[1] + page.replace("ENTRY", str(entry))
    if "QUESTION" not in address:
        return address
    receipt = re.search(rf'href="{found[1]}q/([^/"]+)/"', demo.get(found[1])[1].decode())
    assert receipt is not None
    return address.replace("QUESTION", receipt[1])


async def address_of(demo: Server, page: str) -> str:
    """A record and a receipt are found as a reader finds them: by following what the room's snapshot says."""
    if page.startswith("RECORD"):
        return address_in_record(demo, page.removeprefix("RECORD"))
    if page == "SPEAKER":
        found = re.search(r'href="(/speakers/\d+/)"', demo.get("/speakers/")[1].decode())
        assert found is not None
        return found[1]
    if page == "RECEIPT":
        return f"/receipt/{first_in_queue(demo)['receipt']}/"
    if page == "OWED":
        [(question,)] = demo.database.ask("SELECT id FROM chat_sessions_question WHERE state = 'on_notice'")
        return f"/owed/{UUID(str(question))}/"
    page = with_ids(demo, page)
    if page in ("PLANNED", "/chat/SOON/"):
        found = re.search(r'id="chat-([0-9a-f-]{36})"', demo.get("/wards/95/calendar/")[1].decode())
        assert found is not None
        return f"/planning/chats/{found[1]}/" if page == "PLANNED" else f"/chat/{found[1]}/"
    today = datetime.now(tz=KOLKATA)
    page = page.replace("LAST", f"{today.replace(day=1) - timedelta(days=1):%Y-%m}")
    page = page.replace("YEAR", f"{today:%Y}").replace("MONTH", f"{today:%Y-%m}")
    if "QUEUED" in page:
        page = page.replace("QUEUED", first_in_queue(demo)["id"])
    return page.replace("CHAT", demo.demo["chat_session"])


def with_ids(demo: Server, page: str) -> str:
    for name, rows in ROWS.items():
        if name in page:
            found = demo.database.ask(f"SELECT id FROM {rows} ORDER BY id LIMIT 1")[0][0]
            page = page.replace(name, str(found if isinstance(found, int) else UUID(str(found))))
    return page


def first_in_queue(demo: Server) -> dict[str, Any]:
    frame = json.loads(demo.get(f"/api/chat/{demo.demo['chat_session']}/events")[1])
    found: dict[str, Any] = frame["state"]["queue"][0]
    return found


def first_question(demo: Server, record: str) -> int:
    """The number of the entry with its words."""
    entries = json.loads(demo.get(f"{record.removesuffix('/')}.json")[1])["entries"]
    return int(next(entry["n"] for entry in entries if entry["texts"].get("text")))
