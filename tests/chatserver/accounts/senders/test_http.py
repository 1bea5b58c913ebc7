"""The HTTP gateway, against a real one of our own: what it gets, and what its answers mean."""

import json
from collections.abc import Iterator
from contextlib import closing
from socket import create_server
from urllib.parse import parse_qs

import pytest

from chatserver.accounts.senders import Message, NotAccepted, PerhapsSent
from chatserver.accounts.senders.http import HttpSender
from chatserver.config.sms_gateway import Gateway
from tests.servers.services.fake_gateway import FakeGateway, open_gateway

MESSAGE = Message(
    to="+919830012345",
    subject="",
    text='Ward 95: "live chat"\nআজ',
    language="bn",
    sort="week",
    fields={"ward": "৯৫", "reason": "{to} & {stop}", "link": "https://x/"},
    stop_link="https://x/stop/1/",
)


def send_by(gateway: Gateway) -> None:
    with closing(HttpSender(gateway)) as sender:
        sender.send(MESSAGE)


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    with open_gateway() as gateway:
        yield gateway


def test_words_are_put_into_the_body_as_its_format_wants_them(gateway: FakeGateway):
    send_by(gateway.handed_over())
    [(path, headers, body)] = gateway.told
    assert (path, headers["Authorization"]) == ("/send?account=7", "Bearer of-the-tests")
    told = json.loads(body.decode().replace("{1}", "1"))
    assert told == {"mobile": MESSAGE.to, "message": MESSAGE.text, "template_id": "", "n": 1}


def test_a_form_is_quoted_as_a_form(gateway: FakeGateway):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    send_by(gateway.handed_over(headers=form, body="to={to}&text={text}"))
    assert parse_qs(gateway.told[0][2].decode()) == {"to": [MESSAGE.to], "text": [MESSAGE.text]}


def test_a_registered_template_goes_out_byte_for_byte(gateway: FakeGateway):
    registered = {"week": {"id": "1107", "bn": "ওয়ার্ড {ward}:  {unknown} {reason}। {link}  {stop}", "en": "?"}}
    send_by(gateway.handed_over(templates=registered))
    told = json.loads(gateway.told[0][2].decode().replace("{1}", "1"))
    assert told["template_id"] == "1107"
    assert told["message"] == "ওয়ার্ড ৯৫:  {unknown} {to} & {stop}। https://x/  https://x/stop/1/"


@pytest.mark.parametrize(
    ("status", "may_retry"), [(400, False), (401, False), (404, False), (408, True), (429, True), (503, True)]
)
def test_a_refusal_is_no_delivery(gateway: FakeGateway, status: int, may_retry: bool):
    gateway.status = status
    with pytest.raises(NotAccepted) as refusal:
        send_by(gateway.handed_over())
    assert (refusal.value.may_retry, refusal.value.reason) == (may_retry, f"answered {status}")


@pytest.mark.parametrize("status", [500, 502, 504, 0])
def test_a_gateway_that_gave_no_clear_answer_may_have_sent_it(gateway: FakeGateway, status: int):
    gateway.status = status
    with pytest.raises(PerhapsSent):
        send_by(gateway.handed_over())


def test_where_nobody_listens_it_is_tried_again():
    with closing(create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotAccepted) as refusal:
        send_by(Gateway(url=f"http://127.0.0.1:{port}/", body="{to}{text}"))
    assert refusal.value.may_retry


@pytest.mark.parametrize("location", ["/elsewhere", "http://[bad", "//\xff"])
def test_a_redirect_is_neither_followed_nor_tried_again(gateway: FakeGateway, location: str):
    gateway.status, gateway.location = 302, location
    with pytest.raises(NotAccepted) as refusal:
        send_by(gateway.handed_over())
    assert (refusal.value.may_retry, len(gateway.told)) == (False, 1)


def test_the_gateway_is_in_no_log(gateway: FakeGateway, caplog: pytest.LogCaptureFixture):
    send_by(gateway.handed_over())
    assert [record.getMessage() for record in caplog.records if "account=7" in record.getMessage()] == []


def test_messages_go_through_one_connection_that_is_kept(gateway: FakeGateway):
    with closing(HttpSender(gateway.handed_over())) as sender:
        for _message in range(5):
            sender.send(MESSAGE)
    assert (len(gateway.told), gateway.connections) == (5, 1)


def test_a_connection_that_the_gateway_closed_meanwhile_loses_no_message(gateway: FakeGateway):
    with closing(HttpSender(gateway.handed_over())) as sender:
        sender.send(MESSAGE)
        gateway.hang_up_idle()
        sender.send(MESSAGE)
    assert (len(gateway.told), gateway.connections) == (2, 2)
