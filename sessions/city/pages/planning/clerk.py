"""The clerk of the pages of planning: which wards and boroughs are theirs, and the frame of their pages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from sessions.city.people.ward_staff import boroughs_served_by
from sessions.city.wards.borough_order import borough_order
from sessions.models import Borough, ChatSession, Duty, Ward
from sessions.platform.people import Person


@dataclass(frozen=True)
class Clerk:
    """A person who is the clerk of these wards today."""

    person: Person
    wards: tuple[Ward, ...]

    @cached_property
    def plans_city(self) -> bool:
        """Whether these are all wards, so that the clerk may close the whole city."""
        return Ward.objects.count() == len(self.wards)

    def find_ward(self, number: int) -> Ward:
        """The clerk's ward with this number. Raises Http404 for other clerks' wards, as if they did not exist."""
        for ward in self.wards:
            if ward.number == number:
                return ward
        raise Http404

    @cached_property
    def boroughs(self) -> list[Borough]:
        """Boroughs of which the person is the clerk as a whole, as the clerk of the borough or of the city."""
        kept = boroughs_served_by(self.person, (Duty.CLERK,))
        return sorted(Borough.objects.filter(pk__in=kept), key=lambda each: borough_order(each.code))

    def find_borough(self, code: str) -> Borough:
        """Find one of the clerk's boroughs by its code. Raises Http404 for others, as if they did not exist."""
        for borough in self.boroughs:
            if borough.code == code:
                return borough
        raise Http404

    def require(self, ward: Ward | None) -> None:
        """Raises Http404 unless it is the clerk's ward, or (None) the clerk is the whole city's."""
        if not (self.plans_city if ward is None else ward in self.wards):
            raise Http404

    def find_chat_session(self, chat_session_id: UUID) -> ChatSession:
        """Raises Http404."""
        rows = ChatSession.objects.select_related("ward__borough", "office", "schedule")
        chat_session = rows.filter(pk=chat_session_id).first()
        if chat_session is None:
            raise Http404
        self.require(chat_session.ward)
        return chat_session


def show(
    request: HttpRequest, clerk: Clerk, page: str, context: dict[str, Any], *, is_refused: bool = False
) -> HttpResponse:
    """Render one of the clerk's pages, with the context that all of them need.

    page: its template below templates/sessions/, such as "chats/planning/dates/month"; "month" is marked in the
    navigation.
    """
    context |= {"clerk": clerk, "section": page.rpartition("/")[2]}
    return render(request, f"sessions/{page}.html", context, status=422 if is_refused else 200)
