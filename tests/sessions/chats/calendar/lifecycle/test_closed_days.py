"""What a freeze says to a clerk who wants to do what it forbids."""

from datetime import date

import pytest
from django.utils.translation import override

from sessions.chats.calendar.lifecycle.closed_days import add_closure, require_no_freeze
from sessions.platform.refusals import Refused
from tests.factories.evening import make_ward


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Suspended until 20 May 2027: Election. Until then no chat opens and none is announced."),
        ("bn", "২০ মে ২০২৭ পর্যন্ত স্থগিত: নির্বাচন। তার আগে কোনও চ্যাট শুরু হয় না, ঘোষণাও হয় না।"),
    ],
)
def test_a_freeze_names_its_last_day_and_its_reason_in_the_readers_language(language: str, said: str) -> None:
    add_closure(
        kind="freeze",
        ward=None,
        from_on=date(2027, 5, 1),
        to_on=date(2027, 5, 20),
        reasons={"en": "Election.", "bn": "নির্বাচন।"},
        clerk=None,
    )
    with override(language), pytest.raises(Refused) as refusal:
        require_no_freeze(make_ward(), date(2027, 5, 3))
    assert (refusal.value.code, str(refusal.value.message)) == ("frozen", said)
