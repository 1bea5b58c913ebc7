"""What another office's program says about a complaint, told in the log of its ward as a step of the office."""

from uuid import UUID

from moderation.questions.masking.masked_places import places_to_mask
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import Matter, MatterState
from sessions.models.matters.transitions import By, state_after
from sessions.platform.refusals import Refused
from sessions.platform.text.masking import mask
from sessions.platform.text.text_input import clean_text

UPDATE = "update"


def tell_number(matter_id: UUID, number: str) -> None:
    """Keep their number, in the caller's transaction; tell it as long as the complaint goes on."""
    matter = lock_matter(matter_id)
    matter.external_number = number
    if _goes_on(matter):
        take_matter_step(matter, UPDATE, by=By.OFFICE, told={"external_number": number})
    else:
        matter.save(update_fields=["external_number"])


def tell_remote_status(matter_id: UUID, number: str, status: str, notes: str) -> None:
    """Tell that it changed there, in the caller's transaction. Only our own office says that it is done."""
    matter = lock_matter(matter_id)
    if matter.state == MatterState.TRANSFERRED:
        words = _said(matter, status, notes)
        take_matter_step(matter, UPDATE, by=By.OFFICE, told={"external_number": number, "text": words})


def is_followed(matter: Matter) -> bool:
    """Whether it matters still how it stands there."""
    return matter.state == MatterState.TRANSFERRED


def _goes_on(matter: Matter) -> bool:
    return matter.was_public and state_after(matter.kind, UPDATE, matter.state) is not None


def _said(matter: Matter, status: str, notes: str) -> str:
    """The receiver's status, and their words if those can be shown.

    Nobody reads the words first, so personal data is masked.
    """
    begin = f"{matter.agency}: {status}" if matter.agency else status
    try:
        words = clean_text(notes, max_graphemes=MAX_NOTE_GRAPHEMES) if notes.strip() else ""
    except Refused:
        return begin
    return f"{begin}. {mask(words, places_to_mask(words))}" if words else begin
