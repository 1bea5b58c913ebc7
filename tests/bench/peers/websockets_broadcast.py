"""A peer: the websockets library alone. Each client's messages go to all, by broadcast(); nothing else is done."""

import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

everybody: set[ServerConnection] = set()


async def chat(connection: ServerConnection) -> None:
    everybody.add(connection)
    try:
        async for message in connection:
            broadcast(everybody, message)
    finally:
        everybody.discard(connection)


async def main() -> None:
    async with serve(chat, "127.0.0.1", int(sys.argv[1]), compression=None, backlog=2048) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
