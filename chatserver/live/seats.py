"""Who sits in a room: the readers, and among them the desk's and those of each person."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from chatserver.live.reader import Reader


class Seats:
    """Iterating gives the readers of this moment, whoever comes or goes meanwhile."""

    def __init__(self) -> None:
        self._readers: set[Reader] = set()
        self._at_desk: set[Reader] = set()
        self._by_person: dict[UUID, set[Reader]] = {}

    def __iter__(self) -> Iterator[Reader]:
        return iter(tuple(self._readers))

    def __contains__(self, reader: Reader) -> bool:
        return reader in self._readers

    def __len__(self) -> int:
        return len(self._readers)

    def add(self, reader: Reader) -> None:
        self._readers.add(reader)
        if reader.is_desk:
            self._at_desk.add(reader)
        elif reader.public_id is not None:
            self._by_person.setdefault(reader.public_id, set()).add(reader)

    def remove(self, reader: Reader) -> None:
        """Raises KeyError for a reader that has no seat."""
        self._readers.remove(reader)
        self._at_desk.discard(reader)
        if not reader.is_desk and reader.public_id is not None:
            own = self._by_person[reader.public_id]
            own.remove(reader)
            if not own:
                del self._by_person[reader.public_id]

    def at_desk_or_of(self, people: Iterable[UUID]) -> tuple[Reader, ...]:
        """Those at the desk, and those by which these people follow the room."""
        return (*self._at_desk, *(reader for person in people for reader in self._by_person.get(person, ())))
