"""A ward with its office and a program's key, for the tests beside this file."""

import pytest

from chatserver.outside.open311.server.keys import make_key
from tests.chatserver.outside.open311.outside_client import DjangoWire, GeoClient
from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()


@pytest.fixture
def key(office: WardOffice) -> str:
    return make_key("City app")


@pytest.fixture(params=["xml", "json"])
def geo(request: pytest.FixtureRequest, office: WardOffice, key: str) -> GeoClient:
    return GeoClient(DjangoWire(), form=request.param, key=key)
