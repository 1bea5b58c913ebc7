"""What a program lodges, read from its fields. The sender is not read at all, and so cannot be kept."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.lodging.form_body import Fields
from chatserver.outside.open311.server.lodging.place import read_given_place
from chatserver.outside.open311.server.services import ATTRIBUTES, KIND, WARD_ATTRIBUTE, find_category
from sessions.contract.limits import MAX_BROUGHT_GRAPHEMES, MAX_LANDMARK_GRAPHEMES
from sessions.matters.lodging.lodging import NewMatter
from sessions.models import MatterKind, MatterSource, Open311Key
from sessions.platform.refusals import Refused
from sessions.platform.text.script_detection import known_language
from sessions.platform.text.text_input import CleanText, clean_optional_line, clean_text

NOT_READ = ("first_name", "last_name", "email", "phone", "device_id", "account_id")
"""Fields of the specification about the person: nobody here needs them, and nobody has agreed that we keep them."""

_ATTRIBUTE = re.compile(r"attribute\[(.*?)\](\[\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """has_photo: whether a media_url was sent. has_contact: whether anything about the sender was."""

    matter: NewMatter
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
    text = _clean("description", fields.one("description"))
    matter = NewMatter(
        ward=place.ward,
        kind=kind,
        category=category,
        text=text,
        source=MatterSource.OPEN311,
        language=known_language(text),
        lat=place.lat,
        lon=place.lon,
        landmark=_clean_landmark(place.landmark),
    )
    return Posted(
        matter=matter,
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


def _clean(name: str, text: str) -> CleanText:
    try:
        return clean_text(text, max_graphemes=MAX_BROUGHT_GRAPHEMES)
    except Refused as refusal:
        raise _as_error(name, refusal) from None


def _clean_landmark(text: str) -> CleanText:
    try:
        return clean_optional_line(text, max_graphemes=MAX_LANDMARK_GRAPHEMES)
    except Refused as refusal:
        raise _as_error("address_string", refusal) from None


def _as_error(name: str, refusal: Refused) -> ServiceError:
    return ServiceError(HTTPStatus.BAD_REQUEST, f"{name}: {refusal.message}")
