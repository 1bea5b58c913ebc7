"""The beginning of each step of an office: what it needs is read, the matter is locked, and the person may do it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import WardDuties, ward_duties_of
from sessions.contract.limits import MAX_AGENCY_GRAPHEMES, MAX_ANSWER_GRAPHEMES, MAX_DUE_DAYS
from sessions.matters.steps import lock_matter, no_such_matter, require_matter_step, take_matter_step
from sessions.models import Matter, MatterState, Office
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line, clean_optional_line, clean_text

ENDING_STEPS = ("claim_done", "refuse")


def lock_for_office(matter_id: UUID, step: str, *, person: Person, version: int) -> Matter:
    """A public matter, locked, about which the person may take this step now. version: the one that the person saw.

    What a resident disputes is decided by the next higher office: only the holder of the ward's office, or a delegate,
    claims it done again or refuses it, unless nobody holds the office.
    Raises Refused: not_found, forbidden, stale, state.
    """
    matter = lock_matter(matter_id)
    if not matter.was_public:
        raise no_such_matter()
    duties = ward_duties_of(person)
    require_office(matter, duties)
    if matter.version != version:
        matter = lock_matter(matter_id, version=version)  # refuses, with what stands now
    require_matter_step(matter, step)
    if matter.state == MatterState.DISPUTED and step in ENDING_STEPS and not _may_end_disputed(matter, duties):
        raise Refused("forbidden", _("The resident says that it is not done. Now the councillor decides."))
    return matter


def require_office(matter: Matter, duties: WardDuties) -> None:
    """Raises Refused forbidden."""
    if not duties.may("resolve", matter.ward_id):
        raise Refused("forbidden", _("Only the office of this ward can do this."))


def take_office_step(matter: Matter, step: str, *, person: Person, told: dict[str, Any]) -> Matter:
    """Take a step of the office. told: further fields of the event; blank ones are left out."""
    take_matter_step(
        matter, step, by=By.OFFICE, person=person, told={name: value for name, value in told.items() if value}
    )
    return matter


def require_words(text: str) -> str:
    """What the office says, for everybody. Raises Refused: empty, too_long, bad_characters."""
    return clean_text(text, max_graphemes=MAX_ANSWER_GRAPHEMES)


def optional_words(text: str) -> str:
    return require_words(text) if text.strip() else ""


def require_line(text: str, missing: str) -> str:
    """Require a line of text.

    missing: what is said where nothing was written. Raises Refused: empty, too_long, bad_characters.
    """
    if not text.strip():
        raise Refused("empty", missing)
    return clean_line(text, max_graphemes=MAX_AGENCY_GRAPHEMES)


def optional_line(text: str) -> str:
    return clean_optional_line(text, max_graphemes=MAX_AGENCY_GRAPHEMES)


def require_day_ahead(day: date | None) -> date:
    """Raises Refused bad_field for none, one that is past, or one that is too far ahead."""
    if day is None:
        raise Refused("bad_field", _("Please choose a day."))
    ahead = (day - timezone.localdate()).days
    if not 0 <= ahead <= MAX_DUE_DAYS:
        raise Refused("bad_field", _("Choose a day from today on, within a year."))
    return day


def _may_end_disputed(matter: Matter, duties: WardDuties) -> bool:
    if duties.may("decide", matter.ward_id):
        return True
    held = Office.objects.held_on(timezone.localdate()).filter(ward=matter.ward, holder__isnull=False)
    return not held.exists()
