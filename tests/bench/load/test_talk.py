import asyncio

from tests.bench.load.receiving.heard import read_plain, read_product
from tests.bench.load.receiving.received import Received
from tests.bench.load.talk import say_messages

LISTENERS = 5


async def test_each_message_is_said_when_all_have_heard_the_one_before() -> None:
    received = Received(read_plain)
    heard_when_said: list[int] = []

    async def say(number: int) -> None:
        heard_when_said.append(received.frames)
        for _listener in range(LISTENERS):
            asyncio.get_running_loop().call_soon(received.take, b"message %d" % number)

    talk = await say_messages(received, say, LISTENERS, seconds=0, every_s=0)

    assert heard_when_said == [0, 5, 10]
    assert (talk.messages, talk.frames, talk.lost, talk.frame_bytes) == (3, 15, 0, 9.0)
    assert len(talk.delays_s) == 3


async def test_the_counts_that_come_with_a_message_are_none_of_its_bytes() -> None:
    received = Received(read_product)
    frame = b'{"type":"events","events":[{"text":"%d"}]%b}'

    async def say(number: int) -> None:
        counts = b"" if number else b',"counts":{"present":12,"checkpoint":"signed"}'
        for _listener in range(LISTENERS):
            received.take(frame % (number, counts))

    talk = await say_messages(received, say, LISTENERS, seconds=0, every_s=0)

    assert talk.frame_bytes == len(frame % (0, b""))


async def test_what_does_not_come_is_counted_and_not_waited_for_twice(monkeypatch) -> None:
    monkeypatch.setattr("tests.bench.load.talk.HEARD_WITHIN_S", 0.05)
    received = Received(read_plain)

    async def say(number: int) -> None:
        for _listener in range(LISTENERS - (number == 1)):
            received.take(b"message %d" % number)

    talk = await say_messages(received, say, LISTENERS, seconds=0, every_s=0)

    assert (talk.messages, talk.frames, talk.lost, len(talk.delays_s)) == (3, 14, 1, 2)


async def test_a_flood_has_a_message_under_way_while_the_next_is_said() -> None:
    received = Received(read_plain)
    heard_when_said: list[int] = []

    async def say(number: int) -> None:
        heard_when_said.append(received.frames)
        if number:
            for _listener in range(LISTENERS):
                received.take(b"message %d" % (number - 1))
        if number == 2:
            asyncio.get_running_loop().call_later(0.01, lambda: [received.take(b"message 2") for _ in range(LISTENERS)])

    talk = await say_messages(received, say, LISTENERS, seconds=0, every_s=0, in_flight=2)

    assert heard_when_said == [0, 0, 5]
    assert (talk.messages, talk.frames, talk.lost) == (3, 15, 0)
