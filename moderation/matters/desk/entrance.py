"""Access to the desk between the evenings: for moderators of any ward, who find there what belongs to their wards."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sessions.models import Duty, Matter
from sessions.people import Person
from sessions.permissions.second_factor import is_proven
from sessions.permissions.ward_staff import admit_ward_staff
from sessions.refusals import Refused
from sessions.views.entrance import turn_away


@dataclass(frozen=True, slots=True)
class MatterModerator:
    """wards: the ids of those that they moderate today."""

    person: Person
    wards: frozenset[int]

    def find_matter(self, matter_id: UUID) -> Matter:
        """Raises Http404 for one of other wards, too."""
        rows = Matter.objects.select_related(
            "ward", "category", "claimed_by", "merged_into", "appeal_made", "from_question"
        )
        matter = rows.filter(pk=matter_id, ward__in=self.wards).first()
        if matter is None:
            raise Http404
        return matter


def for_moderators(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call the page with the requesting moderator. Any other user is asked to sign in, or refused."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter(request: HttpRequest, **given: Any) -> HttpResponse:
        person = None if isinstance(request.user, AnonymousUser) else request.user
        try:
            held = admit_ward_staff(person, (Duty.MODERATOR,), is_proven=is_proven(request.session))
        except Refused as refused:
            return turn_away(request, refused)
        assert person is not None, "nobody moderates without an account"
        return page(request, MatterModerator(person, held.with_any((Duty.MODERATOR,))), **given)

    return enter
