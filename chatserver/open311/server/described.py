"""What is told of complaints and suggestions: what everybody may read, and never who lodged them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from chatserver.open311.server.moments import write_end_of_day, write_moment
from sessions.database.in_array import Among
from sessions.matters.deadlines import is_overdue
from sessions.matters.publishing import public_place_of, public_text
from sessions.models import WORK_STATES, Category, Matter, MatterEvent, MatterPhoto, MatterState
from sessions.models.matters.beside import PhotoState, PhotoUse
from sessions.text.absolute_addresses import WholeAddress

STEPPED = "matter.stepped"
DESCRIBED = (
    *("number", "state", "category_id", "text", "masked", "agency", "external_number"),
    *("lat", "lon", "landmark", "is_landmark_only", "is_place_hidden"),
    *("lodged_at", "changed_at", "due_on", "clock_stopped_on"),
)
"""What of the rows is read: a list has a thousand of them."""


class Beside(NamedTuple):
    """What other tables hold of them, by matter: the last step in the log, and the first photograph shown."""

    steps: dict[UUID, dict[str, Any]]
    photos: dict[UUID, MatterPhoto]


class CategoryWords(NamedTuple):
    slug: str
    name: str
    agency: str


class Words(NamedTuple):
    """What is said of many of them alike, asked of the catalogue once: categories by id, and states."""

    categories: dict[int, CategoryWords]
    states: dict[str, str]
    overdue: str
    today: date


def describe_matters(matters: Sequence[Matter], whole: WholeAddress) -> list[dict[str, Any]]:
    """Three queries for all of them; each comes with at least what is in DESCRIBED."""
    beside, words = _beside([matter.pk for matter in matters]), _words_for(matters)
    return [_describe(matter, beside, words, whole) for matter in matters]


def status_of(matter: Matter) -> str:
    """open as long as somebody owes the next step; the state itself stands in status_notes."""
    return "open" if matter.state in WORK_STATES else "closed"


def _words_for(matters: Sequence[Matter]) -> Words:
    office = _("Ward office")
    categories = Category.objects.in_bulk({matter.category_id for matter in matters})
    return Words(
        {pk: CategoryWords(each.slug, each.name, each.agency or office) for pk, each in categories.items()},
        {state: str(MatterState(state).label) for state in {matter.state for matter in matters}},
        _("Overdue"),
        timezone.localdate(),
    )


def _describe(matter: Matter, beside: Beside, words: Words, whole: WholeAddress) -> dict[str, Any]:
    category = words.categories[matter.category_id]
    place = public_place_of(matter) if matter.is_shown else UNSET
    point = {} if place is UNSET or place.lat is UNSET else {"lat": place.lat, "long": place.lon}
    return {
        "service_request_id": matter.number,
        "status": status_of(matter),
        "status_notes": _notes(matter, words.states[matter.state], beside.steps.get(matter.pk, {})),
        "service_name": category.name,
        "service_code": category.slug,
        "description": public_text(matter) if matter.is_shown else None,
        "agency_responsible": matter.agency or category.agency,
        "service_notice": words.overdue if is_overdue(matter, words.today) and is_in_work(matter) else None,
        "requested_datetime": write_moment(matter.lodged_at),
        "updated_datetime": write_moment(matter.changed_at),
        "expected_datetime": write_end_of_day(matter.due_on) if is_in_work(matter) else None,
        "address": None if place is UNSET else place.landmark or None,
        "address_id": None,
        "zipcode": None,
        **point,
        "media_url": _photo_address(matter, beside.photos.get(matter.pk), whole),
    }


def is_in_work(matter: Matter) -> bool:
    return matter.state in WORK_STATES


def _notes(matter: Matter, label: str, step: dict[str, Any]) -> str:
    """The state for programs, then for people, then what was said with the last step."""
    said = [step.get(name) for name in ("text", "ground")] if matter.is_shown else [step.get("into")]
    external = [matter.external_number] if matter.state == MatterState.TRANSFERRED else []
    words = ". ".join(str(each).rstrip(".") for each in (*external, *said) if each)
    state = f"{matter.state}: {label}"
    return f"{state}. {words}" if words else state


def _beside(ids: list[UUID]) -> Beside:
    if not ids:
        return Beside({}, {})
    stepped = MatterEvent.objects.filter(Among("matter_id", ids), event__type=STEPPED).order_by()
    last = stepped.values("matter_id").annotate(last=Max("event_id")).values("last")
    steps = MatterEvent.objects.filter(event__in=last).order_by().values_list("matter_id", "event__body")
    photos = (
        MatterPhoto.objects.filter(Among("matter_id", ids), state=PhotoState.SHOWN)
        .order_by("-added_at", "-id")
        .only("matter_id", "sha256", "use")
    )
    lodged_last = sorted(photos, key=lambda photo: photo.use == PhotoUse.LODGED)
    return Beside(dict(steps), {photo.matter_id: photo for photo in lodged_last})


def _photo_address(matter: Matter, photo: MatterPhoto | None, whole: WholeAddress) -> str | None:
    if photo is None or not matter.is_shown:
        return None
    return whole(reverse("photo", args=[photo.pk, photo.version]))
