"""Activities for tests: written by a ward's official, published, with pictures that are stored."""

from datetime import date
from typing import Any

from django.utils import timezone
from PIL import Image

from sessions.activities.facts import ActivityFacts
from sessions.activities.photos import add_photo, show_activity_photo
from sessions.activities.writing import draft_activity, publish_activity
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Activity, ActivityPhoto, Closure, Ward
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.storage import keep_picture
from tests.factories.matters import WardOffice


def said(title: str = "The drain is clean", text: str = "The crew cleaned 300 m.", **fields: Any) -> ActivityFacts:
    """Done today, in English, unless the fields say otherwise."""
    given: dict[str, Any] = {
        "titles": {"en": title},
        "texts": {"en": text},
        "is_planned": False,
        "on_day": timezone.localdate(),
    }
    return ActivityFacts(**(given | fields))


def drafted(office: WardOffice, facts: ActivityFacts | None = None, *, person: Any = None) -> Activity:
    return draft_activity(office.ward, facts or said(), person=person or office.official)


def published(office: WardOffice, facts: ActivityFacts | None = None, *, person: Any = None) -> Activity:
    person = person or office.official
    draft = drafted(office, facts, person=person)
    return publish_activity(draft.pk, person=person, version=draft.version)


def with_photo(
    activity: Activity, office: WardOffice, *, moment: str = "after", colour: str = "red", alt: str = "A clean drain."
) -> ActivityPhoto:
    """Added by the official; it waits."""
    picture = encode_picture(Image.new("RGB", (64, 48), colour))
    keep_picture(picture)
    return add_photo(activity.pk, picture, person=office.official, moment=moment, alt=alt)


def shown(photo: ActivityPhoto, office: WardOffice) -> ActivityPhoto:
    """A moderator has looked at it."""
    return show_activity_photo(photo.pk, person=office.moderator, seen=photo.sha256)


def freeze_of(ward: Ward | None, from_on: date, to_on: date) -> Closure:
    return add_closure(
        kind="freeze", ward=ward, from_on=from_on, to_on=to_on, reasons={"en": "By-election."}, clerk=None
    )
