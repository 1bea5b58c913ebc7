"""The beginning of most parts: one row for each server, and as many residents as possible, who have joined."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import RoomResidents
from tests.bench.options import Options
from tests.bench.product import SERVERS
from tests.bench.progress import bar
from tests.bench.results.figures import Row


def measure_each_server(options: Options, people: int, measure: Callable[[str, int], Row]) -> Iterator[Row]:
    """measure: called with a server and the number of people; each row says if they are fewer than planned."""
    count, remarks = options.crowd(people)
    for server in SERVERS:
        row = measure(server, count)
        row.notes += remarks
        yield row


def join(fleet: Fleet, base_url: str, group: RoomResidents, what: str) -> Any:
    """Let the fleet's one process join with these residents; answers its answer, the seconds that it took."""
    fleet.call("settle", base_url, [group])
    with bar(f"joining, {what}", len(group.cookies)) as shown:
        [answer] = fleet.call("join", bar=shown)
    return answer
