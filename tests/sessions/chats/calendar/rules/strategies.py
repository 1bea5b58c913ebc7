"""What Hypothesis draws for the calendar: rules that are accepted, days, closed ranges."""

from datetime import date, timedelta

from hypothesis import strategies as st

from sessions.chats.calendar.rules.errors import RuleError
from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.rule import DAY_CODES, Rule
from sessions.chats.calendar.rules.spans import Span

DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))

_NTHS = st.sampled_from(["", "", "1", "2", "3", "4", "5", "-1", "-2", "-5"])
_WEEK_DAYS = st.builds("{}{}".format, _NTHS, st.sampled_from(DAY_CODES))
_SIGNED = st.integers(1, 31) | st.integers(-31, -1)


def _listed(name: str, values: st.SearchStrategy, *, most: int) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(
        lambda drawn: f";{name}={','.join(map(str, drawn))}"
    )


def _accepted(text: str) -> Rule | None:
    try:
        return parse_rule(text)
    except RuleError:
        return None


_PLAIN_RULES = st.sampled_from(["1SA", "2TH", "-1FR", "5SU", "MO,TU,WE,TH,FR;BYSETPOS=-2", "SA,SU;BYSETPOS=1"]).map(
    lambda days: parse_rule(f"FREQ=MONTHLY;BYDAY={days}")
)
_ODD_RULES = (
    st.tuples(
        st.just("") | st.integers(1, 12).map(";INTERVAL={}".format),
        st.just("") | _listed("BYMONTH", st.integers(1, 12), most=6),
        st.just("") | _listed("BYMONTHDAY", _SIGNED, most=9),
        _listed("BYDAY", _WEEK_DAYS, most=7) | st.just(""),
        _listed("BYSETPOS", st.integers(1, 6) | st.integers(-6, -1), most=1) | st.just(""),
    )
    .map(lambda parts: _accepted(f"FREQ=MONTHLY{''.join(parts)}"))
    .filter(lambda rule: rule is not None)
    .map(lambda rule: rule or Rule())
)
"""Drawn from all that the parts can say, and kept where the product accepts it."""

RULES: st.SearchStrategy[Rule] = _PLAIN_RULES | _ODD_RULES


def spans(around: date) -> st.SearchStrategy[list[Span]]:
    """Up to a dozen ranges within a few years of a day."""
    one = st.builds(
        lambda begins, lasts: Span(around + timedelta(days=begins), around + timedelta(days=begins + lasts)),
        st.integers(-30, 700),
        st.integers(0, 40),
    )
    return st.lists(one, max_size=12)
