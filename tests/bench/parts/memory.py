"""Memory: how much the server keeps for each resident who is connected and idle."""

from collections.abc import Iterator

from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import Residents, RoomResidents
from tests.bench.machine import load_cores
from tests.bench.names import MEMORY, PRODUCT
from tests.bench.options import Options
from tests.bench.parts.opening import join, measure_each_server
from tests.bench.population import populate
from tests.bench.product import one_process
from tests.bench.progress import let_pass
from tests.bench.results.figures import Row
from tests.bench.usage import Usage

FIRST = 200
"""The first residents make the server load what it needs once; their memory is not counted."""

RESIDENTS = 4_000
QUESTIONS = 20


def measure_memory(options: Options) -> Iterator[Row]:
    """One row for each server, in one process on SQLite."""
    return measure_each_server(
        options, FIRST + RESIDENTS, lambda server, count: _measure(server, count - FIRST, options)
    )


def _measure(server: str, count: int, options: Options) -> Row:
    with one_process(server) as product, Fleet(Residents, processes=1, cores=load_cores()) as fleet:
        [room] = populate(product, 1, FIRST + count, questions=QUESTIONS)
        usage = Usage(product.pid)
        join(fleet, product.base_url, RoomResidents(0, room.chat_session, room.residents[:FIRST]), server)
        let_pass("settling", options.age_s)
        before = usage.memory_bytes()
        join(fleet, product.base_url, RoomResidents(0, room.chat_session, room.residents[FIRST:]), server)
        let_pass("ageing", options.age_s)
        figures = {
            "kb_per_resident": (usage.memory_bytes() - before) / count / 1024,
            "sockets": count,
            "rss_mb": usage.memory_bytes() / 2**20,
        }
        return Row(MEMORY, PRODUCT[server], figures)
