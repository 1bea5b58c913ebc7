"""How both servers shut down: nobody new, a goodbye, running requests end, all in time."""

import signal

import pytest

from tests.chatserver.serving.conftest import Tiny, read_all, read_until

pytestmark = [pytest.mark.slow, pytest.mark.variants("start", "shared_tiny")]

SOON_S = 20.0
"""For tests in which the awaited answer would take a minute."""

REQUEST = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.long
def test_a_running_request_is_answered_whole_and_nobody_new_is_taken(tiny: Tiny):
    with tiny.open() as bare:
        bare.sendall(REQUEST % b"/wait/1")
        tiny.says("waiting")
        tiny.process.send(signal.SIGTERM)
        tiny.says("goodbye")
        with pytest.raises(ConnectionRefusedError):
            tiny.open()
        answer = read_all(bare)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\nhello")
    assert b"connection: close" in answer.lower()
    assert tiny.process.wait(SOON_S) == 0
    assert tiny.said == ["waiting", "goodbye", "closed"]


@pytest.mark.long
def test_an_answer_that_is_slowly_read_comes_whole(tiny: Tiny):
    size = 20_000_000
    with tiny.open(receives=65_536) as bare:
        bare.sendall(REQUEST % b"/large/%d" % size)
        head = read_until(bare, b"\r\n\r\n")
        tiny.process.send(signal.SIGTERM)
        tiny.says("goodbye")
        body = read_all(bare)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert len(body) == size
    assert tiny.process.wait(SOON_S) == 0


@pytest.mark.long
def test_an_idle_kept_connection_is_closed(tiny: Tiny):
    with tiny.open() as used, tiny.open() as unused:
        used.sendall(REQUEST % b"/")
        read_until(used, b"hello")
        tiny.process.send(signal.SIGTERM)
        assert (read_all(used), read_all(unused)) == (b"", b"")
    assert tiny.process.wait(SOON_S) == 0


@pytest.mark.long
def test_a_second_signal_ends_the_server_at_once(tiny: Tiny):
    with tiny.open() as bare:
        bare.sendall(REQUEST % b"/wait/60")
        tiny.says("waiting")
        tiny.process.send(signal.SIGTERM)
        tiny.says("goodbye")
        tiny.process.send(signal.SIGTERM)
        tiny.process.wait(SOON_S)
    tiny.faults_expected = True  # uvicorn logs what it cancels


@pytest.mark.long
def test_sockets_that_stay_open_do_not_keep_it(tiny: Tiny):
    """This one got no goodbye: the tiny application sends none."""
    with tiny.connect() as client:
        client.send("mix 1")
        client.recv(5)
        tiny.process.send(signal.SIGTERM)
        assert tiny.process.wait(30) == 0


def test_a_server_whose_terminal_is_closed_says_goodbye_as_when_it_is_told_to_go(tiny: Tiny):
    tiny.process.send(signal.SIGHUP)
    assert tiny.process.wait(SOON_S) == 0
    assert tiny.said == ["goodbye", "closed"]
