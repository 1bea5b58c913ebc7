"""Public lists as files, written piece by piece, and as Atom feeds."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sessions.platform.feeds.atom import AtomEntry, Head, feed_id, write_atom
from sessions.platform.feeds.feed_response import answer_feed, language_in_address
from sessions.platform.text.absolute_addresses import addresses_for

type MakeFeed = Callable[[], tuple[str, list[AtomEntry]]]
"""Makes the title and the entries, in the feed's language."""


def answer_atom(request: HttpRequest, path: str, page: str, make: MakeFeed, name: str) -> HttpResponse:
    """The feed in its language. path: its own address; page: the address with the same content; name: of the file."""
    language, absolute = language_in_address(request), addresses_for(request)
    with override(language):
        title, entries = make()
        head = Head(
            id=feed_id(absolute(path)),
            title=title,
            author=_("Councillor Live Chat"),
            address=absolute(f"{path}{'&' if '?' in path else '?'}lang={language}"),
            url=absolute(page),
            language=language,
        )
        body = write_atom(head, entries)
    return answer_feed(request, body, content_type="application/atom+xml", language=language, name=name)


def stream_csv(pieces: Iterator[str], name: str) -> StreamingHttpResponse:
    """Stream a table as CSV. name: of the file that the browser saves."""
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def stream_json(pieces: Iterator[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces, content_type="application/json")
