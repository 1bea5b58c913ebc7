from pathlib import Path

import pytest

from sessions.city.wards.outlines import load_map
from sessions.models import Ward
from tests.factories.town import town, write_map


@pytest.fixture
def mapped(db: None, tmp_path: Path) -> Ward:
    """The invented town is loaded (tests/factories/town.py); the ward of its south-western corner."""
    load_map(write_map(tmp_path / "town.geojson", town()))
    return Ward.objects.get(number=11)
