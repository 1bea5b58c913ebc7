import pytest
from django.test import Client
from pytest_django import Settings

from chatserver.config.redis_address import find_channel_layers

pytestmark = pytest.mark.django_db


def test_a_living_process_says_so(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_process_that_hears_no_hints_is_ready_and_says_so(client: Client, settings: Settings):
    settings.CHANNEL_LAYERS = find_channel_layers({"REDIS_URL": "redis://127.0.0.1:1"})
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["hints"]) == (200, "down")
    assert b'chat_check{check="hints"} 0.0' in client.get("/metrics").content
