"""The text of a code: the installation's registered words byte for byte, or ours."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.codes.code_sender import CODE_SENDER
from chatserver.accounts.codes.code_words import compose_code
from chatserver.accounts.models import Identity
from tests.clients.signing_in import WRITTEN, post
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = pytest.mark.costly


@pytest.mark.django_db
def test_a_registered_template_goes_out_byte_for_byte(client: Client, gateway: FakeGateway, settings: Settings):
    words = "{code} is OTP for KMC chat,  valid {minutes} min.\n@{host} #{code}"
    settings.SMS_GATEWAY = gateway.handed_over(templates={"code": {"id": "1107", "en": words}})
    client.post("/sign-in/", {"by": "phone", "address": WRITTEN}, headers={"accept-language": "bn"})
    CODE_SENDER.wait_until_sent()
    told = json.loads(gateway.told[0][2].decode().replace("{1}", "1"))
    code = gateway.codes[0]
    expected = f"{code} is OTP for KMC chat,  valid 10 min.\n@127.0.0.1 #{code}"
    assert (told["message"], told["template_id"]) == (expected, "1107")


@pytest.mark.long
@pytest.mark.django_db
def test_an_e_mail_address_is_one_however_it_is_written(client: Client, settings: Settings, mailoutbox: list[Any]):
    settings.SENDERS = {"sms": "none", "email": "email"}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    for browser, written in ((client, " Mitali@Example.org"), (Client(), "mitali@example.ORG")):
        with time_machine.travel(timezone.now() + timedelta(minutes=2 * len(mailoutbox))):
            post(browser, "/sign-in/", by="email", address=written)
            [code] = re.findall(r"^[0-9]{6}", mailoutbox[-1].body)
            post(browser, "/sign-in/code/", code=code)
    assert [message.to for message in mailoutbox] == [["mitali@example.org"]] * 2
    assert Identity.objects.get().address == "mitali@example.org"


@pytest.mark.parametrize(
    ("language", "begins", "minutes"), [("en", "123456 is your code", "10"), ("bn", "123456 দিয়ে", "১০")]
)
def test_a_mail_speaks_the_language_of_the_page_and_an_sms_is_short(language: str, begins: str, minutes: str):
    mail = compose_code("123456", channel="email", address="one@example.org", language=language)
    assert (mail.text.startswith(begins), mail.subject.startswith("123456"), "{" in mail.text) == (True, True, False)
    assert re.findall(r"\b[0-9০-৯]{2}\b", mail.text) == [minutes]
    sms = compose_code("123456", channel="sms", address="+919830012345", language=language)
    assert (sms.text.isascii(), len(sms.text) <= 160) == (True, True)
