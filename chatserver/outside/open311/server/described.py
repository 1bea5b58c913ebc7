"""Describes complaints and suggestions for programs: what everybody may read, and never who lodged them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import FloatField, Max
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from chatserver.outside.open311.server.moments import write_end_of_day, write_moment
from sessions.log.event_form import tag_of
from sessions.log.events.months import MatterStepped
from sessions.matters.deadlines import is_overdue
from sessions.matters.publishing import public_place_of, public_text
from sessions.models import SHOWN_STATES, WORK_STATES, Category, MatterEvent, MatterPhoto, MatterState
from sessions.models.matters.beside import PhotoState, PhotoUse
from sessions.models.matters.matter import MatterQuerySet
from sessions.platform.database.in_array import InArray
from sessions.platform.text.absolute_addresses import WholeAddress

STEPPED = tag_of(MatterStepped)


class MatterRow(NamedTuple):
    """What of a matter is read: a list has a thousand of them, and as objects of the model they take twice as long."""

    pk: UUID
    number: str
    state: str
    category_id: int
    text: str
    masked: list[dict[str, Any]] | None
    agency: str
    external_number: str
    lat: float | None
    lon: float | None
    landmark: str
    is_landmark_only: bool
    is_place_hidden: bool
    lodged_at: datetime
    changed_at: datetime
    due_on: date | None
    clock_stopped_on: date | None

    @property
    def is_shown(self) -> bool:
        """Whether the matter is shown, by the rule of Matter."""
        return self.state in SHOWN_STATES

    @property
    def is_in_work(self) -> bool:
        return self.state in WORK_STATES


POINT = {name: Cast(name, FloatField()) for name in ("lat", "lon")}
"""Coordinates as floats, the way GeoReport writes them: decimals would have to be converted once more."""


class MatterExtras(NamedTuple):
    """What other tables hold of them, by matter: the last step in the log, and the address of the first photograph
    shown."""

    steps: dict[UUID, dict[str, Any]]
    photos: dict[UUID, str]


class CategoryWords(NamedTuple):
    slug: str
    name: str
    agency: str


class SharedWords(NamedTuple):
    """What is said of many of them alike, asked of the catalogue once: categories by id, and states."""

    categories: dict[int, CategoryWords]
    states: dict[str, str]
    overdue: str
    today: date


def describe_matters(rows: MatterQuerySet, whole: WholeAddress) -> list[dict[str, Any]]:
    """Describe the matters in their order; four queries for all of them."""
    read = rows.values_list(*(POINT.get(name, name) for name in MatterRow._fields))
    matters = [MatterRow(*values) for values in read]
    extras, words = _extras_of([matter.pk for matter in matters], whole), _words_for(matters)
    return [_describe(matter, extras, words) for matter in matters]


def _words_for(matters: Sequence[MatterRow]) -> SharedWords:
    office = _("Ward office")
    categories = Category.objects.in_bulk({matter.category_id for matter in matters})
    return SharedWords(
        {pk: CategoryWords(each.slug, each.name, each.agency or office) for pk, each in categories.items()},
        {state: str(MatterState(state).label) for state in {matter.state for matter in matters}},
        _("Overdue"),
        timezone.localdate(),
    )


def _describe(matter: MatterRow, extras: MatterExtras, words: SharedWords) -> dict[str, Any]:
    is_in_work = matter.is_in_work
    category = words.categories[matter.category_id]
    place = public_place_of(matter) if matter.is_shown else UNSET
    point = {} if place is UNSET or place.lat is UNSET else {"lat": place.lat, "long": place.lon}
    return {
        "service_request_id": matter.number,
        "status": "open" if is_in_work else "closed",  # the state itself stands in status_notes
        "status_notes": _notes(matter, words.states[matter.state], extras.steps.get(matter.pk, {})),
        "service_name": category.name,
        "service_code": category.slug,
        "description": public_text(matter) if matter.is_shown else None,
        "agency_responsible": matter.agency or category.agency,
        "service_notice": words.overdue if is_in_work and is_overdue(matter, words.today) else None,
        "requested_datetime": write_moment(matter.lodged_at),
        "updated_datetime": write_moment(matter.changed_at),
        "expected_datetime": write_end_of_day(matter.due_on) if is_in_work else None,
        "address": None if place is UNSET else place.landmark or None,
        "address_id": None,
        "zipcode": None,
        **point,
        "media_url": extras.photos.get(matter.pk) if matter.is_shown else None,
    }


def _notes(matter: MatterRow, label: str, step: dict[str, Any]) -> str:
    """The state for programs, then for people, then what was said with the last step."""
    said = [step.get(name) for name in ("text", "ground")] if matter.is_shown else [step.get("into")]
    external = [matter.external_number] if matter.state == MatterState.TRANSFERRED else []
    words = ". ".join(str(each).rstrip(".") for each in (*external, *said) if each)
    state = f"{matter.state}: {label}"
    return f"{state}. {words}" if words else state


def _extras_of(ids: list[UUID], whole: WholeAddress) -> MatterExtras:
    if not ids:
        return MatterExtras({}, {})
    stepped = MatterEvent.objects.filter(InArray("matter_id", ids), event__type=STEPPED).order_by()
    last = stepped.values("matter_id").annotate(last=Max("event_id")).values("last")
    steps = MatterEvent.objects.filter(event__in=last).order_by().values_list("matter_id", "event__body")
    photos = (
        MatterPhoto.objects.filter(InArray("matter_id", ids), state=PhotoState.SHOWN)
        .order_by("-added_at", "-id")
        .only("matter_id", "sha256", "use")
    )
    lodged_last = sorted(photos, key=lambda photo: photo.use == PhotoUse.LODGED)
    first = {photo.matter_id: photo for photo in lodged_last}
    return MatterExtras(dict(steps), {pk: _photo_address(photo, whole) for pk, photo in first.items()})


def _photo_address(photo: MatterPhoto, whole: WholeAddress) -> str:
    return whole(reverse("photo", args=[photo.pk, photo.version]))
