"""Leave out of a ward's log what nobody may read any longer; removed_words.py does so for chats.

The log itself is never changed. All code that reads a month's log for clients, pages, feeds or files reads through
here: of a complaint or suggestion that was removed, withdrawn or joined with another no words and no place come; of one
that is shown, neither a place, a reply nor a photo's description that was hidden later. Of a promise whose answer was
redacted no words come, and none of an activity that was withdrawn.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from msgspec import UNSET, structs

from sessions.log.event_form import LoggedAs
from sessions.log.events.months import MatterPhotoShown, MatterPublished, MatterReplied, MatterStepped, PlaceFacts
from sessions.log.events.promises_and_activities import (
    ActivityPhotoShown,
    ActivityPublished,
    PromiseMade,
    PromiseProposed,
    PromiseStepped,
)
from sessions.log.logged_event import LoggedEvent
from sessions.models import (
    PUBLIC_ACTIVITY_STATES,
    SHOWN_STATES,
    Activity,
    ActivityPhoto,
    Matter,
    MatterPhoto,
    MatterReply,
    PhotoState,
    Promise,
    ReplyState,
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Ids: of matters without public words, of those whose point or whole place is hidden; of replies and photos.

    Of promises and activities without public words; of pictures of activities.
    """

    matters: Collection[str]
    points: Collection[str]
    places: Collection[str]
    replies: Collection[str]
    photos: Collection[str]
    promises: Collection[str] = ()
    activities: Collection[str] = ()
    pictures: Collection[str] = ()


def without_withheld_words(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """The events with None for words, and without places, that are hidden now. A query for each kind of subject."""
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
        **_withheld_of_the_office(told),
    )


def _withheld_of_the_office(told: Sequence[LoggedAs]) -> dict[str, Collection[str]]:
    promises = {each.id for each in told if isinstance(each, PromiseProposed | PromiseMade | PromiseStepped)}
    activities = {each.id for each in told if isinstance(each, ActivityPublished | ActivityPhotoShown)}
    pictures = {each.photo for each in told if isinstance(each, ActivityPhotoShown)}
    public = Q(state__in=PUBLIC_ACTIVITY_STATES)
    return {
        "promises": _ids(Promise.objects.filter(pk__in=promises, is_withheld=True)) if promises else (),
        "activities": _ids(Activity.objects.filter(~public, pk__in=activities)) if activities else (),
        "pictures": (
            _ids(ActivityPhoto.objects.filter(pk__in=pictures).exclude(state=PhotoState.SHOWN)) if pictures else ()
        ),
    }


def _hidden_matters(about: Collection[str]) -> Iterable[Matter]:
    hidden = ~Q(state__in=SHOWN_STATES) | Q(is_landmark_only=True) | Q(is_place_hidden=True)
    return Matter.objects.filter(hidden, pk__in=about).only("state", "is_landmark_only", "is_place_hidden")


def _ids(rows: QuerySet[Any]) -> set[str]:
    return {str(pk) for pk in rows.order_by().values_list("pk", flat=True)}


def _without(logged: LoggedEvent, withheld: Withheld) -> LoggedEvent:
    match logged.event:
        case MatterPublished() as event:
            return replace(logged, event=_published(event, withheld))
        case MatterStepped() as event if event.id in withheld.matters:
            return replace(logged, event=structs.replace(event, **_none_where_said(event, ("text", "ground"))))
        case MatterReplied() as event if event.id in withheld.matters or event.reply in withheld.replies:
            return replace(logged, event=structs.replace(event, text=None))
        case MatterPhotoShown() as event if event.id in withheld.matters or event.photo.id in withheld.photos:
            return replace(logged, event=structs.replace(event, photo=structs.replace(event.photo, alt="")))
    return _without_offices_words(logged, withheld)


def _without_offices_words(logged: LoggedEvent, withheld: Withheld) -> LoggedEvent:
    match logged.event:
        case PromiseProposed() as event if event.id in withheld.promises:
            return replace(logged, event=structs.replace(event, said=None, what=None))
        case PromiseMade() as event if event.id in withheld.promises:
            gone = _none_where_said(event, ("said", "where", "budget_line"))
            return replace(logged, event=structs.replace(event, what=None, **gone))
        case PromiseStepped() as event if event.id in withheld.promises and event.text is not UNSET:
            return replace(logged, event=structs.replace(event, text=None))
        case ActivityPublished() as event if event.id in withheld.activities:
            gone = _none_where_said(event, ("landmark", "budget_line", "source_link"))
            if event.translations is not UNSET:
                gone["translations"] = dict.fromkeys(event.translations)
            return replace(logged, event=structs.replace(event, title=None, text=None, **gone))
        case ActivityPhotoShown() as event if event.id in withheld.activities or event.photo in withheld.pictures:
            return replace(logged, event=structs.replace(event, alt=None))
    return logged


def _none_where_said(event: MatterStepped | PromiseMade | ActivityPublished, names: Iterable[str]) -> dict[str, Any]:
    return {name: None for name in names if getattr(event, name) is not UNSET}


def _published(event: MatterPublished, withheld: Withheld) -> MatterPublished:
    if event.id in withheld.matters:
        return structs.replace(event, text=None, label=None, place=UNSET)
    if event.id in withheld.places:
        return structs.replace(event, place=UNSET)
    if event.id in withheld.points and event.place is not UNSET:
        return structs.replace(event, place=PlaceFacts(landmark=event.place.landmark))
    return event
