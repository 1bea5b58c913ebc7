"""Leave out of a ward's log what nobody may read any longer; removed_words.py does so for chats.

The log itself is never changed. All code that reads a month's log for clients, pages, feeds or files reads through
here: of a complaint or suggestion that was removed, withdrawn or joined with another no words and no place come; of one
that is shown, neither a place, a reply nor a photo's description that was hidden later.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Q
from msgspec import UNSET, structs

from sessions.log.logged_event import LoggedEvent
from sessions.log.ward_events import MatterPhotoShown, MatterPublished, MatterReplied, MatterStepped, PlaceFacts
from sessions.models import SHOWN_STATES, Matter, MatterPhoto, MatterReply, PhotoState, ReplyState


@dataclass(frozen=True, slots=True)
class Withheld:
    """Ids: of matters without public words, of those whose point or whole place is hidden; of replies and photos."""

    matters: Collection[str]
    points: Collection[str]
    places: Collection[str]
    replies: Collection[str]
    photos: Collection[str]


def without_withheld_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with None for words, and without places, that are hidden now. At most three queries."""
    withheld = _withheld_of(events)
    return [_without(each, withheld) for each in events]


def _withheld_of(events: list[LoggedEvent]) -> Withheld:
    told = [each.event for each in events]
    about = {
        each.id for each in told if isinstance(each, MatterPublished | MatterReplied | MatterStepped | MatterPhotoShown)
    }
    rows = list(_hidden_matters(about)) if about else []
    replies = {each.reply for each in told if isinstance(each, MatterReplied)}
    photos = {each.photo.id for each in told if isinstance(each, MatterPhotoShown)}
    return Withheld(
        matters={str(row.pk) for row in rows if not row.is_shown},
        points={str(row.pk) for row in rows if row.is_landmark_only},
        places={str(row.pk) for row in rows if row.is_place_hidden},
        replies=_ids(MatterReply.objects.filter(pk__in=replies).exclude(state=ReplyState.SHOWN)) if replies else (),
        photos=_ids(MatterPhoto.objects.filter(pk__in=photos).exclude(state=PhotoState.SHOWN)) if photos else (),
    )


def _hidden_matters(about: Collection[str]) -> Iterable[Matter]:
    hidden = ~Q(state__in=SHOWN_STATES) | Q(is_landmark_only=True) | Q(is_place_hidden=True)
    return Matter.objects.filter(hidden, pk__in=about).only("state", "is_landmark_only", "is_place_hidden")


def _ids(rows: Iterable[MatterReply] | Iterable[MatterPhoto]) -> set[str]:
    return {str(row.pk) for row in rows}


def _without(logged: LoggedEvent, withheld: Withheld) -> LoggedEvent:
    match logged.event:
        case MatterPublished() as event:
            return replace(logged, event=_published(event, withheld))
        case MatterStepped() as event if event.id in withheld.matters and event.text is not UNSET:
            return replace(logged, event=structs.replace(event, text=None))
        case MatterReplied() as event if event.id in withheld.matters or event.reply in withheld.replies:
            return replace(logged, event=structs.replace(event, text=None))
        case MatterPhotoShown() as event if event.id in withheld.matters or event.photo.id in withheld.photos:
            return replace(logged, event=structs.replace(event, photo=structs.replace(event.photo, alt="")))
    return logged


def _published(event: MatterPublished, withheld: Withheld) -> MatterPublished:
    if event.id in withheld.matters:
        return structs.replace(event, text=None, label=None, place=UNSET)
    if event.id in withheld.places:
        return structs.replace(event, place=UNSET)
    if event.id in withheld.points and event.place is not UNSET:
        return structs.replace(event, place=PlaceFacts(landmark=event.place.landmark))
    return event
