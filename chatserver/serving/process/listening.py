"""Binds the listening sockets before any other work is done, so that a port in use is reported at once."""

import socket

BACKLOG = 2048

RECEIVE_BUFFER = 32 * 1024
"""The receive buffer of each connection, which inherits it. While the kernel fills libuv's own buffer, libuv reads on,
up to eight megabytes, before other work has its turn: so the kernel's buffer is smaller than libuv's.
"""


def open_socket(host: str, port: int) -> socket.socket:
    """One listening socket. Port 0: any free one. Raises OSError."""
    return _listen(host, port, shared=False)


def open_sockets(host: str, port: int, count: int) -> list[socket.socket]:
    """Several listening sockets on one port; the kernel distributes the connections. Raises OSError.

    Sockets that share a port would share it with another program's, too: so one that does not share binds it first.
    """
    with _listen(host, port, shared=False) as first:
        port = first.getsockname()[1]
    return [_listen(host, port, shared=True) for _ in range(count)]


def _listen(host: str, port: int, *, shared: bool) -> socket.socket:
    listener = socket.create_server((host, port), backlog=BACKLOG, reuse_port=shared)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    return listener
