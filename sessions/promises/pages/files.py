"""Promises for programs: the list as CSV and JSON, and Atom feeds."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.models import Ward
from sessions.platform.exports.answering import answer_export
from sessions.platform.exports.list_files import answer_atom
from sessions.platform.feeds.atom import MOST_ENTRIES
from sessions.platform.text.absolute_addresses import addresses_for
from sessions.promises.feed import feed_of_promise, feed_of_ward_promises, promises_feed_title
from sessions.promises.pages.promise_page import find_promise
from sessions.promises.public.export import EXPORT
from sessions.promises.public.facts import facts_of_promise
from sessions.promises.public.filters import PromiseFilter
from sessions.promises.public.history import history_of_promise
from sessions.promises.public.listing import newest_promises_first
from sessions.promises.public.words import promise_title


@require_safe
def export_promises_csv(request: HttpRequest) -> HttpResponseBase:
    """The filters of the list apply."""
    return answer_export(request, EXPORT, "csv")


@require_safe
def export_promises_json(request: HttpRequest) -> HttpResponseBase:
    return answer_export(request, EXPORT, "json")


@require_safe
def ward_promises_feed(request: HttpRequest, number: int) -> HttpResponse:
    """An Atom feed of the ward's promises that changed last."""
    ward, absolute, today = get_object_or_404(Ward, number=number), addresses_for(request), timezone.localdate()
    rows = newest_promises_first(PromiseFilter(ward=ward.number).rows(today)).order_by("-changed_at", "-id")[
        :MOST_ENTRIES
    ]
    facts = [facts_of_promise(promise, today) for promise in rows]
    path, page = reverse("ward_promises_feed", args=[number]), f"{reverse('promises')}?ward={number}"
    return answer_atom(
        request,
        path,
        page,
        lambda: (promises_feed_title(number), feed_of_ward_promises(facts, absolute)),
        f"promises-{number}.atom",
    )


@require_safe
def promise_feed(request: HttpRequest, promise_number: str) -> HttpResponse:
    """The history of one promise as an Atom feed."""
    promise, absolute = find_promise(promise_number), addresses_for(request)
    facts = facts_of_promise(promise, timezone.localdate())
    path, page = reverse("promise_feed", args=[promise.number]), reverse("promise", args=[promise.number])
    return answer_atom(
        request,
        path,
        page,
        lambda: (promise_title(promise.number), feed_of_promise(facts, history_of_promise(promise), absolute)),
        f"promise-{promise.number}.atom",
    )
