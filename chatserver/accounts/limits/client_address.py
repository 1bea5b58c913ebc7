"""The address that a request comes from, as the server itself saw it: what the client says about it does not count.

Behind a trusted proxy (TRUST_PROXY) chatserver/serving has put the proxy's X-Real-IP in its place before any page sees
it; without a proxy, chatserver/serving drops both headers.
"""

import ipaddress

from django.http import HttpRequest

NETWORK_BITS = {4: 24, 6: 48}
HOST_BITS = {4: 32, 6: 64}
"""An IPv6 customer has at least a whole /64."""


def client_address_of(request: HttpRequest) -> str:
    """The address that limits count for this request: an IPv4 address, or the /64 of an IPv6 address."""
    return counted_address(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """The network of the address: its /24 for IPv4, its /48 for IPv6."""
    return _shorten(request.META.get("REMOTE_ADDR", ""), NETWORK_BITS)


def counted_address(seen: str) -> str:
    """As client_address_of, for an address as the server gives it."""
    return _shorten(seen, HOST_BITS)


def _shorten(seen: str, bits: dict[int, int]) -> str:
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{bits[address.version]}", strict=False))
