"""A person without an account gets the receipt, and later news, by SMS or e-mail, if they told a clerk where to.

The address is none of the domain's affairs: the caller of follow_matter saves it beside the row, in one transaction.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.matters.lodging.by_clerk import entered_lately
from sessions.matters.steps import lock_matter
from sessions.models import (
    OWED_STATES,
    SCREENED_STATES,
    WORK_STATES,
    Matter,
    MatterFollowing,
    MatterState,
    Promise,
    PromiseState,
    Reminder,
    ReminderKind,
    ReminderRound,
    ReminderState,
)
from sessions.platform.hooks import Hook
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.receipts import new_receipt

MOST_RECEIPTS = 3
"""Messages with the receipt of one complaint: a number that was misheard can be put right twice."""

FOLLOWED_STATES = (*SCREENED_STATES, *WORK_STATES, MatterState.CLAIMED_DONE)
OVER_STATES = (MatterState.CONFIRMED_DONE, MatterState.DONE, MatterState.WITHDRAWN)
"""Nothing comes after these."""

KEPT_AFTER_END = timedelta(days=30)
"""Time for which a subscription lasts after the end. In all other states: an appeal, or an answer that comes late, may
bring it back."""


@Hook
def receipt_wanted(*, matter: Matter) -> None:
    """Called in the transaction, with the locked matter, after the row of where its receipt goes."""


@transaction.atomic
def follow_matter(
    clerk: Person, number: str, *, channel: str, language: str, is_elsewhere: bool = True
) -> MatterFollowing:
    """Send the receipt of what this clerk has entered lately, and later news, by this channel from now on.

    An earlier row, and the address beside it, is deleted. Where a receipt may have gone there and it goes to another
    address now (is_elsewhere), it is not valid any longer: who got it by mistake can do nothing with it. To the same
    address, as after a second press of the button, the same one is sent again. Raises Refused: not_found, too_often.
    """
    matter = lock_matter(entered_lately(clerk, number).pk)
    sent = ReminderRound.objects.filter(matter=matter, kind=ReminderKind.RECEIPT)
    if sent.count() >= MOST_RECEIPTS:
        raise Refused("too_often", _("The receipt was sent often enough. Read it out, or print it."))
    # Locked: a sender that takes one in this moment does so before, and it counts as told; or after, and drops it.
    list(Reminder.objects.select_for_update(of=("self",)).filter(round__in=sent).order_by("pk"))
    if is_elsewhere and Reminder.objects.told().filter(round__in=sent).exists():
        matter.receipt = new_receipt()
        matter.save(update_fields=["receipt"])
    MatterFollowing.objects.filter(matter=matter).delete()
    following = MatterFollowing.objects.create(matter=matter, channel=channel, language=language, since=timezone.now())
    receipt_wanted(matter=matter)
    return following


def stop_following_matter(following: MatterFollowing) -> None:
    """Nothing more is told there, and the address is deleted with the row."""
    following.delete()


def receipt_state(matter: Matter) -> ReminderState | None:
    """What became of the newest message with its receipt; None where there is none."""
    rows = Reminder.objects.filter(round__matter=matter, round__kind=ReminderKind.RECEIPT, person=None)
    state = rows.order_by("-pk").values_list("state", flat=True).first()
    return ReminderState(state) if state is not None else None


def forget_followings(now: datetime) -> int:
    """Delete those of which nothing more is to be told, with their addresses; answers how many. Idempotent."""
    unsent = Reminder.objects.filter(
        Q(round__matter=OuterRef("matter")) | Q(round__promise__matter=OuterRef("matter")),
        person=None,
        state__in=(ReminderState.PENDING, ReminderState.SENDING),
    )
    is_over = Q(matter__state__in=OVER_STATES) | Q(matter__changed_at__lte=now - KEPT_AFTER_END)
    rows = MatterFollowing.objects.filter(is_over).exclude(matter__state__in=FOLLOWED_STATES)
    rows = rows.exclude(Exists(_joined_with(now)))
    rows = rows.exclude(Exists(unsent)).exclude(Exists(_promises_to_tell(now)))
    forgotten = list(rows.values_list("pk", flat=True))
    if forgotten:
        MatterFollowing.objects.filter(pk__in=forgotten).delete()
    return len(forgotten)


def _joined_with(now: datetime) -> QuerySet[Matter]:
    """The matter with which the followed one was joined, while there may still be news of it."""
    goes_on = Q(state__in=FOLLOWED_STATES) | (Q(changed_at__gt=now - KEPT_AFTER_END) & ~Q(state__in=OVER_STATES))
    return Matter.objects.filter(goes_on, merged=OuterRef("matter"))


def _promises_to_tell(now: datetime) -> QuerySet[Promise]:
    """Made from it, and not over: a claim may be answered for some weeks, and then stands."""
    of_it = Q(matter=OuterRef("matter")) | Q(question=OuterRef("matter__asked_again_of"))
    is_claimed = Q(state=PromiseState.CLAIMED_KEPT, claimed_at__gt=now - KEPT_AFTER_END)
    return Promise.objects.filter(of_it, is_claimed | Q(state__in=(PromiseState.PROPOSED, *OWED_STATES)))
