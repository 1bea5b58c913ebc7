"""The device cookie recognises a browser after a sign-in; it names nobody, and nobody can forge it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from chatserver.accounts.limits.device_cookie import MOST_IDENTIFIERS, SALT, Device, find_device, remember_device
from tests.clients.signing_in import sign_in
from tests.running.tables import table
from tests.servers.services.fake_gateway import FakeGateway

MITALI, RAHIM = "sms:+919830012345", "sms:+919830099999"


def request_with(cookie: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES = {"device": cookie}
    return request


def after(request: HttpRequest, identifier: str) -> Any:
    response = HttpResponse()
    remember_device(request, response, identifier)
    return response.cookies["device"]


def test_it_knows_who_has_signed_in_there_and_nobody_else() -> None:
    device = find_device(request_with(after(request_with(""), MITALI).value))
    assert device is not None
    assert (device.has_signed_in(MITALI), device.has_signed_in(RAHIM)) == (True, False)
    both = find_device(
        request_with(after(request_with(signing.dumps([device.id, *device.knows], salt=SALT)), RAHIM).value)
    )
    assert both is not None
    assert (both.id, both.has_signed_in(MITALI), both.has_signed_in(RAHIM)) == (device.id, True, True)


def test_it_names_nobody_and_two_devices_of_one_person_have_nothing_in_common() -> None:
    first, second = (after(request_with(""), MITALI).value for _device in range(2))
    told = [signing.loads(cookie, salt=SALT) for cookie in (first, second)]
    assert ("98300" in repr(told), set(told[0]) & set(told[1])) == (False, set())


def test_it_stays_small_however_many_sign_in_there() -> None:
    device = Device("device")
    for index in range(100):
        device = device.after(f"sms:+9198300{index:05d}")
    assert len(device.knows) == MOST_IDENTIFIERS
    assert (device.has_signed_in("sms:+919830000099"), device.has_signed_in("sms:+919830000000")) == (True, False)


@table("cookie", ["", "x", "x" * 5000, "a:b:c", "\u09ec"])
def test_what_nobody_has_signed_is_no_device(cookie: str) -> None:
    assert find_device(request_with(cookie)) is None


def test_what_was_signed_for_something_else_is_no_device() -> None:
    for cookie in (signing.dumps(["a"], salt="another"), signing.dumps(7, salt=SALT), signing.dumps([], salt=SALT)):
        assert find_device(request_with(cookie)) is None


def test_after_half_a_year_without_a_sign_in_it_is_unknown_again() -> None:
    with time_machine.travel("2027-01-01T00:00:00Z", tick=False) as clock:
        cookie = after(request_with(""), MITALI).value
        clock.shift(timedelta(days=180))
        assert find_device(request_with(cookie)) is not None
        clock.shift(timedelta(seconds=1))
        assert find_device(request_with(cookie)) is None


@pytest.mark.costly
@pytest.mark.row("threat", 9)
@pytest.mark.django_db
def test_it_is_set_by_signing_in_on_a_device_of_ones_own_and_no_script_reads_it(gateway: FakeGateway) -> None:
    own, shared = Client(), Client()
    sign_in(own, gateway, stays="on")
    sign_in(shared, gateway, "9830000002")
    assert "device" not in shared.cookies
    cookie = own.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")
    own.post("/sign-out/")
    assert own.cookies["device"].value == cookie.value
