"""Parses REDIS_URL for the channel layer. It refuses unusable parts, without quoting a password."""

from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKEND = "channels_redis.pubsub.RedisPubSubChannelLayer"
SCHEMES = frozenset({"redis", "rediss"})
SENTINEL_SCHEMES = frozenset({"redis+sentinel", "rediss+sentinel"})
PREFIX = "live-chat"

# Without these timeouts redis-py 8 cuts idle subscriptions, and waits for ever for a server that does not answer.
# RESP2 replaces a lost connection by itself; with RESP3 the next publisher would get the error.
HOW = {"socket_timeout": 15, "socket_connect_timeout": 2, "protocol": 2}
# Sentinels are asked one after the other: those that are away must leave time for one that answers.
ASK_SENTINEL = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "protocol": 2}

TLS_OPTIONS = frozenset({"ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs", "ssl_check_hostname"})
OPTIONS = TLS_OPTIONS | {"protocol"}
SENTINEL_OPTIONS = OPTIONS | {"db", "sentinel_username", "sentinel_password"}
SIGNS = "In a name or password / is written %2F, # %23, ? %3F, @ %40, : %3A and , %2C."


def find_channel_layers(environment: Mapping[str, str]) -> dict[str, Any]:
    """CHANNEL_LAYERS for the Redis that REDIS_URL names; none without it.

    One address (redis://, or rediss:// for TLS), several with commas between them (all are used: the nodes of a Redis
    Cluster, or independent servers), or redis+sentinel://host:port,host:port/master.
    """
    url = environment.get("REDIS_URL", "").strip()
    if not url:
        return {}
    return {"default": {"BACKEND": BACKEND, "CONFIG": {"hosts": _find_hosts(url), "prefix": PREFIX}}}


def _find_hosts(url: str) -> list[dict[str, Any]]:
    addresses = _split(url)
    if addresses[0].scheme in SENTINEL_SCHEMES:
        return [_sentinel(addresses)]
    return [_server(number, address) for number, address in enumerate(addresses, 1)]


def _split(url: str) -> list[SplitResult]:
    """One result for each host; scheme, password, path and options around a list of hosts hold for all of them."""
    try:
        if url.count("://") > 1:
            return [urlsplit(address.strip()) for address in url.split(",")]
        whole = urlsplit(url)
    except ValueError:
        _refuse("has square brackets that belong to no IPv6 address.")
    names, at, places = whole.netloc.rpartition("@")
    return [whole._replace(netloc=f"{names}{at}{place.strip()}") for place in places.split(",")]


def _server(number: int, address: SplitResult) -> dict[str, Any]:
    where = f"address {number}"
    if address.scheme not in SCHEMES:
        _refuse(f"({where}) must begin with redis:// or rediss://, or as a whole with redis+sentinel://.")
    _check_place(where, address)
    database = address.path.removeprefix("/")
    if database and not _is_number(database):
        _refuse(f"({where}) may only name a database by its number behind the host, as in redis://host:6379/0.")
    query = urlencode({name: value for name, value in _options(address, OPTIONS).items() if name != "protocol"})
    return {"address": address._replace(query=query).geturl(), **HOW}


def _sentinel(addresses: list[SplitResult]) -> dict[str, Any]:
    for number, address in enumerate(addresses, 1):
        if address.scheme not in SENTINEL_SCHEMES:
            _refuse(
                f"(address {number}) is not of the same kind as the first; sentinels stand in one redis+sentinel://."
            )
        _check_place(f"address {number}", address)
    first = addresses[0]
    master = unquote(first.path.strip("/"))
    if not master or "/" in master:
        _refuse("names no master; it must look like redis+sentinel://host:26379,host:26379/master.")
    options = _options(first, SENTINEL_OPTIONS)
    if not _is_number(options.get("db", "0")):
        _refuse("names a database by db=, which must be a number.")
    # Imported late: every command reads the settings, and few need redis-py.
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    from chatserver.config.redis_sentinel import MasterConnection, MasterTlsConnection

    tls = _tls(first, options)
    own = {"username": first.username, "password": first.password}
    return {
        "sentinels": [(unquote(address.hostname or ""), address.port or 26379) for address in addresses],
        "master_name": master,
        "sentinel_kwargs": {
            **ASK_SENTINEL,
            "retry": Retry(NoBackoff(), 0),
            **tls,
            **{name: options[f"sentinel_{name}"] for name in own if f"sentinel_{name}" in options},
        },
        "connection_class": MasterTlsConnection if tls else MasterConnection,
        "db": int(options.get("db", "0")),
        **{name: unquote(value) for name, value in own.items() if value},
        **tls,
        **HOW,
    }


def _tls(address: SplitResult, options: Mapping[str, str]) -> dict[str, Any]:
    if address.scheme != "rediss+sentinel":
        return {}
    named: dict[str, Any] = {name: value for name, value in options.items() if name in TLS_OPTIONS}
    if "ssl_check_hostname" in named:
        named["ssl_check_hostname"] = named["ssl_check_hostname"].lower() in {"1", "true", "yes", "on"}
    return {"ssl": True, **named}


def _check_place(where: str, address: SplitResult) -> None:
    if address.fragment:
        _refuse(f"({where}) has a # in it. {SIGNS}")
    if not address.hostname:
        _refuse(f"({where}) names no host. {SIGNS}")
    try:
        is_port_good = address.port is None or address.port > 0
    except ValueError:
        is_port_good = False
    if not is_port_good:
        _refuse(f"({where}) has a port that is no number from 1 to 65535. {SIGNS}")


def _options(address: SplitResult, known: frozenset[str]) -> dict[str, str]:
    options = dict(parse_qsl(address.query, keep_blank_values=True))
    if options.keys() - known:
        _refuse(f"has an option behind its ? that is none of {', '.join(sorted(known))}. {SIGNS}")
    if options.get("protocol", "2") != "2":
        _refuse("must say protocol=2, or nothing about it.")
    return options


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _refuse(what: str) -> NoReturn:
    raise ImproperlyConfigured(f"REDIS_URL {what}")
