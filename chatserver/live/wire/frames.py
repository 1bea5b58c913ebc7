"""WebSocket frames made once for many (RFC 6455 section 5.2), and the ASGI extension by which a server takes them.

A server that knows the extension puts a `FramePort` into the scope: `scope["extensions"][EXTENSION]["port"]`.
Everywhere else the ordinary `websocket.send` carries the same text.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

EXTENSION = "councillor.frames"

FINAL_TEXT = 0x81


class FramePort(Protocol):
    """One connection's own side of the extension. Belongs to the event loop's thread.

    on_clear is called when a full transport can take more. on_text gets each text message of the client before the
    application does: if it answers True, the message is done and is not received again. on_flood is called once, when
    the client has sent more than anybody may: the server reads nothing more from it, and cuts it off a moment later.
    The application sets all three, and the server drops them when the connection is lost.
    """

    on_clear: Callable[[], object] | None
    on_text: Callable[[bytes], bool] | None
    on_flood: Callable[[], object] | None

    def write(self, frame: bytes) -> None:
        """Put a whole frame on the connection at once, in order with ordinary sends.

        Does nothing while the connection is not open: before its handshake is complete, and from its close frame on.
        """

    def is_clear(self) -> bool:
        """Whether the connection is open and its transport takes more without buffering it."""

    def offer(self, frame: bytes) -> bool:
        """write(), if is_clear(); answers whether. One call, because it is made for each socket of a full room."""

    def shut(self) -> None:
        """Take no frame from now on: only a bye follows, by ordinary sends."""


class Prepared:
    """One text message in the two forms that servers take; each is made when first needed, and then shared.

    size is in bytes of the message.
    """

    __slots__ = ("frame", "raw", "size", "text")

    frame: bytes
    text: str

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.size = len(raw)

    def __getattr__(self, name: str) -> Any:
        """Called while a form is not made yet: once it is, reading it costs nothing, thousands of times."""
        if name == "frame":
            self.frame = ready_frame(self.raw)
        elif name == "text":
            self.text = self.raw.decode()
        return object.__getattribute__(self, name)


def port_of(scope: Mapping[str, Any]) -> FramePort | None:
    """The connection's port, if its server has one."""
    port: FramePort | None = (scope.get("extensions") or {}).get(EXTENSION, {}).get("port")
    return port


def ready_frame(payload: bytes) -> bytes:
    """A final, unmasked, uncompressed text frame, as servers send them."""
    size = len(payload)
    if size < 126:
        head = bytes((FINAL_TEXT, size))
    elif size < 1 << 16:
        head = bytes((FINAL_TEXT, 126)) + size.to_bytes(2)
    else:
        head = bytes((FINAL_TEXT, 127)) + size.to_bytes(8)
    return head + payload
