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
