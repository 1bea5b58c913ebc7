from typing import Any

import pytest
from django.db import connection

from chatserver.operations.backups.log_check import find_gap
from sessions.models import Event, Stream
from tests.factories.evening import make_evening

pytestmark = pytest.mark.django_db


def ask(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.mark.row("fault", 31)
def test_a_log_that_lacks_an_event_is_named_with_its_number():
    evening = make_evening()
    for number in range(3):
        evening.ask(f"Question {number}?", by=number)
    assert find_gap(ask) == ""
    stream = Stream.objects.get(chat_session=evening.chat_session, name="desk")
    Event.objects.filter(stream=stream, seq=2).delete()
    assert find_gap(ask) == (
        f"The log is not whole: stream {stream.pk} (desk) lacks, or has too much at, number 2 of {stream.seq}."
    )
