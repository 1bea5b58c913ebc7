"""Durable commands: questions asked by many at once, each acked after its commit is on the disk."""

from collections.abc import Iterator

from tests.bench.load.askers import Asked, Askers
from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import RoomResidents
from tests.bench.machine import load_cores
from tests.bench.names import COMMANDS, PRODUCT
from tests.bench.options import Options
from tests.bench.parts.opening import join
from tests.bench.population import populate
from tests.bench.product import SERVERS, one_process
from tests.bench.progress import bar
from tests.bench.results.figures import Row
from tests.bench.results.percentiles import percentile
from tests.servers.stacks import Engine

RESIDENTS = 1_500
"""Each may send two commands a second, and twenty more in between: together enough to keep any server busy."""

WARM_UP_S = 2.0
PACE_PER_S = 1_250.0
"""Half of one process's goal; latency is measured at this rate, and at half of the measured rate."""

DATABASES = {Engine.SQLITE: "SQLite", Engine.POSTGRESQL: "PostgreSQL"}


def measure_commands(options: Options) -> Iterator[Row]:
    """One row for each server on each database: the greatest rate of one process, and the latency at half of it."""
    count, remarks = options.crowd(RESIDENTS)
    for engine in Engine:
        for server in SERVERS:
            row = _measure(server, engine, count, options)
            row.notes += remarks
            yield row


def _measure(server: str, engine: Engine, count: int, options: Options) -> Row:
    subject = f"{PRODUCT[server]}, {DATABASES[engine]}"
    with one_process(server, engine) as product, Fleet(Askers, processes=1, cores=load_cores()) as fleet:
        [room] = populate(product, 1, count)
        join(fleet, product.base_url, RoomResidents(0, room.chat_session, room.residents), subject)
        with bar(subject, 4) as shown:
            runs = {}
            for name, call, how in (
                ("warm", "saturate", (WARM_UP_S,)),
                ("saturated", "saturate", (options.talk_s,)),
                ("paced", "keep_pace", (PACE_PER_S, options.talk_s)),
            ):
                [runs[name]] = fleet.call(call, *how)
                shown.update()
            [runs["half"]] = fleet.call("keep_pace", runs["saturated"].per_s / 2, options.talk_s)
        return Row(COMMANDS, subject, _figures(runs) | {"faults": len(product.faults)}, _notes(runs))


def _figures(runs: dict[str, Asked]) -> dict[str, float]:
    figures = {"commands_per_s": runs["saturated"].per_s}
    for name, prefix in (("saturated", "saturated_"), ("paced", ""), ("half", "half_")):
        figures[f"{name}_per_s"] = runs[name].per_s
        for percent in (50, 99):
            figures[f"{prefix}p{percent}_ms"] = percentile(runs[name].latencies_s, percent) * 1000
    return figures


def _notes(runs: dict[str, Asked]) -> list[str]:
    """What was refused; nothing, if all went well."""
    return [f"{name}: {_list(asked.refusals)}" for name, asked in runs.items() if asked.refusals]


def _list(refusals: dict[str, int]) -> str:
    return ", ".join(f"{count:,} × {code}" for code, count in refusals.items())
