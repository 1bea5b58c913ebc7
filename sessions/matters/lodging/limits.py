"""How many complaints and suggestions one person may lodge: by day, by month, and at one place."""

from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.log.months.current import month_of_moment
from sessions.matters.lodging.lodging import NewMatter
from sessions.matters.similar.distance import metres_between
from sessions.models import SCREENED_STATES, WORK_STATES, Matter, MatterSource
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.months import next_month
from sessions.platform.text.spoken.dates import date_words

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
