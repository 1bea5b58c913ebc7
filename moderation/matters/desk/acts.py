"""The acts of the desk's forms: the decision of each, what it reads of its form, and what is said once it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.matters.appeals import decide_matter_appeal
from moderation.matters.claims import claim_matter, release_matter
from moderation.matters.merging import merge_matter
from moderation.matters.photos import decline_photo, show_photo
from moderation.matters.recusals import pass_matter_on, take_matter_back
from moderation.matters.removal import take_down_matter
from moderation.matters.replies import approve_reply, decline_reply
from moderation.matters.screening import (
    PlaceShown,
    approve_matter,
    decline_matter,
    hold_matter,
    narrow_place,
    reopen_matter,
)
from moderation.matters.undoing import can_wait, decide_matter_later, finish_waiting, undo_matter_decision
from moderation.matters.unmasking import unmask_matter_place
from sessions.contract.reasons import Reason
from sessions.matters.matter_numbers import read_matter_number
from sessions.models import Matter
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.form_values import posted_number

PHOTO_FIELD = "photo-"
UNDO = "undo"
INCOMPLETE = _("Something is missing. Please fill in the whole form.")

type Read = Callable[[HttpRequest], Any]
"""One field of a form; it raises Refused bad_field."""


def _id(written: str) -> UUID:
    """Raises Refused bad_field."""
    try:
        return UUID(written[:40])
    except ValueError:
        raise Refused("bad_field", INCOMPLETE) from None


def _place(request: HttpRequest) -> PlaceShown:
    chosen = request.POST.get("place", PlaceShown.POINT)
    if chosen not in PlaceShown:
        raise Refused("bad_field", INCOMPLETE)
    return PlaceShown(chosen)


def _photos(request: HttpRequest) -> dict[UUID, str]:
    """The choice for each photo: to show it, or why not; each has a field of its own."""
    return {
        _id(name.removeprefix(PHOTO_FIELD)): value
        for name, value in request.POST.items()
        if name.startswith(PHOTO_FIELD) and isinstance(value, str) and value
    }


def _reason(request: HttpRequest) -> str:
    chosen = request.POST.get("reason", "")
    return chosen if chosen in Reason else ""


NOTE: dict[str, Read] = {"note": lambda request: request.POST.get("note", "")}
CONFIRMED: dict[str, Read] = {"is_confirmed": lambda request: request.POST.get("confirmed") == "yes"}
REASON: dict[str, Read] = {"reason": _reason}
PLACE: dict[str, Read] = {"place": _place}
PHOTO: dict[str, Read] = {"photo_id": lambda request: _id(request.POST.get("photo", ""))}
REPLY: dict[str, Read] = {"reply_id": lambda request: _id(request.POST.get("reply", ""))}
INTO: dict[str, Read] = {"into": lambda request: read_matter_number(request.POST.get("into", "")) or ""}
START: dict[str, Read] = {"start": lambda request: posted_number(request.POST.get("start", ""), otherwise=-1)}
OUTCOME: dict[str, Read] = {"outcome": lambda request: request.POST.get("outcome", "")}
PHOTOS: dict[str, Read] = {"photos": _photos}
NOTHING: dict[str, Read] = {}


@dataclass(frozen=True, slots=True)
class Act:
    """A decision that a form can send.

    decide: called with the matter's id, moderator, version and what reads has read of the form, by its name.

    said: the words once it is done; blank for what always waits first. stays: whether the same page is shown then, and
    not the list.
    """

    decide: Callable[..., object]
    reads: dict[str, Read]
    said: str | Promise = ""
    stays: bool = False


ACTS: dict[str, Act] = {
    "approve": Act(approve_matter, PLACE | PHOTOS | CONFIRMED),
    "hold": Act(hold_matter, NOTHING),
    "decline": Act(decline_matter, REASON | NOTE),
    "reopen": Act(reopen_matter, NOTE, _("It waits again. The person who lodged it sees why."), stays=True),
    "merge": Act(merge_matter, INTO),
    "take_down": Act(take_down_matter, REASON | NOTE, _("It is removed, and everybody can read why.")),
    "hide_place": Act(narrow_place, PLACE, _("That of the place is hidden."), stays=True),
    "photo_shown": Act(show_photo, PHOTO | CONFIRMED, stays=True),
    "photo_declined": Act(decline_photo, PHOTO | REASON, _("The photo is not shown."), stays=True),
    "reply_shown": Act(approve_reply, REPLY | CONFIRMED, stays=True),
    "reply_declined": Act(decline_reply, REPLY | REASON, _("These words are not shown."), stays=True),
    "claim": Act(claim_matter, NOTHING, _("It is yours to decide."), stays=True),
    "release": Act(release_matter, NOTHING, _("Colleagues may decide about it, too.")),
    "pass_on": Act(pass_matter_on, NOTHING, _("Your colleagues decide about it.")),
    "take_back": Act(take_matter_back, NOTHING, _("You may decide about it again."), stays=True),
    "unmask": Act(
        unmask_matter_place,
        START,
        _("It is no longer hidden. Everybody can read it once the words are accepted."),
        stays=True,
    ),
    "appeal": Act(
        decide_matter_appeal,
        OUTCOME | NOTE | CONFIRMED,
        _("The appeal is decided. The person who lodged it sees why."),
    ),
}
"""What a form can do, by the value of its field `do`."""


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a decision.

    said: blank for a decision that waits, whose words are shown with the button to undo it. stays: as of Act.
    """

    said: str | Promise
    stays: bool


def carry_out_act(request: HttpRequest, matter: Matter, person: Person) -> Done:
    """Do what the form says, or let it wait while it can be undone. Raises Refused."""
    name = request.POST.get("do", "")
    if name == UNDO:
        undo_matter_decision(matter.pk, moderator=person)
        return Done(_("Undone. It is yours to decide."), stays=True)
    act = ACTS.get(name)
    if act is None:
        raise Refused("bad_field", INCOMPLETE)
    fields = {field: read(request) for field, read in act.reads.items()}
    version = posted_number(request.POST.get("version", ""))
    if can_wait(matter, name, fields):
        decide_matter_later(matter.pk, moderator=person, version=version, decision=name, fields=fields)
        return Done("", act.stays)
    finish_waiting(matter.pk, moderator=person)
    act.decide(matter.pk, moderator=person, version=version, **fields)
    return Done(act.said, act.stays)
