"""The Valkey of the tests."""

from collections.abc import Callable

import pytest
import redis

from tests.servers.services.valkey import Valkey


def test_it_answers_at_its_address(valkey: Valkey):
    assert valkey.command("SET", "a", "1") is True
    with redis.Redis.from_url(valkey.url) as client:
        assert client.get("a") == b"1"


def test_it_starts_again_on_its_port_and_has_forgotten_everything(own_valkey: Callable[..., Valkey]):
    server = own_valkey()
    url = server.url
    server.command("SET", "a", "1")
    server.restart()
    assert (server.url, server.command("GET", "a")) == (url, None)


def test_a_frozen_one_answers_nothing_until_it_continues(own_valkey: Callable[..., Valkey]):
    server = own_valkey("--maxclients", "20")
    with redis.Redis.from_url(server.url, socket_timeout=0.2, retry=None) as client:
        server.freeze()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        server.thaw()
    assert server.command("PING") is True
