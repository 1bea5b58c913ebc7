"""Where a request comes from, as the server itself has seen it: what the client says about that counts for nothing.

Behind a proxy of ours (TRUST_PROXY) the server has put the proxy's X-Real-IP in its place before any page sees it
(chatserver/serving); without one both headers are thrown away there.
"""

import ipaddress

from django.http import HttpRequest

NETWORK_BITS = {4: 24, 6: 48}
HOST_BITS = {4: 32, 6: 64}
"""A customer of IPv6 has at least a whole /64."""


def address_of(request: HttpRequest) -> str:
    """One customer's line, as far as it can be told: an address of IPv4, or the /64 of one of IPv6."""
    return line_of(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """The neighbourhood of the address: its /24, or its /48."""
    return _shorten(request.META.get("REMOTE_ADDR", ""), NETWORK_BITS)


def line_of(seen: str) -> str:
    """The same for an address as a server gives it."""
    return _shorten(seen, HOST_BITS)


def _shorten(seen: str, bits: dict[int, int]) -> str:
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network(f"{address}/{bits[address.version]}", strict=False))
