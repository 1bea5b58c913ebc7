"""What the tests of readiness share."""

from typing import Any

import pytest
from django.test import Client

from chatserver.readiness import check_runner


@pytest.fixture
def readyz(client: Client) -> "Readyz":
    return Readyz(client)


def metric(client: Client, sample: str) -> float:
    """A number that /metrics tells now, by its name and labels as they are written there."""
    check_runner.runner._last = None
    lines = (line.rsplit(" ", 1) for line in client.get("/metrics").content.decode().splitlines())
    return next(float(value) for name, value in lines if name == sample)


class Readyz:
    """What /readyz says now."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self) -> tuple[int, dict[str, Any]]:
        check_runner.runner._last = None
        answer = self._client.get("/readyz")
        return answer.status_code, {name: word for name, word in answer.json().items() if word != "ok"}
