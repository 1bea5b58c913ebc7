"""Pages come in brotli, in gzip or as they are, as the browser takes them."""

import gzip

import brotli
from django.http import HttpRequest, HttpResponse

from chatserver.assets.compression import MAX_PADDING, CompressPages, compress_page
from tests.running.tables import table

PAGE = "<p>বিজয়গড়ের নর্দমা</p>" * 50


def answered(accepts: str, *, content: str = PAGE, kind: str = "text/html; charset=utf-8") -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    response = HttpResponse(content, content_type=kind, headers={"ETag": '"a"'})
    done = CompressPages(lambda _request: response)(request)
    assert isinstance(done, HttpResponse)
    return done


@table(
    ("accepts", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip, br;q=0.0, deflate", "gzip"),
        ("gzip", "gzip"),
        ("brotli", ""),
        ("", ""),
    ],
)
def test_a_page_comes_as_the_browser_takes_it(accepts: str, encoding: str) -> None:
    response = answered(accepts)
    read = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert (response.get("Content-Encoding", ""), read(response.content).decode()) == (encoding, PAGE)
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"] == ('W/"a"' if encoding else '"a"')
    if encoding:
        assert response["Content-Length"] == str(len(response.content))


def test_what_is_no_page_or_short_is_left_to_gzip() -> None:
    assert answered("gzip, br", kind="application/json")["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in answered("gzip, br", content="<p>Short</p>")


def test_the_length_of_a_page_has_chance_in_it() -> None:
    lengths = {len(compress_page(PAGE.encode())) for _ in range(200)}
    assert len(lengths) > MAX_PADDING // 3
    assert max(lengths) - min(lengths) < MAX_PADDING
    assert {brotli.decompress(compress_page(PAGE.encode())) for _ in range(50)} == {PAGE.encode()}
