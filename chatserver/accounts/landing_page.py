"""The page that a person sees after signing in: their own work, or the chat of their own ward."""

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from chatserver.accounts.models import User
from sessions.city.people import access
from sessions.city.people.planning import may_plan
from sessions.models import ChatSession, Office

ON_THE_FLOOR = ("councillor", "delegate", "official")


def landing_path(person: User) -> str:
    """The path of the floor or the desk of the nearest chat session in which the person has a duty; else the lobby.

    The lobby leads a resident to their ward's chat, and asks for the ward first where none is known.
    """
    rows = ChatSession.objects.select_related("ward", "office")
    work = _nearest(rows.filter(_where_on_duty(person)))
    duties = access.duties_of(person, work) if work else []
    if work and duties:
        return reverse("floor" if duties[0] in ON_THE_FLOOR else "desk", args=[work.pk])
    return reverse("planning" if may_plan(person) else "my_chat")


def _where_on_duty(person: User) -> Q:
    today = timezone.localdate()
    held, offices = person.appointments.held_on(today), Office.objects.held_on(today).filter(holder=person)
    here = Q(office__in=offices) | Q(ward__in=held.values("ward")) | Q(ward__borough__in=held.values("borough"))
    return here | Q(Exists(held.filter(is_for_city=True)))


def _nearest(rows: QuerySet[ChatSession]) -> ChatSession | None:
    """The live chat session, else the next announced one, else the one that ended last."""
    live = rows.filter(state="live").order_by("starts_at").first()
    announced = live or rows.filter(state="scheduled").order_by("starts_at").first()
    return announced or rows.filter(state__in=("closed", "sealed")).order_by("-closed_at").first()
