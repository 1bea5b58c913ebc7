"""Under attack: residents' commands during all the attacks at once that have ever stopped an evening; and whether
newcomers can sign in while strangers of some networks want to keep everybody else out."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.bench.load.attack.attack_connection import Target
from tests.bench.load.attack.attackers import Attackers
from tests.bench.load.attack.network_attackers import RESTART, NetworkAttackers
from tests.bench.load.attack.newcomers import Newcomers
from tests.bench.load.fleet import Fleet
from tests.bench.load.measured_residents import MeasuredResidents, Served
from tests.bench.load.residents import RoomResidents
from tests.bench.machine import load_cores
from tests.bench.names import ATTACK, ATTACK_BY, PRODUCT
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

NEWCOMERS = 100
COME_WITHIN_S = 15.0
RELOADING = 50
HEAD_START_S = 4.0
"""Share of the attackers, so that the room is full when the first newcomer comes."""

RESTARTED_WITHIN_S = 20.0
BY_NETWORKS_S = HEAD_START_S + COME_WITHIN_S + 10.0
GATEWAY = """
url = "http://127.0.0.1:{port}/send"
body = '{{"to": "{{to}}", "text": "{{text}}"}}'
[headers]
Content-Type = "application/json"
"""


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
    refused = [f"{count:,} × {code}" for code, count in served.refusals.items()]
    return Row(ATTACK, PRODUCT[server], figures, [*refused, *_tell(answers)])


def measure_attack_by(kind: str, options: Options) -> Iterator[Row]:
    """One row for each server, in one process on SQLite: residents' commands and newcomers' sign-ins meanwhile."""
    return measure_each_server(options, RESIDENTS, partial(_measure_by, kind))


def _measure_by(kind: str, server: str, count: int) -> Row:
    cores = load_cores()
    with (
        Fleet(Newcomers, processes=1, cores=cores) as newcomers,
        _own_gateway(newcomers) as gateway,
        one_process(server, TRUST_PROXY="1", SMS_GATEWAY=str(gateway)) as product,
        Fleet(MeasuredResidents, processes=1, cores=cores) as residents,
        Fleet(NetworkAttackers, processes=1, cores=cores) as attackers,
    ):
        [room] = populate(product, 1, count + RELOADING, questions=QUESTIONS)
        people, reloading = room.residents[:count], room.residents[count:]
        join(residents, product.base_url, RoomResidents(0, room.chat_session, people), server)
        pace = PER_S * count / RESIDENTS
        [calm] = residents.call("live", CALM_S, pace, room.questions)
        target = Target(product.base_url, room.chat_session, "")
        attackers.begin("attack", [(target, kind, BY_NETWORKS_S + (RESTARTED_WITHIN_S if kind == RESTART else 0))])
        time.sleep(HEAD_START_S)
        if kind == RESTART:
            product.restart()
            residents.call("wait_until_back")
        [loaded] = newcomers.call("load_again", target, f"/chat/{room.chat_session}/", reloading)
        usage = Usage(product.pid)
        begun, before_s = time.monotonic(), usage.cpu_s()
        newcomers.begin("come", [(target, NEWCOMERS, COME_WITHIN_S)])
        [served] = residents.call("live", COME_WITHIN_S, pace, room.questions)
        [arrivals] = newcomers.finish()
        share = (usage.cpu_s() - before_s) / (time.monotonic() - begun)
        [answers] = attackers.finish()
        figures = _figures(calm, served) | {
            "signed_in": len(arrivals.signed_in_s),
            "sign_in_p50_s": percentile(arrivals.signed_in_s or [float("inf")], 50),
            "loaded_again": loaded["200"],
            "server_share": share,
            "faults": len(product.faults),
        }
    told = {"newcomers": arrivals.refusals, "residents": served.refusals + loaded, "attackers": answers}
    return Row(ATTACK_BY[kind], PRODUCT[server], figures, _tell(told))


def _tell(told: dict[str, Counter[str]]) -> list[str]:
    return [f"{name}: {', '.join(f'{n:,} × {what}' for what, n in seen.items())}" for name, seen in told.items()]


@contextmanager
def _own_gateway(newcomers: Fleet) -> Iterator[Path]:
    """The description of the newcomers' gateway for SMS, as the server reads it."""
    with tempfile.TemporaryDirectory(prefix="chat-bench-") as folder:
        [port] = newcomers.call("open_gateway")
        path = Path(folder) / "gateway.toml"
        path.write_text(GATEWAY.format(port=port), encoding="utf-8")
        yield path


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
