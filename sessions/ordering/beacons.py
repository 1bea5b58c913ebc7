"""Tell what a round of a public randomness beacon (drand) is worth: its chain, its moment, its randomness; pure.

drand is a network of organisations that publish a number together in each period, which none of them chooses or knows
before. The formulas: https://docs.drand.love/docs/specification/ and chatserver/docs/order.md.
"""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

LATE_S = 30
"""How many seconds beyond its period a round may be old when a draw uses it: it has to come here first."""

AHEAD_S = 5
"""How many seconds our clock may be behind that of the beacon."""

RELAY = re.compile(r"(https?://[^\s/?#@]+(?:/[^\s?#@]+)?)/([0-9a-f]{64})/?")


class BeaconRelay(NamedTuple):
    """A relay of the randomness beacon. url: of a relay's chain, without a slash at its end. chain: its hash."""

    url: str
    chain: str


def parse_relay(written: str) -> BeaconRelay | None:
    """`https://HOST/CHAIN_HASH`; None for a blank one. Raises ValueError."""
    if not written.strip():
        return None
    found = RELAY.fullmatch(written.strip())
    if found is None:
        raise ValueError(written)
    return BeaconRelay(f"{found[1]}/{found[2]}", found[2])


def hash_of_chain(*, period: int, genesis_time: int, public_key: str, group_hash: str, beacon_id: str) -> str:
    """The name of a chain, in hex, which follows from all that is fixed about it. Raises ValueError, OverflowError.

    public_key, group_hash: hex. beacon_id: the first chain, "default", has none in its hash.
    """
    fixed = period.to_bytes(4) + genesis_time.to_bytes(8) + bytes.fromhex(public_key) + bytes.fromhex(group_hash)
    named = "" if beacon_id == "default" else beacon_id
    return hashlib.sha256(fixed + named.encode()).hexdigest()


def newest_round(at: datetime, *, genesis_time: int, period: int) -> int:
    """The number of the round that is published at that moment, or was last; 0 or less before the first."""
    return int((at.timestamp() - genesis_time) // period) + 1


def is_timely(number: int, at: datetime, *, genesis_time: int, period: int) -> bool:
    """Whether a draw at that moment may use this round: neither an old one, nor one that is not published yet."""
    age_s = at.timestamp() - (genesis_time + (number - 1) * period)
    return number > 0 and -AHEAD_S <= age_s <= period + LATE_S


def randomness_of(signature: str) -> str:
    """SHA-256 of the signature's bytes, in hex; blank for what is no hex."""
    try:
        return hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    except ValueError:
        return ""
