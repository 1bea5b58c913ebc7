"""iCalendar feeds: of all wards, of one ward, of a person's own ward; and a single date."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sessions.activities.public.planned import PlannedDay
from sessions.chats.calendar.public.entries import Occasion, occasions_of
from sessions.city.display import ward_name
from sessions.models import ChatSession, Ward
from sessions.notifications.feed_addresses import find_owner
from sessions.platform.feeds.feed_response import OWN_FEED_CACHING, SHARED, answer_feed, language_in_address
from sessions.platform.people import Person
from sessions.platform.text.absolute_addresses import addresses_for
from sessions.site.feeds.ical import write_calendar
from sessions.site.feeds.window import dates_of, planned_work_of

ICALENDAR = "text/calendar"


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A calendar to subscribe to. file: the name under which a browser saves it."""

    occasions: list[Occasion]
    name: str
    file: str
    planned: list[PlannedDay] = field(default_factory=list)


@require_safe
def borough_calendar(request: HttpRequest) -> HttpResponse:
    language = language_in_address(request)
    with override(language):
        feed = CalendarFeed(dates_of(None), _("Live chats, all wards"), "live-chats.ics", planned_work_of(None))
        return _answer(request, feed, language)


@require_safe
def ward_calendar(request: HttpRequest, number: int) -> HttpResponse:
    ward = get_object_or_404(Ward, number=number)
    language = language_in_address(request)
    with override(language):
        return _answer(request, _ward_feed(ward), language)


@require_safe
def chat_calendar(request: HttpRequest, chat_session_id: UUID) -> HttpResponse:
    """One date, for a person to add to a calendar by hand."""
    found = occasions_of(ChatSession.objects.filter(pk=chat_session_id))
    if not found:
        raise Http404
    language = language_in_address(request)
    with override(language):
        return _answer(request, CalendarFeed(found, ward_name(found[0].ward), f"chat-{found[0].day}.ics"), language)


@require_safe
def my_ward_calendar(request: HttpRequest) -> HttpResponse:
    """The feed of the signed-in person's ward."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _own_calendar(request, request.user)


@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of a person's ward at a private address, for programs that cannot sign in."""
    person = find_owner(token)
    if person is None:
        raise Http404
    return _own_calendar(request, person)


def _own_calendar(request: HttpRequest, person: Person) -> HttpResponse:
    language = language_in_address(request, person.language)
    with override(language):
        empty = CalendarFeed([], _("My ward’s live chats"), "my-ward.ics")
        feed = _ward_feed(person.ward) if person.ward is not None else empty
        return _answer(request, feed, language, cached=OWN_FEED_CACHING)


def _ward_feed(ward: Ward) -> CalendarFeed:
    name = _("Live chats, {ward}").format(ward=ward_name(ward))
    return CalendarFeed(dates_of([ward]), name, f"ward-{ward.number}.ics", planned_work_of([ward]))


def _answer(request: HttpRequest, feed: CalendarFeed, language: str, *, cached: str = SHARED) -> HttpResponse:
    body = write_calendar(feed.occasions, name=feed.name, absolute=addresses_for(request), planned=feed.planned)
    return answer_feed(request, body, content_type=ICALENDAR, language=language, name=feed.file, cached=cached)
