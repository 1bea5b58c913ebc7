"""Parts of the services' protocols, against examples that others have published."""

from datetime import UTC, datetime

import pytest

from chatserver.outside.posting.http import ServiceAnswer, wait_of
from chatserver.outside.posting.services.bluesky import tid_of
from chatserver.outside.posting.services.oauth1 import Secrets, authorization

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def test_the_example_of_x_gets_its_signature() -> None:
    """The one in X's own documentation, "Creating a signature"."""
    secrets = Secrets(
        consumer_key="xvz1evFS4wEEPTGEFPHBog",
        consumer_secret="kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        token_secret="LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    )
    header = authorization(
        "POST",
        "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
        secrets,
        nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
        timestamp=1318622958,
        form={"status": "Hello Ladies + Gentlemen, a signed OAuth request!"},
    )
    assert 'oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"' in header
    assert "kAcSO" not in header


def test_a_key_of_bluesky_is_a_tid_that_stays_and_sorts() -> None:
    first = tid_of(NOW, 7)
    assert (len(first), first) == (13, tid_of(NOW, 7))
    assert first[0] in "234567abcdefghij"
    assert first < tid_of(NOW.replace(hour=1), 7) < tid_of(NOW.replace(hour=1), 8)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": "Fri, 01 Jan 2027 00:01:00 GMT"}, 60),
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"x-ratelimit-reset": "2027-01-01T00:02:00.000Z"}, 120),
        ({"retry-after": "9999999999"}, 86_400),
        ({"retry-after": "-1"}, 900),
        ({"retry-after": "Fri, 01 Jan 99999999999 00:00:00 GMT"}, 900),
        ({"retry-after": "Fri, 01 Jan 2037 00:00:00 GMT"}, 86_400),
        ({"retry-after": "Fri, 01 Jan 2017 00:00:00 GMT"}, 1),
        ({"retry-after": "soon"}, 900),
        ({}, 900),
    ],
)
def test_how_long_a_service_asks_us_to_wait(headers: dict[str, str], seconds: int) -> None:
    assert wait_of(ServiceAnswer(429, None, headers=headers), NOW).total_seconds() == seconds
