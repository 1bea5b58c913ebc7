"""The file that describes the gateway: read, or refused without a word of what is in it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.sms_gateway import Gateway, find_gateway

GOOD = """
url = "https://sms.example.org/send"
body = '{"to": "{to}", "text": "{text}"}'
[headers]
Authorization = "Bearer canary"
[templates.hour]
id = "1107"
en = "Ward {ward} at {hour}"
"""


def find(folder: Path, text: str) -> Gateway | None:
    file = folder / "gateway.toml"
    file.write_text(text)
    return find_gateway({"SMS_GATEWAY": str(file)})


def test_it_is_read(tmp_path: Path):
    gateway = find(tmp_path, GOOD)
    assert gateway is not None
    assert (gateway.url, gateway.templates["hour"]["id"]) == ("https://sms.example.org/send", "1107")


def test_there_may_be_none():
    assert find_gateway({}) is None
    assert find_gateway({"SMS_GATEWAY": "console"}) is None


@pytest.mark.parametrize(
    "text",
    [
        "url = ",
        GOOD.replace("url", "address"),
        GOOD.replace("https", "ftp"),
        GOOD.replace("/send", "/send?to={to}"),
        GOOD.replace("{text}", "hello"),
    ],
)
def test_what_is_wrong_with_it_is_said_without_its_secrets(tmp_path: Path, text: str):
    with pytest.raises(ImproperlyConfigured, match="SMS_GATEWAY") as refusal:
        find(tmp_path, text)
    assert "canary" not in str(refusal.value)
