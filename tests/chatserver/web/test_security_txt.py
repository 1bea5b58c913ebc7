from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

PATH = "/.well-known/security.txt"


def test_whom_to_tell_of_a_hole_is_said_until_a_day_that_is_not_far(client: Client, settings: Any):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.PUBLIC_ORIGINS = ["https://testserver"]
    answer = client.get(PATH, headers={"Host": "testserver"})
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields.pop("Expires") > f"{datetime.now(UTC) + timedelta(days=170):%Y-%m-%d}"
    assert fields == {
        "Contact": "mailto:security@example.org",
        "Preferred-Languages": "en, bn",
        "Canonical": f"https://testserver{PATH}",
    }


def test_where_nobody_is_named_there_is_nothing(client: Client):
    assert client.get(PATH).status_code == 404
