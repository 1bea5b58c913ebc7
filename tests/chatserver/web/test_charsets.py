"""What claims another charset than UTF-8 is refused before anything reads it, whatever its page."""

import asyncio
import encodings
from typing import Any

import pytest

from chatserver.web.page_handler import PageHandler

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
NO_TEXT = ("zip", "rot13", "hex")
OTHER = ("utf-7", "utf-16", "idna", "punycode", "undefined", "unicode_escape", "latin-1")


async def status_of(content_type: str, *, method: str = "POST", query: bytes = b"", part: bytes = b'name="by"') -> int:
    body = (
        b"--b\r\nContent-Disposition: form-data; %b\r\n\r\nsms\xff\r\n--b--\r\n" if "multi" in content_type else b"by=s"
    )
    parts: list[Any] = [{"type": "http.request", "body": body if method == "POST" else b"", "more_body": False}]
    answers: list[Any] = []
    token = b"a" * 32
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": "/sign-in/",
        "raw_path": b"/sign-in/",
        "root_path": "",
        "scheme": "http",
        "query_string": query,
        "headers": [
            (b"host", b"localhost"),
            (b"content-type", content_type.encode()),
            (b"cookie", b"csrftoken=" + token),
            (b"x-csrftoken", token),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }

    async def receive() -> Any:
        return parts.pop() if parts else await never()

    async def take(message: Any) -> None:
        answers.append(message)

    await PageHandler()(scope, receive, take)
    return int(answers[0]["status"])


async def never() -> Any:
    await asyncio.Event().wait()


@pytest.mark.parametrize("charset", [*NO_TEXT, *OTHER])
async def test_another_charset_is_refused(charset: str) -> None:
    for content_type in (FORM, PARTS, "text/plain", "application/json"):
        assert await status_of(f"{content_type}; charset={charset}") == 400
        assert await status_of(f"{content_type}; charset={charset}", method="GET", query=b"next=%ff%fe/") == 400


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (f"{FORM}; charset=utf-8", 422),
        (f"{FORM}; charset=UTF8", 422),
        (f"{FORM}; charset=there-is-none", 422),
        (FORM, 422),
        (PARTS, 422),
        ("a/b; x*=there-is-none''y", 400),
    ],
)
async def test_any_spelling_of_utf_8_is_read(content_type: str, status: int) -> None:
    assert await status_of(content_type) == status


@pytest.mark.costly
async def test_nothing_is_kept_of_charsets_that_do_not_exist() -> None:
    await status_of(f"{FORM}; charset=first")
    kept = len(encodings._cache)
    for number in range(20):
        name = f"none-{number}-{'x' * 200}"
        assert await status_of(f"{FORM}; charset={name}") == 422
        assert await status_of(f"{FORM}; x*={name}''y") == 400
        await status_of(PARTS, part=f"name*={name}''by".encode())
    assert len(encodings._cache) == kept
