"""Whether hints arrive."""

import pytest

from chatserver.live.cluster.heartbeat import DOUBT_AFTER_S, DOWN_AFTER_S, HEARTBEAT_EVERY_S, Health, Heartbeat

LOOK_EVERY_S = 0.1


class Watched:
    """A heartbeat that is judged ten times a second."""

    def __init__(self) -> None:
        self.now = 100.0
        self.heartbeat = Heartbeat(self.now)

    def wait(self, seconds: float) -> Health:
        for _ in range(round(seconds / LOOK_EVERY_S)):
            self.now += LOOK_EVERY_S
            health = self.heartbeat.look(self.now)
        return health

    def stand_still(self, seconds: float) -> Health:
        self.now += seconds
        return self.heartbeat.look(self.now)

    def hear(self) -> Health:
        self.heartbeat.hear(self.now)
        return self.heartbeat.look(self.now)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_until_something_is_heard_it_is_in_doubt_and_then_down(watched: Watched) -> None:
    assert watched.heartbeat.look(watched.now) is Health.IN_DOUBT
    assert watched.wait(DOWN_AFTER_S - DOUBT_AFTER_S - 0.2) is Health.IN_DOUBT
    assert watched.wait(0.3) is Health.DOWN


def test_regular_messages_mean_ok(watched: Watched) -> None:
    for _ in range(20):
        assert watched.hear() is Health.OK
        assert watched.wait(HEARTBEAT_EVERY_S) is Health.OK


def test_silence_is_doubted_within_a_second_and_told_later(watched: Watched) -> None:
    watched.hear()
    assert watched.wait(0.8) is Health.OK
    assert watched.wait(0.2) is Health.IN_DOUBT
    assert watched.wait(3.8) is Health.IN_DOUBT
    assert not watched.heartbeat.is_silent(watched.now)
    assert watched.wait(0.3) is Health.DOWN
    assert watched.heartbeat.is_silent(watched.now)


def test_down_it_stays_down_until_something_is_heard(watched: Watched) -> None:
    watched.hear()
    watched.heartbeat.fail()
    assert watched.wait(0.1) is Health.DOWN
    watched.heartbeat.start_over(watched.now)
    assert not watched.heartbeat.is_silent(watched.now)
    assert watched.wait(3) is Health.DOWN
    assert watched.hear() is Health.OK


def test_a_process_that_stood_still_itself_blames_nobody(watched: Watched) -> None:
    watched.hear()
    assert watched.stand_still(30) is Health.OK
    assert watched.wait(0.5) is Health.IN_DOUBT
    assert watched.wait(3) is Health.IN_DOUBT
