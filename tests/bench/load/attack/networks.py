"""Addresses of those who attack and of those who do not, as a proxy in front tells them (TRUST_PROXY, X-Real-IP).

All of them come over the loopback. No two IPv4 networks of attackers are in one /16.
"""

from collections.abc import Callable

Addresses = Callable[[int], str]
"""The address of an attacker by number."""


def address_in_48(number: int) -> str:
    """Each in a /64 of its own."""
    return f"2001:db8:bad:{number % 65_536:x}::1"


def addresses_in(networks: int, *, each: int = 250) -> Addresses:
    """Addresses in so many /24 networks, so many of each."""
    return lambda number: f"{11 + number % networks % 80}.{number % networks // 80}.7.{1 + number // networks % each}"


def address_of_newcomer(number: int) -> str:
    """Two in each of fifty networks of ten providers."""
    return f"100.{64 + number % 10}.{number % 50}.{1 + number}"


def seen_at(address: str) -> str:
    """The header with which our proxy tells the address."""
    return f"X-Real-IP: {address}"
