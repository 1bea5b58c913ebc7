"""The loaded map: each process keeps it in memory, and reads it again when another one has been loaded."""

import threading
from typing import TYPE_CHECKING
from uuid import UUID

from sessions.city.wards.cities import unmapped_of
from sessions.models import Outline, WardMap

if TYPE_CHECKING:
    from sessions.city.wards.map import finding

_kept: "tuple[UUID, finding.OutlineMap] | None" = None
_making = threading.Lock()


def current_map() -> "finding.OutlineMap | None":
    """The map; None where none has been loaded. One query where it is in memory, else about a second."""
    global _kept  # noqa: PLW0603 -- one for the process, which threads share
    loaded = WardMap.objects.filter(pk=1).first()
    if loaded is None:
        return None
    with _making:
        if _kept is None or _kept[0] != loaded.version:
            made = _make(loaded)
            if made is None:
                return None
            _kept = loaded.version, made
        return _kept[1]


def map_version() -> UUID | None:
    """Another one after each map that is loaded; None where none has been. One query."""
    return WardMap.objects.filter(pk=1).values_list("version", flat=True).first()


def has_map() -> bool:
    """Whether a map has been loaded; one query, without reading the map."""
    return Outline.objects.exists()


def _make(loaded: WardMap) -> "finding.OutlineMap | None":
    """Read the map; None where all of its wards have been deleted."""
    # Imported late: Shapely and NumPy take a quarter of a second, and few processes ever look for a place.
    from sessions.city.wards.map import finding
    from sessions.city.wards.outlines import outlines

    shapes = outlines()
    unmapped = [each for each in unmapped_of(loaded.city) if not set(each.wards) & set(shapes)]
    return finding.OutlineMap(shapes, unmapped) if shapes else None
