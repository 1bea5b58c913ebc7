"""The subscribers of a room, and among them the desk's and those of each person."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from chatserver.live.fanout.subscriber import Subscriber


class Subscribers:
    """Iterating gives the subscribers of this moment, even if some come or go meanwhile."""

    def __init__(self) -> None:
        self._subscribers: set[Subscriber] = set()
        self._at_desk: set[Subscriber] = set()
        self._by_person: dict[UUID, set[Subscriber]] = {}

    def __iter__(self) -> Iterator[Subscriber]:
        return iter(tuple(self._subscribers))

    def __contains__(self, subscriber: Subscriber) -> bool:
        return subscriber in self._subscribers

    def __len__(self) -> int:
        return len(self._subscribers)

    def add(self, subscriber: Subscriber) -> None:
        self._subscribers.add(subscriber)
        if subscriber.is_desk:
            self._at_desk.add(subscriber)
        elif subscriber.public_id is not None:
            self._by_person.setdefault(subscriber.public_id, set()).add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        """Raises KeyError for a subscriber that is not in the room."""
        self._subscribers.remove(subscriber)
        self._at_desk.discard(subscriber)
        if not subscriber.is_desk and subscriber.public_id is not None:
            own = self._by_person[subscriber.public_id]
            own.remove(subscriber)
            if not own:
                del self._by_person[subscriber.public_id]

    def at_desk_or_of(self, people: Iterable[UUID]) -> tuple[Subscriber, ...]:
        """The desk's subscribers, and those of these people."""
        return (*self._at_desk, *(subscriber for person in people for subscriber in self._by_person.get(person, ())))
