"""A digest from the outbox to its readers: once, in their language, with a way to stop it, without removed words."""

from datetime import date, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.contacts.contacts import choose_reminders
from chatserver.accounts.models.contact import Contact
from chatserver.accounts.senders import Message, NotAccepted
from chatserver.operations.workers import deliver
from sessions.city.people.subscriptions import follow_also
from sessions.digests.making import make_due_digests
from sessions.digests.sent import made_digests
from sessions.models import Channel, Digest, Following, Matter, Reminder
from sessions.notifications import outbox
from sessions.notifications.digest_following import choose_digests, digest_channels_of
from sessions.notifications.reminder_links import path_of_reminder
from sessions.platform.text.sms_parts import parts_of
from tests.factories.digests import FIRST, MARCH, close, happen_in_march, wants_digests
from tests.factories.evening import make_ward
from tests.factories.matters import WardOffice, make_ward_office, on_day

pytestmark = pytest.mark.costly


class Recorder:
    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.failure: Exception | None = None

    def send(self, message: Message) -> None:
        if self.failure is not None:
            raise self.failure
        self.sent.append(message)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(deliver, "find_sender", lambda channel: recorder)
    settings.ALLOWED_ORIGINS = ["https://chat.example.org"]
    return recorder


@pytest.fixture
def office(db: None, settings: Settings) -> WardOffice:
    settings.ALLOWED_ORIGINS = ["https://chat.example.org"]
    office = make_ward_office()
    happen_in_march(office)
    return office


def make() -> None:
    with on_day(FIRST, hour=0):
        make_due_digests(timezone.now())


def deliver_on(day: date, hour: int = 10) -> None:
    with on_day(day, hour=hour):
        outbox.settle_reminders()
        for channel in (Channel.EMAIL, Channel.SMS):
            while deliver.deliver_batch(channel):
                pass


def outcomes() -> list[tuple[str, str]]:
    return list(Reminder.objects.order_by("pk").values_list("state", "reason"))


def test_a_mail_in_the_readers_language_with_a_way_to_stop(office: WardOffice, recorder: Recorder) -> None:
    wants_digests("bengali", office.ward, language="bn", email="one@example.org")
    make()
    deliver_on(FIRST, hour=8)
    assert recorder.sent == [], "nobody is woken"
    deliver_on(FIRST)
    deliver_on(FIRST)
    [message] = recorder.sent
    assert message.subject == Digest.objects.get(language="bn").subject
    assert message.list_id == "digest.ward-95.chat.example.org"
    assert message.stop_link.startswith("https://chat.example.org/digests/stop/")
    assert "one@" not in message.stop_link
    for part in (message.text, message.html):
        assert "The lamp at the pond will burn." in part
        assert message.stop_link in part
        assert "https://chat.example.org/wards/95/digests/2027-03/" in part
    assert 'lang="bn" dir="ltr"' in message.html


def test_its_mail_has_the_headers_of_one_click(office: WardOffice, settings: Settings) -> None:
    settings.SENDERS = {"email": "email", "sms": "none"}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    wants_digests("urdu", office.ward, language="ur", email="one@example.org")
    make()
    deliver_on(FIRST)
    read = BytesParser(policy=policy.default).parsebytes(mail.outbox[0].message().as_bytes())
    assert read["List-Id"] == "<digest.ward-95.chat.example.org>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = read["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://chat.example.org/digests/stop/")
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert 'lang="ur" dir="rtl"' in list(read.iter_parts())[1].get_content()
    path = link.removeprefix("https://chat.example.org")
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200
    assert Following.objects.count() == 1
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    person = Following.objects.get().person
    assert (digest_channels_of(person), person.following.count()) == ([], 1), "reminders go on"
    assert strict.post(path).status_code == 200


def test_another_token_stops_nothing(office: WardOffice) -> None:
    person = wants_digests("one", office.ward, email="one@example.org")
    for token in (Contact.objects.get().stop_code, f"{Contact.objects.get().stop_code}.x", "a.b.c"):
        assert Client().post(f"/digests/stop/{token}/").status_code == 200
    assert Client().post("/digests/stop/%00/").status_code == 404
    assert digest_channels_of(person) == [Channel.EMAIL]


def test_by_sms_one_line_with_a_link_in_one_part(office: WardOffice, recorder: Recorder) -> None:
    for number, language in enumerate(("en", "bn", "hi", "ur")):
        wants_digests(language, office.ward, language=language, sms=f"+91983001234{number}")
    make()
    deliver_on(FIRST)
    assert [parts_of(message.text) for message in recorder.sent] == [1, 1, 1, 1]
    assert recorder.sent[0].text == (
        "Ward 95, March 2027: answers 0, done 2, overdue 1. https://chat.example.org/w/95/2027-03"
    )
    assert Client().get("/w/95/2027-03").headers["Location"] == "/wards/95/digests/2027-03/"


def test_only_who_asked_gets_it(office: WardOffice, recorder: Recorder) -> None:
    reminded = wants_digests("reminded", office.ward)
    choose_reminders(reminded, addresses={"email": "reminded@example.org"})
    wants_digests("elsewhere", make_ward(96), email="elsewhere@example.org")
    stopped = wants_digests("stopped", office.ward, email="stopped@example.org")
    choose_reminders(stopped, addresses={})
    make()
    deliver_on(FIRST)
    assert recorder.sent == []


def test_who_stopped_moved_or_left_meanwhile_gets_none(office: WardOffice, recorder: Recorder) -> None:
    stops, moves, leaves = (wants_digests(each, office.ward, email=f"{each}@example.org") for each in "abc")
    make()
    stops.digest_following.all().delete()
    moves.ward, leaves.is_active = make_ward(96), False
    moves.save(), leaves.save()
    deliver_on(FIRST)
    assert recorder.sent == []
    gone = ("dropped", "no longer of this ward")
    assert outcomes() == [("dropped", "stopped"), gone, gone]


def test_who_moved_between_two_wards_gets_one(office: WardOffice, recorder: Recorder) -> None:
    person = wants_digests("mover", office.ward, email="mover@example.org")
    make()
    deliver_on(FIRST)
    other = make_ward_office(96)
    happen_in_march(other)
    person.ward = other.ward
    person.save()
    with on_day(FIRST, hour=11):
        make_due_digests(timezone.now())
    deliver_on(FIRST, hour=12)
    assert len(recorder.sent) == 1


def test_words_that_were_removed_meanwhile_are_not_sent(office: WardOffice, recorder: Recorder) -> None:
    wants_digests("one", office.ward, email="one@example.org")
    make()
    with on_day(FIRST, hour=1):
        office.step(Matter.objects.get(text__startswith="The drain by the school"), "take_down")
    deliver_on(FIRST)
    [message] = recorder.sent
    assert "The drain by the school" not in message.text + message.html
    assert "The tank will be fenced." in message.text
    assert "These words were removed." in message.text


def test_a_mail_server_that_is_down_is_tried_again_and_nobody_gets_two(office: WardOffice, recorder: Recorder) -> None:
    wants_digests("one", office.ward, email="one@example.org")
    make()
    recorder.failure = NotAccepted("no mail server", may_retry=True)
    deliver_on(FIRST)
    assert outcomes() == [("pending", "no mail server")]
    recorder.failure = None
    deliver_on(FIRST + timedelta(days=1))
    deliver_on(FIRST + timedelta(days=2))
    assert (len(recorder.sent), outcomes()) == (1, [("sent", "")])


def test_a_freeze_holds_it_and_late_ones_are_dropped(office: WardOffice, recorder: Recorder) -> None:
    wants_digests("one", office.ward, email="one@example.org")
    close("freeze", office.ward, FIRST, date(2027, 4, 9))
    make()
    deliver_on(FIRST)
    assert (recorder.sent, outcomes()) == ([], [("pending", "")])
    close("freeze", None, date(2027, 4, 10), date(2027, 5, 1))
    deliver_on(date(2027, 4, 22))
    assert (recorder.sent, outcomes()) == ([], [("dropped", "late")])


def test_one_that_is_made_much_too_late_can_be_read_and_is_not_sent(office: WardOffice) -> None:
    wants_digests("one", office.ward, email="one@example.org")
    with on_day(date(2027, 4, 28)):
        make_due_digests(timezone.now())
    assert (Digest.objects.count(), Reminder.objects.count()) == (4, 0)


def test_a_notification_leads_to_the_page(office: WardOffice) -> None:
    person = wants_digests("one", office.ward)
    follow_also(person, channel=Channel.PUSH)
    choose_digests(person, channels=["push"])
    make()
    message = Reminder.objects.get()
    assert (message.channel, path_of_reminder(message.round)) == ("push", "/wards/95/digests/2027-03/")
    client = Client()
    client.force_login(person)
    assert client.get(f"/news/{message.news_code}/").headers["Location"] == "/wards/95/digests/2027-03/"


def test_the_clerk_sees_what_went_where(office: WardOffice, recorder: Recorder) -> None:
    wants_digests("one", office.ward, email="one@example.org")
    wants_digests("two", office.ward, email="two@example.org", sms="+919830012345")
    make()
    deliver_on(FIRST)
    [made] = made_digests([office.ward])
    assert made.month == MARCH
    assert [(each.channel, each.sent, each.failed) for each in made.channels] == [("email", 2, 0), ("sms", 1, 0)]


def test_many_readers_cost_no_query_each(
    office: WardOffice, recorder: Recorder, django_assert_max_num_queries: Any, settings: Settings
) -> None:
    settings.DELIVER_AT_ONCE = 8
    for each in range(8):
        wants_digests(f"reader-{each}", office.ward, language=("en", "bn")[each % 2], email=f"{each}@example.org")
    make()
    with on_day(FIRST), django_assert_max_num_queries(40):
        deliver.deliver_batch(Channel.EMAIL)
    assert len(recorder.sent) == 8
