"""Where a person goes after signing in: to their own work, or to their own ward."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from chatserver.accounts.models import User
from sessions import admission
from sessions.models import ChatSession


def own_place(person: User) -> str:
    """The floor or the desk of the nearest chat session that the person has a duty in; else the room of their ward."""
    rows = ChatSession.objects.select_related("ward", "office")
    work = _nearest(rows.filter(_where_on_duty(person)))
    duties = admission.duties_of(person, work) if work else []
    if work and duties:
        return reverse("floor" if duties[0] == "councillor" else "desk", args=[work.pk])
    if person.ward is None:
        return reverse("home")
    chat_session = _nearest(rows.filter(ward=person.ward))
    return reverse("room", args=[chat_session.pk]) if chat_session else reverse("ward", args=[person.ward.number])


def _where_on_duty(person: User) -> Q:
    held = person.appointments.held_on(timezone.localdate())
    return Q(office__holder=person) | Q(ward__in=held.values("ward")) | Q(ward__borough__in=held.values("borough"))


def _nearest(rows: QuerySet[ChatSession]) -> ChatSession | None:
    """A live one, else the next that is announced, else the one that ended last."""
    live = rows.filter(state="live").order_by("starts_at").first()
    announced = live or rows.filter(state="scheduled").order_by("starts_at").first()
    return announced or rows.filter(state__in=("closed", "sealed")).order_by("-closed_at").first()
