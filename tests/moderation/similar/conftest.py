"""Each test begins with an index of records that has read nothing of another test's database."""

import pytest

from moderation.similar.record_index import records


@pytest.fixture(autouse=True)
def fresh_index() -> None:
    records.forget()
