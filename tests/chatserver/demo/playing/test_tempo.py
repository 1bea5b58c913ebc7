"""The pace of the play: scaled by its speed, and repeatable by its seed."""

import time

from chatserver.demo.playing.tempo import Tempo
from tests.measuring.stopwatch import Stopwatch


async def test_at_a_speed_of_fifty_ten_seconds_pass_in_a_fifth_of_one() -> None:
    tempo = Tempo(speed=50, seed=1)
    began, watch, evening = time.monotonic(), Stopwatch(), tempo.now()
    await tempo.pause(10, 10)
    assert time.monotonic() - began >= 0.2
    assert watch.seconds < 2
    assert tempo.now() - evening >= 10


async def test_a_short_text_takes_a_moment_and_a_long_one_no_eternity() -> None:
    tempo = Tempo(speed=100, seed=1)
    began = tempo.now()
    await tempo.read("Hm.")
    short = tempo.now() - began
    began = tempo.now()
    await tempo.read("Hm. " * 1000)
    long = tempo.now() - began
    assert 1.6 <= short < long


def test_the_same_seed_gives_the_same_chances() -> None:
    first, second = (Tempo(speed=1, seed=7).chance.sample(range(1000), 20) for _run in range(2))
    assert first == second
