"""Each field of the audit in words, in both languages; what cannot be read is shown as it stands."""

from typing import Any

import pytest
from django.utils.translation import override

from sessions.chats.calendar.change_values import NOTHING, field_language, field_word, value_word
from sessions.models import Borough

ROWS = [
    ("rule", "FREQ=MONTHLY;BYDAY=1SA", "the first Saturday of each month", "প্রতি মাসের প্রথম শনিবার"),
    ("rule", "FREQ=HOURLY", "FREQ=HOURLY", "FREQ=HOURLY"),
    ("at", "18:30", "6:30\xa0pm", "সন্ধ্যা\xa0৬:৩০"),
    ("at", "half past", "half past", "half past"),
    ("minutes", 90, "90", "৯০"),
    ("from", "2027-01-02", "2 January 2027", "২ জানুয়ারি ২০২৭"),
    ("to", None, NOTHING, NOTHING),
    ("starts_at", "2027-01-02T12:30:00.000Z", "2 January 2027, 6:00\xa0pm", "২ জানুয়ারি ২০২৭, সন্ধ্যা\xa0৬:০০"),
    ("on_closed", "wait", "Wait for the clerk's choice", "করণিকের সিদ্ধান্তের অপেক্ষা"),
    ("state", "cancelled", "Cancelled", "বাতিল"),
    ("waits", False, "No", "না"),
    ("reason_en", "Fair", "Fair", "Fair"),
    ("place", "ward:95", "Ward 95", "ওয়ার্ড ৯৫"),
    ("place", "borough:X", "Borough Ten", "বরো ১০"),
    ("place", "borough:IX", "Borough IX", "বরো IX"),
    ("place", "city", "the whole city", "পুরো শহর"),
    ("place", "ward:here", "ward:here", "ward:here"),
    ("account", "", NOTHING, NOTHING),
    ("account", "not an account", "not an account", "not an account"),
    ("unheard_of", 7, "7", "7"),
]


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value", "english", "bengali"), ROWS)
def test_a_value_is_said_in_the_readers_language(name: str, value: Any, english: str, bengali: str) -> None:
    Borough.objects.create(code="X", names={"en": "Borough Ten", "bn": "বরো ১০"})
    with override("en"):
        assert value_word(name, value) == english
    with override("bn"):
        assert value_word(name, value) == bengali


def test_words_of_a_language_that_the_settings_have_no_longer_keep_its_name(settings: Any) -> None:
    settings.LANGUAGES = [each for each in settings.LANGUAGES if each[0] != "bn"]
    with override("en"):
        assert [str(field_word(name)) for name in ("reason_bn", "address_bn", "starts_at", "reason_xx")] == [
            "Reason in Bengali",
            "Address of the office in Bengali",
            "Begins",
            "reason_xx",
        ]
        assert [value_word("language", code) for code in ("bn", "xx")] == ["Bengali", "xx"]
    assert [field_language(name) for name in ("hours_bn", "hours_en", "hours", "ban_reason", "hours_xx")] == [
        "bn",
        "en",
        "",
        "",
        "",
    ]
