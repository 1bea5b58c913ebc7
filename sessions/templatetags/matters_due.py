"""Complaints and suggestions in words: as everybody reads them, when one is due, and for how long it is overdue."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.matters.publishing import public_text
from sessions.models import Matter
from sessions.templatetags.owed import days_left

register = template.Library()


register.filter("public_words", public_text)


@register.filter
def due_words(matter: Matter) -> str:
    """Blank where it has no day."""
    if matter.clock_stopped_on is not None:
        return _("Waits for the resident’s answer")
    return days_left(matter.due_on) if matter.due_on is not None else ""


@register.filter
def is_late(matter: Matter) -> bool:
    return matter.clock_stopped_on is None and _is_past(matter.due_on)


@register.filter
def is_unacknowledged(matter: Matter) -> bool:
    """Whether it should have been acknowledged by now."""
    return not matter.is_acknowledged and _is_past(matter.acknowledge_by)


def _is_past(day: date | None) -> bool:
    return day is not None and day < timezone.localdate()
