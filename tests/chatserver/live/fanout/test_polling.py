"""The streams for those who poll."""

import json
from collections import OrderedDict
from uuid import UUID

import pytest

from chatserver.live.fanout import polling
from chatserver.live.fanout.polling import PolledReplicas, polled_replicas, with_you
from chatserver.live.wire.protocol import You
from chatserver.live.wire.resume import ResumePosition
from sessions.models import Stream
from tests.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def test_whoever_asks_again_gets_what_came_since(evening: Evening) -> None:
    replicas = PolledReplicas(evening.chat_session.pk)
    snapshot = json.loads(replicas.frame_since("public", ResumePosition()) or "")
    evening.queue()
    frame = json.loads(replicas.frame_since("public", ResumePosition(snapshot["epoch"], snapshot["seq"])) or "")
    assert [event["type"] for event in frame["events"]] == ["question.queued"]
    assert frame["counts"] == {"present": 0, "visitors": 0, "backing": {event["id"]: 0 for event in frame["events"]}}


def test_after_a_restore_everybody_gets_a_snapshot(evening: Evening) -> None:
    replicas = PolledReplicas(evening.chat_session.pk)
    known = json.loads(replicas.frame_since("public", ResumePosition()) or "")
    Stream.objects.update(epoch="restored")
    frame = json.loads(replicas.frame_since("public", ResumePosition(known["epoch"], known["seq"])) or "")
    assert (frame["type"], frame["epoch"]) == ("snapshot", "restored")


def test_there_is_nothing_to_poll_of_no_chat_session(db: None) -> None:
    assert PolledReplicas(UUID(int=0)).frame_since("public", ResumePosition()) is None


def test_those_of_a_whole_city_are_kept_and_beyond_a_bound_of_memory_the_oldest_go(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_kept", OrderedDict())  # without what other tests of this process have asked about
    for number in range(144):
        polled_replicas(UUID(int=number))
    known = polled_replicas(evening.chat_session.pk)
    known.frame_since("public", ResumePosition())
    assert polled_replicas(evening.chat_session.pk) is known
    assert len(polling._kept) == 145
    assert known.size > 0
    monkeypatch.setattr(polling, "MAX_KEPT_BYTES", known.size - 1)
    polling.forget_unused()
    assert len(polling._kept) == 0


def test_what_nobody_asks_about_is_let_go(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    polled_replicas(evening.chat_session.pk)
    monkeypatch.setattr(polling, "UNUSED_S", -1.0)
    polling.forget_unused()
    assert not polling._kept


def test_what_only_one_person_is_told_is_added_to_the_shared_frame() -> None:
    you = You(role="resident", may=("question.ask",), questions=[], backed=[])
    told = {"role": "resident", "may": ["question.ask"], "questions": [], "backed": []}
    assert json.loads(with_you('{"type":"events"}', you)) == {"type": "events", "you": told}
    assert with_you('{"type":"events"}', None) == '{"type":"events"}'
