"""The goals of the product, compared with the measured figures; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench import names
from tests.bench.results.figures import Row
from tests.bench.results.ratios import cost, find, ratio

FULL_ROOM = 2_000

STEADY = 0.2
"""The greatest ratio of a frame's cost between the smallest crowd and the largest."""


@dataclass(frozen=True)
class Verdict:
    """value: the measured one; it has to be at most (or, if is_floor, at least) the bound."""

    goal: str
    value: float
    bound: float
    is_floor: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.bound if self.is_floor else self.value <= self.bound


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Every goal that something was measured for."""
    return [
        *_judge_fanout(rows),
        *_judge_all_work(rows),
        *_judge_steadiness(rows),
        *_judge_figures(rows),
        *_judge_room_reads(rows),
    ]


def _judge_fanout(rows: Sequence[Row]) -> Iterator[Verdict]:
    bounds = (
        ("uvicorn", names.WEBSOCKETS, 1.0),
        ("uvicorn", names.PICOWS, 1.3),
        ("uvicorn", names.SOCKET_IO, 1.0),
        ("daphne", names.TUTORIAL_PUBSUB, 1 / 6),
    )
    for part in names.FANOUT.values():
        for server, peer, bound in bounds:
            own = find(rows, part, names.PRODUCT[server])
            value = ratio(rows, own, peer) if own is not None else None
            if value is not None:
                yield Verdict(f"{part}: {server} over {peer}", value, bound)


def _judge_all_work(rows: Sequence[Row]) -> Iterator[Verdict]:
    """A frame with everything else that the process does meanwhile, in a full room."""
    part = names.FANOUT[FULL_ROOM]
    figures = [find(rows, part, subject) for subject in (names.PRODUCT["uvicorn"], names.WEBSOCKETS)]
    own, theirs = (row.figures.get("us_per_frame") if row is not None else None for row in figures)
    if own and theirs:
        yield Verdict(f"{part}: all work of uvicorn over {names.WEBSOCKETS}", own / theirs, 1.5)


def _judge_steadiness(rows: Sequence[Row]) -> Iterator[Verdict]:
    smallest, largest = names.FANOUT[names.FANOUT_SIZES[0]], names.FANOUT[names.FANOUT_SIZES[-1]]
    for server, subject in names.PRODUCT.items():
        few, many = find(rows, smallest, subject), find(rows, largest, subject)
        costs = [cost(row) for row in (few, many) if row is not None]
        if len(costs) == 2 and costs[0] and costs[1]:
            change = costs[1] / costs[0] - 1
            yield Verdict(f"{server}: change of cost per frame, smallest to largest crowd", abs(change), STEADY)


def _judge_figures(rows: Sequence[Row]) -> Iterator[Verdict]:
    goals = (
        (names.STORM, "back_after_s", 8.0, False),
        (names.COMMANDS, "commands_per_s", 2500.0, True),
        (names.COMMANDS, "p99_ms", 150.0, False),
        (names.BACKING, "faults", 0.0, False),
        (names.EVENING, "faults", 0.0, False),
        (names.EVENING, "p99_ms", 250.0, False),
        (names.CITY_EVENING, "faults", 0.0, False),
        (names.CITY_EVENING, "p99_ms", 1000.0, False),
        (names.ATTACK, "p99_ms", 1000.0, False),
        (names.ATTACK, "refused", 0.0, False),
        (names.ATTACK, "lines_lost", 0.0, False),
        (names.ATTACK, "signed_out", 0.0, False),
        *((part, "signed_in", 95.0, True) for part in names.ATTACK_BY.values()),
        *((part, "p99_ms", 1000.0, False) for part in names.ATTACK_BY.values()),
        *((part, "faults", 0.0, False) for part in names.ATTACK_BY.values()),
        (names.ATTACK_BY["restart"], "loaded_again", 50.0, True),
        (names.MEMORY, "kb_per_resident", 12.0, False),
        (names.SEARCH, "p95_ms", 50.0, False),
        (names.COMPLAINTS, "near_p95_ms", 50.0, False),
        (names.COMPLAINTS, "list_p95_ms", 100.0, False),
        (names.COMPLAINTS, "open311_p95_ms", 100.0, False),
        (names.LODGING, "busy_ack_of_allowed", 1.0, False),
        (names.LODGING, "busy_heard_of_allowed", 1.0, False),
        (names.LODGING, "refused", 0.0, False),
        (names.LODGING, "faults", 0.0, False),
        (names.SITE, "ward_p95_ms", 100.0, False),
        (names.SITE, "borough_p95_ms", 100.0, False),
        (names.SITE, "search_p95_ms", 100.0, False),
        (names.SITE, "largest_kb", 40.0, False),
    )
    for part, figure, bound, is_floor in goals:
        for row in rows:
            if row.part == part and figure in row.figures:
                yield Verdict(f"{part}, {row.subject}: {figure}", row.figures[figure], bound, is_floor)


def _judge_room_reads(rows: Sequence[Row]) -> Iterator[Verdict]:
    """Ten times as many people may not make the rooms be read noticeably more often."""
    for row in rows:
        if row.part == names.STORM and row.figures.get("room_reads_of_few"):
            growth = row.figures["room_reads"] / row.figures["room_reads_of_few"]
            yield Verdict(f"{row.part}, {row.subject}: reads of the log, over a tenth of the people", growth, 2.0)
