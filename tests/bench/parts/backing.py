"""A backing storm: everybody in a full room taps three times within ten seconds."""

from collections.abc import Iterator

from tests.bench.load.backers import Backed, Backers
from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import RoomResidents
from tests.bench.machine import load_cores
from tests.bench.names import BACKING, PRODUCT
from tests.bench.options import Options
from tests.bench.parts.opening import join, measure_each_server
from tests.bench.population import populate
from tests.bench.product import one_process
from tests.bench.results.figures import Row
from tests.bench.usage import Usage

RESIDENTS = 2_000
QUESTIONS = 20
TAPS = 3
WITHIN_S = 10.0


def measure_backing(options: Options) -> Iterator[Row]:
    """One row for each server, in one process on SQLite."""
    return measure_each_server(options, RESIDENTS, _measure)


def _measure(server: str, count: int) -> Row:
    with one_process(server) as product, Fleet(Backers, processes=1, cores=load_cores()) as fleet:
        [room] = populate(product, 1, count, questions=QUESTIONS)
        join(fleet, product.base_url, RoomResidents(0, room.chat_session, room.residents), server)
        usage = Usage(product.pid)
        before = usage.cpu_s()
        [backed] = fleet.call("back", room.questions, TAPS, WITHIN_S)
        cpu_s = usage.cpu_s() - before
        kept = dict(product.ask_database("SELECT receipt, backing FROM chat_sessions_question"))
        is_kept = sum(kept.values()) == sum(backed.counts.values())
        faults = backed.wrong + backed.refused + (not is_kept) + len(product.faults)
        return Row(
            BACKING, PRODUCT[server], _figures(backed, cpu_s) | {"sockets": count, "faults": faults}, _notes(backed)
        )


def _figures(backed: Backed, cpu_s: float) -> dict[str, float]:
    return {
        "taps": backed.taps,
        "frames_per_resident": sum(backed.frames) / len(backed.frames),
        "most_frames": max(backed.frames),
        "cpu_us_per_frame": cpu_s / max(1, sum(backed.frames)) * 1e6,
        "cpu_s": cpu_s,
        "seconds": backed.seconds,
    }


def _notes(backed: Backed) -> list[str]:
    notes = [f"{backed.taps:,} taps in {WITHIN_S:.0f} s"]
    if backed.wrong:
        notes.append(f"{backed.wrong:,} residents do not see the final counts")
    if backed.refused:
        notes.append(f"{backed.refused:,} taps were refused")
    return notes
