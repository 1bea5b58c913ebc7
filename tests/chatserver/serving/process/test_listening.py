import socket

import pytest

from chatserver.serving.process.listening import open_socket, open_sockets


def test_several_sockets_share_a_port() -> None:
    listeners = open_sockets("127.0.0.1", 0, 3)
    assert len({listener.getsockname() for listener in listeners}) == 1
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize("count", [1, 2])
def test_a_port_is_not_shared_with_another_program(count: int) -> None:
    with open_sockets("127.0.0.1", 0, 1)[0] as theirs:
        port = theirs.getsockname()[1]
        with pytest.raises(OSError, match="Address already in use"):
            open_sockets("127.0.0.1", port, count)


def test_a_port_can_be_taken_again_while_connections_of_its_last_owner_linger() -> None:
    with open_socket("127.0.0.1", 0) as listener:
        address = listener.getsockname()
        with socket.create_connection(address):
            accepted, _ = listener.accept()
    with accepted:
        for again in open_sockets(address[0], address[1], 2):
            again.close()
