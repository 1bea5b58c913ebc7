"""Fan-out: what a frame costs the server, for each peer and for this product, at one number of sockets.

The product's messages go through durable commands, which no peer has. Their cost without any listener is measured
first, with the same commands at the same pace, and subtracted from the fan-out's. It is the time of the thread that
runs the event loop, if Linux reports it: all work for a socket is done there.
"""

from collections.abc import Callable, Iterator
from functools import partial

from tests.bench.load.fleet import Fleet
from tests.bench.load.hearers import Hearers
from tests.bench.load.listeners import Listeners
from tests.bench.load.residents import RoomResidents
from tests.bench.load.talk import Talk
from tests.bench.machine import load_cores
from tests.bench.names import FANOUT, PRODUCT
from tests.bench.options import Options
from tests.bench.peers.catalogue import PEERS, Peer, started
from tests.bench.peers.node import Missing
from tests.bench.population import populate
from tests.bench.product import SERVERS, one_process
from tests.bench.progress import bar, let_pass
from tests.bench.results.figures import Row
from tests.bench.results.percentiles import percentile
from tests.bench.usage import Usage

FRAME_BYTES = 300
BUSY = 0.9
EVERY_S = 0.3
"""A little more than the product's own tick, so that each message is a frame; the peers have the same pace."""


def measure_fanout(sockets: int, options: Options) -> Iterator[Row]:
    """One row for each server. All receive the same messages of some 300 bytes, at most four a second."""
    part = FANOUT[sockets]
    count, remarks = options.crowd(sockets)
    subjects: list[tuple[str, Callable[[], Row]]] = [
        *((peer.name, partial(_measure_peer, part, peer, count, options)) for peer in PEERS),
        *((PRODUCT[server], partial(_measure_product, part, server, count, options)) for server in SERVERS),
    ]
    with bar(part, len(subjects)) as shown:
        for name, measure in subjects:
            shown.set_postfix_str(name)
            row = measure()
            row.notes += remarks
            yield row
            shown.update(1)


def _measure_peer(part: str, peer: Peer, count: int, options: Options) -> Row:
    try:
        with (
            started(peer) as running,
            Fleet(partial(Listeners, peer.listener), processes=1, cores=load_cores()) as fleet,
        ):
            with bar("joining", count) as joining:
                fleet.call("join", running.origin, count, bar=joining)
            let_pass("ageing", options.age_s)
            speak = partial(fleet.call, "say_messages", options.talk_s, EVERY_S, FRAME_BYTES)
            row = _listen(part, peer.name, Usage(running.pid), speak)
            [flood] = fleet.call("flood", options.talk_s, FRAME_BYTES)  # last: some peers never recover from it
    except Missing as why:
        return Row(part, peer.name, notes=[f"skipped: {why}"])
    row.figures["deliveries_per_s"] = flood.frames / flood.seconds
    row.figures["paced_load_share"] = row.figures["load_share"]
    row.figures["load_share"] = flood.load_cpu_s / flood.seconds
    if row.figures["load_share"] > BUSY:
        row.notes.append("deliveries/s bounded by the load generator")
    if peer.has_redis:
        row.notes.append("without Redis' own CPU")
    return row


def _measure_product(part: str, server: str, count: int, options: Options) -> Row:
    with one_process(server) as product, Fleet(Hearers, processes=1, cores=load_cores()) as fleet:
        [room] = populate(product, 1, count)
        speak = partial(fleet.call, "say_messages", room.moderators, options.talk_s, EVERY_S, FRAME_BYTES)
        usage = Usage(product.pid)
        fleet.call("settle", product.base_url, [RoomResidents(0, room.chat_session, room.residents)])
        speak()
        alone = _listen(part, "", usage, speak)
        with bar("joining", count) as joining:
            fleet.call("join", bar=joining)
        let_pass("ageing", options.age_s)
        speak()
        row = _listen(part, PRODUCT[server], usage, speak)
        row.figures["faults"] = len(product.faults)
    row.figures["command_ms"] = alone.figures["server_cpu_s"] / alone.figures["messages"] * 1000
    row.figures["us_of_fanout"] = _us_of_fanout(row, alone)
    row.figures["deliveries_per_s"] = 1e6 / row.figures["us_per_frame"]
    row.notes.append("deliveries/s from CPU time: the tick never lets it saturate")
    return row


def _us_of_fanout(row: Row, alone: Row) -> float:
    """The thread's time for each frame beyond its time for a message without listeners."""
    key = "loop_cpu_s" if "loop_cpu_s" in alone.figures else "server_cpu_s"
    of_commands = alone.figures[key] / alone.figures["messages"] * row.figures["messages"]
    return (row.figures[key] - of_commands) / row.figures["frames"] * 1e6


def _listen(part: str, subject: str, usage: Usage, speak: Callable[[], list[Talk]]) -> Row:
    before, loop_before = usage.cpu_s(), usage.loop_s()
    [talk] = speak()
    row = Row(part, subject, _figures(talk, usage.cpu_s() - before))
    loop_after = usage.loop_s()
    if loop_before is not None and loop_after is not None:
        row.figures["loop_cpu_s"] = loop_after - loop_before
    if talk.lost:
        row.notes.append(f"{talk.lost:,} receipts did not come in time")
    return row


def _figures(talk: Talk, cpu_s: float) -> dict[str, float]:
    frames = max(1, talk.frames)
    return {
        "us_per_frame": cpu_s / frames * 1e6,
        "heard_by_all_ms": percentile(talk.delays_s, 50) * 1000 if talk.delays_s else 0.0,
        "sockets": talk.listeners,
        "messages": talk.messages,
        "lost": talk.lost,
        "frame_bytes": talk.frame_bytes,
        "frames": frames,
        "server_cpu_s": cpu_s,
        "server_share": cpu_s / talk.seconds,
        "load_share": talk.load_cpu_s / talk.seconds,
        "load_us_per_frame": talk.load_cpu_s / frames * 1e6,
    }
