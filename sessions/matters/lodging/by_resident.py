"""A resident lodges a complaint or suggestion: once, however often the form is sent, and within limits."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.matters.lodging.limits import require_within_limits
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.lodging.may_lodge import require_may_lodge
from sessions.models import Matter, MatterState
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

SAME_WORDS_WITHIN = timedelta(minutes=10)
"""Span for repeated words. Within this span, the same words about the same place are one that was sent twice: on a bad
line people try again."""

TAKEN_BACK = (MatterState.WITHDRAWN, MatterState.DECLINED)


@transaction.atomic
def lodge_by_resident(new: NewMatter) -> Matter:
    """Lodge it, or answer with the one that they sent already: by the ref of the form, or the same words moments ago.

    new.author: the resident. Raises Refused as require_may_lodge() and require_within_limits(), and
    conflict where the form was sent already with other words.
    """
    resident = new.author
    assert resident is not None, "who lodges by themselves has an account"
    author = lock_person(resident)
    sent = find_sent(new, by=author)
    if sent is not None:
        return sent
    require_may_lodge(author, new.ward)
    require_within_limits(new, author)
    return lodge(new)


def lock_person(person: Person) -> Person:
    """Lock the person, so that two forms of one person come one after the other.

    The person as they are now, who may be gone since.

    Raises Refused sign_in.
    """
    rows = get_user_model().objects.select_for_update(of=("self",)).filter(pk=person.pk, is_active=True)
    locked = rows.first()
    if locked is None:
        raise Refused("sign_in", _("Please sign in first."))
    return locked


def find_sent(new: NewMatter, *, by: Person) -> Matter | None:
    """What the same person has sent by this form, or in the same words about the same place moments ago.

    Raises Refused conflict where the form was sent already with other words.
    """
    rows = Matter.objects.select_related("ward", "category")
    mine = rows.filter(entered_by=by) if new.entered_by is not None else rows.filter(author=by, entered_by=None)
    by_ref = mine.filter(ref=new.ref).first() if new.ref is not None else None
    if by_ref is not None and by_ref.text != new.text:
        words = _("This form was sent already: {number}. To send these words as another one, press the button again.")
        raise Refused("conflict", words.format(number=by_ref.number), facts={"number": by_ref.number})
    if by_ref is not None:
        return by_ref
    since = timezone.now() - SAME_WORDS_WITHIN
    alike = mine.filter(ward=new.ward, kind=new.kind, category=new.category, text=new.text)
    alike = alike.filter(lat=new.lat, lon=new.lon, landmark=new.landmark, lodged_at__gte=since)
    return alike.exclude(state__in=TAKEN_BACK).order_by("lodged_at").first()
