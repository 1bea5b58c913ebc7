"""Under attack: residents' commands during all the attacks at once that have ever stopped an evening."""

from collections.abc import Iterator

from tests.bench.load.attack.attack_connection import Target
from tests.bench.load.attack.attackers import Attackers
from tests.bench.load.fleet import Fleet
from tests.bench.load.measured_residents import MeasuredResidents, Served
from tests.bench.load.residents import RoomResidents
from tests.bench.machine import load_cores
from tests.bench.names import ATTACK, PRODUCT
from tests.bench.options import Options
from tests.bench.parts.opening import join, measure_each_server
from tests.bench.population import Room, populate
from tests.bench.product import one_process
from tests.bench.results.figures import Row
from tests.bench.results.percentiles import percentile
from tests.bench.usage import Usage
from tests.servers.server import Server

RESIDENTS = 300
QUESTIONS = 20
PER_S = 60.0
"""Commands of all residents together: each sends one every five seconds, which is a busy evening."""

CALM_S = 10.0
ATTACK_S = 30.0
FLOODER = 1
"""Besides the residents, who do not attack."""


def measure_attack(options: Options) -> Iterator[Row]:
    """One row for each server, in one process on SQLite: commands in peace, and under attack."""
    return measure_each_server(options, RESIDENTS, _measure)


def _measure(server: str, count: int) -> Row:
    with (
        one_process(server) as product,
        Fleet(MeasuredResidents, processes=1, cores=load_cores()) as residents,
        Fleet(Attackers, processes=1, cores=load_cores()) as attackers,
    ):
        [room] = populate(product, 1, count + FLOODER, questions=QUESTIONS)
        group = RoomResidents(0, room.chat_session, room.residents[:count])
        join(residents, product.base_url, group, server)
        return _attack(server, product, room, residents, attackers)


def _attack(server: str, product: Server, room: Room, residents: Fleet, attackers: Fleet) -> Row:
    pace = PER_S * len(room.residents) / (RESIDENTS + FLOODER)
    usage = Usage(product.pid)
    [calm] = residents.call("live", CALM_S, pace, room.questions)
    before_bytes, before_s = usage.memory_bytes(), usage.cpu_s()
    target = Target(product.base_url, room.chat_session, room.residents[-1])
    attackers.begin("attack", [(target, ATTACK_S)])
    [served] = residents.call("live", ATTACK_S, pace, room.questions)
    [answers] = attackers.finish()
    figures = _figures(calm, served) | {
        "sockets": len(room.residents) - FLOODER,
        "grown_mb": (usage.memory_bytes() - before_bytes) / 2**20,
        "server_share": (usage.cpu_s() - before_s) / ATTACK_S,
        "faults": len(product.faults),
    }
    told = [f"{name}: {', '.join(f'{n:,} × {what}' for what, n in seen.items())}" for name, seen in answers.items()]
    refused = [f"{count:,} × {code}" for code, count in served.refusals.items()]
    return Row(ATTACK, PRODUCT[server], figures, [*refused, *told])


def _figures(calm: Served, served: Served) -> dict[str, float]:
    latencies = served.latencies_s or [float("inf")]
    return {
        "calm_p99_ms": percentile(calm.latencies_s, 99) * 1000,
        "p50_ms": percentile(latencies, 50) * 1000,
        "p99_ms": percentile(latencies, 99) * 1000,
        "worst_ms": max(latencies) * 1000,
        "commands": len(served.latencies_s),
        "refused": served.refusals.total(),
        "lines_lost": served.lines_lost,
        "signed_out": served.signed_out,
    }
