"""A live evening for the tests beside this file."""

import pytest

from tests.factories.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()
