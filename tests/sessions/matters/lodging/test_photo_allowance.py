"""One person's photos neither keep everybody else's waiting nor fill the disk."""

import pytest

from sessions.contract.limits import PHOTOS_OF_PERSON
from sessions.matters.lodging.photo_allowance import PhotoAllowance
from sessions.platform.refusals import Refused

MITALI, RAHIM = 1, 2


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds, which stand still until a test moves them."""
    now = [1000.0]
    monkeypatch.setattr("sessions.matters.lodging.photo_allowance.time.monotonic", lambda: now[0])
    return now


def sends(allowance: PhotoAllowance, person: int) -> bool:
    try:
        with allowance.one(person):
            return True
    except Refused as refused:
        assert (refused.code, refused.retry) == ("photo_busy", True)
        return False


def test_so_many_at_once_and_then_one_a_minute_and_others_are_not_affected(clock: list[float]) -> None:
    allowance = PhotoAllowance()
    burst = PHOTOS_OF_PERSON.burst
    assert [sends(allowance, MITALI) for _photo in range(burst + 2)] == [True] * burst + [False] * 2
    assert sends(allowance, RAHIM)
    clock[0] += 1 / PHOTOS_OF_PERSON.per_second
    assert [sends(allowance, MITALI) for _photo in range(2)] == [True, False]


def test_of_one_person_one_is_prepared_at_a_time(clock: list[float]) -> None:
    allowance = PhotoAllowance()
    with allowance.one(MITALI):
        assert (sends(allowance, MITALI), sends(allowance, RAHIM)) == (False, True)
    assert sends(allowance, MITALI)


def test_after_a_photo_that_could_not_be_read_the_next_one_is_taken(clock: list[float]) -> None:
    allowance = PhotoAllowance()
    with pytest.raises(ValueError, match="damaged"), allowance.one(MITALI):
        raise ValueError("damaged")
    assert sends(allowance, MITALI)


def test_of_very_many_people_the_longest_unused_is_forgotten(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.matters.lodging.photo_allowance.MAX_PHOTO_SENDERS", 3)
    allowance = PhotoAllowance(burst=1)
    assert [sends(allowance, person) for person in (1, 2, 3, 4, 4, 1)] == [True, True, True, True, False, True]
