"""Complaints and suggestions for programs: the list as CSV and JSON, written piece by piece, and Atom feeds."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sessions.feeds.atom import AtomEntry, Head, write_atom
from sessions.feeds.feed_response import answer_feed, language_in_address
from sessions.feeds.matters import MOST, feed_id, feed_of_matter, feed_of_ward, feed_title, matter_entry_title
from sessions.matters.shown.facts import facts_of_matter
from sessions.matters.shown.files import matters_as_csv, matters_as_json
from sessions.matters.shown.filters import MatterFilter
from sessions.matters.shown.history import history_of_matter
from sessions.matters.shown.listing import newest_first
from sessions.models import Ward
from sessions.text.absolute_addresses import addresses_for
from sessions.views.matters.seeing.matter_page import find_public


@require_safe
def export_matters_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filters of the list apply."""
    wanted = MatterFilter.from_query(request.GET.dict())
    response = stream_for_all(matters_as_csv(wanted, timezone.localdate()), "text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="complaints-and-suggestions.csv"'
    return response


@require_safe
def export_matters_json(request: HttpRequest) -> StreamingHttpResponse:
    wanted = MatterFilter.from_query(request.GET.dict())
    return stream_for_all(matters_as_json(wanted, timezone.localdate()), "application/json")


@require_safe
def ward_matters_feed(request: HttpRequest, number: int) -> HttpResponse:
    """Those of a ward that changed last."""
    ward, absolute = get_object_or_404(Ward, number=number), addresses_for(request)
    rows = newest_first(MatterFilter(ward=ward.number).rows()).order_by("-changed_at", "-id")[:MOST]
    facts = [facts_of_matter(matter, timezone.localdate()) for matter in rows]
    path, page = reverse("ward_matters_feed", args=[number]), f"{reverse('matters')}?ward={number}"
    return answer_atom(
        request, path, page, lambda: (feed_title(number), feed_of_ward(facts, absolute)), f"matters-{number}.atom"
    )


@require_safe
def matter_feed(request: HttpRequest, matter_number: str) -> HttpResponse:
    """Its history."""
    matter, absolute = find_public(matter_number), addresses_for(request)
    facts = facts_of_matter(matter, timezone.localdate())
    path, page = reverse("matter_feed", args=[matter.number]), reverse("matter", args=[matter.number])
    return answer_atom(
        request,
        path,
        page,
        lambda: (matter_entry_title(facts), feed_of_matter(facts, history_of_matter(matter), absolute)),
        f"matter-{matter.number}.atom",
    )


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


def stream_for_all(pieces: Iterator[str], content_type: str) -> StreamingHttpResponse:
    """A file in pieces, which other sites may read (CORS)."""
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response
