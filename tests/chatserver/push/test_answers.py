"""What each answer of a push service means."""

from datetime import UTC, datetime, timedelta

import pytest

from chatserver.push.answers import PushOutcome, read_answer

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((200, 201, 202), PushOutcome.ACCEPTED),
        ((404, 410), PushOutcome.GONE),
        ((400, 401, 403), PushOutcome.REFUSED),
        ((413, 204, 301, 302, 307, 418), PushOutcome.REJECTED),
        ((408, 425, 429, 500, 502, 503, 504, 599), PushOutcome.LATER),
    ],
)
def test_each_status(statuses: tuple[int, ...], outcome: PushOutcome):
    assert {read_answer(status, {}, NOW).outcome for status in statuses} == {outcome}


@pytest.mark.parametrize(
    ("given", "wait"),
    [
        *(("120", 120), ("99999999999", 3600), ("soon", None), ("-1", None), ("", None), ("১২", None), ("0", 0)),
        *(("Fri, 01 Jan 2027 00:20:00 GMT", 1200), ("Fri, 01 Jan 2027 05:50:00 +0530", 1200)),
        *(("Sat, 02 Jan 2027 00:00:00 GMT", 3600), ("Thu, 31 Dec 2026 23:00:00 GMT", 0)),
        *(("Fri, 01 Jan 99999999999 00:00:00 GMT", None), ("9" * 5000, None)),
    ],
)
def test_a_service_says_how_long_it_wants_to_be_left_alone(given: str, wait: int | None):
    expected = None if wait is None else timedelta(seconds=wait)
    assert read_answer(429, {"retry-after": given}, NOW).wait == expected
