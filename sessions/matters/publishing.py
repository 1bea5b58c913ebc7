"""Make a complaint or suggestion public, in the words that a moderator approved; its deadlines count from then on."""

from decimal import Decimal
from typing import Any, Protocol

from django.utils import timezone
from msgspec import UNSET

from sessions.log.events.fields import Later
from sessions.log.events.months import MatterPublished, PlaceFacts
from sessions.log.logged_event import wire_time
from sessions.matters.deadlines import start_clock
from sessions.matters.steps import append_about, take_matter_step
from sessions.models import Matter
from sessions.models.matters.transitions import By
from sessions.platform.people import Person
from sessions.platform.text.masking import mask


class PublicPlace(Protocol):
    """What of a matter decides how much of its place is public; read-only."""

    @property
    def lat(self) -> Decimal | float | None: ...
    @property
    def lon(self) -> Decimal | float | None: ...
    @property
    def landmark(self) -> str: ...
    @property
    def is_landmark_only(self) -> bool: ...
    @property
    def is_place_hidden(self) -> bool: ...


class MaskedWords(Protocol):
    """What of a matter decides what of its words is public; read-only."""

    @property
    def text(self) -> str: ...
    @property
    def masked(self) -> Any: ...


def publish_matter(matter: Matter, *, moderator: Person | None, is_place_shown: bool = True) -> None:
    """Take a locked matter into the public log.

    is_place_shown: False keeps the point from the public, not the landmark.
    Raises Refused state.
    """
    now = timezone.now()
    matter.published_at = matter.published_at or now
    matter.is_landmark_only = matter.is_landmark_only or not is_place_shown
    start_clock(matter, timezone.localdate(now))
    take_matter_step(matter, "approve", by=By.MODERATOR, person=moderator)
    append_about(matter, published_event(matter), by=By.MODERATOR, person=moderator)


def published_event(matter: Matter) -> MatterPublished:
    """What the public log says of it."""
    return MatterPublished(
        id=str(matter.pk),
        number=matter.number,
        kind=matter.kind,
        category=matter.category.slug,
        text=public_text(matter),
        label=matter.label,
        language=matter.language,
        source=matter.source,
        lodged_at=wire_time(matter.lodged_at),
        version=matter.version,
        acknowledge_by=matter.acknowledge_by.isoformat() if matter.acknowledge_by else UNSET,
        due_on=matter.due_on.isoformat() if matter.due_on else UNSET,
        place=public_place_of(matter),
        question=str(matter.from_question_id) if matter.from_question_id else UNSET,
        commitment=matter.commitment or UNSET,
    )


def public_text(matter: MaskedWords) -> str:
    """The words as everybody reads them."""
    return mask(matter.text, matter.masked or ())


def public_place_of(matter: PublicPlace) -> Later[PlaceFacts]:
    """The place as everybody may know it."""
    if matter.is_place_hidden:
        return UNSET
    if matter.lat is None or matter.lon is None or matter.is_landmark_only:
        return PlaceFacts(landmark=matter.landmark) if matter.landmark else UNSET
    return PlaceFacts(landmark=matter.landmark, lat=float(matter.lat), lon=float(matter.lon))
