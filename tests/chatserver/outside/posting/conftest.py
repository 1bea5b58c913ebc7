"""A ward with its office, and the services, for the tests beside this file."""

from collections.abc import Iterator

import pytest

from tests.chatserver.outside.posting.stand_in import Services, open_services
from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()


@pytest.fixture
def services() -> Iterator[Services]:
    with open_services() as server:
        yield server
