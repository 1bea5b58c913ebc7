"""A gateway or mail server that fails is told, by codes and by reminders alike, until a message is sent again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.contacts.contacts import choose_reminders
from chatserver.accounts.senders.outcomes import failures_of
from chatserver.config import environment as configuration
from chatserver.operations.workers.deliver import deliver_batch
from sessions.models import Channel, Reminder, ReminderRound
from tests.chatserver.readiness.conftest import Readyz, metric
from tests.clients.signing_in import ask
from tests.factories.evening import make_evening
from tests.servers.services.fake_gateway import FakeGateway, open_gateway

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]


@pytest.fixture
def gateway(settings: Settings) -> Iterator[FakeGateway]:
    settings.SENDERS = {"sms": "http", "email": "email"}
    settings.MAILERS = configuration.find_mailers({"EMAIL_URL": "smtp://127.0.0.1:1"})
    with open_gateway() as gateway:
        settings.SMS_GATEWAY = gateway.handed_over()
        yield gateway
    for channel in Channel:
        (settings.DATA_DIR / f"failing_{channel}").unlink(missing_ok=True)


def ask_for_code(address: str) -> None:
    ask(Client(), address, by="email" if "@" in address else "phone")


def number(n: int) -> str:
    return f"98300{n:05d}"


@pytest.mark.parametrize("status", [403, 500, 0])
@pytest.mark.usefixtures("gateway")
def test_codes_that_do_not_go_out_are_told_and_ready_stays_true(
    gateway: FakeGateway, readyz: Readyz, client: Client, status: int
) -> None:
    """Refused, perhaps sent, no answer."""
    gateway.status = status
    outcome = "failed" if status == 403 else "unsure"
    sample = f'chat_messages_total{{channel="sms",outcome="{outcome}",purpose="code"}}'
    before = metric(client, sample)
    for n in range(2):
        ask_for_code(number(n))
    assert "sms" not in readyz()[1]
    ask_for_code(number(2))
    answer, told = readyz()
    assert (answer, told["ready"], told["sms"], "email" in told) == (200, True, "failing", False)
    assert told["failing"]["sms"]["in_a_row"] == 3
    assert abs(datetime.fromisoformat(told["failing"]["sms"]["since"]) - timezone.now()) < timedelta(minutes=1)
    assert metric(client, sample) - before == 3
    assert metric(client, 'chat_check{check="sms"}') == 0
    assert metric(client, 'chat_messages_failed_in_a_row{channel="sms"}') == 3


def test_one_message_that_goes_out_ends_it(gateway: FakeGateway, readyz: Readyz, client: Client) -> None:
    gateway.status = 403
    for n in range(4):
        ask_for_code(number(n))
    assert readyz()[1]["sms"] == "failing"
    gateway.status = 200
    ask_for_code(number(5))
    assert "sms" not in readyz()[1]
    assert metric(client, 'chat_check{check="sms"}') == 1
    assert metric(client, 'chat_messages_failed_in_a_row{channel="sms"}') == 0


def test_where_nobody_asks_for_a_day_it_is_forgotten(gateway: FakeGateway, readyz: Readyz) -> None:
    gateway.status = 403
    for n in range(3):
        ask_for_code(number(n))
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert readyz()[1]["sms"] == "failing"
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "sms" not in readyz()[1]


@pytest.mark.usefixtures("gateway")
def test_codes_and_reminders_tell_the_same_of_the_mail_server(readyz: Readyz) -> None:
    for n in range(2):
        ask_for_code(f"resident{n}@example.org")
    assert failures_of("email").in_a_row == 2
    evening = make_evening(is_live=False)
    choose_reminders(evening.residents[0], addresses={"email": "one@example.org"})
    long_ago = timezone.now() - timedelta(minutes=20)
    told = ReminderRound.objects.create(
        chat_session=evening.chat_session,
        kind="hour",
        starts_at=evening.chat_session.starts_at,
        keep_until=evening.chat_session.starts_at,
        sequence=0,
        written_at=long_ago,
    )
    told.reminders.create(person=evening.residents[0], channel="email", next_try_at=long_ago)
    assert deliver_batch(Channel.EMAIL) == 1
    assert Reminder.objects.get().reason == "no mail server"
    assert readyz()[1]["email"] == "failing"
