"""What a program lodges, read from its fields. The sender is not read at all, and so cannot be kept."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.lodging.form_body import Fields
from chatserver.outside.open311.server.lodging.place import GivenPlace, read_given_place
from chatserver.outside.open311.server.services import ATTRIBUTES, KIND, WARD_ATTRIBUTE, find_category
from sessions.contract.limits import MAX_BROUGHT_GRAPHEMES, MAX_LANDMARK_GRAPHEMES
from sessions.models import Category, MatterKind, Open311Key
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line, clean_text

NOT_READ = ("first_name", "last_name", "email", "phone", "device_id", "account_id")
"""Fields of the specification about the person: nobody here needs them, and nobody has agreed that we keep them."""

_ATTRIBUTE = re.compile(r"attribute\[(.*?)\](\[\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """text, place.landmark: cleaned. has_photo: whether a media_url was sent."""

    category: Category
    kind: str
    text: str
    place: GivenPlace
    has_photo: bool
    has_contact: bool


def read_posted(fields: Fields, key: Open311Key) -> Posted:
    """Raises ServiceError, which names the field."""
    if not fields.one("service_code"):
        raise ServiceError(HTTPStatus.BAD_REQUEST, "Send service_code; services.xml lists them.")
    category = find_category(fields.one("service_code"))
    attributes = _attributes(fields)
    kind = attributes.get(KIND, MatterKind.COMPLAINT.value)
    if kind not in MatterKind.values:
        raise ServiceError(HTTPStatus.BAD_REQUEST, f"attribute[kind] is one of {', '.join(MatterKind.values)}.")
    place = read_given_place(fields, _ward_number(attributes.get(WARD_ATTRIBUTE)))
    if key.ward is not None and key.ward_id != place.ward.pk:
        raise ServiceError(HTTPStatus.FORBIDDEN, f"This api_key is good for ward {key.ward.number} only.")
    return Posted(
        category=category,
        kind=kind,
        text=_clean("description", fields.one("description")),
        place=GivenPlace(place.ward, place.lat, place.lon, _clean_landmark(place.landmark)),
        has_photo=bool(fields.one("media_url")),
        has_contact=any(fields.one(name) for name in NOT_READ),
    )


def _attributes(fields: Fields) -> dict[str, str]:
    found = {}
    for name in fields:
        asked = _ATTRIBUTE.fullmatch(name)
        if asked is None:
            continue
        if asked[1] not in ATTRIBUTES:
            raise ServiceError(
                HTTPStatus.BAD_REQUEST, f"The service has no such attribute; it has {' and '.join(ATTRIBUTES)}."
            )
        if fields.one(name):
            found[asked[1]] = fields.one(name)
    return found


def _ward_number(written: str | None) -> int | None:
    if written is None:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 3):
        raise ServiceError(HTTPStatus.BAD_REQUEST, "attribute[ward] is the number of a ward.")
    return int(written)


def _clean(name: str, text: str) -> str:
    try:
        return clean_text(text, max_graphemes=MAX_BROUGHT_GRAPHEMES)
    except Refused as refusal:
        raise _as_error(name, refusal) from None


def _clean_landmark(text: str) -> str:
    try:
        return clean_optional_line(text, max_graphemes=MAX_LANDMARK_GRAPHEMES)
    except Refused as refusal:
        raise _as_error("address_string", refusal) from None


def _as_error(name: str, refusal: Refused) -> ServiceError:
    return ServiceError(HTTPStatus.BAD_REQUEST, f"{name}: {refusal.message}")
