"""What is owed: how many days are left, how many answers the reader's wards owe, and what a chat begins with."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.chats.questions.written_answers.owed_answers import count_owed
from sessions.city.people.permissions import HOLDER, STEP_DUTIES
from sessions.city.people.ward_staff import ward_duties_of
from sessions.models import Duty, OfficeKind, Promise, promise_state_label
from sessions.platform.text.digits import digits
from sessions.promises.keeping.askers import promises_by_receipt
from sessions.promises.keeping.office_list import count_owed_promises
from sessions.promises.public.filters import FROM_LAST_TIME_FILTER, PromiseFilter
from sessions.record.office_words import owed_word
from sessions.record.promises_noted import PromiseStepShown, ShownPromise

OWING = frozenset([*OfficeKind.values, *STEP_DUTIES["draft_answer"]])

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
    return count_owed(ward_duties_of(user).with_any((HOLDER, *STEP_DUTIES["draft_answer"])))


@register.filter
def told_standing(told: ShownPromise | PromiseStepShown) -> str:
    """How a promise of a record stands, last or after a step, in the reader's words."""
    return promise_state_label(told.state, told.claim_end)


@register.inclusion_tag("sessions/promises/owed_block/_before.html")
def owed_before(ward: int) -> dict[str, Any]:
    """How many promises the ward's next chat is to begin with, and where they are listed. ward: its number."""
    wanted = PromiseFilter(ward=ward, state=FROM_LAST_TIME_FILTER)
    return {"count": wanted.rows().count(), "address": f"{reverse('promises')}?{wanted.query()}"}


@register.simple_tag
def owed_promises(wards: Collection[int]) -> dict[str, int]:
    """How many promises the office of these wards (ids) owes: `count`, and of them `overdue`."""
    count, overdue = count_owed_promises(wards, timezone.localdate())
    return {"count": count, "overdue": overdue}


@register.simple_tag
def promised_to(receipt: str) -> list[Promise]:
    """What was promised to the person with this receipt of a complaint or suggestion."""
    return [each for each in promises_by_receipt(receipt) if each.made_at is not None]
