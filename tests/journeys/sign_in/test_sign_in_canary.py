"""A number, an address and a code pass through a real server, and are in no log line, URL, event or Redis command.

A person signs in by the gateway's code, mistypes one, tries an e-mail address and a sign-in sheet.
"""

import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.services.fake_gateway import open_gateway
from tests.servers.stacks import UVICORN

pytestmark = [pytest.mark.slow, pytest.mark.takes(18), pytest.mark.long]

NUMBER, WRITTEN, MAIL = "9830074296", "98300 74296", "canary.b7f2@example.org"
GATEWAY = """
url = "{url}"
body = '{{"to": "{{to}}", "text": "{{text}}"}}'
[headers]
Content-Type = "application/json"
"""


class Browser:
    """Keeps cookies and every address that it was sent to."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.seen: list[str] = []
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.server.base_url + path))

    def post(self, form: str, path: str, **fields: str) -> str:
        """With the token of the form on another page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert found is not None
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": found[1]}).encode()
        return self._open(urllib.request.Request(self.server.base_url + path, data))

    def _open(self, request: urllib.request.Request) -> str:
        try:
            with self._opener.open(request, timeout=20) as answer:
                self.seen.append(answer.url)
                return str(answer.read().decode())
        except urllib.error.HTTPError as refusal:
            with refusal:
                self.seen.append(refusal.url or "")
                return str(refusal.read().decode())


@pytest.mark.row("threat", 46)
def test_what_people_sign_in_with_is_only_in_its_own_table(serve: Serve, tmp_path: Path) -> None:
    with open_gateway() as gateway:
        description = tmp_path / "gateway.toml"
        description.write_text(GATEWAY.format(url=gateway.handed_over().url))
        server = serve(on=UVICORN, SMS_GATEWAY=str(description), EMAIL_URL="smtp://127.0.0.1:9")
        with listen_to_redis(server) as told_redis:
            browser = Browser(server)
            page = browser.post(browser.get("/sign-in/"), "/sign-in/", by="phone", address=WRITTEN, stays="on")
            [code] = wait_for(lambda: gateway.codes)
            wrong = f"{(int(code) + 1) % 1_000_000:06d}"
            assert "aria-invalid" in browser.post(page, "/sign-in/code/", code=wrong)
            browser.post(page, "/sign-in/code/", code=code)
            assert "/sign-in/" not in browser.seen[-1]
            stranger = Browser(server)
            form = stranger.get("/sign-in/?by=email")
            stranger.post(form, "/sign-in/", by="email", address=MAIL)
            stranger.post(form, "/sign-in/", by="paper", address="4296 4296 4296")
            wait_for(lambda: "Delivery of a sign-in code failed or is uncertain" in server.log)
    tables = tables_with(server, NUMBER, MAIL)
    assert json.loads(gateway.told[0][2])["to"] == f"+91{NUMBER}"
    assert tables == {"accounts.identity", "accounts.signincode"}
    for canary in (NUMBER, WRITTEN, MAIL, code, wrong, "4296 4296"):
        quoted = urllib.parse.quote(canary)
        assert [line for line in server.log.splitlines() if canary in line or quoted in line] == []
        assert [url for url in browser.seen + stranger.seen if canary in url or quoted in url] == []
        assert [words for words in told_redis if canary in words] == []
    assert told_redis != []


def tables_with(server: Server, *canaries: str) -> set[str]:
    """The models whose rows contain it; for the code, while it holds, the address is in its own."""
    rows = json.loads(server.manage("dumpdata", "--all").stdout)
    return {row["model"] for row in rows if any(canary in json.dumps(row) for canary in canaries)}


@contextmanager
def listen_to_redis(server: Server) -> Iterator[list[str]]:
    """Every command that Redis gets meanwhile."""
    heard: list[str] = []
    assert server.valkey is not None
    client = redis.Redis(port=server.valkey.port)
    with client.monitor() as monitor:

        def listen() -> None:
            for command in monitor.listen():
                heard.append(command["command"])
                if "the-end" in command["command"]:
                    return

        thread = threading.Thread(target=listen)
        thread.start()
        yield heard
        client.echo("the-end")
        thread.join(60)
    client.close()


def wait_for(look: Any, seconds: float = 60) -> Any:
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
    return found
