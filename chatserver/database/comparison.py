"""Decide whether a database is the one that was served here last, from what both say of themselves; pure."""

from dataclasses import dataclass

from chatserver.database.marker import Marker


@dataclass(frozen=True, slots=True)
class FoundDatabase:
    """What a database says. place is where it is, recorded_place where it was when its epochs were renewed.

    holds_last_event: whether its log has the marker's last event, True where there is none to look for.
    """

    identity: str
    generation: int
    token: str
    recorded_place: str
    place: str
    holds_last_event: bool


def why_renew(found: FoundDatabase, marker: Marker | None, *, place_is_unique: bool) -> str:
    """Why positions from before mean something else in this database; empty where they do not.

    place_is_unique: whether nothing else can ever come to be at the same place. Of a file that cannot be said, so that
    without a marker it may be any.

    A database whose generation is a later one was renewed meanwhile, by another server that works on it or by hand:
    nobody can hold a position of before in it.
    """
    if found.generation == 0:
        return "it has not been served yet"
    if found.recorded_place != found.place:
        return "it is not where it was"
    if marker is None:
        return "" if place_is_unique else "nothing here says that it was served from this folder last"
    return _why_not_the_marked(found, marker)


def _why_not_the_marked(found: FoundDatabase, marker: Marker) -> str:
    if marker.identity != found.identity:
        return "it belongs to another installation"
    if found.generation != marker.generation:
        return "" if found.generation > marker.generation else "it is older than what was served last"
    if marker.token != found.token:
        return "it is another copy of what was served last"
    return "" if found.holds_last_event else "it lacks what was served last"
