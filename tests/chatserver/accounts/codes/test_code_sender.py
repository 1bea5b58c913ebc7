"""Codes are sent beside the requests: the page shows a failure, and the log has it without the address."""

import threading

import pytest
from django.test import Client

from chatserver.accounts.codes import code_sender
from chatserver.accounts.codes.code_sender import CodeMessage, CodeSender
from chatserver.accounts.senders import Message
from tests.clients.signing_in import ENGLISH, ask, post
from tests.factories.planning_desk import words_of
from tests.servers.services.fake_gateway import FakeGateway

PATIENCE_S = 30.0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_gateway_that_refuses_is_no_secret(client: Client, gateway: FakeGateway, caplog: pytest.LogCaptureFixture):
    gateway.status = 400
    ask(client)
    page = words_of(client.get("/sign-in/code/", headers=ENGLISH).content.decode())
    assert "The code could not be sent." in page
    [line] = [record.getMessage() for record in caplog.records if "code" in record.getMessage()]
    assert line == "Delivery of a sign-in code failed or is uncertain: answered 400."
    gateway.status = 200
    assert post(client, "/sign-in/code/again/").status_code == 302  # without waiting
    assert post(client, "/sign-in/code/", code=gateway.codes[-1])["Location"] == "/my-chat/"


class Hanging:
    """A gateway that answers nothing until it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.may_answer = threading.Event()

    def send(self, message: Message) -> None:
        self.asked.release()
        assert self.may_answer.wait(PATIENCE_S)

    def wait_until_asked(self) -> None:
        assert self.asked.acquire(timeout=PATIENCE_S)


def test_a_gateway_that_hangs_fills_the_queue_and_holds_nobody_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(code_sender, "LONGEST_QUEUE", 3)
    queue, gateway = CodeSender(), Hanging()
    code_message = CodeMessage(0, Message(to="+919830012345", subject="", text="123456"), "sms", gateway)
    for _thread in range(code_sender.THREADS):
        assert queue.send_soon(code_message)
        gateway.wait_until_asked()  # the message is in a thread's hands, and no longer in the queue
    assert [queue.send_soon(code_message) for _time in range(5)] == [True, True, True, False, False]
    gateway.may_answer.set()
    queue.wait_until_sent()
