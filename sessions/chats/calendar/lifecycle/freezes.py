"""Election freezes: while one lasts, work done and planned is neither published nor shown; it comes back after."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.closed_days import freeze_among
from sessions.models import Activity, Borough, Closure, Ward
from sessions.models.activity import ActivityQuerySet
from sessions.platform.refusals import Refused
from sessions.platform.text.spoken.clauses import without_full_stop
from sessions.platform.text.spoken.dates import date_words


class Freezes:
    """Election freezes that are in force today, read once for a whole page.

    A freeze of any ward of a borough hides the borough's activities, too.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        rows = Closure.objects.freezes().filter(from_on__lte=today, to_on__gte=today)
        self._now: Sequence[Closure] = list(rows.select_related("ward"))

    def of(self, activity: Activity) -> Closure | None:
        """The freeze that hides the activity today."""
        return self.of_owner(activity.owner) if self._now else None

    def shown_of(self, rows: ActivityQuerySet) -> ActivityQuerySet:
        """Leave out the rows that a freeze hides today."""
        wards = [each.ward for each in self._now if each.ward is not None]
        if len(wards) < len(self._now):
            return rows.none()
        boroughs = [ward.borough_id for ward in wards if ward.borough_id is not None]
        return rows.exclude(ward__in=wards).exclude(ward=None, borough__in=boroughs) if wards else rows

    def of_owner(self, owner: Ward | Borough) -> Closure | None:
        if isinstance(owner, Ward):
            return freeze_among(self._now, owner.pk, self._today)
        in_it = (each for each in self._now if each.ward is None or each.ward.borough_id == owner.pk)
        return min(in_it, key=lambda each: (each.ward_id is not None, each.from_on), default=None)


def hidden_words(freeze: Closure) -> str:
    """Why a reader does not see what was done."""
    message = _("Hidden until {day} because of the election: {reason}. It comes back after that.")
    return message.format(day=date_words(freeze.to_on), reason=without_full_stop(freeze.reason))


def require_no_freeze_for(owner: Ward | Borough, today: date) -> None:
    """Raises Refused frozen, with the last day and the public reason."""
    freeze = Freezes(today).of_owner(owner)
    if freeze is None:
        return
    message = _(
        "Until {day} nothing can be published or corrected here, because of the election: {reason}. What you have as a "
        "draft is kept; publish it after that."
    )
    words = message.format(day=date_words(freeze.to_on), reason=without_full_stop(freeze.reason))
    raise Refused("frozen", words, facts={"until": freeze.to_on.isoformat()})
