"""What search engines read first: /robots.txt and the sitemap."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sessions.platform.text.absolute_addresses import addresses_for, whole_address
from sessions.site.sitemap import FIRST_PAGE, count_files, write_file, write_index

CLOSED_TO_ROBOTS = (
    "/me/",
    "/my/",
    "/my-chat/",
    "/receipt/",
    "/desk/",
    "/floor/",
    "/owed/",
    "/planning/",
    "/admin/",
    "/invite/",
)
"""Pages of one person or of the staff; nothing secret depends on it."""

XML = "application/xml; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    lines += ["", f"Sitemap: {whole_address(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The whole sitemap; an index of its files where there are several."""
    whole = addresses_for(request)
    return HttpResponse(write_index(whole) if count_files() > 1 else write_file(FIRST_PAGE, whole), content_type=XML)


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_file(request: HttpRequest, file_number: int) -> HttpResponse:
    """One of its files."""
    if not FIRST_PAGE <= file_number < FIRST_PAGE + count_files():
        raise Http404
    return HttpResponse(write_file(file_number, addresses_for(request)), content_type=XML)
