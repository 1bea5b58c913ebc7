"""What the tests of readiness share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from chatserver.logs import damage
from chatserver.readiness import judge
from chatserver.workers import clock_thread, last_tick
from sessions.log import unreadable


@pytest.fixture(autouse=True)
def nothing_is_remembered(settings: Any) -> Iterator[None]:
    """Of other tests in this process."""
    _forget(settings)
    yield
    _forget(settings)


def _forget(settings: Any) -> None:
    damage._seen.clear()
    unreadable._known.clear()
    clock_thread._started.clear()
    judge.judge._last = None
    (settings.DATA_DIR / last_tick.NAME).unlink(missing_ok=True)


@pytest.fixture
def readyz(client: Client) -> "Readyz":
    return Readyz(client)


class Readyz:
    """What /readyz says now."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self) -> tuple[int, dict[str, Any]]:
        judge.judge._last = None
        answer = self._client.get("/readyz")
        return answer.status_code, {name: word for name, word in answer.json().items() if word != "ok"}
