"""Rain: a live evening's commands and fan-out, while 500 complaints an hour with photographs are lodged beside it."""

from collections import Counter
from collections.abc import Iterator

from tests.bench.load.fleet import Fleet
from tests.bench.load.residents import RoomResidents
from tests.bench.lodging.comparison import compare, latencies
from tests.bench.lodging.complainants import Complainants, Rain
from tests.bench.lodging.room import Lived, MeasuredRoom
from tests.bench.machine import load_cores
from tests.bench.names import PRODUCT, RAIN
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
WEATHERS = {"quiet": 0.0, "rain": 500.0, "cloudburst": 5000.0}
"""Complaints an hour. They take turns, so that other work on this machine meets all of them alike."""

ROUNDS = 4
STRETCH_S = 18.0
"""Of one weather in one round: in the rain 72 seconds in all, or ten complaints."""

WARM_UP_S = 6.0


def measure_rain(engine: Engine, options: Options) -> Iterator[Row]:
    """One row: one process on this database."""
    count, remarks = options.crowd(RESIDENTS)
    complainants = round(sum(WEATHERS.values()) * STRETCH_S / 3600 + len(WEATHERS)) * ROUNDS
    with (
        one_process(DAPHNE, engine) as product,
        Fleet(MeasuredRoom, processes=1, cores=load_cores()) as residents,
        Fleet(Complainants, processes=1, cores=load_cores()) as others,
    ):
        [room] = populate(product, 1, count + complainants, questions=QUESTIONS)
        subject = f"{PRODUCT[DAPHNE]}, {DATABASES[engine]}"
        join(residents, product.base_url, RoomResidents(0, room.chat_session, room.residents[:count]), subject)
        others.call("settle", product.base_url, WARD, room.residents[count:])
        lived, fallen = _go_through(residents, others, room, PER_S * count / RESIDENTS)
        row = Row(RAIN, subject, _figures(lived, fallen), [*_notes(lived, fallen), *remarks])
        row.figures |= {"sockets": count, "faults": len(product.faults)}
        yield row


def _go_through(
    residents: Fleet, others: Fleet, room: Room, per_s: float
) -> tuple[dict[str, list[Lived]], dict[str, list[Rain]]]:
    """Each weather in turn, round after round; a stretch ends once the last complaint in it is lodged."""
    lived: dict[str, list[Lived]] = {weather: [] for weather in WEATHERS}
    fallen: dict[str, list[Rain]] = {weather: [] for weather in WEATHERS}
    residents.call("live", WARM_UP_S, per_s, room.questions)
    with bar(RAIN, ROUNDS * len(WEATHERS)) as shown:
        for _round in range(ROUNDS):
            for weather, per_hour in WEATHERS.items():
                shown.set_postfix_str(weather)
                if per_hour:
                    others.begin("complain", [(per_hour, STRETCH_S)])
                lived[weather] += residents.call("live_and_hear", STRETCH_S, per_s, room.questions, room.moderators)
                if per_hour:
                    fallen[weather] += others.finish()
                shown.update(1)
    return lived, fallen


def _figures(lived: dict[str, list[Lived]], fallen: dict[str, list[Rain]]) -> dict[str, float]:
    quiet = latencies(lived["quiet"])
    figures = {f"quiet_{name}": value for name, value in quiet.items()}
    for weather in WEATHERS:
        if weather != "quiet":
            figures |= compare(quiet, latencies(lived[weather]), weather)
            took = [seconds for rain in fallen[weather] for seconds in rain.took_s]
            figures[f"{weather}_complaints"] = len(took)
            figures[f"{weather}_lodged_p50_ms"] = percentile(took, 50) * 1000 if took else 0.0
    figures["refused"] = sum(each.served.refusals.total() for stretches in lived.values() for each in stretches)
    return figures


def _notes(lived: dict[str, list[Lived]], fallen: dict[str, list[Rain]]) -> list[str]:
    notes = []
    for weather, rains in fallen.items():
        refusals = sum((rain.refusals for rain in rains), Counter[str]())
        if rains:
            photos = sum(rain.photos for rain in rains)
            said = ", ".join(f"{count} × {status}" for status, count in refusals.items())
            notes.append(f"{weather}: {photos} photos" + (f"; not lodged: {said}" if said else ""))
    commands = sum((each.served.refusals for stretches in lived.values() for each in stretches), Counter[str]())
    return notes + [f"{count:,} × {code}" for code, count in commands.items()]
