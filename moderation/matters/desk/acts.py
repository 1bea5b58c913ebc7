"""The decisions of the desk's forms: what each reads from its form, and what is said once it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.matters.appeals import decide_matter_appeal
from moderation.matters.claims import claim_matter, pass_matter_on, release_matter, unmask_place
from moderation.matters.merging import merge_matter
from moderation.matters.photos import decline_photo, show_photo
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
from sessions.contract.reasons import Reason
from sessions.matters.numbers import read_number as read_matter_number
from sessions.models import Matter
from sessions.people import Person
from sessions.refusals import Refused

PHOTO_FIELD = "photo-"
SHOW = "show"
LONGEST_NUMBER = 9
INCOMPLETE = _("Something is missing. Please fill in the whole form.")

Run = Callable[[HttpRequest, Matter, Person], object]


@dataclass(frozen=True, slots=True)
class Act:
    """said: the words once it is done. stays: whether the same page is shown then, and not the list."""

    run: Run
    said: str | Promise
    stays: bool = False


def approve(request: HttpRequest, matter: Matter, person: Person) -> None:
    shown, declined = _ticked(request.POST)
    approve_matter(
        matter.pk,
        moderator=person,
        version=_version(request),
        place=_place(request),
        shown=shown,
        declined=declined,
        is_confirmed=_is_confirmed(request),
    )


def hold(request: HttpRequest, matter: Matter, person: Person) -> None:
    hold_matter(matter.pk, moderator=person, version=_version(request))


def decline(request: HttpRequest, matter: Matter, person: Person) -> None:
    decline_matter(matter.pk, moderator=person, version=_version(request), reason=_reason(request), note=_note(request))


def reopen(request: HttpRequest, matter: Matter, person: Person) -> None:
    reopen_matter(matter.pk, moderator=person, version=_version(request), note=_note(request))


def merge(request: HttpRequest, matter: Matter, person: Person) -> None:
    into = read_matter_number(request.POST.get("into", "")) or ""
    merge_matter(matter.pk, moderator=person, version=_version(request), into=into)


def take_down(request: HttpRequest, matter: Matter, person: Person) -> None:
    take_down_matter(
        matter.pk, moderator=person, version=_version(request), reason=_reason(request), note=_note(request)
    )


def hide_place(request: HttpRequest, matter: Matter, person: Person) -> None:
    narrow_place(matter.pk, moderator=person, version=_version(request), place=_place(request))


def photo_shown(request: HttpRequest, matter: Matter, person: Person) -> None:
    show_photo(
        matter.pk,
        _id(request.POST.get("photo", "")),
        moderator=person,
        version=_version(request),
        is_confirmed=_is_confirmed(request),
    )


def photo_declined(request: HttpRequest, matter: Matter, person: Person) -> None:
    decline_photo(
        matter.pk,
        _id(request.POST.get("photo", "")),
        moderator=person,
        version=_version(request),
        reason=_reason(request),
    )


def reply_shown(request: HttpRequest, matter: Matter, person: Person) -> None:
    approve_reply(
        matter.pk,
        _id(request.POST.get("reply", "")),
        moderator=person,
        version=_version(request),
        is_confirmed=_is_confirmed(request),
    )


def reply_declined(request: HttpRequest, matter: Matter, person: Person) -> None:
    decline_reply(
        matter.pk,
        _id(request.POST.get("reply", "")),
        moderator=person,
        version=_version(request),
        reason=_reason(request),
    )


def claim(request: HttpRequest, matter: Matter, person: Person) -> None:
    claim_matter(matter.pk, moderator=person, version=_version(request))


def release(request: HttpRequest, matter: Matter, person: Person) -> None:
    release_matter(matter.pk, moderator=person, version=_version(request))


def pass_on(request: HttpRequest, matter: Matter, person: Person) -> None:
    pass_matter_on(matter.pk, moderator=person, version=_version(request))


def take_back(request: HttpRequest, matter: Matter, person: Person) -> None:
    pass_matter_on(matter.pk, moderator=person, version=_version(request), on=False)


def unmask(request: HttpRequest, matter: Matter, person: Person) -> None:
    start = read_number(request.POST.get("start", ""))
    unmask_place(matter.pk, moderator=person, version=_version(request), start=start)


def appeal(request: HttpRequest, matter: Matter, person: Person) -> None:
    decide_matter_appeal(
        matter.pk,
        moderator=person,
        version=_version(request),
        outcome=request.POST.get("outcome", ""),
        note=_note(request),
        is_confirmed=_is_confirmed(request),
    )


ACTS: dict[str, Act] = {
    "approve": Act(approve, _("It is public. The person who lodged it sees that.")),
    "hold": Act(hold, _("It is set aside for a second look.")),
    "decline": Act(decline, _("It is not accepted. The person who lodged it sees the reason.")),
    "reopen": Act(reopen, _("It waits again. The person who lodged it sees why."), stays=True),
    "merge": Act(merge, _("They are joined. Whom it concerns counts with the other one.")),
    "take_down": Act(take_down, _("It is removed, and everybody can read why.")),
    "hide_place": Act(hide_place, _("That of the place is hidden."), stays=True),
    "photo_shown": Act(photo_shown, _("Everybody can see the photo."), stays=True),
    "photo_declined": Act(photo_declined, _("The photo is not shown."), stays=True),
    "reply_shown": Act(reply_shown, _("Everybody can read these words."), stays=True),
    "reply_declined": Act(reply_declined, _("These words are not shown."), stays=True),
    "claim": Act(claim, _("It is yours to decide."), stays=True),
    "release": Act(release, _("Colleagues may decide about it, too.")),
    "pass_on": Act(pass_on, _("Your colleagues decide about it.")),
    "take_back": Act(take_back, _("You may decide about it again."), stays=True),
    "unmask": Act(unmask, _("It is no longer hidden. Everybody can read it once the words are accepted."), stays=True),
    "appeal": Act(appeal, _("The appeal is decided. The person who lodged it sees why.")),
}
"""By the value of do."""


def no_such_act() -> Refused:
    return Refused("bad_field", INCOMPLETE)


def _ticked(form: QueryDict) -> tuple[list[UUID], dict[UUID, str]]:
    """The photos to be shown, and those to be declined with the reason; each has a field of its own."""
    chosen = {
        _id(name.removeprefix(PHOTO_FIELD)): value
        for name, value in form.items()
        if name.startswith(PHOTO_FIELD) and isinstance(value, str) and value
    }
    return [each for each, value in chosen.items() if value == SHOW], {
        each: value for each, value in chosen.items() if value != SHOW
    }


def _id(written: str) -> UUID:
    """Raises Refused bad_field."""
    try:
        return UUID(written[:40])
    except ValueError:
        raise Refused("bad_field", INCOMPLETE) from None


def _place(request: HttpRequest) -> PlaceShown:
    """Raises Refused bad_field."""
    chosen = request.POST.get("place", PlaceShown.POINT)
    if chosen not in PlaceShown:
        raise Refused("bad_field", INCOMPLETE)
    return PlaceShown(chosen)


def _reason(request: HttpRequest) -> str:
    chosen = request.POST.get("reason", "")
    return chosen if chosen in Reason else ""


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "")


def _version(request: HttpRequest) -> int:
    return read_number(request.POST.get("version", ""))


def read_number(written: str) -> int:
    """A version, or a place in a text; -1, which nothing has, for what is no number."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER else -1


def _is_confirmed(request: HttpRequest) -> bool:
    return request.POST.get("confirmed") == "yes"
