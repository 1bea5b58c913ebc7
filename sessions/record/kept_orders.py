"""The order of an evening, computed again once for each state of its record, and kept: in it are ids and no words.

An evening with a thousand questions takes seconds: for each turn the whole queue is put in order again. So it is not
computed for everybody who opens the page.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import msgspec

from sessions.log.logged_event import LoggedEvent
from sessions.platform.exports.rendered_files import rendered_file
from sessions.record.evening_order import EveningOrder, recompute_order
from sessions.record.other_orders import other_orders

VERSION = 2
"""Raised when the same record would give another result: what is kept is computed again."""

NAME = "orders.json"
_computing = Lock()
"""Held by one computation at a time in this process; a second request for the same record then finds it kept."""


@dataclass(frozen=True, slots=True)
class EveningOrders:
    """The orders of an evening.

    order: what was taken, compared with the declared order. others: the ids by order (other_orders.py).
    """

    order: EveningOrder
    others: dict[str, list[str]]


_orders = msgspec.json.Decoder(EveningOrders)


def orders_of(slug: str, document: Mapping[str, Any], events: Sequence[LoggedEvent]) -> EveningOrders:
    """Read the kept orders of a record, or compute them from `events`, the events of the document.

    Raises what recompute_order() raises.
    """
    with _computing:
        kept = rendered_file(
            slug,
            NAME,
            made_from=_source(document),
            render=lambda: msgspec.json.encode(EveningOrders(recompute_order(events), other_orders(events))),
            is_current=lambda: True,  # nothing in it could have been redacted
        )
    return _orders.decode(kept)


def _source(document: Mapping[str, Any]) -> bytes:
    """All that the order follows from: the entries without their texts."""
    told = [(entry["type"], entry["at"], entry["data"]) for entry in document["entries"]]
    return hashlib.sha256(f"{VERSION}\0{json.dumps(told, sort_keys=True)}".encode()).digest()
