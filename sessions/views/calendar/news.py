"""Atom feeds of the calendar's news: of all wards, and of one ward."""

from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sessions.display import ward_name
from sessions.feeds.answers import answer_feed, language_of
from sessions.feeds.atom import AtomEntry, Head, write_atom
from sessions.feeds.news import MOST, news_of
from sessions.feeds.planned import planned_news
from sessions.feeds.window import dates_of, planned_work_of
from sessions.models import Ward
from sessions.text.absolute_addresses import WholeAddress, addresses_for


@require_safe
def borough_news(request: HttpRequest) -> HttpResponse:
    language = language_of(request)
    with override(language):
        return _answer(request, None, _("Live chats, all wards"), reverse("borough_news"), reverse("calendar"))


@require_safe
def ward_news(request: HttpRequest, number: int) -> HttpResponse:
    ward = get_object_or_404(Ward, number=number)
    language = language_of(request)
    with override(language):
        title = _("Live chats, {ward}").format(ward=ward_name(ward))
        return _answer(request, ward, title, reverse("ward_news", args=[number]), reverse("ward", args=[number]))


def _answer(request: HttpRequest, ward: Ward | None, title: str, path: str, page: str) -> HttpResponse:
    language = language_of(request)
    absolute = addresses_for(request)
    wards = None if ward is None else [ward]
    head = Head(
        id=uuid5(NAMESPACE_URL, absolute(path)),
        title=title,
        author=_("Councillor Live Chat"),
        address=absolute(f"{path}?lang={language}"),
        url=absolute(page),
        language=language,
    )
    body = write_atom(head, _entries(wards, absolute))
    name = "live-chats.atom" if ward is None else f"ward-{ward.number}.atom"
    return answer_feed(request, body, content_type="application/atom+xml", language=language, name=name)


def _entries(wards: list[Ward] | None, absolute: WholeAddress) -> list[AtomEntry]:
    """The dates of chats and planned work together, the newest first."""
    chats = news_of(dates_of(wards), wards=wards, absolute=absolute)
    entries = [*chats, *planned_news(planned_work_of(wards), absolute)]
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST]
