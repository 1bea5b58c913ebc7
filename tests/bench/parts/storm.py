"""A reconnect storm: both workers are killed at once, and all clients come back by the clients' rule."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.load.fleet import Fleet
from tests.bench.load.reconnecting_residents import ReconnectingResidents
from tests.bench.load.residents import RoomResidents
from tests.bench.machine import all_cores
from tests.bench.names import PRODUCT, STORM
from tests.bench.options import Options
from tests.bench.population import Room, populate
from tests.bench.product import SERVERS, two_workers
from tests.bench.progress import bar, let_pass
from tests.bench.results.figures import Row
from tests.bench.results.percentiles import percentile
from tests.servers.server import Server

RESIDENTS = 5_000
ROOMS = 4
QUESTIONS = 20
GENERATORS = 2
BACK_WITHIN_S = 60.0
COUNTERS_SETTLE_S = 11.0
"""An idle backend of PostgreSQL reports its counters after ten seconds."""

READS = "SELECT sum(seq_scan + idx_scan) FROM pg_stat_user_tables WHERE relname = 'chat_sessions_event'"
TRANSACTIONS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"


@dataclass
class Storm:
    """back_after_s: one for each resident who came back in time. reads: those of the log's events."""

    back_after_s: list[float]
    reads: int
    transactions: int
    faults: int


def measure_storm(options: Options) -> Iterator[Row]:
    """One row for each server, on two workers with PostgreSQL and Valkey; first a tenth of the people, then all."""
    people, remarks = options.crowd(RESIDENTS, servers=2)
    count = people // ROOMS * ROOMS
    for server in SERVERS:
        few, many = (_hold(server, people, options) for people in (count // 10 // ROOMS * ROOMS, count))
        yield Row(STORM, PRODUCT[server], _figures(few, many, count), [*_notes(many, count), *remarks])


def _hold(server: str, count: int, options: Options) -> Storm:
    with two_workers(server) as product, Fleet(ReconnectingResidents, processes=GENERATORS, cores=all_cores()) as fleet:
        rooms = populate(product, ROOMS, count // ROOMS, questions=QUESTIONS)
        fleet.call_each("settle", [(product.base_url, _share(rooms, number)) for number in range(GENERATORS)])
        with bar(f"joining, {server}", count) as shown:
            fleet.call("join", bar=shown)
        let_pass("ageing", max(options.age_s, COUNTERS_SETTLE_S))
        fleet.call("stand_by")
        reads, transactions = _ask(product, READS), _ask(product, TRANSACTIONS)
        cut_at = time.monotonic()
        for pid in product.worker_pids:
            os.kill(pid, signal.SIGKILL)
        with bar(f"coming back, {server}", count) as shown:
            moments = [moment for moments in fleet.call("until_back", BACK_WITHIN_S, bar=shown) for moment in moments]
        let_pass("counting", COUNTERS_SETTLE_S)
        return Storm(
            [moment - cut_at for moment in moments],
            _ask(product, READS) - reads,
            _ask(product, TRANSACTIONS) - transactions,
            sum(fleet.call("count_faults")) + len(product.faults),
        )


def _share(rooms: list[Room], number: int) -> list[RoomResidents]:
    return [
        RoomResidents(index, room.chat_session, room.residents[number::GENERATORS]) for index, room in enumerate(rooms)
    ]


def _ask(product: Server, query: str) -> int:
    [(value,)] = product.ask_database(query)
    return int(value)


def _figures(few: Storm, many: Storm, count: int) -> dict[str, float]:
    return {
        "back_after_s": max(many.back_after_s) if len(many.back_after_s) == count else BACK_WITHIN_S,
        "back_p50_s": percentile(many.back_after_s, 50),
        "sockets": count,
        "room_reads": many.reads,
        "room_reads_of_few": few.reads,
        "transactions": many.transactions,
        "transactions_of_few": few.transactions,
        "faults": few.faults + many.faults,
    }


def _notes(many: Storm, count: int) -> list[str]:
    missing = count - len(many.back_after_s)
    return [f"{missing:,} did not come back within {BACK_WITHIN_S:.0f} s"] if missing else []
