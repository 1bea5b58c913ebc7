"""The address that a request comes from, as the server itself saw it: what the client says about it does not count.

Behind a trusted proxy (TRUST_PROXY) chatserver/serving has put the proxy's X-Real-IP in its place before any page sees
it; without a proxy, chatserver/serving drops both headers.
"""

import ipaddress
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest

REGION_BITS = {4: 16, 6: 32}
"""What one provider is given at least: tunnels and rented machines hand out thousands of networks of it."""

NETWORK_BITS = {4: 24, 6: 48}
HOST_BITS = {4: 32, 6: 64}
"""An IPv6 customer has at least a whole /64."""


class AddressLevels(NamedTuple):
    """Levels of an address, widest first. region: the /16 for IPv4, the /32 for IPv6; network: the /24 or the /48;
    address: an IPv4 address, or the /64 of an IPv6 address."""

    region: str
    network: str
    address: str


def client_address_of(request: HttpRequest) -> str:
    """The address that limits count for this request: an IPv4 address, or the /64 of an IPv6 address."""
    return address_levels(request.META.get("REMOTE_ADDR", "")).address


def network_of(request: HttpRequest) -> str:
    """The network of the address: its /24 for IPv4, its /48 for IPv6."""
    return address_levels(request.META.get("REMOTE_ADDR", "")).network


def counted_address(seen: str) -> str:
    """The address that limits count for an address as the server gives it; see client_address_of."""
    return address_levels(seen).address


@lru_cache(maxsize=4096)
def address_levels(seen: str) -> AddressLevels:
    """The three levels of an address as the server gives it; each is "unknown" for invalid input."""
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return AddressLevels("unknown", "unknown", "unknown")
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return AddressLevels(*(_shorten(address, bits[address.version]) for bits in (REGION_BITS, NETWORK_BITS, HOST_BITS)))


def _shorten(address: ipaddress.IPv4Address | ipaddress.IPv6Address, bits: int) -> str:
    rest = address.max_prefixlen - bits
    return f"{type(address)(int(address) >> rest << rest)}/{bits}"
