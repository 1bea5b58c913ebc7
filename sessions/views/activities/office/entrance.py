"""Access to the pages of an office's work: those who write about it; those who look at its photographs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.activities.numbers import read_activity_number
from sessions.activities.staff import CHECKING, WRITING, ActivityStaff, checkers_of, writers_of
from sessions.models import Activity, ActivityPhoto, ActivityState
from sessions.people import Person
from sessions.permissions.second_factor import is_proven
from sessions.permissions.ward_staff import admit_ward_staff
from sessions.refusals import Refused
from sessions.views.entrance import turn_away

NEEDED = ("ward__borough", "borough", "category")
Page = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class ActivityReader:
    """staff: for which wards and boroughs the page is theirs."""

    person: Person
    staff: ActivityStaff

    def find_activity(self, number: str) -> Activity:
        """Raises Http404 for one of others, too."""
        rows = Activity.objects.filter(self.staff.theirs()).select_related(*NEEDED)
        found = rows.filter(number=read_activity_number(number) or "").first()
        if found is None:
            raise Http404
        return found

    def find_photo(self, photo_id: UUID) -> ActivityPhoto:
        """Raises Http404 for one of others, and of what is withdrawn."""
        rows = ActivityPhoto.objects.select_related("activity__ward__borough", "activity__borough")
        found = rows.filter(pk=photo_id).exclude(activity__state=ActivityState.WITHDRAWN).first()
        if found is None or not self.staff.covers(found.activity.owner):
            raise Http404
        return found


def for_writers(page: Page) -> Page:
    """Call the page with the requesting person of an office. Any other user is asked to sign in, or refused."""
    return _for(WRITING, writers_of, page)


def for_checkers(page: Page) -> Page:
    """The same for those who may look at photographs: moderators, too."""
    return _for(CHECKING, checkers_of, page)


def _for(duties: Collection[str], staff_of: Callable[[Person], ActivityStaff], page: Page) -> Page:
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter(request: HttpRequest, **given: Any) -> HttpResponse:
        person = None if isinstance(request.user, AnonymousUser) else request.user
        try:
            admit_ward_staff(person, duties, is_proven=is_proven(request.session))
        except Refused as refused:
            return turn_away(request, refused)
        assert person is not None, "no office has people without an account"
        return page(request, ActivityReader(person, staff_of(person)), **given)

    return enter
