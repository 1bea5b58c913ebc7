"""An evening of a borough or of the whole city, on two workers: questions, backing, answers; then the proof."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

from tests.bench.delivery_check import Log, check, lost
from tests.bench.load.evening_residents import Doings, Ends, EveningResidents
from tests.bench.load.fleet import Fleet
from tests.bench.load.receiving.seen import SeenStreams
from tests.bench.load.residents import RoomResidents
from tests.bench.load.staff import Staff, StaffCookies
from tests.bench.machine import all_cores
from tests.bench.names import CITY_EVENING, EVENING, PRODUCT
from tests.bench.options import Options
from tests.bench.population import Room, populate
from tests.bench.product import two_workers
from tests.bench.progress import bar, let_pass
from tests.bench.results.figures import Row
from tests.bench.results.percentiles import percentile_of_counts
from tests.bench.usage import Usage
from tests.history.log_dump import read_log
from tests.servers.server import Server


@dataclass(frozen=True)
class Gathering:
    """residents: in each room; ask_every_s: how often a resident asks there."""

    part: str
    rooms: int
    residents: int
    ask_every_s: float

    @property
    def people(self) -> int:
        return self.rooms * self.residents


BOROUGH = Gathering(EVENING, rooms=12, residents=1_500, ask_every_s=4.0)
CITY = Gathering(CITY_EVENING, rooms=144, residents=250, ask_every_s=24.0)
"""An eighth of the 2,000 that a room is planned for: all wards on one evening."""

QUESTIONS = 8
"""Questions asked before the evening."""

GENERATORS = 4
AT_ONCE = 60
TAPS_EACH_S = 1 / 120
"""Each resident backs a question about once in the evening."""

QUIET_WITHIN_S = 20.0


@dataclass
class MeasuredEvening:
    """The results of an evening."""

    log: Log
    seen: list[SeenStreams]
    ends: list[Ends]
    doings: list[Doings]
    troubles: Counter[str]
    server_cpu_s: float
    load_cpu_s: float
    complaints: list[str]


def measure_evening(gathering: Gathering, server: str, options: Options) -> Iterator[Row]:
    """One row: the lost and repeated events, and how late events came."""
    people, remarks = options.crowd(gathering.people, servers=2)
    gathering = replace(gathering, residents=people // gathering.rooms)
    evening = _hold(gathering, server, options)
    broken = list(check(evening.log, evening.seen, evening.ends))
    row = Row(gathering.part, PRODUCT[server], _figures(evening, options), remarks)
    row.figures |= {"sockets": gathering.people, "faults": len(broken) + len(evening.complaints)}
    row.notes += [*broken[:3], *evening.complaints[:1], *_roughness(evening, gathering.people)]
    row.notes += [f"{count} × {trouble}" for trouble, count in evening.troubles.items()]
    yield row


def _roughness(evening: MeasuredEvening, people: int) -> list[str]:
    """Remarks about an evening without faults that was not smooth."""
    lines_lost = sum(ends.lines_lost for ends in evening.ends)
    restarts = sum(ends.snapshots for ends in evening.ends) - people
    remarks = {"lines were lost on the way": lines_lost, "residents began anew from a snapshot": restarts}
    return [f"{count:,} {remark}" for remark, count in remarks.items() if count]


def _hold(gathering: Gathering, server: str, options: Options) -> MeasuredEvening:
    with (
        two_workers(server) as product,
        Fleet(EveningResidents, processes=GENERATORS, cores=all_cores()) as crowd,
        Fleet(Staff, processes=1, cores=all_cores()) as staff,
    ):
        rooms = populate(product, gathering.rooms, gathering.residents, questions=QUESTIONS)
        staffed = [StaffCookies(room.chat_session, room.moderators[0], room.councillor) for room in rooms]
        staff.call("join", product.base_url, staffed)
        crowd.call_each("settle", [(product.base_url, _share(rooms, number)) for number in range(GENERATORS)])
        with bar(f"joining, {server}", gathering.people) as shown:
            crowd.call("join", AT_ONCE, bar=shown)
        let_pass("ageing", options.age_s)
        usage = Usage(product.pid)
        server_before, load_before = usage.cpu_s(), crowd.usage.cpu_s()
        doings, troubles = _live(crowd, staff, gathering, options)
        log = _read_log(product, rooms)
        crowd.call("until_at", {epoch: len(events) for epoch, events in log.items()}, QUIET_WITHIN_S)
        server_cpu_s, load_cpu_s = usage.cpu_s() - server_before, crowd.usage.cpu_s() - load_before
        ends, seen = crowd.call("tell_ends"), crowd.call("tell_seen")
        return MeasuredEvening(log, seen, ends, doings, troubles, server_cpu_s, load_cpu_s, product.faults)


def _live(crowd: Fleet, staff: Fleet, gathering: Gathering, options: Options) -> tuple[list[Doings], Counter[str]]:
    asks = gathering.rooms / gathering.ask_every_s / GENERATORS
    taps = gathering.people * TAPS_EACH_S / GENERATORS
    crowd.begin("live", [(options.evening_s, asks, taps)] * GENERATORS)
    with bar("evening", round(options.evening_s), "s") as shown:
        [troubles] = staff.call("work", options.evening_s, bar=shown)
    doings = crowd.finish()
    staff.call("leave")
    return doings, troubles


def _share(rooms: list[Room], number: int) -> list[RoomResidents]:
    return [
        RoomResidents(index, room.chat_session, room.residents[number::GENERATORS]) for index, room in enumerate(rooms)
    ]


def _read_log(product: Server, rooms: list[Room]) -> Log:
    dumps = [read_log(product.ask_database, room.chat_session).streams["public"] for room in rooms]
    return {dump.epoch: dump.rows for dump in dumps}


def _figures(evening: MeasuredEvening, options: Options) -> dict[str, float]:
    delays = reduce(add, (seen.delays_ms for seen in evening.seen), Counter[int]())
    acks = reduce(add, (doings.ack_ms for doings in evening.doings), Counter[int]())
    refused = reduce(add, (doings.refusals for doings in evening.doings), Counter[str]())
    frames = sum(ends.frames for ends in evening.ends)
    return {
        "p50_ms": percentile_of_counts(delays, 50),
        "p99_ms": percentile_of_counts(delays, 99),
        "worst_ms": max(delays),
        "receipts": delays.total(),
        "events_lost": lost(evening.log, evening.ends),
        "events": sum(map(len, evening.log.values())),
        "frames": frames,
        "commands": acks.total(),
        "refused": refused.total(),
        "ack_p50_ms": percentile_of_counts(acks, 50),
        "ack_p99_ms": percentile_of_counts(acks, 99),
        "server_share": evening.server_cpu_s / options.evening_s,
        "load_share": evening.load_cpu_s / options.evening_s,
    }
