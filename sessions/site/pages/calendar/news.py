"""Feeds of news, as Atom and JSON Feed: of all wards' dates and planned work; of everything in one ward, by kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sessions.models import Ward
from sessions.platform.feeds.atom import MOST_ENTRIES, AtomEntry, Head, write_atom
from sessions.platform.feeds.feed_response import answer_feed, language_in_address
from sessions.platform.feeds.json_feed import CONTENT_TYPE, write_json_feed
from sessions.platform.text.absolute_addresses import addresses_for
from sessions.site.feeds.news import news_of
from sessions.site.feeds.planned import planned_news
from sessions.site.feeds.ward_feed import WARD_FEED_TITLES, entries_of_ward, ward_feed_title
from sessions.site.feeds.window import dates_of, planned_work_of

ATOM = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class FeedForm:
    """How a feed is written. route: the name of its address; ends: how the name of its file does."""

    route: str
    write: Callable[[Head, Sequence[AtomEntry]], bytes]
    content_type: str
    ends: str


@require_safe
def borough_news(request: HttpRequest) -> HttpResponse:
    language, absolute, path = language_in_address(request), addresses_for(request), reverse("borough_news")
    with override(language):
        head = _head(request, _("Live chats, all wards"), path, reverse("calendar"))
        chats = news_of(dates_of(None), wards=None, absolute=absolute)
        entries = [*chats, *planned_news(planned_work_of(None), absolute)]
        body = write_atom(
            head, sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST_ENTRIES]
        )
    return answer_feed(request, body, content_type=ATOM, language=language, name="live-chats.atom")


@require_safe
def ward_news(request: HttpRequest, number: int) -> HttpResponse:
    """The ward's news as an Atom feed. ?kind= is one of WARD_FEED_TITLES, or left out for all of them."""
    return _answer_ward(request, number, FeedForm("ward_news", write_atom, ATOM, "atom"))


@require_safe
def ward_json(request: HttpRequest, number: int) -> HttpResponse:
    """The ward's news as a JSON Feed."""
    return _answer_ward(request, number, FeedForm("ward_json_feed", write_json_feed, CONTENT_TYPE, "json"))


def _answer_ward(request: HttpRequest, number: int, form: FeedForm) -> HttpResponse:
    ward, kind = get_object_or_404(Ward, number=number), request.GET.get("kind", "")
    if kind not in WARD_FEED_TITLES:
        raise Http404
    language = language_in_address(request)
    with override(language):
        path, page = reverse(form.route, args=[number]), reverse("ward", args=[number])
        head = _head(request, ward_feed_title(ward, kind), path, page, kind)
        body = form.write(head, entries_of_ward(ward, kind, addresses_for(request)))
    return answer_feed(
        request, body, content_type=form.content_type, language=language, name=f"ward-{number}.{form.ends}"
    )


def _head(request: HttpRequest, title: str, path: str, page: str, kind: str = "") -> Head:
    language, absolute = language_in_address(request), addresses_for(request)
    of_kind = f"kind={kind}" if kind else ""
    return Head(
        id=uuid5(NAMESPACE_URL, absolute("?".join(filter(None, (path, of_kind))))),
        title=title,
        author=_("Councillor Live Chat"),
        address=absolute(f"{path}?{'&'.join(filter(None, (f'lang={language}', of_kind)))}"),
        url=absolute(page),
        language=language,
    )
