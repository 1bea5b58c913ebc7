"""Where a person goes after signing in: to their own work, or to their own ward."""

from collections.abc import Iterator

from django.urls import reverse

from chatserver.accounts.models import User
from sessions import admission
from sessions.models import ChatSession


def own_place(person: User) -> str:
    """The floor or the desk of the nearest chat session that the person has a duty in; else the room of their ward."""
    if person.appointments.exists() or person.offices.exists():
        for chat_session in _nearest_first():
            duties = admission.duties_of(person, chat_session)
            if duties:
                return reverse("floor" if duties[0] == "councillor" else "desk", args=[chat_session.pk])
    if person.ward is None:
        return reverse("home")
    for chat_session in _nearest_first():
        if chat_session.ward_id == person.ward_id:
            return reverse("room", args=[chat_session.pk])
    return reverse("ward", args=[person.ward.number])


def _nearest_first() -> Iterator[ChatSession]:
    """Live ones, then what is announced, soonest first, then what has just ended."""
    rows = ChatSession.objects.select_related("ward", "office")
    yield from rows.live().order_by("starts_at")
    yield from rows.filter(state="scheduled").order_by("starts_at")
    yield from rows.filter(state__in=("closed", "sealed")).order_by("-closed_at")[:1]
