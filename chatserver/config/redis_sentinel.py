"""Connections to the master that sentinels name, which let go of the sentinels once they have answered.

channels-redis closes the connections to the master when it begins anew, and never those to the sentinels.
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
                await sentinel.connection_pool.disconnect(inuse_connections=False)  # another one may be asking


class MasterTlsConnection(MasterConnection, SentinelManagedSSLConnection):
    pass
