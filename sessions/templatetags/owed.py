"""Written answers that are owed: how many days are left, and how many answers the reader's wards owe."""

from datetime import date

from django import template
from django.template import RequestContext
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.models import Duty, OfficeKind, promise_state_label
from sessions.permissions.written_answers import DRAFTING, access_to_written_answers
from sessions.questions.written_answers.owed_answers import count_owed
from sessions.record.office_words import owed_word
from sessions.record.promises_noted import PromiseStepShown, ShownPromise
from sessions.text.digits import digits

OWING = frozenset([*OfficeKind.values, *DRAFTING])

register = template.Library()


@register.filter
def days_left(due_on: date) -> str:
    """How many days are left until a promised day in the city, or for how many it is overdue, in words."""
    left = (due_on - timezone.localdate()).days
    if left == 0:
        return _("Due today")
    if left > 0:
        return ngettext("{n} day left", "{n} days left", left).format(n=digits(left))
    return ngettext("Overdue by {n} day", "Overdue by {n} days", -left).format(n=digits(-left))


@register.filter
def is_past(due_on: date | None) -> bool:
    """Whether the promised day has passed in the city."""
    return due_on is not None and due_on < timezone.localdate()


register.filter(owed_word)


@register.filter
def resolves(held: frozenset[str]) -> bool:
    """Whether somebody with these duties works on complaints and suggestions."""
    return bool(held & (OWING | {Duty.CLERK}))


@register.simple_tag(takes_context=True)
def count_own_owed(context: RequestContext, held: frozenset[str]) -> int | None:
    """How many written answers the reader's wards owe; None for a reader without an office or its staff's duties.

    A live page, which has to be quick, asks nothing, and leads to the list without a number.
    """
    user = context.get("user")
    if not held & OWING or user is None or not user.is_authenticated:
        return None
    if context.get("role") is not None:
        return 0
    return count_owed(access_to_written_answers(user).drafts)


@register.filter
def told_standing(told: ShownPromise | PromiseStepShown) -> str:
    """How a promise of a record stands, last or after a step, in the reader's words."""
    return promise_state_label(told.state, told.claim_end)
