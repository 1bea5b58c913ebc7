"""The pages under /docs/: the list of the guides, and each guide in the visitor's language or in English."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from chatserver.web.documentation.documents import FOR_WHOM, WRITTEN_IN
from chatserver.web.documentation.rendering import render_guide
from sessions.platform.pages.reader_caching import kept_by_its_reader


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    language = get_language() or WRITTEN_IN
    guides = [(name, render_guide(name, language), for_whom) for name, for_whom in FOR_WHOM.items()]
    return kept_by_its_reader(request, render(request, "web/documentation/list.html", {"guides": guides}))


@require_safe
def document_page(request: HttpRequest, document_name: str) -> HttpResponse:
    """Answer one guide; raises Http404 for a name that is none of FOR_WHOM."""
    if document_name not in FOR_WHOM:
        raise Http404
    guide = render_guide(document_name, get_language() or WRITTEN_IN)
    context = {"guide": guide, "for_whom": FOR_WHOM[document_name]}
    return kept_by_its_reader(request, render(request, "web/documentation/guide.html", context))
