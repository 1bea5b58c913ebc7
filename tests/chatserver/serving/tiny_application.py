"""A program: an application of a few lines on one of the product's servers, to test the servers alone.

python tiny_application.py daphne|uvicorn LIMITS; LIMITS: JSON with other values for those of the product
"""

import asyncio
import importlib
import json
import socket
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import time_machine

from chatserver import serving
from chatserver.live.wire.frames import FramePort, port_of, ready_frame
from chatserver.serving.clients import request_limits, socket_limits
from chatserver.serving.process.listening import open_socket
from sessions.contract import limits

CHUNK = b"x" * 64 * 1024


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await serve_socket(scope, receive, send)
    else:
        await serve_page(scope["path"], scope, receive, send)


async def serve_page(path: str, scope: Any, receive: Any, send: Any) -> None:
    """/wait/SECONDS, /large/BYTES, /pieces/COUNT, /address, /files/SECONDS (with none left), or a greeting.

    /read is answered when the whole body has been read, and /clock/SECONDS sets the clock on the wall ahead, or back.
    """
    word, _, number = path.strip("/").partition("/")
    body = b"hello"
    if word == "wait":
        print("waiting", flush=True)
        await asyncio.sleep(float(number))
    elif word == "pieces":
        await send_pieces(int(number), receive, send)
        return
    elif word == "large":
        body = b"x" * int(number)
    elif word == "read":
        while (await receive()).get("more_body"):
            pass
    elif word == "clock":
        time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(number))).start()
    elif word == "files":
        await use_up_files(float(number))
    elif word == "address":
        headers = sorted(name.decode() for name, _ in scope["headers"] if name.startswith(b"x"))
        body = f"{scope['client'][0]} {' '.join(headers)}".encode()
    length = str(len(body)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": body})


async def send_pieces(count: int, receive: Any, send: Any) -> None:
    """Say how many were sent once the client is gone, or has them all."""
    gone = asyncio.ensure_future(until_gone(receive))
    length = str(count * len(CHUNK)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    sent = 0
    while sent < count and not gone.done():
        sent += 1
        await send({"type": "http.response.body", "body": CHUNK, "more_body": sent < count})
        await asyncio.sleep(0)
    print(f"sent {sent}", flush=True)
    gone.cancel()


async def until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def use_up_files(seconds: float) -> None:
    with ExitStack() as files:
        try:
            while True:
                files.enter_context(socket.socket())
        except OSError:
            print("no file left", flush=True)
        await asyncio.sleep(seconds)
    print("files again", flush=True)


async def serve_socket(scope: Any, receive: Any, send: Any) -> None:
    port = port_of(scope)
    assert port is not None
    port.write(ready_frame(b"too early"))
    await receive()
    await send({"type": "websocket.accept"})
    try:
        while (message := await receive())["type"] == "websocket.receive":
            await obey(message["text"], port, send)
    finally:
        print(f"gone, hooks {port.on_clear} {port.on_text}", flush=True)


async def obey(text: str, port: FramePort, send: Any) -> None:
    """Do what the client's words say, and send back all other words."""
    match text.split():
        case ["mix", count]:
            for number in range(int(count)):
                port.write(ready_frame(f"ready {number}".encode()))
                await send({"type": "websocket.send", "text": f"sent {number}"})
        case ["large", size]:
            port.write(ready_frame(b"x" * int(size)))
            port.write(ready_frame(b"ready"))
            await send({"type": "websocket.send", "text": "sent"})
        case ["close"]:
            port.write(ready_frame(b"last"))
            await send({"type": "websocket.close", "code": 4000})
            port.write(ready_frame(b"too late"))
            print("clear" if port.is_clear() else "not clear", flush=True)
        case ["fill"]:
            fill(port)
        case ["listen"]:
            port.on_text = lambda text: text.startswith(b"!")
            await send({"type": "websocket.send", "text": "listening"})
        case ["speak", "late"]:
            await speak_late(send)
        case ["watch", "floods"]:
            await watch_floods(port, send)
        case _:
            await send({"type": "websocket.send", "text": text})


def fill(port: FramePort) -> None:
    port.on_clear = lambda: print("clear again", flush=True)
    while port.is_clear():
        port.write(ready_frame(CHUNK))
    print("full", flush=True)


async def speak_late(send: Any) -> None:
    """After the close, which ASGI answers with an OSError."""
    await send({"type": "websocket.close", "code": 4000})
    try:
        await send({"type": "websocket.send", "text": "too late"})
    except OSError:
        print("refused", flush=True)


async def watch_floods(port: FramePort, send: Any) -> None:
    port.on_flood = lambda: goodbyes.append(asyncio.ensure_future(send({"type": "websocket.close", "code": 4003})))
    await send({"type": "websocket.send", "text": "watching"})


goodbyes: list[asyncio.Future[None]] = []
"""Kept, so that no task is lost half-way."""


async def close_sockets() -> None:
    print("goodbye", flush=True)


async def close() -> None:
    print("closed", flush=True)


def main() -> None:
    server = cast("serving.ServerName", sys.argv[1])
    for name, value in json.loads(sys.argv[2]).items():
        # Both modules are loaded already; the others take the figure from the first when they are.
        for module in (limits, socket_limits, request_limits):
            if module is limits or hasattr(module, name.upper()):
                assert hasattr(limits, name.upper()), name
                setattr(module, name.upper(), value)
    importlib.import_module(f"chatserver.serving.{server}.server")  # before the socket is bound, as in the product
    listener = open_socket("127.0.0.1", 0)
    port = listener.getsockname()[1]
    service = serving.ServedApplication(
        application=application,
        listener=listener,
        trust_proxy=True,
        when_ready=lambda: print(f"Listening on {port}", flush=True),
        close_sockets=close_sockets,
        close=close,
        lifeline=sys.stdin.fileno() if len(sys.argv) > 3 else None,
    )
    serving.serve(service, server)


if __name__ == "__main__":
    main()
