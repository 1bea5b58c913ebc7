"""What waits for something else than a query keeps no connection of the pool from others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from sessions.models import Ward
from sessions.platform.database.release import release_connection
from sessions.platform.photos import preparing
from sessions.platform.photos.preparing import read_picture
from sessions.platform.refusals import Refused
from sessions.record.cards import drawing
from sessions.record.cards.drawing import CardBusy, drawing_turn
from tests.sessions.platform.photos.files import file_of, plain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def is_held() -> bool:
    return connection.connection is not None


def must_be_kept() -> bool:
    """SQLite's is nobody else's."""
    return connection.vendor == "sqlite"


def test_a_connection_is_given_back_and_taken_again() -> None:
    Ward.objects.count()
    release_connection()
    assert is_held() == must_be_kept()
    assert Ward.objects.count() == 0
    assert is_held()


def test_within_a_transaction_it_is_kept() -> None:
    with transaction.atomic():
        Ward.objects.create(number=1)
        release_connection()
        assert is_held()
    assert Ward.objects.count() == 1


def send_photo() -> None:
    read_picture(file_of(plain()))


def draw_card() -> None:
    with drawing_turn():
        raise AssertionError("it was another one's turn")


@pytest.mark.row("fault", 13)
@pytest.mark.parametrize(
    ("module", "wait", "busy"),
    [(preparing, send_photo, Refused), (drawing, draw_card, CardBusy)],
    ids=["photo", "card"],
)
def test_who_waits_for_another_process_holds_none(
    monkeypatch: pytest.MonkeyPatch, module: Any, wait: Callable[[], None], busy: type[Exception]
) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0)
    for _turn in range(module.AT_ONCE):
        module.turns.acquire()
    try:
        Ward.objects.count()
        with pytest.raises(busy):
            wait()
        assert is_held() == must_be_kept()
    finally:
        module.turns.release(module.AT_ONCE)
