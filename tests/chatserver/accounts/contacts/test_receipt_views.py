"""A clerk sends the receipt to somebody without an account, who then hears of each step there and is asked."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.codes.codes import addressee_of
from chatserver.accounts.contacts.contacts import stop_by_code
from chatserver.accounts.limits.rate_limits import RECEIPTS_ABROAD, RECEIPTS_PER_ADDRESSEE, Spending, spend
from chatserver.accounts.models import MatterContact
from chatserver.operations.workers.deliver import deliver_batch
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.matters.lodging.receipt_subscriptions import forget_followings
from sessions.matters.publishing import publish_matter
from sessions.matters.resolving import clock_steps, office_steps
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.matters.resolving.verdicts import give_verdict
from sessions.matters.steps import lock_matter
from sessions.models import Channel, Matter, MatterFollowing, Promise, PromiseKind, Reminder
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.planning_desk import client_of
from tests.factories.promises import promise_of, promise_step
from tests.servers.services.fake_gateway import FakeGateway, open_gateway

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NUMBER = "+919830012345"
MONDAY = date(2027, 3, 1)
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def office() -> WardOffice:
    with on_day(MONDAY):
        return make_ward_office()


@pytest.fixture
def gateway(settings: Settings) -> Iterator[FakeGateway]:
    with open_gateway() as gateway:
        settings.SENDERS = {"sms": "http", "email": "console"}
        settings.SMS_GATEWAY = gateway.handed_over()
        settings.ALLOWED_ORIGINS = ["https://chat.example.org"]
        yield gateway


def entered(office: WardOffice, **fields: Any) -> Matter:
    return office.lodge("জল জমে আছে।", author=None, entered_by=office.clerk, source="phone", **fields)


def send(client: Client, matter: Matter, **changed: str) -> Any:
    given = {"channel": "sms", "address": "98300 12345", "language": "bn", "agreed": "on"} | changed
    return client.post(f"/office/entered/{matter.number}/send/", given, headers=ENGLISH)


def deliver() -> None:
    for channel in (Channel.SMS, Channel.EMAIL):
        while deliver_batch(channel):
            pass


def told(gateway: FakeGateway) -> list[str]:
    """What was sent since the last call, without the link that stops it."""
    texts = [
        unescape(body.decode()).split('"message": "')[1].split('", "template_id"')[0] for _p, _h, body in gateway.told
    ]
    gateway.told.clear()
    return [text.rsplit(" ", 5)[0] if "বন্ধ" in text else text for text in texts]


def read(response: Any) -> str:
    return unescape(response.content.decode())


def test_the_receipt_is_sent_in_the_callers_language_and_the_number_is_nowhere_else(
    office: WardOffice, gateway: FakeGateway, caplog: pytest.LogCaptureFixture
) -> None:
    with on_day(MONDAY), caplog.at_level(logging.DEBUG):
        matter, client = entered(office), client_of(office.clerk)
        assert f"/office/entered/{matter.number}/send/" in read(client.get(f"/office/entered/{matter.number}/"))
        response = send(client, matter)
        assert response["Location"] == f"/office/entered/{matter.number}/send/"
        deliver()
        page = read(client.get(response["Location"], headers=ENGLISH))
    [(_path, _headers, body)] = gateway.told
    assert f'"mobile": "{NUMBER}"' in body.decode()
    assert matter.receipt in body.decode()
    assert "https://chat.example.org/matters/receipt/ " in body.decode()
    assert "রসিদ" in body.decode()
    assert ("The receipt was sent." in page, "345" in page, "30012" in page) == (True, True, False)
    assert "9830012345" not in caplog.text
    assert tables_with("9830012345") == {"accounts_mattercontact"}


def tables_with(words: str) -> set[str]:
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(words in str(value) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found


def test_nothing_is_sent_without_the_persons_wish_or_to_what_is_no_number(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter, client = entered(office), client_of(office.clerk)
        for wrong in ({"agreed": ""}, {"address": "12"}, {"address": ""}, {"channel": "push"}, {"channel": "email"}):
            assert send(client, matter, **wrong).status_code == 422
        assert send(client_of(office.moderator), matter).status_code == 404
        assert send(client_of(office.official), matter).status_code == 403
        deliver()
    assert (gateway.told, MatterContact.objects.count()) == ([], 0)


def test_who_has_no_account_is_told_each_step_and_asked_by_the_channel_they_came_by(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter = entered(office)
        send(client_of(office.clerk), matter, language="en")
        deliver()
        publish_matter(lock_matter(matter.pk), moderator=office.moderator)
        deliver()
    [_receipt, approved] = told(gateway)
    assert approved.startswith(
        f"There is news of {matter.number}: Open. https://chat.example.org/matters/{matter.number}/ "
    )
    with on_day(MONDAY + timedelta(days=1)):
        matter.refresh_from_db()
        asked = clock_steps.ask_resident(matter.pk, person=office.official, version=matter.version, text="Which side?")
        deliver()
        office_steps.claim_done(matter.pk, person=office.official, version=asked.version, text="Done.")
        deliver()
    [question, claimed] = told(gateway)
    assert "https://chat.example.org/matters/receipt/ " in question
    assert claimed.startswith(f"The office says that {matter.number} is done. Is it fixed, half fixed, or not fixed?")
    assert "https://chat.example.org/matters/receipt/ " in claimed
    assert matter.receipt not in claimed


def test_who_has_not_answered_is_asked_again_once_and_forgotten_after_the_answer(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter = entered(office)
        send(client_of(office.clerk), matter, language="en")
        publish_matter(lock_matter(matter.pk), moderator=office.moderator)
        matter.refresh_from_db()
        office_steps.claim_done(matter.pk, person=office.official, version=matter.version, text="Done.")
        deliver()
        gateway.told.clear()
    with on_day(MONDAY + timedelta(days=14)):
        for _turn in range(2):
            carry_out_due_matters(timezone.now())
            deliver()
    [again] = told(gateway)
    assert again.startswith(f"You have not said yet whether {matter.number} is done.")
    with on_day(MONDAY + timedelta(days=15)):
        assert forget_followings(timezone.now()) == 0
        give_verdict(matter.pk, "fixed", receipt=matter.receipt)
        assert forget_followings(timezone.now()) == 1
    assert (MatterFollowing.objects.count(), MatterContact.objects.count()) == (0, 0)


def test_a_promise_made_of_their_suggestion_is_asked_about_there_too(office: WardOffice, gateway: FakeGateway) -> None:
    with on_day(MONDAY):
        matter = entered(office, kind="suggestion")
        send(client_of(office.clerk), matter, language="en")
        publish_matter(lock_matter(matter.pk), moderator=office.moderator)
        promise: Promise = promise_of(office, "A bench.", kind=PromiseKind.SUGGESTION, matter=matter)
        deliver()
        gateway.told.clear()
        promise_step(promise, "claim", text="It stands.")
        deliver()
    [kept] = told(gateway)
    assert kept.startswith(f"The office says that the promise {promise.number} is kept. Is it?")
    assert "https://chat.example.org/promises/receipt/ " in kept


def test_a_wrong_number_is_put_right_and_the_receipt_that_went_there_opens_nothing(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter, client = entered(office), client_of(office.clerk)
        send(client, matter)
        deliver()
        send(client, matter, address="98300 54321")
        deliver()
        sent = matter.receipt
        matter.refresh_from_db()
        assert matter.receipt != sent
        assert [sent in body.decode() for _path, _headers, body in gateway.told] == [True, False]
        assert matter.receipt in gateway.told[1][2].decode()
        assert Client().post("/matters/receipt/", {"code": sent}).status_code == 404
        assert MatterContact.objects.get().address == "+919830054321"
        assert send(client, matter).status_code == 302
        assert send(client, matter).status_code == 422


def test_the_button_pressed_twice_leaves_the_printed_receipt_and_the_first_message_valid(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter, client = entered(office), client_of(office.clerk)
        for _press in range(2):
            assert send(client, matter).status_code == 302
            deliver()
    assert [matter.receipt in body.decode() for _path, _headers, body in gateway.told] == [True, True]
    assert Client().post("/matters/receipt/", {"code": matter.receipt}).status_code == 200


def test_a_number_that_is_put_right_before_anything_left_gets_the_same_receipt_alone(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter, client = entered(office), client_of(office.clerk)
        send(client, matter)
        send(client, matter, address="98300 54321")
        deliver()
    [(_path, _headers, body)] = gateway.told
    assert ("+919830054321" in body.decode(), matter.receipt in body.decode()) == (True, True)
    matter.refresh_from_db()
    assert matter.receipt in body.decode()


def test_a_number_that_is_put_right_while_a_sender_has_the_receipt_gets_the_valid_one_alone(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter, client = entered(office), client_of(office.clerk)
        send(client, matter)
        with connection.execute_wrapper(OnceClaimed(lambda: send(client, matter, address="98300 54321"))):
            deliver()
        void = matter.receipt
        matter.refresh_from_db()
    [(_path, _headers, body)] = gateway.told
    assert ("+919830054321" in body.decode(), void in body.decode()) == (True, False)
    assert matter.receipt in body.decode()
    assert Client().post("/matters/receipt/", {"code": void}).status_code == 404


class OnceClaimed:
    """Does something once, as soon as a sender that has claimed a message asks where it goes."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act: Callable[[], object] | None = act

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        act = self._act
        if act is not None and sql.startswith("SELECT") and ("mattercontact" in sql or "matterfollowing" in sql):
            self._act = None
            if Reminder.objects.filter(state="sending").exists():
                act()
            else:
                self._act = act
        return execute(sql, params, many, context)


def test_news_goes_to_the_number_that_was_put_right_while_a_sender_had_it(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        matter, client = entered(office), client_of(office.clerk)
        send(client, matter, language="en")
        deliver()
        publish_matter(lock_matter(matter.pk), moderator=office.moderator)
        gateway.told.clear()
        with connection.execute_wrapper(OnceClaimed(lambda: send(client, matter, address="98300 54321"))):
            deliver()
    assert ["+919830054321" in body.decode() for _path, _headers, body in gateway.told] == [True, True]


def test_the_link_in_it_stops_everything_and_deletes_the_number(office: WardOffice, gateway: FakeGateway) -> None:
    with on_day(MONDAY):
        matter = entered(office)
        send(client_of(office.clerk), matter)
        deliver()
        code = MatterContact.objects.get().stop_code
        assert f"https://chat.example.org/stop/{code}/" in gateway.told[0][2].decode()
        assert stop_by_code(code) is True
        publish_matter(lock_matter(matter.pk), moderator=office.moderator)
        deliver()
    assert (len(gateway.told), tables_with("9830012345")) == (1, set())


def test_in_a_freeze_the_receipt_waits(office: WardOffice, gateway: FakeGateway) -> None:
    days: dict[str, Any] = {"from_on": MONDAY, "to_on": MONDAY + timedelta(days=9), "reasons": {"en": "Election"}}
    with on_day(MONDAY):
        add_closure(kind="freeze", ward=None, clerk=None, **days)
        matter, client = entered(office), client_of(office.clerk)
        page = read(client.get(send(client, matter)["Location"], headers=ENGLISH))
        deliver()
    assert ("after the election freeze" in page, gateway.told) == (True, [])
    with on_day(MONDAY + timedelta(days=10)):
        deliver()
    assert len(gateway.told) == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("step", "days", "is_forgotten"), [("decline", 29, False), ("decline", 31, True), ("withdraw", 0, True)]
)
def test_the_number_is_deleted_once_nothing_more_is_to_be_told(
    office: WardOffice, gateway: FakeGateway, step: str, days: int, is_forgotten: bool
) -> None:
    with on_day(MONDAY):
        matter = entered(office)
        send(client_of(office.clerk), matter)
        deliver()
        office.step(matter, step)
        deliver()  # that it was declined
        assert Reminder.objects.exclude(state="sent").count() == 0
    with on_day(MONDAY + timedelta(days=days), hour=13):
        forget_followings(timezone.now())
    assert (tables_with("9830012345") == set()) is is_forgotten


def test_one_number_gets_only_so_many_receipts_in_a_day(office: WardOffice, gateway: FakeGateway) -> None:
    with on_day(MONDAY):
        for _other_clerk_s in range(6):
            spend(Spending(RECEIPTS_PER_ADDRESSEE, addressee_of(Channel.SMS, "+919830012345")))
        client = client_of(office.clerk)
        statuses = [send(client, entered(office)).status_code for _turn in range(4)]
        deliver()
        refused = read(send(client, entered(office)))
        assert "were ordered too often" in refused
        assert 'value="98300 12345"' in refused
        assert send(client, entered(office), address="98300 54321").status_code == 302
    assert (statuses, len(gateway.told)) == ([302] * 2 + [422] * 2, 2)


def test_a_stolen_session_of_a_clerk_sends_only_so_much_to_other_countries(
    office: WardOffice, gateway: FakeGateway
) -> None:
    with on_day(MONDAY):
        for _other_clerk_s in range(48):
            spend(Spending(RECEIPTS_ABROAD))
        client, matters = client_of(office.clerk), [entered(office) for _turn in range(3)]
        answers = [send(client, each, address=f"+4479111234{turn:02}") for turn, each in enumerate(matters)]
    assert [each.status_code for each in answers] == [302] * 2 + [422]
    assert MatterContact.objects.count() == 2
