"""The names in the table: parts and subjects."""

TUTORIAL, TUTORIAL_PUBSUB = "tutorial, RedisChannelLayer", "tutorial, RedisPubSubChannelLayer"
SOCKET_IO, WEBSOCKETS, PICOWS = "Socket.IO 4, Redis adapter", "websockets broadcast()", "picows broadcast"
PRODUCT = {"daphne": "this product, Daphne", "uvicorn": "this product, uvicorn"}

FANOUT_SIZES = (500, 2_000, 10_000)
FANOUT = {sockets: f"fan-out, {sockets:,}" for sockets in FANOUT_SIZES}
JOINS, STORM, COMMANDS, BACKING, MEMORY, EVENING, CITY_EVENING, ATTACK, SEARCH, COMPLAINTS, LODGING, SITE = (
    "joins",
    "storm",
    "commands",
    "backing",
    "memory",
    "evening",
    "city",
    "attack",
    "search",
    "complaints",
    "lodging",
    "site",
)

ATTACK_BY = {
    "one /48": "attack by a /48",
    "four addresses": "attack by four addresses",
    "eight networks": "attack by eight networks",
    "300 networks": "attack by 300 networks",
    "POST flood": "attack by empty POSTs of eight networks",
    "sockets of a /48": "attack by sockets of a /48",
    "restart": "attack by a /48, restart in the middle",
}
"""The parts by the kind of attack (tests/bench/load/attack/network_attackers.py)."""
