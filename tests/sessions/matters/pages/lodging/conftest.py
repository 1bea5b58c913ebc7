"""A ward with its office for the tests beside this file."""

import pytest

from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()
