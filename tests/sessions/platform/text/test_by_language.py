"""Words kept by language, and which of them a reader is shown."""

from datetime import UTC, datetime

import msgspec
import pytest
from django.conf import LazySettings
from django.utils import translation

from sessions.log.events.chat_session import OfficeFacts
from sessions.log.kept_words import moved_event, name_facts, names_in
from sessions.models import ChatSession
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import (
    as_fields,
    cleaned,
    for_reader,
    from_fields,
    in_every_language,
    spoken_to_reader,
)
from tests.running.tables import table

NAMES = {"en": "Asha Sen", "bn": "আশা সেন", "ur": "آشا سین"}


@table(
    ("language", "shown"),
    [("bn", "bn"), ("bn-in", "bn"), ("ur", "ur"), ("hi", "en"), ("en-gb", "en"), ("ta", "en")],
)
def test_a_reader_is_shown_their_own_language_or_the_declared_one(language: str, shown: str):
    with translation.override(language):
        assert spoken_to_reader(NAMES) == (shown, NAMES[shown])


def test_the_fallback_is_a_setting_and_at_last_any_language_will_do(settings: LazySettings):
    settings.FALLBACK_LANGUAGE = "bn"
    with translation.override("hi"):
        assert for_reader(NAMES) == "আশা সেন"
        assert for_reader({"ur": "آشا سین"}) == "آشا سین"
        assert for_reader({}) == ""


def test_a_sentence_is_made_in_each_language_and_the_active_one_stays():
    with translation.override("ur"):
        assert in_every_language(lambda: str(translation.get_language())) == {c: c for c in ("bn", "en", "hi", "ur")}
        assert translation.get_language() == "ur"


def test_entered_words_are_cleaned_and_those_of_the_fallback_are_needed():
    assert cleaned({"en": " Fair ", "bn": "", "hi": "मेला"}, max_graphemes=20) == {"en": "Fair", "hi": "मेला"}
    for words, code in (({"bn": "মেলা"}, "empty"), ({"en": "Fair", "ur": "x" * 21}, "too_long")):
        with pytest.raises(Refused) as refused:
            cleaned(words, max_graphemes=20)
        assert refused.value.code == code


def test_columns_and_audit_have_a_field_for_each_language():
    assert as_fields("name", NAMES) == {
        "name_en": "Asha Sen",
        "name_bn": "আশা সেন",
        "name_hi": "",
        "name_ur": "آشا سین",
    }
    assert from_fields("name", as_fields("name", NAMES) | {"named_on": "2027"}) == NAMES


def test_an_event_keeps_its_two_fields_and_has_the_other_languages_beside_them():
    assert name_facts(NAMES) == {"name_en": "Asha Sen", "name_bn": "আশা সেন", "names": NAMES}
    assert names_in(name_facts(NAMES)) == NAMES
    at, reasons = datetime(2027, 1, 2, 18, tzinfo=UTC), {"en": "Fair", "bn": "মেলা", "hi": "मेला"}
    moved = moved_event(ChatSession(starts_at=at, ends_at=at, move_reasons=reasons))
    assert (moved.because.en, moved.because.bn, moved.reasons) == ("Fair", "মেলা", reasons)


def test_where_the_two_fields_say_everything_an_event_is_as_it_always_was():

    facts = OfficeFacts(kind="councillor", **name_facts({"en": "Asha Sen"}))
    assert msgspec.json.encode(facts) == b'{"kind":"councillor","name_en":"Asha Sen","name_bn":""}'
    assert names_in({"kind": "councillor", "name_en": "Asha Sen", "name_bn": ""}) == {"en": "Asha Sen"}
