"""The token of RFC 8292, as a push service checks it, and the contact in it."""

import json

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.exceptions import ImproperlyConfigured

from chatserver.push.base64url import read_base64url
from chatserver.push.client import Tokens
from chatserver.push.contact import find_contact
from chatserver.push.encryption import CURVE, read_curve_point
from chatserver.push.keys import PushKey

CONTACT = "mailto:chat@example.org"


def claims_of(authorization: str) -> dict[str, object]:
    """Checks the signature as a push service does, with the key that is named there."""
    scheme, _, rest = authorization.partition(" ")
    token, key = (part.partition("=")[2] for part in rest.split(", "))
    head, claims, signature = token.split(".")
    raw = read_base64url(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    read_curve_point(read_base64url(key)).verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert (scheme, json.loads(read_base64url(head))) == ("vapid", {"typ": "JWT", "alg": "ES256"})
    told: dict[str, object] = json.loads(read_base64url(claims))
    return told


def test_a_service_gets_one_token_for_half_its_life():
    key, tokens = PushKey(ec.generate_private_key(CURVE), ""), Tokens()
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        first = tokens.authorization(key, audience="https://push.example.org", contact=CONTACT)
        assert claims_of(first) == {"aud": "https://push.example.org", "exp": 1_800_043_200, "sub": CONTACT}
        clock.shift(6 * 3600 - 1)
        assert tokens.authorization(key, audience="https://push.example.org", contact=CONTACT) == first
        assert claims_of(tokens.authorization(key, audience="https://b.org", contact=CONTACT))["aud"] == "https://b.org"
        clock.shift(1)
        later = tokens.authorization(key, audience="https://push.example.org", contact=CONTACT)
        assert claims_of(later)["exp"] == 1_800_043_200 + 6 * 3600
        clock.shift(-24 * 3600)  # the clock was wrong
        assert claims_of(tokens.authorization(key, audience="https://push.example.org", contact=CONTACT))["exp"] == (
            1_800_043_200 - 18 * 3600
        )


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("", ""),
        ("mailto:chat@example.org", "mailto:chat@example.org"),
        ("chat@kmc.gov.in", "mailto:chat@kmc.gov.in"),
        ("https://example.org/contact", "https://example.org/contact"),
    ],
)
def test_a_contact_is_an_address_or_a_page(given: str, becomes: str):
    assert find_contact({"PUSH_CONTACT": given}) == becomes


@pytest.mark.parametrize(
    "given",
    [
        "mailto: chat@example.org",
        "mailto:<chat@example.org>",
        "mailto:chat@localhost",
        "mailto:chat@ward.local",
        "mailto:chat@",
        "mailto:",
        "http://example.org",
        "https://localhost/",
        "https://127.0.0.1/",
        "chat",
        "https://exa mple.org",
    ],
)
def test_what_apple_would_refuse_is_refused_at_the_start(given: str):
    with pytest.raises(ImproperlyConfigured, match="PUSH_CONTACT must be"):
        find_contact({"PUSH_CONTACT": given})
