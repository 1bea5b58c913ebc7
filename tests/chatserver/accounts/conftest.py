"""A gateway to which codes go."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.servers.services.fake_gateway import FakeGateway, open_gateway


@pytest.fixture(scope="session")
def one_gateway() -> Iterator[FakeGateway]:
    with open_gateway() as gateway:
        yield gateway


@pytest.fixture
def gateway(one_gateway: FakeGateway, settings: Settings) -> FakeGateway:
    """Empty, and the one that this installation sends its SMS through."""
    one_gateway.told.clear()
    one_gateway.status = 200
    settings.SENDERS = {"sms": "http", "email": "none"}
    settings.SMS_GATEWAY = one_gateway.handed_over()
    return one_gateway
