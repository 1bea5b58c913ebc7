import msgspec
import pytest

from chatserver.live.wire import protocol as wire
from tests.bench.load.receiving.heard import read_plain, read_product, read_socket_io


def test_frames_of_the_product_are_read_as_it_writes_them() -> None:
    events = wire.Events(
        stream="public",
        epoch="e",
        first=3,
        seq=4,
        events=[msgspec.Raw(b'{"seq":3}'), msgspec.Raw(b'{"seq":4}')],
        counts=wire.Counts(present=2, backing={"q": 1}),
    )
    counts = wire.Events(stream="public", epoch="e", first=5, seq=4, events=[], counts=events.counts)
    nack = wire.encode_nack(wire.Nack(ref="r", code="state", message="No."), {"state": "queued", "version": 3})

    heard = read_product(wire.encode(events).encode())

    assert (heard.type, heard.epoch, heard.first, heard.seq, len(heard.events)) == ("events", "e", 3, 4, 2)
    assert (heard.is_news, heard.is_shared) == (True, True)
    assert read_product(wire.encode(counts).encode()).is_news is False
    assert read_product(wire.encode(wire.Bye(code=4000, why="", after_ms=7)).encode()).after_ms == 7
    assert read_product(nack.encode()).code == "state"
    assert read_product(wire.encode(wire.Ack(ref="r", result={})).encode()).is_shared is False


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        read_product(b"<html>")


def test_peers_messages_are_told_from_what_keeps_their_lines_up() -> None:
    assert read_plain(b"anything").is_news
    assert read_socket_io(b'42["chat message","x"]').is_news
    assert [read_socket_io(packet).is_news for packet in (b"2", b'0{"sid":"x"}', b'40{"sid":"x"}')] == [False] * 3
