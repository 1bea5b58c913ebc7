"""A ward with its office for the tests beside this file, and a folder for pictures."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> WardOffice:
    settings.DATA_DIR = tmp_path
    return make_ward_office()
