"""What all events are made of: the types of their fields, and their base."""

from typing import Annotated

from msgspec import Meta, Struct, UnsetType

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
Id = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", extra_json_schema={"format": "uuid"})]
Moment = Annotated[
    str,
    Meta(
        pattern=f"^{_DAY}T([01][0-9]|2[0-3])(:[0-5][0-9]){{2}}[.][0-9]{{3}}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
"""RFC 3339 in UTC with milliseconds; see wire_time()."""

Day = Annotated[str, Meta(pattern=f"^{_DAY}$", extra_json_schema={"format": "date"})]
type Later[T] = T | UnsetType
"""Left out where there is nothing to tell."""


class StreamEvent(Struct, frozen=True, kw_only=True, tag_field="type"):
    """The base of the events of both streams: a tagged struct, whose tag is the type."""
