import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_living_process_says_so(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_process_with_its_database_is_ready(client: Client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "ok", "clock": "elsewhere"}
