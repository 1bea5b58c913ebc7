"""What a phone shows without a network: the page itself, and the next date, which pages fetch for it beforehand."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chatserver.accounts.models import User
from chatserver.web.app.reader_language import language_of_reader, names_language
from sessions.chats.calendar.public.entries import occasions_of
from sessions.city.display import clock_time, ward_name, weekday_date
from sessions.city.wards.chosen_ward import remembered_ward
from sessions.models import ChatSession, Ward


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """The offline page, in the language of `?lang=`.

    It knows no reader and no request: its script adds what this phone keeps.

    Without a language of ours in the address, the reader is led to the page in theirs; no cache keeps that.
    """
    if not names_language(request):
        response = HttpResponseRedirect(f"{reverse('offline')}?lang={get_language()}")
        add_never_cache_headers(response)
        return response
    language = language_of_reader(request)
    with override(language):
        page = HttpResponse(render_to_string("app/offline.html", {"contact": settings.COMPLAINTS_TO.get(language, "")}))
    patch_cache_control(page, public=True, max_age=3600)
    return page


@require_safe
@never_cache
def next_date(request: HttpRequest) -> JsonResponse:
    """{"words": the next chat of the reader's ward in one line}; blank where none is known."""
    ward = request.user.ward if isinstance(request.user, User) else remembered_ward(request)
    return JsonResponse({"words": _next_words(ward) if ward is not None else ""})


def _next_words(ward: Ward) -> str:
    occasions = occasions_of(ChatSession.objects.ahead().filter(ward=ward, waits=False))
    if not occasions or occasions[0].is_suspended:
        return ""
    at = occasions[0].starts_at
    return gettext("The next chat of {ward}: {day}, {time}.").format(
        ward=ward_name(ward), day=weekday_date(at), time=clock_time(at)
    )
