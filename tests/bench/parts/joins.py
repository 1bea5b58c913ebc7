"""Joining: signed-in residents come as fast as they are admitted, each until it has the room's state."""

from collections.abc import Iterator

from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import Residents, RoomResidents
from tests.bench.machine import load_cores
from tests.bench.names import JOINS, PRODUCT
from tests.bench.options import Options
from tests.bench.parts.opening import join, measure_each_server
from tests.bench.population import populate
from tests.bench.product import one_process
from tests.bench.results.figures import Row
from tests.bench.usage import Usage

RESIDENTS = 3_000
QUESTIONS = 20


def measure_joins(options: Options) -> Iterator[Row]:
    """One row for each server, in one process on SQLite."""
    return measure_each_server(options, RESIDENTS, _measure)


def _measure(server: str, count: int) -> Row:
    with one_process(server) as product, Fleet(Residents, processes=1, cores=load_cores()) as fleet:
        [room] = populate(product, 1, count, questions=QUESTIONS)
        group = RoomResidents(0, room.chat_session, room.residents)
        usage = Usage(product.pid)
        before, load_before = usage.cpu_s(), fleet.usage.cpu_s()
        seconds = join(fleet, product.base_url, group, server)
        figures = {
            "joins_per_s": count / seconds,
            "ms_per_join": (usage.cpu_s() - before) / count * 1000,
            "load_share": (fleet.usage.cpu_s() - load_before) / seconds,
            "sockets": count,
            "faults": len(product.faults),
        }
        return Row(JOINS, PRODUCT[server], figures)
