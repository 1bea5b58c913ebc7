"""One search over everything public: the first few of each kind, how many there are, and where the others stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.record.finding.search import MAX_FOUND
from sessions.site.addresses import address_of
from sessions.site.search.everything import cleaned_words, search_everything


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """`?q=`: without words, the form."""
    words = cleaned_words(request.GET.get("q", ""))
    context: dict[str, Any] = {"words": words, "most": MAX_FOUND}
    if words:
        found = search_everything(words, timezone.localdate())
        context |= {
            "found": found,
            "promises": [(each, address_of("promise", each.number)) for each in found.promises.rows],
            "activities": [(each, address_of("activity", each.number)) for each in found.activities.rows],
            "all_promises": address_of("promises", q=words),
            "all_activities": address_of("activities", q=words),
        }
    return render(request, "sessions/site/search.html", context)
