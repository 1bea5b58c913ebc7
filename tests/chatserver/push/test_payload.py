"""A message says that there is news, and nothing else, in every language."""

import json

import pytest
from django.conf import settings

from chatserver.push.payload import PADDED_BYTES, make_payload

LONG = f"https://{'a' * 60}.example.org/news/{'x' * 22}/"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_it_has_these_fields_and_room_in_every_language(language: str):
    payload = make_payload(language=language, navigate=LONG, tag="t" * 24)
    assert len(payload) < PADDED_BYTES
    told = json.loads(payload)
    assert (told["web_push"], set(told)) == (8030, {"web_push", "notification"})
    notification = told["notification"]
    assert set(notification) == {"title", "body", "navigate", "lang", "dir", "tag"}
    assert (notification["navigate"], notification["lang"], notification["tag"]) == (LONG, language, "t" * 24)


def test_its_words_are_the_readers():
    english, bengali = (
        json.loads(make_payload(language=language, navigate="", tag=""))["notification"] for language in ("en", "bn")
    )
    assert (english["title"], english["body"]) == ("Ward chat", "There is news for you.")
    assert bengali["title"].isascii() is False
    assert bengali["body"].isascii() is False
