from dataclasses import replace

import pytest

from chatserver.database.comparison import FoundDatabase, why_renew
from chatserver.database.marker import Marker
from tests.running.tables import table

FOUND = FoundDatabase(
    identity="i", generation=3, token="t", recorded_place="file 7", place="file 7", holds_last_event=True
)
MARKER = Marker("i", 3, "t", None)


@table(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"generation": 0}, "it has not been served yet"),
        ({"place": "file 8"}, "it is not where it was"),
        ({"identity": "other"}, "it belongs to another installation"),
        ({"generation": 2, "token": "s"}, "it is older than what was served last"),
        ({"token": "fork"}, "it is another copy of what was served last"),
        ({"holds_last_event": False}, "it lacks what was served last"),
        # Another server has renewed it meanwhile, perhaps because of the same restore.
        ({"generation": 4, "token": "u", "holds_last_event": False}, ""),
    ],
)
def test_a_database_is_held_against_what_was_served_last(changes: dict[str, object], reason: str):
    found = replace(FOUND, **changes)  # type: ignore[arg-type]
    assert why_renew(found, MARKER, place_is_unique=False) == reason
    assert why_renew(found, MARKER, place_is_unique=True) == reason


@pytest.mark.parametrize(
    ("place_is_unique", "reason"), [(True, ""), (False, "nothing here says that it was served from this folder last")]
)
def test_without_a_marker_only_a_place_that_is_unique_tells(place_is_unique: bool, reason: str):
    assert why_renew(FOUND, None, place_is_unique=place_is_unique) == reason
