"""Newcomers on devices that nobody knows, who sign in by a code during an attack; residents who load a page again."""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from chatserver.accounts.limits.proof_of_work import is_solved
from tests.bench.load.attack.attack_connection import Answer, Target, drop, read_whole
from tests.bench.load.attack.networks import address_of_newcomer, seen_at
from tests.bench.load.worker import Tell

GIVES_UP_AFTER_S = 10.0
TRIES_AGAIN_AFTER_S = 1.0
"""With the same page, where it was refused or the line was cut off: as somebody who is in a hurry."""

FORM = "Content-Type: application/x-www-form-urlencoded"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
WORK = re.compile(rb'name="work" value="([^"]+)"')
CHALLENGE = re.compile(rb'data-nonce="([^"]+)" data-bits="([0-9]+)"')
CODE = re.compile(r"#([0-9]{6})")


@dataclass
class Arrivals:
    """signed_in_s: after how many seconds, of those who got in; refusals: by status, of whichever request."""

    signed_in_s: list[float] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)


class Newcomers:
    """Newcomers. The programs have the gateway for SMS that the server sends their codes to."""

    def __init__(self, process: int, tell: Tell) -> None:
        self._gateway: asyncio.Server | None = None
        self._codes: dict[str, asyncio.Queue[str]] = {}
        self._numbers = count(1)

    async def open_gateway(self) -> int:
        """Answers its port."""
        self._gateway = await asyncio.start_server(self._take_message, "127.0.0.1", 0)
        port: int = self._gateway.sockets[0].getsockname()[1]
        return port

    async def come(self, target: Target, people: int, over_s: float) -> Arrivals:
        """So many people, one after the other within so many seconds."""
        arrivals = Arrivals()
        async with asyncio.TaskGroup() as group:
            for number in range(people):
                group.create_task(self._arrive(target, number, arrivals))
                await asyncio.sleep(over_s / people)
        return arrivals

    async def load_again(self, target: Target, path: str, keys: Sequence[str]) -> Counter[str]:
        """Load a page with these cookie sessions, all at once; answers the statuses, each of one try."""
        answers: Counter[str] = Counter()

        async def load(number: int, key: str) -> None:
            browser = Browser(target, seen_at(address_of_newcomer(number)), {"sessionid": key})
            try:
                async with asyncio.timeout(GIVES_UP_AFTER_S):
                    answers[(await browser.ask_once("GET", path)).status] += 1
            except (TimeoutError, OSError, asyncio.IncompleteReadError):
                answers["no answer"] += 1
            await browser.close()

        async with asyncio.TaskGroup() as group:
            for number, key in enumerate(keys):
                group.create_task(load(number, key))
        return answers

    async def leave(self) -> None:
        if self._gateway is not None:
            self._gateway.close()

    async def _arrive(self, target: Target, number: int, arrivals: Arrivals) -> None:
        began, browser = time.monotonic(), Browser(target, seen_at(address_of_newcomer(number)), {})
        try:
            async with asyncio.timeout(GIVES_UP_AFTER_S):
                await self._sign_in(browser, f"98301{next(self._numbers):05d}")
            arrivals.signed_in_s.append(time.monotonic() - began)
        except TimeoutError:
            arrivals.refusals["gave up"] += 1
        finally:
            await browser.close()
        arrivals.refusals += browser.refusals

    async def _sign_in(self, browser: "Browser", number: str) -> None:
        codes = self._codes[number] = asyncio.Queue()
        await browser.ask("GET", "/sign-in/")
        sent = await browser.submit("/sign-in/", by="phone", address=number)
        await browser.ask("GET", sent.location)
        entered = await browser.submit(sent.location, code=await codes.get())
        if (await browser.ask("GET", "/me/")).status != "200":
            raise LookupError(f"a newcomer was led to {entered.location}, and not signed in")

    async def _take_message(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = re.search(rb"content-length: (\d+)", head.lower())
                message = json.loads(await reader.readexactly(int(length[1]) if length is not None else 0))
                code = CODE.search(message["text"])
                if code is not None and (codes := self._codes.get(message["to"][-10:])) is not None:
                    codes.put_nowait(code[1])
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except (OSError, asyncio.IncompleteReadError):
            await drop(writer)


class Browser:
    """One connection at a time, with the cookies that were set. refusals: of all requests, by status."""

    def __init__(self, target: Target, seen: str, cookies: dict[str, str]) -> None:
        self.cookies = cookies
        self.refusals: Counter[str] = Counter()
        self._target, self._seen = target, seen
        self._page = b""
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def submit(self, path: str, **fields: str) -> Answer:
        """The form of the page that was answered last, until it leads on: with the work done where that is asked."""
        while True:
            answer = await self.ask("POST", path, **fields, **self._hidden_fields())
            if answer.location:
                return answer
            self.refusals[answer.status] += 1
            await asyncio.sleep(TRIES_AGAIN_AFTER_S)

    async def ask(self, method: str, path: str, **fields: str) -> Answer:
        """Ask until it is no refusal that says nothing but to come later."""
        while True:
            try:
                answer = await self.ask_once(method, path, **fields)
            except (OSError, asyncio.IncompleteReadError):
                self.refusals["cut off"] += 1
                await self.close()
            else:
                if answer.status not in ("429", "503") or WORK.search(answer.body) is not None:
                    self._page = answer.body
                    return answer
                self.refusals[answer.status] += 1
            await asyncio.sleep(TRIES_AGAIN_AFTER_S)

    async def ask_once(self, method: str, path: str, **fields: str) -> Answer:
        if self._line is None or self._line[0].at_eof() or self._line[1].is_closing():
            await self.close()
            self._line = await self._target.connect()
        reader, writer = self._line
        body = urlencode(fields).encode()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = [self._seen, f"Cookie: {cookie}", "Accept-Language: en"]
        headers += [FORM, f"Content-Length: {len(body)}"] if method == "POST" else []
        writer.write(self._target.head(method, path, *headers) + body)
        answer = await read_whole(reader)
        self.cookies |= answer.cookies
        return answer

    async def close(self) -> None:
        if self._line is not None:
            await drop(self._line[1])
            self._line = None

    def _hidden_fields(self) -> dict[str, str]:
        token, work, challenge = TOKEN.search(self._page), WORK.search(self._page), CHALLENGE.search(self._page)
        fields = {"csrfmiddlewaretoken": token[1].decode()} if token is not None else {}
        if work is not None and challenge is not None:
            nonce, bits = challenge[1].decode(), int(challenge[2])
            solution = next(str(each) for each in count() if is_solved(nonce, bits, str(each)))
            fields |= {"work": work[1].decode(), "solution": solution}
        return fields
