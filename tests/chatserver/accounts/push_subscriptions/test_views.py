"""Turning notifications on and off, renewing them, and the way on from one of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from chatserver.accounts.models import PushSubscription
from chatserver.accounts.privacy.erasure import erase_person
from chatserver.accounts.privacy.export import everything_about
from chatserver.accounts.push_subscriptions.offering import _key_file, key_file
from chatserver.accounts.push_subscriptions.subscribing import AT_MOST
from sessions.city.people.subscriptions import channels_of
from sessions.models import Reminder
from tests.chatserver.accounts.test_throttle_strangers import writes_of
from tests.factories.evening import Evening, make_evening
from tests.servers.services.push_service import TestBrowser

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


@pytest.fixture(autouse=True)
def served(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.SENDERS = settings.SENDERS | {"push": "push"}
    settings.DATA_DIR = tmp_path
    _key_file.cache_clear()
    yield
    _key_file.cache_clear()


@pytest.fixture
def evening() -> Evening:
    return make_evening()


@pytest.fixture
def person(evening: Evening, client: Client) -> Any:
    client.force_login(evening.residents[0])
    return evening.residents[0]


def browser(number: int = 0, host: str = "fcm.googleapis.com") -> TestBrowser:
    return TestBrowser(f"https://{host}/fcm/send/{number}")


def turn_on(client: Client, one: TestBrowser, **more: Any) -> Any:
    told = one.as_json() | {"key": key_file().current().public} | more
    return client.post("/me/push/", json.dumps(told), content_type="application/json")


def where(client: Client, address: str) -> str:
    """Where an address leads."""
    return str(client.get(address)["Location"])


def test_on_off_and_on_every_device(client: Client, person: Any):
    assert turn_on(client, browser()).status_code == 204
    assert turn_on(client, browser()).status_code == 204
    [row] = PushSubscription.objects.all()
    assert (row.person, row.service, row.language) == (person, "fcm.googleapis.com", "en")
    assert channels_of(person) == ["push"]
    for number in range(1, AT_MOST + 1):
        turn_on(client, browser(number))
    assert PushSubscription.objects.count() == AT_MOST
    assert not PushSubscription.objects.filter(pk=row.pk).exists()
    page = client.get("/me/reminders/").content.decode()
    assert page.count('name="device"') == AT_MOST
    assert client.post("/me/push/stop/", {"endpoint": browser(1).endpoint}).status_code == 204
    assert client.post("/me/push/stop/", {"device": PushSubscription.objects.latest("pk").pk}).status_code == 302
    assert PushSubscription.objects.count() == AT_MOST - 2
    client.post("/me/reminders/", {})  # e-mail and SMS are chosen there, and nothing else
    assert channels_of(person) == ["push"]
    client.post("/me/reminders/stop/")
    assert (PushSubscription.objects.count(), channels_of(person)) == (0, [])


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"endpoint": "https://169.254.169.254/latest"}, 422),
        ({"endpoint": 7}, 422),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, 422),
        ({"keys": []}, 422),
        ({"key": "another"}, 409),
        ({"padding": "x" * 5000}, 422),
    ],
)
def test_what_is_no_subscription_of_a_browser_is_refused(
    client: Client, person: Any, change: dict[str, Any], status: int
):
    answer = turn_on(client, browser(), **change)
    assert (answer.status_code, PushSubscription.objects.count()) == (status, 0)
    if status == 409:
        assert answer.json() == {"key": key_file().current().public}
    for body in (b"", b"\xff", b"[]", b"[" * 3000):
        assert client.post("/me/push/", body, content_type="application/json").status_code == 422


def test_a_subscription_goes_with_its_sign_in(client: Client, person: Any, evening: Evening, settings: Settings):
    other = Client()
    other.force_login(person)
    turn_on(client, browser(1))
    turn_on(other, browser(2))
    renewed = client.session
    renewed.cycle_key()  # as the proof of a second factor does
    renewed.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = renewed.session_key or ""
    assert PushSubscription.objects.count() == 2
    client.post("/sign-out/")
    assert [row.endpoint for row in PushSubscription.objects.all()] == [browser(2).endpoint]
    other.force_login(evening.residents[1])  # without a sign-out, on the same device
    assert PushSubscription.objects.count() == 0
    client.force_login(person)
    assert "no device shows them now" in client.get("/me/reminders/").content.decode()


def test_the_device_of_two_people_belongs_to_the_one_who_turned_it_on_last(client: Client, evening: Evening):
    for resident in evening.residents[:2]:
        one = Client()
        one.force_login(resident)
        turn_on(one, browser())
    assert [row.person for row in PushSubscription.objects.all()] == [evening.residents[1]]


def test_my_data_names_the_devices_and_an_erasure_deletes_them(client: Client, person: Any):
    turn_on(client, browser())
    [told] = everything_about(person)["accounts.PushSubscription.person"]
    assert told["service"] == "fcm.googleapis.com"
    assert browser().endpoint not in str(told)
    erase_person(person)
    assert PushSubscription.objects.count() == 0
    assert turn_on(client, browser()).status_code == 302


def test_a_rotation_keeps_the_key_until_the_next_visit(client: Client, person: Any, capsys: pytest.CaptureFixture[str]):
    turn_on(client, browser())
    first = key_file().current()
    call_command("rotate_push_key")
    assert "1 subscriptions are renewed at the next visit, and keep the earlier key" in capsys.readouterr().out
    assert turn_on(client, browser(), key=first.public).status_code == 409
    assert key_file().find(first.id) is not None
    turn_on(client, browser())
    assert PushSubscription.objects.get().vapid_key_id == key_file().current().id
    call_command("rotate_push_key", "--forget")
    assert [key.id for key in key_file().all()] == [key_file().current().id]


def test_the_worker_tells_of_another_subscription_by_the_address_of_the_old_one(client: Client, person: Any):
    turn_on(client, browser(1))
    told = browser(2).as_json() | {"key": key_file().current().public}

    def tell(**more: Any) -> int:
        stranger = Client(enforce_csrf_checks=True)
        answer = stranger.post("/push/changed/", json.dumps(told | more), content_type="application/json")
        return answer.status_code

    assert [tell(), tell(old="https://fcm.googleapis.com/x"), tell(old=7), tell(old=browser(1).endpoint, key="x")] == (
        [404] * 4
    )
    assert tell(old=browser(1).endpoint, endpoint="https://example.org/a") == 422
    assert tell(old=browser(1).endpoint) == 204
    assert [(row.endpoint, row.person) for row in PushSubscription.objects.all()] == [(browser(2).endpoint, person)]
    assert tell(old=browser(1).endpoint) == 404


@pytest.mark.row("threat", 28)
def test_an_invented_old_address_is_refused_without_a_lock():
    told = browser(2).as_json() | {"key": key_file().current().public, "old": "https://fcm.googleapis.com/x"}
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post("/push/changed/", json.dumps(told), content_type="application/json")
    assert (answer.status_code, writes_of([query["sql"] for query in queries.captured_queries])) == (404, [])


def test_news_lead_their_reader_on_and_nobody_else(client: Client, person: Any, evening: Evening):
    turn_on(client, browser())
    question = evening.queue()
    address = f"/news/{Reminder.objects.get().news_code}/"
    assert where(client, address) == f"/receipt/{question.receipt}/"
    assert where(client, "/news/no-such-code/") == "/me/"
    client.force_login(evening.residents[1])
    page = client.get(address)
    assert (page.status_code, question.receipt in page.content.decode()) == (403, False)
    assert where(Client(), address) == f"/sign-in/?next={address}"


def test_a_bad_key_file_and_an_installation_without_push_offer_nothing(client: Client, person: Any, settings: Settings):
    key_file().path.write_text("{}")
    for path in ("/me/", "/me/reminders/", "/me/push/"):
        assert 'id="push"' not in client.get(path).content.decode()
    key_file().path.unlink()
    for path in ("/me/", "/me/reminders/", "/me/push/"):
        assert 'id="push"' in client.get(path).content.decode()
    key = key_file().current().public
    settings.SENDERS = settings.SENDERS | {"push": "none"}
    assert turn_on(client, browser(), key=key).status_code == 404
    assert 'id="push"' not in client.get("/me/reminders/").content.decode()
