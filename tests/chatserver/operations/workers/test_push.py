"""From the outbox to a push service that checks and decrypts: each answer, and what becomes of the message."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.models import PushSubscription
from chatserver.accounts.push_subscriptions.offering import _key_file, key_file
from chatserver.accounts.push_subscriptions.stopped import stopped_services
from chatserver.accounts.push_subscriptions.subscribing import read_subscription, replace_subscription, subscribe
from chatserver.operations.workers.deliver import deliver_batch
from chatserver.operations.workers.push import push_topic_of
from chatserver.push import client as push_client
from chatserver.readiness.checks import check_push
from moderation.questions.screening import decline_question
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.models import Channel, Question, Reminder, ReminderKind, ReminderRound
from tests.factories.evening import Evening, make_evening
from tests.servers.services.push_service import GARBAGE, SILENCE, PushService, TestBrowser, push_service

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

DAY = timedelta(days=1)
NEWS = "https://chat.example.org/news/"
BENGALI = {"title": "ওয়ার্ড চ্যাট", "body": "আপনার জন্য একটি খবর আছে।", "lang": "bn", "dir": "ltr"}


@pytest.fixture(scope="module")
def shared_service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def service(shared_service: PushService, settings: Settings, tmp_path: Any) -> PushService:
    shared_service.browsers.clear()
    settings.SENDERS = settings.SENDERS | {"push": "push"}
    settings.PUSH_CONTACT, settings.PUSH_SERVICES = "mailto:chat@example.org", (shared_service.origin,)
    settings.ALLOWED_ORIGINS = ["https://chat.example.org"]
    settings.DATA_DIR = tmp_path
    _key_file.cache_clear()
    return shared_service


@pytest.fixture
def evening(service: PushService) -> Evening:
    return make_evening()


def turn_on(person: Any, browser: TestBrowser, language: str = "en") -> PushSubscription:
    store = SessionStore()
    store.create()
    saved = subscribe(
        person,
        read_subscription(browser.as_json()),
        key=key_file().current(),
        cookie_session=store.session_key or "",
        language=language,
    )
    assert saved is not None
    return saved


def deliver() -> None:
    while deliver_batch(Channel.PUSH):
        pass


def deliver_later(minutes: int = 2) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        deliver()


def states() -> list[tuple[str, str]]:
    return list(Reminder.objects.order_by("pk").values_list("state", "reason"))


def ask_and_answer(evening: Evening) -> Question:
    """One question that is answered, one that is declined, one that is promised; each step is delivered."""
    question = evening.queue()
    deliver()
    evening.take(question)
    deliver()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="The foreman has it.", final=True)
    deliver()
    refused = evening.ask("Who is Mr Ghosh?")
    decline_question(
        evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="off_topic", note="No names."
    )
    promised = evening.queue()
    defer_question(evening.chat_session, promised.pk, person=evening.councillor, due_on=timezone.localdate() + DAY)
    deliver()
    return question


def test_each_step_of_a_question_is_told_to_who_asked_it_and_says_nothing(evening: Evening, service: PushService):
    browser, other = service.browser(), service.browser("other")
    turn_on(evening.residents[0], browser, "bn")
    turn_on(evening.residents[1], other)
    question = ask_and_answer(evening)
    kinds = Reminder.objects.order_by("pk").values_list("round__kind", "state")
    assert list(kinds) == [
        ("queued", "sent"), ("taken", "sent"), ("answered", "sent"),
        ("declined", "sent"), ("queued", "dropped"), ("promised", "sent"),
    ]  # fmt: skip
    assert other.sent == []
    assert [headers["urgency"] for headers, _body in browser.sent] == ["normal", "high", "normal", "normal", "normal"]
    assert len({len(body) for _headers, body in browser.sent}) == 1
    assert len(browser.waiting) == 3  # the news of one question replaces what was told of it before
    for (headers, _body), told in zip(browser.sent[2:], browser.messages(), strict=True):
        code = Reminder.objects.get(news_code=told["notification"].pop("navigate")[len(NEWS) : -1]).news_code
        assert told == {"web_push": 8030, "notification": BENGALI | {"tag": headers["topic"]}}
        known = {"user-agent", "host", "accept", "accept-encoding", "connection", "content-length", "authorization"}
        assert set(headers) - known == {"content-encoding", "content-type", "ttl", "topic", "urgency"}
        secrets = (str(question.pk), question.receipt, str(evening.chat_session.pk), evening.residents[0].username)
        assert [secret for secret in secrets if secret in f"{headers} {code}"] == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "becomes", "is_kept"),
    [
        (201, ("sent", ""), True),
        (202, ("sent", ""), True),
        (404, ("failed", "answered 404"), False),
        (410, ("failed", "answered 410"), False),
        (400, ("failed", "answered 400"), True),
        (401, ("failed", "answered 401"), True),
        (403, ("failed", "answered 403"), True),
        (413, ("failed", "answered 413"), True),
        (307, ("failed", "answered 307"), True),
        (429, ("pending", "answered 429"), True),
        (500, ("pending", "answered 500"), True),
        (503, ("pending", "answered 503"), True),
        (GARBAGE, ("pending", "garbage"), True),
        (SILENCE, ("pending", "time-out"), True),
    ],
)
def test_each_answer_has_its_consequence(
    *,
    evening: Evening,
    service: PushService,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    answer: int | str,
    becomes: tuple[str, str],
    is_kept: bool,
):
    if answer == SILENCE:
        monkeypatch.setattr(push_client, "TIMEOUT_S", 0.3)
        push_client.client_for.cache_clear()
    browser = service.browser()
    turn_on(evening.residents[0], browser)
    browser.answers.append(answer)
    evening.queue()
    deliver()
    push_client.client_for.cache_clear()
    assert (states(), PushSubscription.objects.exists()) == ([becomes], is_kept)
    is_ours = answer in {400, 401, 403, 413, 307}
    assert [record.levelno for record in caplog.records if "push service" in record.message] == (
        [logging.ERROR] if is_ours else []
    )
    assert browser.endpoint not in caplog.text
    deliver_later()
    assert len(browser.sent) == (2 if becomes[0] == "pending" else 1)
    assert len(browser.waiting) == (0 if becomes[0] == "failed" else 1)  # repeated, and yet one notification
    assert states()[0][0] == ("sent" if becomes[0] == "pending" else becomes[0])


@pytest.mark.parametrize("says", [lambda: "1200", lambda: format_datetime(timezone.now() + timedelta(minutes=20))])
def test_a_busy_service_is_left_alone_for_as_long_as_it_says(
    evening: Evening, service: PushService, says: Callable[[], str]
):
    browser = service.browser()
    turn_on(evening.residents[0], browser)
    browser.answers.append((429, {"Retry-After": says()}))
    evening.queue()
    deliver()
    deliver_later(19)
    assert len(browser.sent) == 1
    deliver_later(21)
    assert (len(browser.sent), states()) == (2, [("sent", "")])


def test_only_the_browser_that_failed_gets_it_again(evening: Evening, service: PushService):
    phone, laptop = service.browser("phone"), service.browser("laptop")
    for browser in (phone, laptop):
        turn_on(evening.residents[0], browser)
    phone.answers.extend([503] * 5)
    evening.queue()
    deliver()
    assert states() == [("pending", "answered 503")]
    for minutes in (2, 9, 30, 70):
        deliver_later(minutes)
    assert (len(laptop.sent), len(phone.sent), states()) == (1, 5, [("sent", "answered 503")])


def test_three_peoples_refusals_stop_a_service_for_an_hour_and_one_persons_do_not(
    evening: Evening, service: PushService
):
    for number, resident in enumerate(evening.residents):
        browser = service.browser(str(number))
        turn_on(resident, browser)
        browser.answers.extend([403] * 9)
    for _time in range(3):
        evening.queue(by=0)
    deliver()
    assert (len(service.browser("0").sent), check_push()) == (3, "ok")
    for number in (1, 2):
        evening.queue(by=number)
    deliver()
    assert check_push() == "stopped"
    evening.queue(by=1)
    deliver()
    assert (len(service.browser("1").sent), states()[-1]) == (1, ("failed", "service stopped"))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert check_push() == "ok"


@pytest.mark.row("threat", 28)
@pytest.mark.parametrize("how", ["from the first on", "after another subscription that accepted"])
def test_people_who_subscribed_with_another_key_stop_nobody_elses_notifications(
    evening: Evening, service: PushService, how: str
):
    honest = service.browser("honest")
    turn_on(evening.moderator, honest)
    PushSubscription.objects.update(last_ok_at=timezone.now() - DAY)
    for number, resident in enumerate(evening.residents):
        browser = service.browser(str(number))
        if how != "from the first on":
            turn_on(resident, service.browser(f"first-{number}"))
            evening.queue(by=number)
            deliver()
            first = PushSubscription.objects.get(person=resident)
            replace_subscription(first.endpoint, read_subscription(browser.as_json()), key=key_file().current())
        else:
            turn_on(resident, browser)
        browser.answers.extend([403] * 9)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        for number in range(len(evening.residents)):
            evening.queue(by=number)
        deliver()
        assert [len(service.browser(str(number)).sent) for number in range(3)] == [1, 1, 1]
        assert (check_push(), stopped_services(timezone.now())) == ("ok", set())


def test_a_lost_key_loses_no_subscription(evening: Evening, service: PushService):
    browser = service.browser()
    turn_on(evening.residents[0], browser)
    key_file().path.unlink()
    evening.queue()
    deliver()
    assert (browser.sent, states()) == ([], [("failed", "key lost")])
    assert PushSubscription.objects.count() == 1
    turn_on(evening.residents[0], browser)
    evening.queue()
    deliver()
    assert len(browser.sent) == 1


def test_an_unreadable_key_file_is_told_and_nothing_is_lost(evening: Evening, service: PushService):
    turn_on(evening.residents[0], service.browser())
    good = key_file().path.read_text()
    key_file().path.write_text("{}")
    evening.queue()
    deliver()
    assert (check_push(), states()) == ("key", [("pending", "bad key file")])
    key_file().path.write_text(good)
    deliver_later()
    assert (check_push(), states()) == ("ok", [("sent", "")])


def test_without_a_device_or_without_the_setting_nothing_waits(
    evening: Evening, service: PushService, settings: Settings
):
    turn_on(evening.residents[0], service.browser())
    PushSubscription.objects.all().delete()
    evening.queue()
    deliver()
    settings.SENDERS = settings.SENDERS | {"push": "none"}
    evening.queue()
    deliver()
    assert (states(), check_push()) == ([("failed", "no device"), ("failed", "no sender")], "none")


def test_news_of_one_promise_does_not_take_the_place_of_anothers() -> None:
    one, two = (ReminderRound(promise_id=uuid4(), kind=ReminderKind.KEPT) for _promise in range(2))
    assert push_topic_of(1, one) == push_topic_of(
        1, ReminderRound(promise_id=one.promise_id, kind=ReminderKind.PROMISE)
    )
    assert push_topic_of(1, one) != push_topic_of(1, two)
