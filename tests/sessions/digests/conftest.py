"""A ward with its office, and what happened there in March 2027."""

from typing import Any

import pytest

from sessions.models import Ward
from tests.factories.digests import happen_in_march
from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None) -> WardOffice:
    office = make_ward_office()
    office.ward = Ward.objects.select_related("borough").get(pk=office.ward.pk)
    return office


@pytest.fixture
def march(office: WardOffice) -> dict[str, Any]:
    return happen_in_march(office)
