"""Decides whether a database is the one that was served here last, from its row and the marker; pure."""

from dataclasses import dataclass

from chatserver.database.marker import Marker


@dataclass(frozen=True, slots=True)
class FoundDatabase:
    """Facts about a database. place: where it is. recorded_place: where it was when its epochs were last renewed.

    holds_last_event: whether its log has the marker's last event; True where the marker has none.
    """

    identity: str
    generation: int
    token: str
    recorded_place: str
    place: str
    holds_last_event: bool


def why_renew(found: FoundDatabase, marker: Marker | None, *, place_is_unique: bool) -> str:
    """The reason to renew the epochs, because old positions mean something else in this database; empty for none.

    place_is_unique: whether no other database can ever have the same place. That is not true of a file: without a
    marker, the file may be any database.

    Where the database's generation is later than the marker's, another server or an operator has renewed the epochs
    meanwhile: no client can hold an old position in it.
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
