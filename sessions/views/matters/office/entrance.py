"""Access to the pages of the office: for the holders of offices, their delegates and officials, and for clerks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.models import Matter
from sessions.people import Person
from sessions.permissions.second_factor import is_proven
from sessions.permissions.ward_staff import OFFICE_DUTIES, WardDuties, admit_ward_staff
from sessions.refusals import Refused
from sessions.views.entrance import turn_away

RESOLVING = ("councillor", *OFFICE_DUTIES)


@dataclass(frozen=True, slots=True)
class OfficeReader:
    """A person who resolves complaints of some wards; wards: their ids."""

    person: Person
    duties: WardDuties
    wards: frozenset[int]

    def find_matter(self, number: str) -> Matter:
        """A public one of the person's wards, also one whose work has ended. Raises Http404 for all others."""
        rows = Matter.objects.filter(ward__in=self.wards, published_at__isnull=False)
        matter = rows.select_related("ward", "category", "assigned_to").filter(number=number).first()
        if matter is None:
            raise Http404
        return matter


def for_office(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call the page with the requesting person. Any other user is asked to sign in, or refused."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter(request: HttpRequest, **given: Any) -> HttpResponse:
        person = None if isinstance(request.user, AnonymousUser) else request.user
        try:
            duties = admit_ward_staff(person, RESOLVING, is_proven=is_proven(request.session))
        except Refused as refused:
            return turn_away(request, refused)
        assert person is not None, "no office has people without an account"
        return page(request, OfficeReader(person, duties, duties.with_any(RESOLVING)), **given)

    return enter
