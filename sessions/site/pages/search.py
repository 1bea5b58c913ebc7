"""One search over everything public: the first few of each kind, how many there are, and where the others stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.record.search.question_search import MAX_FOUND
from sessions.site.addresses import page_address
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
            "promises": [(each, page_address("promise", each.number)) for each in found.promises.rows],
            "activities": [(each, page_address("activity", each.number)) for each in found.activities.rows],
            "all_promises": page_address("promises", q=words),
            "all_activities": page_address("activities", q=words),
        }
    return render(request, "sessions/site/search.html", context)
