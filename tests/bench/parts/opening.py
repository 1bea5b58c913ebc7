"""How most parts begin: one row for each server, and as many residents as there can be, who have joined."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.figures import Row
from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import Seats
from tests.bench.options import Options
from tests.bench.product import SERVERS
from tests.bench.progress import bar


def measure_each_server(options: Options, people: int, measure: Callable[[str, int], Row]) -> Iterator[Row]:
    """measure: called with a server and the number of people; each row says if they are fewer than they should be."""
    count, remarks = options.crowd(people)
    for server in SERVERS:
        row = measure(server, count)
        row.notes += remarks
        yield row


def join(fleet: Fleet, base_url: str, seats: Seats, what: str) -> Any:
    """Have the fleet's one process join with these; answers what it says of that, which is how long it took."""
    fleet.call("settle", base_url, [seats])
    with bar(f"joining, {what}", len(seats.cookies)) as shown:
        [answer] = fleet.call("join", bar=shown)
    return answer
