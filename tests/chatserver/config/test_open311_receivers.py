from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.open311_receivers import find_receivers, receiver_for

GOOD = """
[city]
agency = "City Corporation"
url = "https://311.example.org/open311/v2"
key = "very-secret"
[city.services]
drains = "D-1"
"""


def find(folder: Path, text: str):
    path = folder / "receivers.toml"
    path.write_text(text, encoding="utf-8")
    return find_receivers({"OPEN311_RECEIVERS": str(path)})


def test_without_the_variable_nobody_is_handed_anything():
    assert find_receivers({}) == []


def test_each_category_has_its_receiver(tmp_path: Path):
    [city] = receivers = find(tmp_path, GOOD)
    assert receiver_for(receivers, "drains") is city
    assert receiver_for(receivers, "lamps") is None
    assert "very-secret" not in repr(city)


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        GOOD.replace("https://", "ftp://"),
        GOOD.replace("/v2", "/v2?key=1"),
        GOOD.replace("very-secret", " "),
        GOOD.replace("agency", "agent"),
        GOOD + GOOD.replace("city", "water"),
        "city = 7",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_without_its_secrets(tmp_path: Path, text: str):
    with pytest.raises(ImproperlyConfigured) as refused:
        find(tmp_path, text)
    assert "very-secret" not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured):
        find_receivers({"OPEN311_RECEIVERS": str(tmp_path / "nothing.toml")})
