"""What somebody wrote before they signed in, agreed to the notice, or may send again: kept in their cookie session."""

from typing import Any, Final

from django.http import HttpRequest, QueryDict

KEY: Final = "matter_words"
NAMES: Final = (
    "kind",
    "category",
    "text",
    "ward",
    "ref",
    "place_lat",
    "place_lon",
    "place_around",
    "place_zoom",
    "place_near",
    "place_landmark",
)
LISTS: Final = ("kept_photo", "kept_alt")
LONGEST: Final = 8000
"""Code points of each field: more than any that is accepted."""


def keep_words(request: HttpRequest, *, photos: list[tuple[str, str]]) -> None:
    """photos: the references of those that are stored, and what each shows."""
    kept: dict[str, Any] = {name: request.POST.get(name, "")[:LONGEST] for name in NAMES}
    kept["kept_photo"], kept["kept_alt"] = [each for each, _alt in photos], [alt for _each, alt in photos]
    request.session[KEY] = kept


def kept_words(request: HttpRequest) -> QueryDict | None:
    """As the form would post it; None where nothing is kept."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    fields = QueryDict(mutable=True)
    for name in NAMES:
        fields[name] = kept.get(name, "")
    for name in LISTS:
        fields.setlist(name, kept.get(name, []))
    return fields


def forget_words(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
