"""From the outbox to the sender: in the person's language, with both links, and never twice."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.contacts.contacts import choose_reminders
from chatserver.accounts.models.contact import Contact
from chatserver.accounts.senders import Message, NotAccepted, PerhapsSent
from chatserver.operations.workers import deliver
from chatserver.operations.workers.delivery_thread import DeliveryThread
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.models import Channel, ChatSession, Reminder
from sessions.tick import tick
from tests.factories.evening import make_evening, make_office, make_person, make_ward
from tests.factories.written_answers import put_on_notice

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

STARTS_AT = datetime(2027, 1, 20, 12, 30, tzinfo=UTC)
FAIR = {"en": "Book fair.", "bn": "বইমেলা।"}


class Recorder:
    """A sender that keeps what it is given, or fails as it is told."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.failure: Exception | None = None

    def send(self, message: Message) -> None:
        self.sent.append(message)
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(deliver, "find_sender", lambda channel: recorder)
    settings.ALLOWED_ORIGINS = ["https://chat.example.org"]
    return recorder


@pytest.fixture
def person() -> Any:
    person = make_person("one", make_ward())
    person.language = "bn"
    person.save()
    choose_reminders(person, addresses={"email": "one@example.org"})
    return person


@pytest.fixture
def chat_session(person: Any) -> ChatSession:
    """With one message in the outbox."""
    make_office(person.ward, make_person("holder"))
    with time_machine.travel(STARTS_AT - timedelta(weeks=1), tick=False):
        chat_session = announce_chat_session(person.ward, starts_at=STARTS_AT, minutes=60, by="clerk")
        tick()
    return chat_session


def deliver_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        tick()
        for channel in Channel:
            while deliver.deliver_batch(channel):
                pass


def state() -> tuple[str, str]:
    reminder = Reminder.objects.order_by("-pk")[0]
    return reminder.state, reminder.reason


def test_it_speaks_the_persons_language_and_names_both_links(recorder: Recorder, chat_session: ChatSession):
    deliver_at(STARTS_AT - timedelta(days=6))
    [message] = recorder.sent
    stop_link = f"https://chat.example.org/stop/{Contact.objects.get().stop_code}/"
    assert message.to == "one@example.org"
    assert message.subject == "২০ জানুয়ারি ২০২৭ তারিখে ৯৫ নম্বর ওয়ার্ডের লাইভ চ্যাট"
    assert message.text == (
        "ওয়ার্ড ৯৫: লাইভ চ্যাট বুধবার, ২০ জানুয়ারি ২০২৭, সন্ধ্যা\N{NO-BREAK SPACE}৬:০০। আগে বা চলার সময় প্রশ্ন করুন: "
        f"https://chat.example.org/chat/{chat_session.pk}/\n\nএমন বার্তা আর না চাইলে: {stop_link}"
    )
    assert (message.sort, message.fields["ward"], message.stop_link) == ("week", "৯৫", stop_link)
    assert state() == ("sent", "")


def move(chat_session: ChatSession) -> None:
    later = STARTS_AT + timedelta(days=7)
    move_chat_session(chat_session, starts_at=later, because=FAIR, sequence=0, clerk=None)


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            move,
            (
                "the live chat is now on Wednesday, 27 January 2027, at 6:00\N{NO-BREAK SPACE}pm. "
                "Why it was moved: Book fair. h"
            ),
        ),
        (
            lambda chat_session: let_wait(chat_session, because=FAIR, sequence=0, clerk=None),
            "the live chat has no date at present. Why: Book fair. You will hear the new one. h",
        ),
        (
            lambda chat_session: cancel_chat_session(chat_session, reason="Storm", by="clerk"),
            "the live chat on 20 January 2027 is cancelled. Why: Storm. h",
        ),
    ],
)
def test_people_who_were_told_the_date_hear_of_its_changes(
    recorder: Recorder, person: Any, chat_session: ChatSession, change: Callable[[ChatSession], object], words: str
):
    person.language = "en"
    person.save()
    deliver_at(STARTS_AT - timedelta(days=6))
    with time_machine.travel(STARTS_AT - timedelta(days=5)):
        change(chat_session)
    deliver_at(STARTS_AT - timedelta(days=5))
    assert [message.text.partition(": ")[2].partition("ttps")[0] for message in recorder.sent[1:]] == [words]


@pytest.mark.long
@pytest.mark.parametrize(
    ("failure", "becomes"),
    [
        (NotAccepted("refused", may_retry=True), ("pending", "refused")),
        (NotAccepted("refused", may_retry=False), ("failed", "refused")),
        (PerhapsSent("no answer"), ("unsure", "no answer")),
        (RuntimeError("one@example.org"), ("unsure", "fault")),
    ],
)
def test_what_failed_is_tried_again_only_where_it_surely_has_not_gone_out(
    recorder: Recorder,
    chat_session: ChatSession,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    becomes: tuple[str, str],
):
    recorder.failure = failure
    deliver_at(STARTS_AT - timedelta(days=6))
    assert state() == becomes
    recorder.failure = None
    deliver_at(STARTS_AT - timedelta(days=5))
    assert len(recorder.sent) == (2 if becomes[0] == "pending" else 1)
    assert "example" not in caplog.text


def test_an_address_that_went_meanwhile_gets_nothing(recorder: Recorder, chat_session: ChatSession):
    Contact.objects.all().delete()
    deliver_at(STARTS_AT - timedelta(days=6))
    assert (recorder.sent, state()) == ([], ("failed", "no address"))


def test_through_djangos_mail(settings: Settings, chat_session: ChatSession):
    settings.SENDERS = {"email": "email", "sms": "none"}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    deliver_at(STARTS_AT - timedelta(days=6))
    assert [sent.to for sent in mail.outbox] == [["one@example.org"]]


def test_where_nothing_is_sent_nothing_waits(settings: Settings, chat_session: ChatSession):
    settings.SENDERS = {"email": "none", "sms": "none"}
    deliver_at(STARTS_AT - timedelta(days=6))
    assert state() == ("failed", "no sender")


def test_the_terminal_shows_no_whole_address(
    settings: Settings, chat_session: ChatSession, capsys: pytest.CaptureFixture[str]
):
    settings.SENDERS = {"email": "console", "sms": "none"}
    deliver_at(STARTS_AT - timedelta(days=6))
    shown = capsys.readouterr().out
    assert shown.startswith("To …rg: ওয়ার্ড ৯৫")
    assert "one@" not in shown


def test_a_turn_of_the_thread_delivers_all_and_settles_what_is_late(recorder: Recorder, chat_session: ChatSession):
    for name in ("two", "three"):
        choose_reminders(make_person(name, chat_session.ward), addresses={"sms": "+919830012345"})
    Reminder.objects.all().delete()
    chat_session.reminder_rounds.all().delete()
    with time_machine.travel(STARTS_AT - timedelta(minutes=30), tick=False):
        tick()
        for channel in Channel:
            DeliveryThread(channel).take_turn()
    assert len(recorder.sent) == 3
    assert list(Reminder.objects.values_list("state", flat=True)) == ["sent"] * 3


class Meeting:
    """A sender of which so many messages are on their way at once, or none arrives."""

    def __init__(self, people: int) -> None:
        self._barrier = threading.Barrier(people, timeout=30)

    def send(self, message: Message) -> None:
        self._barrier.wait()


def test_as_many_are_on_their_way_at_once_as_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, chat_session: ChatSession
):
    settings.DELIVER_AT_ONCE = 8
    for number in range(15):
        choose_reminders(make_person(f"p{number}", chat_session.ward), addresses={"email": f"p{number}@example.org"})
    Reminder.objects.all().delete()
    chat_session.reminder_rounds.all().delete()
    meeting = Meeting(8)
    monkeypatch.setattr(deliver, "find_sender", lambda channel: meeting)
    with time_machine.travel(STARTS_AT - timedelta(minutes=30), tick=False):
        tick()
        assert [deliver.deliver_batch(Channel.EMAIL) for _round in range(3)] == [8, 8, 0]
    assert list(Reminder.objects.values_list("state", flat=True)) == ["sent"] * 16


class Hanging:
    def __init__(self) -> None:
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def send(self, message: Message) -> None:
        self.is_asked.set()
        assert self.may_answer.wait(60)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_gateway_that_hangs_holds_no_mail_up(monkeypatch: pytest.MonkeyPatch, chat_session: ChatSession):
    choose_reminders(make_person("two", chat_session.ward), addresses={"sms": "+919830012345"})
    Reminder.objects.all().delete()
    chat_session.reminder_rounds.all().delete()
    hanging, recorder = Hanging(), Recorder()
    monkeypatch.setattr(deliver, "find_sender", lambda channel: hanging if channel == "sms" else recorder)
    with time_machine.travel(STARTS_AT - timedelta(minutes=30), tick=False):
        tick()
        thread = DeliveryThread(Channel.SMS)
        thread.start()
        assert hanging.is_asked.wait(60)
        assert deliver.deliver_batch(Channel.EMAIL) == 1
        assert set(Reminder.objects.values_list("channel", "state")) == {("sms", "sending"), ("email", "sent")}
        hanging.may_answer.set()
        thread.stop()
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


def test_reminders_of_written_answers_name_nobody_and_lead_to_their_pages(recorder: Recorder, person: Any) -> None:
    evening = make_evening(number=96)
    for each in (evening.councillor, evening.residents[0]):
        choose_reminders(each, addresses={"email": f"{each.username}@example.org"})
    question = put_on_notice(evening, days=2)
    evening.chat_session = close_chat_session(evening.chat_session, by="clock")
    now = timezone.localtime().replace(hour=12)
    due = f"{question.due_on.day} {question.due_on:%B %Y}" if question.due_on else ""
    with time_machine.travel(now, tick=False):
        tick()
        deliver.deliver_batch(Channel.EMAIL)
        give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text="In March.")
        tick()
        deliver.deliver_batch(Channel.EMAIL)
    owed, written = recorder.sent
    assert (owed.subject, owed.sort) == (f"Ward 96: written answers due on {due}", "owed_soon")
    assert owed.text.startswith(f"Ward 96: written answers due on {due}: 1. https://chat.example.org/owed/\n\n")
    assert written.text.startswith(
        "Ward 96: a question that you asked or support was answered in writing: "
        f"https://chat.example.org/receipt/{question.receipt}/\n\n"
    )
    assert written.to == "resident-96-0@example.org"
