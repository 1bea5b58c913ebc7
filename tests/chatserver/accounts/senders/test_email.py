"""E-mail, against a mail server of our own: its content, and at which moment an error is a failure."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import closing
from email.policy import default
from socket import create_server

import pytest
from pytest_django import Settings

from chatserver.accounts.senders import Message, NotAccepted, PerhapsSent
from chatserver.accounts.senders.email import EmailSender
from chatserver.config import environment as configuration

MESSAGE = Message(
    to="one@example.org",
    subject="৯৫ নম্বর ওয়ার্ডের লাইভ চ্যাট",
    text="ওয়ার্ড ৯৫: লাইভ চ্যাট",
    stop_link="https://chat.example.org/stop/abc/",
)


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks SMTP as far as it is needed. answers: by command, in the place of 250; "" hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.answers: dict[str, str] = {}
        self.mails: list[bytes] = []


class Dialogue(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        for line in self.rfile:
            command = line.decode().split(maxsplit=1)[0].upper().strip()
            answer = self.server.answers.get(command, "221 bye" if command == "QUIT" else "250 fine")
            if command == "DATA" and answer == "250 fine":
                self.say("354 go on")
                self.server.mails.append(self.read_mail())
                answer = self.server.answers.get("WORDS", "250 taken")
            if not answer:
                return
            self.say(answer)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def read_mail(self) -> bytes:
        return b"".join(iter(self.rfile.readline, b".\r\n"))


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.MAILERS = configuration.find_mailers({"EMAIL_URL": f"smtp://127.0.0.1:{server.server_address[1]}"})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_mail_can_be_stopped_by_a_button_of_the_mail_program(mail_server: MailServer, settings: Settings):
    settings.DEFAULT_FROM_EMAIL = "Live chat <chat@example.org>"
    settings.ALLOWED_ORIGINS = ["https://chat.example.org"]
    EmailSender().send(MESSAGE)
    [mail] = [email.message_from_bytes(told, policy=default) for told in mail_server.mails]
    assert (mail["To"], mail["From"], mail["Subject"]) == (MESSAGE.to, "Live chat <chat@example.org>", MESSAGE.subject)
    assert mail["List-Unsubscribe"] == f"<{MESSAGE.stop_link}>"
    assert mail["Message-ID"].endswith("@chat.example.org>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content().strip() == MESSAGE.text


@pytest.mark.parametrize(
    ("command", "answer", "may_retry"),
    [
        ("MAIL", "451 busy", True),
        ("RCPT", "450 mailbox locked", True),
        ("RCPT", "550 no such mailbox", False),
        ("DATA", "554 no", False),
        ("WORDS", "452 full", True),
        ("WORDS", "550 spam", False),
    ],
)
def test_what_the_server_refuses_has_not_gone_out(mail_server: MailServer, command: str, answer: str, may_retry: bool):
    mail_server.answers[command] = answer
    with pytest.raises(NotAccepted) as refusal:
        EmailSender().send(MESSAGE)
    assert refusal.value.may_retry == may_retry
    assert "example" not in refusal.value.reason


def test_a_connection_that_ends_after_the_words_leaves_it_open(mail_server: MailServer):
    mail_server.answers["WORDS"] = ""
    with pytest.raises(PerhapsSent):
        EmailSender().send(MESSAGE)
    assert len(mail_server.mails) == 1


def test_one_that_ends_only_when_all_is_said_has_sent_it(mail_server: MailServer):
    mail_server.answers["QUIT"] = ""
    EmailSender().send(MESSAGE)
    assert len(mail_server.mails) == 1


def test_where_nobody_listens_it_is_tried_again(settings: Settings):
    with closing(create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    settings.MAILERS = configuration.find_mailers({"EMAIL_URL": f"smtp://127.0.0.1:{port}"})
    with pytest.raises(NotAccepted) as refusal:
        EmailSender().send(MESSAGE)
    assert refusal.value.may_retry
