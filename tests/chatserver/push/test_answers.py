"""What each answer of a push service means."""

from datetime import timedelta

import pytest

from chatserver.push.answers import PushOutcome, read_answer


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
    assert {read_answer(status, {}).outcome for status in statuses} == {outcome}


@pytest.mark.parametrize(
    ("given", "wait"),
    [("120", 120), ("999999999999", 3600), ("soon", None), ("-1", None), ("", None), ("১২", None), ("0", 0)],
)
def test_a_service_says_how_long_it_wants_to_be_left_alone(given: str, wait: int | None):
    expected = None if wait is None else timedelta(seconds=wait)
    assert read_answer(429, {"retry-after": given}).wait == expected
