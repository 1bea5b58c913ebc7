"""A ward with its office, and a second moderator, for the tests beside this file."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Appointment, Duty
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office


@pytest.fixture
def office(db: None) -> WardOffice:
    return make_ward_office()


@pytest.fixture
def colleague(office: WardOffice) -> Any:
    person = make_person("colleague-95", label="Colleague")
    since = timezone.localdate() - timedelta(days=90)
    Appointment.objects.create(person=person, duty=Duty.MODERATOR, ward=office.ward, from_on=since)
    return person


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    """A data folder of its own, in which pictures are stored."""
    settings.DATA_DIR = tmp_path
    return tmp_path
