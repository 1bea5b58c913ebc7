"""A resident lodges a complaint or suggestion: once, however often the form is sent, and within limits."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.log.months.current import month_of_moment
from sessions.matters.distance import metres_between
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.lodging.may_lodge import require_may_lodge
from sessions.models import SCREENED_STATES, WORK_STATES, Matter, MatterSource, MatterState
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.months import next_month
from sessions.platform.text.spoken.dates import date_words

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


# How many complaints and suggestions one person may lodge: by day, by month, and at one place.

UNDECIDED_OR_OPEN = (*SCREENED_STATES, *WORK_STATES)


def require_within_limits(new: NewMatter, author: Person) -> None:
    """What was withdrawn or not accepted counts, too: a moderator had to read it. From a question of a chat counts not.

    Raises Refused: too_often, with after_ms and the first day that is free; already_lodged, with their own number.
    """
    now = timezone.now()
    today, month = timezone.localdate(now), month_of_moment(now)
    own = Matter.objects.filter(author=author).exclude(source=MatterSource.CHAT)
    if own.filter(lodged_at__gte=city_moment(month)).count() >= settings.MATTERS_A_MONTH:
        raise _too_many_this_month(next_month(month))
    if own.filter(lodged_at__gte=city_moment(today)).count() >= settings.MATTERS_A_DAY:
        raise _too_many_today(date.fromordinal(today.toordinal() + 1))
    same = next((each for each in _own_alike(new, author) if is_same_place(each, new)), None)
    if same is not None:
        raise already_lodged(same)


def is_same_place(matter: Matter, new: NewMatter) -> bool:
    """Within MATTER_DISTANCE_M metres; where one of them has no point, the landmark in the same words."""
    if matter.lat is None or matter.lon is None or new.lat is None or new.lon is None:
        landmark = new.landmark.casefold()
        return bool(landmark) and matter.landmark.casefold() == landmark
    return metres_between(new.lat, new.lon, matter.lat, matter.lon) <= settings.MATTER_DISTANCE_M


def already_lodged(matter: Matter) -> Refused:
    """One of their own is under way there."""
    words = _(
        "You have already written about this place: {number}. Nobody has finished with it yet. "
        "You can add words to it instead."
    )
    facts = {"number": matter.number, "matter": str(matter.pk)}
    return Refused("already_lodged", words.format(number=matter.number), facts=facts)


def _own_alike(new: NewMatter, author: Person) -> QuerySet[Matter]:
    """The author's matters of the same kind and category that are not finished, the oldest first."""
    rows = Matter.objects.filter(author=author, kind=new.kind, category=new.category)
    return rows.filter(state__in=UNDECIDED_OR_OPEN).order_by("lodged_at")


def _too_many_today(free_on: date) -> Refused:
    most = settings.MATTERS_A_DAY
    words = ngettext(
        "You have written %(most)s complaint or suggestion today. That is all for one day, so that everybody’s can be "
        "read. Your words are kept here: send them tomorrow.",
        "You have written %(most)s complaints or suggestions today. That is all for one day, so that everybody’s can "
        "be read. Your words are kept here: send them tomorrow.",
        most,
    )
    return _too_often(words % {"most": digits(most)}, free_on)


def _too_many_this_month(free_on: date) -> Refused:
    most = settings.MATTERS_A_MONTH
    words = ngettext(
        "You have written %(most)s complaint or suggestion this month. That is all for one month, so that everybody’s "
        "can be read. Your words are kept here: send them from %(day)s on.",
        "You have written %(most)s complaints or suggestions this month. That is all for one month, so that "
        "everybody’s can be read. Your words are kept here: send them from %(day)s on.",
        most,
    )
    return _too_often(words % {"most": digits(most), "day": date_words(free_on)}, free_on)


def _too_often(words: str, free_on: date) -> Refused:
    after = city_moment(free_on) - timezone.now()
    facts = {"free_on": free_on.isoformat()}
    return Refused("too_often", words, retry=True, after_ms=int(after.total_seconds() * 1000), facts=facts)
