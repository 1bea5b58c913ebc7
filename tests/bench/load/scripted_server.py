"""A server for tests of the load generator, which says exactly what its script says."""

import json
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server


class ScriptedServer(WSListener):
    """scripts: the frames for each connection, in the order of the connections; the last is for all further ones."""

    def __init__(self, *scripts: list[dict[str, Any]]) -> None:
        self.scripts = list(scripts)
        self.paths: list[str] = []
        self.heard: list[dict[str, Any]] = []
        self.lines: list[WSTransport] = []

    async def open(self) -> str:
        """Answers the base address, as a product's."""
        self._server = await ws_create_server(self._let_in, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        self._server.close()
        for line in self.lines:
            line.disconnect(graceful=False)
            await line.wait_disconnected()

    def say(self, *frames: dict[str, Any]) -> None:
        """Send to the newest connection."""
        for frame in frames:
            self.lines[-1].send(WSMsgType.TEXT, json.dumps(frame).encode())

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.lines.append(transport)
        self.say(*(self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]))

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            self.heard.append(json.loads(frame.get_payload_as_bytes()))
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()

    def _let_in(self, request: WSUpgradeRequest) -> "ScriptedServer":
        self.paths.append(request.path.decode())
        return self


def welcome(seq: int, epoch: str = "e") -> dict[str, Any]:
    return {"type": "welcome", "v": 1, "epoch": epoch, "seq": seq, "you": {"role": "resident"}}


def snapshot(seq: int, epoch: str = "e", **state: Any) -> dict[str, Any]:
    return {"type": "snapshot", "stream": "public", "epoch": epoch, "seq": seq, "state": state}


def events(first: int, *texts: str, epoch: str = "e", **more: Any) -> dict[str, Any]:
    told = [
        {"seq": first + index, "type": "notice.posted", "at": "2027-01-02T18:00:00.000Z", "text": text}
        for index, text in enumerate(texts)
    ]
    last = first + len(texts) - 1
    return {"type": "events", "stream": "public", "epoch": epoch, "first": first, "seq": last, "events": told, **more}
