"""Connections to the master that sentinels name; they close the connections to the sentinels after each answer.

When channels-redis reconnects, it closes its connections to the master, but never those to the sentinels.
"""

from typing import override

from redis.asyncio.sentinel import SentinelManagedConnection, SentinelManagedSSLConnection


class MasterConnection(SentinelManagedConnection):
    @override
    async def connect(self) -> None:
        try:
            await super().connect()  # type: ignore[no-untyped-call]
        finally:
            for sentinel in self.connection_pool.sentinel_manager.sentinels:
                await sentinel.connection_pool.disconnect(inuse_connections=False)  # another connection may be asking


class MasterTlsConnection(MasterConnection, SentinelManagedSSLConnection):
    pass
