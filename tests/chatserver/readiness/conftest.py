"""What the tests of readiness share."""

from typing import Any

import pytest
from django.test import Client

from chatserver.readiness import check_runner


@pytest.fixture
def readyz(client: Client) -> "Readyz":
    return Readyz(client)


class Readyz:
    """What /readyz says now."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self) -> tuple[int, dict[str, Any]]:
        check_runner.runner._last = None
        answer = self._client.get("/readyz")
        return answer.status_code, {name: word for name, word in answer.json().items() if word != "ok"}
