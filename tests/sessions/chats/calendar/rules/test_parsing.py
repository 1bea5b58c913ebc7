"""Which rules are accepted, and what is said about those that are not."""

import unicodedata
from contextlib import suppress
from datetime import date
from functools import partial

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sessions.chats.calendar.rules.errors import RuleError
from sessions.chats.calendar.rules.parsing import parse_rule, require_dates
from tests.measuring.timing import least_measured, seconds_once
from tests.running.tables import table


@table(
    ("text", "spelt"),
    [
        ("FREQ=MONTHLY;BYDAY=1SA", "FREQ=MONTHLY;BYDAY=1SA"),
        ("BYDAY=1SA;FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1SA"),
        ("RRULE:FREQ=MONTHLY;BYDAY=+1SA", "FREQ=MONTHLY;BYDAY=1SA"),
        ("  rrule:freq=monthly; byday=sa ; bysetpos=1 ", "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1"),
        ("FREQ=MONTHLY;BYDAY=FR,TH,WE,TU,MO,MO;BYSETPOS=-2", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"),
        ("FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15;WKST=SU", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYMONTH=12,1,7;BYDAY=2TH", "FREQ=MONTHLY;BYMONTH=1,7,12;BYDAY=2TH"),
        ("FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=2TH", "FREQ=MONTHLY;BYDAY=2TH"),
        ("FREQ=MONTHLY;BYMONTHDAY=29;BYMONTH=2", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29"),
        ("FREQ=MONTHLY;BYDAY=5SA", "FREQ=MONTHLY;BYDAY=5SA"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=31,-1", "FREQ=MONTHLY;BYMONTHDAY=31,-1"),
    ],
)
def test_a_rule_is_kept_in_one_spelling(text: str, spelt: str):
    rule = parse_rule(text)
    assert str(rule) == spelt
    assert parse_rule(spelt) == rule


@table(
    ("text", "part", "sentence"),
    [
        ("", "RRULE", "write it as parts"),
        ("every first Saturday", "RRULE", "write it as parts"),
        ("FREQ=MONTHLY;BYDAY=1SA;", "RRULE", "write it as parts"),
        ("FREQ=MONTHLY;BYDAY=", "BYDAY", "write it as parts"),
        ("FREQ=MONTHLY;BYDAY", "BYDAY", "write it as parts"),
        ("BYDAY=1SA", "FREQ", "must be MONTHLY"),
        ("FREQ=WEEKLY;BYDAY=SA", "FREQ", "must be MONTHLY"),
        ("FREQ=YEARLY;BYDAY=1SA", "FREQ", "must be MONTHLY"),
        ("FREQ=SECONDLY", "FREQ", "must be MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=1SA;BYHOUR=18", "BYHOUR", "the time of day is given apart"),
        ("FREQ=MONTHLY;BYDAY=1SA;BYMINUTE=0", "BYMINUTE", "the time of day is given apart"),
        ("FREQ=MONTHLY;BYDAY=1SA;BYSECOND=0", "BYSECOND", "the time of day is given apart"),
        ("FREQ=MONTHLY;BYDAY=1SA;COUNT=12", "COUNT", "from when and until when is given apart"),
        ("FREQ=MONTHLY;BYDAY=1SA;UNTIL=20271231", "UNTIL", "from when and until when is given apart"),
        ("DTSTART:20270102T180000\nRRULE:FREQ=MONTHLY;BYDAY=1SA", "DTSTART", "is given apart"),
        ("FREQ=MONTHLY;BYWEEKNO=3;BYDAY=SA", "BYWEEKNO", "yearly rules"),
        ("FREQ=MONTHLY;BYYEARDAY=100", "BYYEARDAY", "yearly rules"),
        ("FREQ=MONTHLY;BYDAY=1SA;SKIP=FORWARD", "SKIP", "no part of this name"),
        ("FREQ=MONTHLY;BYDAY=1SA;BYDAY=2SU", "BYDAY", "given twice"),
        ("FREQ=MONTHLY", "BYDAY", "does not say on which day"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYDAY", "does not say on which day"),
        ("FREQ=MONTHLY;BYMONTH=3", "BYDAY", "does not say on which day"),
        ("FREQ=MONTHLY;INTERVAL=0;BYDAY=1SA", "INTERVAL", "'0' is not a whole number from 1 to 120"),
        ("FREQ=MONTHLY;INTERVAL=-1;BYDAY=1SA", "INTERVAL", "'-1' is not a whole number from 1 to 120"),
        ("FREQ=MONTHLY;INTERVAL=99999999;BYDAY=1SA", "INTERVAL", "'99999999' is not a whole number from 1 to 120"),
        ("FREQ=MONTHLY;INTERVAL=2.5;BYDAY=1SA", "INTERVAL", "'2.5' is not a whole number from 1 to 120"),
        ("FREQ=MONTHLY;BYMONTH=13;BYDAY=1SA", "BYMONTH", "'13' is not a whole number from 1 to 12"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY", "'0' is not a whole number from 1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY", "'32' is not a whole number from 1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "BYMONTHDAY", "'' is not a whole number from 1 to 31"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=0", "BYSETPOS", "'0' is not a whole number from 1 to 366"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=first", "BYSETPOS", "'FIRST' is not a whole number from 1 to 366"),
        ("FREQ=MONTHLY;BYDAY=1XX", "BYDAY", "'1XX' is not a weekday such as SA"),
        ("FREQ=MONTHLY;BYDAY=0SA", "BYDAY", "'0SA' is not a weekday such as SA"),
        ("FREQ=MONTHLY;BYDAY=6SA", "BYDAY", "a month has at most five of each"),
        ("FREQ=MONTHLY;BYDAY=53MO", "BYDAY", "a month has at most five of each"),
        ("FREQ=MONTHLY;BYDAY=1SA;WKST=X", "WKST", "'X' is not a weekday such as SA"),
        ("FREQ=MONTHLY;BYDAY=SA", "BYDAY", "the rule fires 5 times in one month"),
        ("FREQ=MONTHLY;BYDAY=1SA,3SA", "BYDAY", "the rule fires 2 times in one month"),
        ("FREQ=MONTHLY;BYDAY=1SA,-1SA", "BYDAY", "the rule fires 2 times in one month"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1,-1", "BYSETPOS", "the rule fires 2 times in one month"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=4,-1", "BYSETPOS", "the rule fires 2 times in one month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY", "for example on 1 January 2027 and 15 January 2027"),
        ("FREQ=MONTHLY;BYMONTHDAY=30,-1", "BYMONTHDAY", "for example on 30 January 2027 and 31 January 2027"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,29;BYMONTH=2", "BYMONTHDAY", "for example on 1 February 2028 and 29 February 2028"),
        ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=1,2,3,4,5,6,7,8", "BYDAY", "fires 2 times in one month"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "BYMONTHDAY", "never fires"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11", "BYMONTHDAY", "never fires"),
        ("FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=2", "BYSETPOS", "never fires"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=6", "BYSETPOS", "never fires"),
        ("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", "BYDAY", "never fires"),
        ("FREQ=MONTHLY;BYDAY=1SA" + " " * 200, "RRULE", "longer than 200 characters"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_with_its_part(text: str, part: str, sentence: str):
    with pytest.raises(RuleError) as refusal:
        parse_rule(text)
    assert refusal.value.part == part
    assert str(refusal.value).startswith(f"{part}: ")
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "anchor_on"),
    [
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=2;BYDAY=1SA", date(2027, 1, 1)),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", date(2027, 4, 1)),
        ("FREQ=MONTHLY;INTERVAL=24;BYMONTH=2;BYMONTHDAY=29", date(2027, 2, 1)),
    ],
)
def test_an_interval_that_passes_over_every_date_is_refused(text: str, anchor_on: date):
    with pytest.raises(RuleError) as refusal:
        require_dates(parse_rule(text), anchor_on=anchor_on)
    assert refusal.value.part == "INTERVAL"


def test_a_date_that_is_far_away_is_no_reason_to_refuse():
    require_dates(parse_rule("FREQ=MONTHLY;INTERVAL=36;BYMONTH=2;BYMONTHDAY=29"), anchor_on=date(2027, 2, 1))


@table(
    "text",
    [
        "FREQ=MONTHLY;INTERVAL=120;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=366",
        f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, range(1, 32)))}",
    ],
)
def test_no_rule_takes_long_to_judge(text: str):
    def judge() -> None:
        with suppress(RuleError):
            require_dates(parse_rule(text), anchor_on=date(2027, 2, 1))

    assert least_measured(partial(seconds_once, judge), wanted=0.5) < 0.5


@pytest.mark.costly
@given(st.text(max_size=60) | st.text("FREQMONTHLYBDAS=;:,-0123456789 \n", max_size=60).map("FREQ=MONTHLY;{}".format))
def test_every_text_is_a_rule_or_refused(text: str):
    try:
        parse_rule(text)
    except RuleError as refusal:
        assert refusal.message.startswith(f"{refusal.part}: ")
        assert refusal.message.isprintable()


def test_the_sentences_are_stored_in_one_form():
    with translation.override("bn"), pytest.raises(RuleError) as refusal:
        parse_rule("FREQ=MONTHLY")
    assert refusal.value.message == unicodedata.normalize(
        "NFC", "BYDAY: মাসের কোন দিন, নিয়মে তা নেই; BYDAY=1SA বা BYMONTHDAY=15 যোগ করুন।"
    )
