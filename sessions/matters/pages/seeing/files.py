"""Complaints and suggestions for programs: the list as CSV and JSON, and Atom feeds."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.matters.feed import feed_of_matter, feed_of_ward, feed_title, matter_entry_title
from sessions.matters.pages.seeing.matter_page import find_public
from sessions.matters.public.export import EXPORT
from sessions.matters.public.facts import facts_of_matter
from sessions.matters.public.filters import MatterFilter
from sessions.matters.public.history import history_of_matter
from sessions.matters.public.listing import newest_first
from sessions.models import Ward
from sessions.platform.exports.answering import answer_export
from sessions.platform.exports.list_files import answer_atom
from sessions.platform.feeds.atom import MOST_ENTRIES
from sessions.platform.text.absolute_addresses import addresses_for


@require_safe
def export_matters_csv(request: HttpRequest) -> HttpResponseBase:
    """The filters of the list apply."""
    return answer_export(request, EXPORT, "csv")


@require_safe
def export_matters_json(request: HttpRequest) -> HttpResponseBase:
    return answer_export(request, EXPORT, "json")


@require_safe
def ward_matters_feed(request: HttpRequest, number: int) -> HttpResponse:
    """An Atom feed of the ward's complaints and suggestions that changed last."""
    ward, absolute = get_object_or_404(Ward, number=number), addresses_for(request)
    rows = newest_first(MatterFilter(ward=ward.number).rows()).order_by("-changed_at", "-id")[:MOST_ENTRIES]
    facts = [facts_of_matter(matter, timezone.localdate()) for matter in rows]
    path, page = reverse("ward_matters_feed", args=[number]), f"{reverse('matters')}?ward={number}"
    return answer_atom(
        request, path, page, lambda: (feed_title(number), feed_of_ward(facts, absolute)), f"matters-{number}.atom"
    )


@require_safe
def matter_feed(request: HttpRequest, matter_number: str) -> HttpResponse:
    """The history of one complaint or suggestion as an Atom feed."""
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
