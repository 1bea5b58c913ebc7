"""Lodging: a live evening's commands and fan-out, while 500 complaints an hour with photographs come in beside it."""

from collections import Counter
from collections.abc import Iterator

from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import RoomResidents
from tests.bench.lodging.comparison import compare, latencies
from tests.bench.lodging.complainants import Complainants, Lodgings
from tests.bench.lodging.room import MeasuredRoom, RoomMeasured
from tests.bench.machine import load_cores
from tests.bench.names import LODGING, PRODUCT
from tests.bench.options import Options
from tests.bench.parts.commands import DATABASES
from tests.bench.parts.opening import join
from tests.bench.population import Room, populate
from tests.bench.product import DAPHNE, one_process
from tests.bench.progress import bar
from tests.bench.results.figures import Row
from tests.bench.results.percentiles import percentile
from tests.servers.stacks import Engine

RESIDENTS = 300
QUESTIONS = 20
PER_S = 60.0
"""Commands of all residents together: each sends one every five seconds, which is a busy evening."""

WARD = 1
LOADS = {"quiet": 0.0, "busy": 500.0, "surge": 5000.0}
"""Complaints an hour. They take turns, so that other work on this machine meets all of them alike."""

ROUNDS = 4
STRETCH_S = 18.0
"""Seconds of one load in one round: of the busy one 72 seconds in all, or ten complaints."""

WARM_UP_S = 6.0


def measure_lodging(engine: Engine, options: Options) -> Iterator[Row]:
    """One row: one process on this database."""
    count, remarks = options.crowd(RESIDENTS)
    complainants = round(sum(LOADS.values()) * STRETCH_S / 3600 + len(LOADS)) * ROUNDS
    with (
        one_process(DAPHNE, engine) as product,
        Fleet(MeasuredRoom, processes=1, cores=load_cores()) as residents,
        Fleet(Complainants, processes=1, cores=load_cores()) as others,
    ):
        [room] = populate(product, 1, count + complainants, questions=QUESTIONS)
        subject = f"{PRODUCT[DAPHNE]}, {DATABASES[engine]}"
        join(residents, product.base_url, RoomResidents(0, room.chat_session, room.residents[:count]), subject)
        others.call("settle", product.base_url, WARD, room.residents[count:])
        measured, lodged = _go_through(residents, others, room, PER_S * count / RESIDENTS)
        row = Row(LODGING, subject, _figures(measured, lodged), [*_notes(measured, lodged), *remarks])
        row.figures |= {"sockets": count, "faults": len(product.faults)}
        yield row


def _go_through(
    residents: Fleet, others: Fleet, room: Room, per_s: float
) -> tuple[dict[str, list[RoomMeasured]], dict[str, list[Lodgings]]]:
    """Each load in turn, round after round; a stretch ends once the last complaint in it is lodged."""
    measured: dict[str, list[RoomMeasured]] = {load: [] for load in LOADS}
    lodged: dict[str, list[Lodgings]] = {load: [] for load in LOADS}
    residents.call("live", WARM_UP_S, per_s, room.questions)
    with bar(LODGING, ROUNDS * len(LOADS)) as shown:
        for _round in range(ROUNDS):
            for load, per_hour in LOADS.items():
                shown.set_postfix_str(load)
                if per_hour:
                    others.begin("complain", [(per_hour, STRETCH_S)])
                measured[load] += residents.call("live_and_hear", STRETCH_S, per_s, room.questions, room.moderators)
                if per_hour:
                    lodged[load] += others.finish()
                shown.update(1)
    return measured, lodged


def _figures(measured: dict[str, list[RoomMeasured]], lodged: dict[str, list[Lodgings]]) -> dict[str, float]:
    quiet = latencies(measured["quiet"])
    figures = {f"quiet_{name}": value for name, value in quiet.items()}
    for load in LOADS:
        if load != "quiet":
            figures |= compare(quiet, latencies(measured[load]), load)
            took = [seconds for each in lodged[load] for seconds in each.took_s]
            figures[f"{load}_complaints"] = len(took)
            figures[f"{load}_lodged_p50_ms"] = percentile(took, 50) * 1000 if took else 0.0
    figures["refused"] = sum(each.served.refusals.total() for stretches in measured.values() for each in stretches)
    return figures


def _notes(measured: dict[str, list[RoomMeasured]], lodged: dict[str, list[Lodgings]]) -> list[str]:
    notes = []
    for load, lodgings in lodged.items():
        refusals = sum((each.refusals for each in lodgings), Counter[str]())
        if lodgings:
            photos = sum(each.photos for each in lodgings)
            said = ", ".join(f"{count} × {status}" for status, count in refusals.items())
            notes.append(f"{load}: {photos} photos" + (f"; not lodged: {said}" if said else ""))
    commands = sum((each.served.refusals for stretches in measured.values() for each in stretches), Counter[str]())
    return notes + [f"{count:,} × {code}" for code, count in commands.items()]
