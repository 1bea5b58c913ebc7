"""The address of a client comes from the connection, and from nothing that the request says."""

from django.test import RequestFactory

from chatserver.accounts.limits.client_address import client_address_of, network_of
from tests.running.tables import table

SPOOFED = {"x-forwarded-for": "198.51.100.9", "x-real-ip": "198.51.100.9", "forwarded": "for=198.51.100.9"}


@table(
    ("seen", "address", "network"),
    [
        ("203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.7/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("", "unknown", "unknown"),
        ("not an address", "unknown", "unknown"),
    ],
)
@table("headers", [{}, SPOOFED])
def test_an_address_and_its_neighbourhood(seen: str, address: str, network: str, headers: dict[str, str]):
    request = RequestFactory().get("/sign-in/", headers=headers, REMOTE_ADDR=seen)
    assert (client_address_of(request), network_of(request)) == (address, network)
