"""A server that takes each request and then answers byte by byte, and so never quite ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import create_server, socket

EVERY_S = 0.1
LASTS_S = 20.0


@contextmanager
def dripping_server(head: bytes) -> Iterator[str]:
    """A server that answers byte by byte.

    head: what it sends at once; then a byte comes each EVERY_S seconds, for LASTS_S seconds.
    """
    is_over = threading.Event()
    with create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, head, is_over))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            is_over.set()
            with suppress(OSError):
                listening.shutdown(2)
            thread.join()


def _serve(listening: socket, head: bytes, is_over: threading.Event) -> None:
    with suppress(OSError):
        while not is_over.is_set():
            connection, _address = listening.accept()
            with connection, suppress(OSError):
                connection.recv(65_536)
                connection.sendall(head)
                for _byte in range(int(LASTS_S / EVERY_S)):
                    if is_over.wait(EVERY_S):
                        break
                    connection.sendall(b"x")
