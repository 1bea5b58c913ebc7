from functools import partial

import pytest

from tests.bench.load.fleet import Fleet, LoadFailed
from tests.bench.load.listeners import Listener, Listeners
from tests.bench.machine import all_cores
from tests.bench.peers.catalogue import PEERS, Peer, started
from tests.bench.peers.node import Missing, install_socket_io
from tests.bench.usage import Usage

pytestmark = pytest.mark.slow

LISTENERS = 12


@pytest.mark.long
@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_peer_says_to_all_what_one_says(peer: Peer) -> None:
    try:
        with (
            started(peer) as running,
            Fleet(partial(Listeners, peer.listener), processes=1, cores=all_cores()) as fleet,
        ):
            fleet.call("join", running.origin, LISTENERS)
            [flood] = fleet.call("flood", 0.2, 100)
            [talk] = fleet.call("say_messages", 0.2, 0.01, 100)
            cpu_s = Usage(running.pid).cpu_s()
    except Missing as why:
        pytest.skip(str(why))

    assert (flood.lost, talk.lost) == (0, 0)
    assert talk.frames == talk.messages * LISTENERS
    assert 100 <= talk.frame_bytes < 140
    assert cpu_s > 0


def test_a_machine_without_node_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    install_socket_io.cache_clear()

    with pytest.raises(Missing, match="node is not on this machine"):
        install_socket_io()


@pytest.mark.long
def test_what_a_generator_process_raises_is_raised_where_it_was_called() -> None:
    with (
        Fleet(partial(Listeners, Listener), processes=2, cores=all_cores()) as fleet,
        pytest.raises(LoadFailed, match="ConnectionRefusedError"),
    ):
        fleet.call("join", "ws://127.0.0.1:1", 3)
