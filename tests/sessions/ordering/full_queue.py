"""A random queue of any length, as the folded public stream."""

import random
from typing import Any
from uuid import UUID

from sessions.contract.topics import Topic


def full_queue(chance: random.Random, number: int) -> dict[str, Any]:
    """Two of three people ask once; a few have been answered; support is mostly small."""
    queue = [_card(chance, number) for _each in range(number)]
    some = [card["asker"] for card in queue[:50]]
    return {
        "session": {"order": "fair-3", "opened_at": "2027-01-02T13:00:00.000Z", "state": "live"},
        "floor": {"id": "floor", "asker": some[0]},
        "queue": queue,
        "answered": [{"id": f"{place}", "asker": asker} for place, asker in enumerate(some[::3])],
        "removed": [],
        "places": {"taken": chance.randint(0, 30), "topics": [chance.choice(list(Topic)).value for _place in range(3)]},
        "counts": {"backing": {card["id"]: int(chance.paretovariate(0.6)) for card in queue if chance.random() < 0.7}},
    }


def _card(chance: random.Random, number: int) -> dict[str, Any]:
    card = {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "asker": f"{chance.randrange(number):06x}",
        "asked_at": f"2027-01-02T1{chance.randint(2, 3)}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}.000Z",
    }
    topic = {"topic": chance.choice(list(Topic)).value} if chance.random() < 0.8 else {}
    standing = {"standing": chance.choice(("held", "not_counted"))} if chance.random() < 0.2 else {}
    return card | topic | standing | ({"first_time": True} if chance.random() < 0.3 else {})
