"""Screening: moderators approve, hold, decline and reopen complaints and suggestions; words, place and photos apart."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.matters.deciding import DecidedPart, decide_matter, end_claim, lock_matter_seen, save_matter_decision
from moderation.matters.doubts import doubts_about, require_confirmed
from moderation.matters.photos import decide_photos
from moderation.models import MatterPart
from moderation.questions.deciding import clean_note, require_reason
from moderation.questions.masking.masked_places import find_places_of
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.matters.publishing import publish_matter
from sessions.matters.steps import matter_state_facts, require_matter_step
from sessions.models import Matter
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line
from sessions.record.months.removing import remove_place_from_months

PLACE_HIDDEN = "place_hidden"
"""The ground that sealed months give for a place that was hidden: it needs no reason."""


class PlaceShown(StrEnum):
    """How much of the place everybody may know: the point as far as its category allows that, the landmark, nothing."""

    POINT = "point"
    LANDMARK = "landmark"
    NOTHING = "nothing"


@transaction.atomic
def approve_matter(
    matter_id: UUID,
    *,
    moderator: Person,
    version: int,
    place: PlaceShown = PlaceShown.POINT,
    photos: Mapping[UUID, str] | None = None,
    is_confirmed: bool = False,
) -> Matter:
    """Make the words public as the moderator saw them, with the masks in their places; place and photos as decided.

    photos: by the id, SHOW or the reason to decline it; others wait on. is_confirmed: what is in doubt may be public.
    Raises Refused: not_found, stale, own_matter, passed_on, claimed, state, second_look, bad_field.
    """
    matter = lock_matter_seen(matter_id, version, moderator)
    require_matter_step(matter, "approve")
    find_places_of(matter)
    with_landmark = place != PlaceShown.NOTHING
    require_confirmed(matter, doubts_about(matter, with_landmark=with_landmark), is_confirmed=is_confirmed)
    is_place_shown = _narrow_place(matter, place)
    end_claim(matter)
    publish_matter(matter, moderator=moderator)
    save_matter_decision(matter, DecidedPart(MatterPart.WORDS), "approved", moderator, seen=version)
    if is_place_shown is not None:
        decision = "approved" if is_place_shown else "declined"
        save_matter_decision(matter, DecidedPart(MatterPart.PLACE), decision, moderator, seen=version)
    decide_photos(matter, moderator, photos or {}, seen=version, is_confirmed=is_confirmed)
    return matter


@transaction.atomic
def hold_matter(matter_id: UUID, *, moderator: Person, version: int) -> Matter:
    """Set it aside for a second look; its author sees that. Raises Refused as approve_matter."""
    matter = lock_matter_seen(matter_id, version, moderator)
    decide_matter(matter, "hold", moderator)
    return matter


@transaction.atomic
def decline_matter(matter_id: UUID, *, moderator: Person, version: int, reason: str, note: str = "") -> Matter:
    """Refuse it for one of the eight reasons, with a note for its author if the moderator wrote one.

    Raises Refused as approve_matter, and bad_field, too_long, bad_characters.
    """
    require_reason(reason)
    note = clean_note(note)
    matter = lock_matter_seen(matter_id, version, moderator)
    matter.reason, matter.note = reason, note
    decide_matter(matter, "decline", moderator, reason=reason)
    return matter


@transaction.atomic
def reopen_matter(matter_id: UUID, *, moderator: Person, version: int, note: str) -> Matter:
    """Let what was declined, or joined with another, wait for a decision again. note: why, for its author.

    Raises Refused as approve_matter, and empty, too_long, bad_characters.
    """
    note = clean_line(note, max_graphemes=MAX_NOTE_GRAPHEMES)
    matter = lock_matter_seen(matter_id, version, moderator)
    matter.reason, matter.note, matter.merged_into = "", note, None
    decide_matter(matter, "reopen", moderator)
    return matter


@transaction.atomic
def narrow_place(matter_id: UUID, *, moderator: Person, version: int, place: PlaceShown) -> Matter:
    """Hide the point, or the whole place, of what is public; from then on the log's readers do not get it either.

    A place that was hidden is not shown again by anybody: it may have been its author's wish. Raises Refused as
    approve_matter, and bad_field where nothing more would be hidden.
    """
    matter = lock_matter_seen(matter_id, version, moderator)
    if not matter.is_shown:
        message = _("That cannot be done with this complaint or suggestion now.")
        raise Refused("state", message, facts=matter_state_facts(matter))
    before = matter.is_landmark_only, matter.is_place_hidden
    _narrow_place(matter, place)
    if (matter.is_landmark_only, matter.is_place_hidden) == before:
        raise Refused("bad_field", _("Choose what is to be hidden."), facts=matter_state_facts(matter))
    matter.version += 1
    matter.save(update_fields=("is_landmark_only", "is_place_hidden", "version"))
    remove_place_from_months(
        matter.pk, is_landmark_kept=not matter.is_place_hidden, ground=PLACE_HIDDEN, authority=str(By.MODERATOR)
    )
    save_matter_decision(matter, DecidedPart(MatterPart.PLACE), "taken_down", moderator, seen=version)
    return matter


def _narrow_place(matter: Matter, place: PlaceShown) -> bool | None:
    """Whether nothing of it is hidden by this; None where there is no place at all. The caller saves it."""
    has_point = matter.lat is not None and not matter.is_landmark_only
    matter.is_landmark_only = matter.is_landmark_only or place != PlaceShown.POINT
    matter.is_place_hidden = matter.is_place_hidden or place == PlaceShown.NOTHING
    if matter.lat is None and not matter.landmark:
        return None
    return not matter.is_place_hidden and (place == PlaceShown.POINT or not has_point)
