"""Rounds of a public beacon: which chain they are of, when they are of their moment, and what follows from them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from chatserver.config.environment import find_beacon
from sessions.ordering.beacons import (
    AHEAD_S,
    LATE_S,
    BeaconRelay,
    hash_of_chain,
    is_timely,
    newest_round,
    randomness_of,
)

DEFAULT = "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
FIRST_SIGNATURE = (
    "8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8"
    "f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655"
)
FIRST_RANDOMNESS = "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec"


def test_the_hash_of_a_chain_follows_from_what_is_fixed_about_it() -> None:
    """The two chains of drand's main network."""
    default = hash_of_chain(
        period=30,
        genesis_time=1_595_431_050,
        public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
        group_hash="176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
        beacon_id="default",
    )
    quicknet = hash_of_chain(
        period=3,
        genesis_time=1_692_803_367,
        public_key="83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec"
        "758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
        group_hash="f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
        beacon_id="quicknet",
    )
    assert (default, quicknet) == (DEFAULT, QUICKNET)


def test_the_randomness_of_a_round_is_the_hash_of_its_signature() -> None:
    """The first round of the main network."""
    assert randomness_of(FIRST_SIGNATURE) == FIRST_RANDOMNESS
    assert randomness_of("no hex") == ""


@given(st.integers(1, 10**9), st.integers(1, 3600), st.floats(0, 10**8))
def test_the_newest_round_is_timely_and_one_long_before_or_after_is_not(
    genesis: int, period: int, since: float
) -> None:
    at, chain = datetime.fromtimestamp(genesis + since, UTC), {"genesis_time": genesis, "period": period}
    number = newest_round(at, **chain)
    assert is_timely(number, at, **chain)
    assert not is_timely(number - LATE_S // period - 2, at, **chain)
    assert not is_timely(number + AHEAD_S // period + 2, at, **chain)
    assert not is_timely(0, at, **chain)


def test_a_round_is_timely_from_some_seconds_before_it_comes() -> None:
    chain, came_at = {"genesis_time": 1_600_000_000, "period": 30}, datetime.fromtimestamp(1_600_000_060, UTC)
    found = [is_timely(3, came_at + timedelta(seconds=each), **chain) for each in (-6, -5, 0, 60, 61)]
    assert found == [False, True, True, True, False]


def test_the_setting_names_a_relay_and_a_chain() -> None:
    assert find_beacon({}) is find_beacon({"BEACON": " "}) is None
    found = BeaconRelay(f"https://drand.example.org/{QUICKNET}", QUICKNET)
    assert find_beacon({"BEACON": found.url}) == find_beacon({"BEACON": f" {found.url}/ "}) == found
    assert find_beacon({"BEACON": f"http://10.0.0.7:8080/relay/{QUICKNET}"}) == BeaconRelay(
        f"http://10.0.0.7:8080/relay/{QUICKNET}", QUICKNET
    )


@pytest.mark.parametrize(
    "given",
    [
        "on",
        QUICKNET,
        "https://drand.example.org",
        f"https:///{QUICKNET}",
        f"ftp://drand.example.org/{QUICKNET}",
        f"https://drand.example.org/{QUICKNET[:-1]}",
        f"https://drand.example.org/{QUICKNET.upper()}",
        f"https://drand.example.org/{QUICKNET}/info",
        f"https://drand.example.org/{QUICKNET}?a=b",
        f"https://user:word@drand.example.org/{QUICKNET}",
        f"https://a b/{QUICKNET}",
    ],
)
def test_any_other_is_refused_in_a_sentence(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^BEACON is .*; it must be the address of a drand relay"):
        find_beacon({"BEACON": given})
