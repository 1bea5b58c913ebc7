"""What a user who sends too much reads: a page in their language with what to do, or a line where a program asks."""

from html import unescape

import pytest
from django.urls import reverse

from chatserver.serving.clients.request_limits import lingers
from chatserver.serving.clients.too_large import too_large_answer
from sessions.contract.limits import LINGERS_BYTES, MAX_UPLOADED_BYTES

FORM = reverse("lodge_matter").encode()
HTML = (b"accept", b"text/html,application/xhtml+xml,*/*;q=0.8")
TITLES = {
    "en": "That was too large",
    "bn": "যা পাঠানো হল, তা বড় হয়ে গেছে",
    "hi": "भेजी गई चीज़ बहुत बड़ी थी",
    "ur": "بھیجی گئی چیز بہت بڑی تھی",
}


def split(answer: bytes) -> tuple[str, str]:
    head, _end, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}\r\n" in f"{head.decode()}\r\n"
    return head.decode(), unescape(body.decode())


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("how", ["cookie", "browser"])
def test_a_reader_gets_a_page_in_their_language_with_a_link_back(language: str, how: str) -> None:
    chosen = {
        "cookie": [(b"cookie", f"a=b; language={language}".encode()), (b"accept-language", b"en")],
        "browser": [(b"accept-language", f"{language}-IN,en;q=0.5".encode())],
    }
    head, page = split(too_large_answer(FORM, [HTML, *chosen[how]]))
    assert head.startswith("HTTP/1.1 413 ")
    assert f"Content-Language: {language}\r\n" in head
    assert f"<h1>{TITLES[language]}</h1>" in page
    assert f'<html lang="{language}"' in page
    assert '<a class="button" href="">' in page
    assert "<script" not in page


def test_only_a_form_with_photos_speaks_of_photos() -> None:
    pages = [split(too_large_answer(path, [HTML, (b"accept-language", b"en")]))[1] for path in (FORM, b"/me/")]
    assert ["8 MB" in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (FORM, []),
        (FORM, [(b"accept", b"application/json")]),
        (b"/api/chat/0/commands", [HTML]),
        (b"/open311/v2/", [HTML]),
    ],
)
def test_a_program_gets_a_line(path: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    head, body = split(too_large_answer(path, headers))
    assert ("text/plain" in head, body) == (True, "The request is too large.\n")


@pytest.mark.parametrize("cookie", [b"language=\xff", b"language=xx", b"=" * 9000, b"language=../../etc"])
def test_odd_headers_get_the_page_all_the_same(cookie: bytes) -> None:
    assert "Content-Language: " in split(too_large_answer(FORM, [HTML, (b"cookie", cookie)]))[0]


def test_a_browser_that_sends_photos_can_send_them_to_the_end_before_it_reads() -> None:
    most_bytes, seconds = lingers(FORM)
    assert most_bytes >= 4 * MAX_UPLOADED_BYTES
    assert seconds > 60
    assert lingers(b"/me/")[0] == LINGERS_BYTES
