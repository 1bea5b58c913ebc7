from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from sessions.log import epochs, log
from sessions.models import Stream
from tests.factories.evening import make_evening
from tests.hearing import hearing

pytestmark = pytest.mark.django_db


def epochs_now() -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for stream in Stream.objects.all():
        assert stream.chat_session_id is not None
        found.setdefault(stream.chat_session_id, set()).add(stream.epoch)
    return found


@pytest.mark.costly
def test_every_chat_gets_an_epoch_of_its_own_that_both_its_streams_share():
    evenings = [make_evening(number=number, residents=1) for number in (81, 95)]
    before = epochs_now()
    seqs = list(Stream.objects.order_by("pk").values_list("seq", flat=True))
    assert epochs.renew_epochs() == len(evenings)
    after = epochs_now()
    assert {len(own) for own in after.values()} == {1}
    assert len(set.union(*before.values(), *after.values())) == 2 * len(evenings)
    assert list(Stream.objects.order_by("pk").values_list("seq", flat=True)) == seqs


def test_those_who_follow_an_open_chat_are_told(django_capture_on_commit_callbacks: Any):
    evening = make_evening(residents=1)
    heard: list[UUID] = []

    def hear(chat_session_id: UUID, **_told: object) -> None:
        heard.append(chat_session_id)

    with hearing(log.stream_grew, hear), django_capture_on_commit_callbacks(execute=True):
        epochs.renew_epochs()
    assert heard == [evening.chat_session.pk]


def test_the_newest_event_is_known_again_and_never_another_in_its_place():
    assert epochs.last_event() is None
    evening = make_evening()
    last = epochs.last_event()
    assert last is not None
    assert epochs.holds_event(last)
    assert not epochs.holds_event(replace(last, at="2027-01-02T18:00:00+00:00"))
    assert not epochs.holds_event(replace(last, id=last.id + 1, seq=last.seq + 1))
    evening.ask()
    assert epochs.holds_event(last)
    assert epochs.last_event() != last
