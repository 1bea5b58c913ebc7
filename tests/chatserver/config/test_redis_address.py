from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.redis_address import BACKEND, HOW, PREFIX, find_channel_layers
from tests.running.tables import table


def hosts_of(url: str) -> list[dict[str, Any]]:
    hosts: list[dict[str, Any]] = find_channel_layers({"REDIS_URL": url})["default"]["CONFIG"]["hosts"]
    return hosts


def addresses_of(url: str) -> list[str]:
    hosts = hosts_of(url)
    assert all(host == {"address": host["address"], **HOW} for host in hosts)
    return [host["address"] for host in hosts]


@pytest.mark.parametrize("environment", [{}, {"REDIS_URL": ""}, {"REDIS_URL": " "}])
def test_without_an_address_there_is_no_layer(environment: dict[str, str]):
    assert find_channel_layers(environment) == {}


def test_one_address_is_taken_with_times_of_our_own():
    assert find_channel_layers({"REDIS_URL": "redis://:p%2Fw@h:6380/2?protocol=2"}) == {
        "default": {
            "BACKEND": BACKEND,
            "CONFIG": {
                "hosts": [
                    {
                        "address": "redis://:p%2Fw@h:6380/2",
                        "socket_timeout": 15,
                        "socket_connect_timeout": 2,
                        "protocol": 2,
                    }
                ],
                "prefix": PREFIX,
            },
        }
    }


@table(
    ("url", "addresses"),
    [
        ("redis://a:1,redis://b:2/3", ["redis://a:1", "redis://b:2/3"]),
        ("redis://a:1, rediss://b:2", ["redis://a:1", "rediss://b:2"]),
        ("redis://n:p@a:1,b:2/3", ["redis://n:p@a:1/3", "redis://n:p@b:2/3"]),
        ("redis://[::1]:7,[::2]", ["redis://[::1]:7", "redis://[::2]"]),
        ("rediss://a?ssl_cert_reqs=none&protocol=2", ["rediss://a?ssl_cert_reqs=none"]),
    ],
)
def test_several_addresses_stand_with_commas_between_them(url: str, addresses: list[str]):
    assert addresses_of(url) == addresses


def test_sentinels_are_asked_for_their_master():
    [host] = hosts_of("redis+sentinel://n%2C:p%40@a:1,b/evening?db=2&sentinel_password=s")
    asked = host.pop("sentinel_kwargs")
    assert (asked["password"], asked["socket_timeout"], "username" in asked, "ssl" in asked) == ("s", 0.5, False, False)
    assert host.pop("connection_class").__name__ == "MasterConnection"
    assert host == {
        "sentinels": [("a", 1), ("b", 26379)],
        "master_name": "evening",
        "username": "n,",
        "password": "p@",
        "db": 2,
        **HOW,
    }


def test_sentinels_and_their_master_may_speak_tls():
    [host] = hosts_of("rediss+sentinel://a/evening?ssl_ca_certs=/ca.pem&ssl_check_hostname=no")
    tls = {"ssl": True, "ssl_ca_certs": "/ca.pem", "ssl_check_hostname": False}
    assert host["connection_class"].__name__ == "MasterTlsConnection"
    assert all(host[name] == host["sentinel_kwargs"][name] == value for name, value in tls.items())


@table(
    ("url", "part"),
    [
        ("h:6379", "address 1) must begin with"),
        ("http://h", "address 1) must begin with"),
        ("redis://a,redis://b,c", "address 3) must begin with"),
        ("redis+sentinel://a/m,redis://b", "address 2) is not of the same kind"),
        ("redis://", "address 1) names no host"),
        ("redis://a,,b", "address 2) names no host"),
        ("redis://h:x", "address 1) has a port"),
        ("redis://h:0", "address 1) has a port"),
        ("redis://h:70000", "address 1) has a port"),
        ("redis://[::1", "square brackets"),
        ("redis://h/evening", "address 1) may only name a database"),
        ("redis://h?socket_timeout=1", "has an option"),
        ("redis://h?protocol=3", "must say protocol=2"),
        ("redis+sentinel://a,b", "names no master"),
        ("redis+sentinel://a/one/two", "names no master"),
        ("redis+sentinel://a/m?db=x", "names a database by db="),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_part_that_is_wrong(url: str, part: str):
    with pytest.raises(ImproperlyConfigured, match=r"^REDIS_URL ") as refusal:
        hosts_of(url)
    assert part in str(refusal.value)


@table(
    "url",
    [
        "redis://:hush/hush@h",
        "redis://:hush#hush@h",
        "redis://:hush?hush@h",
        "redis://:hush:hush@h:x",
        "redis://hush:hush@[::1",
        "redis+sentinel://:hush/hush@h/m",
    ],
)
def test_no_refusal_quotes_a_password(url: str):
    with pytest.raises(ImproperlyConfigured) as refusal:
        hosts_of(url)
    assert "hush" not in str(refusal.value)
