from datetime import date

import pytest

from sessions.models import PromiseState
from sessions.models.promises.transitions import PROMISE, PromiseStepBy, promise_state_after
from sessions.platform.refusals import Refused
from sessions.promises.promise_numbers import promise_number, read_promise_number
from sessions.promises.steps import lock_promise
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step


def test_a_promise_has_a_number_and_stands_in_the_wards_log(office: WardOffice) -> None:
    with on_day(date(2027, 3, 2)):
        first = promise_of(office, due_on=date(2027, 3, 31))
        second = promise_of(office, "The lamp will burn.")
    assert (first.number, second.number) == ("95-P-2027-1", "95-P-2027-2")
    made = office.public_events()[0]
    assert (made["type"], made["number"], made["due_on"]) == (
        "promise.made",
        "95-P-2027-1",
        "2027-03-31",
    )


@pytest.mark.costly
def test_a_step_moves_it_and_is_told(office: WardOffice) -> None:
    promise = promise_step(promise_of(office), "claim", text="It is clean.")
    assert (promise.state, promise.version) == (PromiseState.CLAIMED_KEPT, 2)
    told = office.public_events()[-1]
    assert told["type"] == "promise.stepped"
    assert (told["step"], told["state"], told["text"]) == (
        "claim",
        "claimed_kept",
        "It is clean.",
    )


def test_what_the_table_does_not_allow_is_refused(office: WardOffice) -> None:
    promise = promise_of(office)
    with pytest.raises(Refused) as refused:
        promise_step(promise, "keep", by=PromiseStepBy.RESIDENT)
    assert refused.value.code == "state"


def test_somebody_who_saw_an_earlier_version_decides_nothing(office: WardOffice, db: None) -> None:
    promise = promise_step(promise_of(office), "claim")
    with pytest.raises(Refused) as refused:
        lock_promise(promise.pk, version=1)
    assert refused.value.code == "stale"


@pytest.mark.costly
def test_of_a_redacted_promise_readers_get_no_words(office: WardOffice) -> None:
    promise = promise_of(office, "Mina’s wall will go.", said="the wall of Mina")
    promise_step(promise, "claim", text="Mina’s wall is gone.")
    promise.refresh_from_db()
    promise.is_withheld = True
    promise.save()
    made, claimed = office.public_events()
    assert (made["what"], made["said"], claimed["text"]) == (None, None, None)


def test_kept_and_broken_can_only_be_taken_from_what_was_promised() -> None:
    for state in PromiseState:
        assert promise_state_after("keep", state) in (None, PromiseState.KEPT)
        if state != PromiseState.CLAIMED_KEPT:
            assert promise_state_after("keep", state) is None
    assert PromiseState.KEPT not in PROMISE["break"]


@pytest.mark.parametrize("written", ["95-P-2027-12", "৯৫-p-২০২৭-১২", " 95/P/2027/12 "])
def test_a_number_is_read_from_any_script(written: str) -> None:
    assert read_promise_number(written) == promise_number(95, 2027, 12)
