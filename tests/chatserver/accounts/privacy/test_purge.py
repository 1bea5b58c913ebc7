"""The server deletes what signing in leaves behind."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from chatserver.accounts.models import Arrival, SignInCode, Tally, User
from chatserver.operations.workers.retention_thread import RetentionThread
from tests.clients.signing_in import ask, sign_in
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = pytest.mark.django_db


@pytest.mark.costly
def test_codes_counters_and_networks_are_forgotten_and_people_stay(client: Client, gateway: FakeGateway):
    sign_in(client, gateway)
    ask(Client(), "9830099999")
    RetentionThread().take_turn()
    assert (SignInCode.objects.count(), Arrival.objects.count()) == (1, 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=71)):
        RetentionThread().take_turn()
        assert (SignInCode.objects.count(), Arrival.objects.count()) == (0, 1)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        RetentionThread().take_turn()
        assert Session.objects.count() == 0
        assert (Tally.objects.count(), Arrival.objects.count(), User.objects.count()) == (0, 0, 1)
