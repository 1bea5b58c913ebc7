"""The map that is loaded, kept ready by each process and made anew when another one has been loaded."""

import threading
from typing import TYPE_CHECKING
from uuid import UUID

from sessions.models import Outline, WardMap
from sessions.wards.cities import unmapped_of

if TYPE_CHECKING:
    from sessions.wards.map import finding

_kept: "tuple[UUID, finding.OutlineMap] | None" = None
_making = threading.Lock()


def current_map() -> "finding.OutlineMap | None":
    """The map, in one query where it is ready; None where none has been loaded. A second where it is not ready."""
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


def has_map() -> bool:
    """Whether a place can be looked for at all; one query, and no map is made for it."""
    return Outline.objects.exists()


def _make(loaded: WardMap) -> "finding.OutlineMap | None":
    """None where all of its wards have been taken away again."""
    # Shapely and NumPy would be a quarter of a second of each process' start, and few are ever asked where a place is.
    from sessions.wards.map import finding
    from sessions.wards.outlines import outlines

    shapes = outlines()
    unmapped = [each for each in unmapped_of(loaded.city) if not set(each.wards) & set(shapes)]
    return finding.OutlineMap(shapes, unmapped) if shapes else None
