"""What pages and feeds say of a complaint or suggestion: its state, its place and its deadlines, in sentences."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import short_date
from sessions.matters.categories import WARD_OFFICE
from sessions.matters.public.facts import PublicFacts
from sessions.models import WORK_STATES, MatterKind, MatterState

GONE_MATTER_WORDS: dict[str, str | Promise] = {
    MatterState.MERGED: gettext_lazy("It was joined with another one, where it goes on. Its words are not shown here."),
    MatterState.WITHDRAWN: gettext_lazy("Its sender withdrew it. Its words are no longer shown."),
    MatterState.REMOVED: gettext_lazy("A moderator removed it. Its words are no longer shown."),
}


def state_word(state: str) -> str:
    return str(MatterState(state).label)


def matter_kind_word(kind: str) -> str:
    return str(MatterKind(kind).label)


def agency_words(agency: str) -> str:
    """Who does the work, in the reader's language where it is the ward's own office; any other name as it is."""
    return _("Ward office") if agency == WARD_OFFICE else agency


def matter_place_words(facts: PublicFacts) -> str:
    """The landmark; or that it is known without one; blank where no place is told."""
    if facts.landmark:
        return facts.landmark
    return _("A place on the map") if facts.lat is not None else ""


def deadline_words(facts: PublicFacts) -> Iterator[str]:
    """The deadline in words. While it is in work: by when it has to be resolved, and since when it is late."""
    if facts.state not in WORK_STATES or facts.due_on is None:
        return
    if facts.matter.clock_stopped_on is not None:
        day = short_date(facts.matter.clock_stopped_on)
        yield _("The office waits for an answer of the resident since {day}; its time stands still.").format(day=day)
    elif facts.overdue_since is not None:
        yield _("Overdue since {day}.").format(day=short_date(facts.overdue_since))
    else:
        yield _("It should be resolved by {day}.").format(day=short_date(facts.due_on))
    if facts.first_due_on is not None and facts.first_due_on != facts.due_on:
        yield _("At first, {day} was promised.").format(day=short_date(facts.first_due_on))
    if not facts.matter.is_acknowledged and facts.acknowledge_by is not None and facts.state == MatterState.OPEN:
        yield _("The office should take note of it by {day}.").format(day=short_date(facts.acknowledge_by))
