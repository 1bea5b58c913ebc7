"""A timeline as pages show it: its filters as a form, and the address of the next page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from sessions.models import TimelineKind, TimelineNews
from sessions.platform.exports.form_options import options_of
from sessions.site.scope import Frozen, Scope
from sessions.site.timeline.page import timeline_page
from sessions.site.timeline.timeline_filter import TimelineFilter


def timeline_context(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """`?kind=`, `?news=` and `?before=` choose. frozen: what hides activities here."""
    frozen = Frozen.on(timezone.localdate())
    page = timeline_page(scope, TimelineFilter.from_query(request.GET.dict()), frozen)
    query = urlencode(page.wanted.parameters())
    return {
        "timeline": page,
        "scope": scope,
        "frozen": frozen if frozen.hides_in(scope) else None,
        "kinds": options_of(TimelineKind.choices, page.wanted.kind),
        "news": options_of(TimelineNews.choices, page.wanted.news),
        "older": f"?{query}{'&' if query else ''}before={page.older}#timeline" if page.older else "",
        "newest": f"?{query}#timeline" if query else "?#timeline",
    }
