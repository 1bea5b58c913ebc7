from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from chatserver.live.wire.frames import EXTENSION, Prepared, port_of, ready_frame
from tests.running.tables import table


@table("size", [0, 1, 125, 126, 127, 65_535, 65_536, 300_000])
def test_a_frame_is_what_another_implementation_of_the_standard_makes(size: int):
    payload = b"x" * size

    assert ready_frame(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


@given(st.text())
def test_a_message_is_the_same_in_both_forms(text: str):
    message = Prepared(text.encode())

    assert message.text == text
    assert message.frame == ready_frame(text.encode())
    assert message.frame is message.frame
    assert message.size == len(text.encode())


@table("scope", [{}, {"extensions": None}, {"extensions": {}}, {"extensions": {"other": {}}}])
def test_a_server_without_the_extension_has_no_port(scope: dict[str, Any]):
    assert port_of(scope) is None


def test_a_server_with_the_extension_hands_its_port_over():
    port = object()

    assert port_of({"extensions": {EXTENSION: {"port": port}}}) is port
