"""A ward with its office, at the pages of promises."""

import pytest

from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()
