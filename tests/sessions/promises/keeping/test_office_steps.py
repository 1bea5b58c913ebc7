"""The office says that a promise is kept, later or not kept; a new holder adopts or drops it."""

from datetime import date, timedelta
from typing import Any

import pytest

from sessions.models import Promise, PromiseKind, PromiseState
from sessions.platform.refusals import Refused
from sessions.promises.keeping import office_steps
from tests.factories.asked_promises import asked_promise
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)
STEPS = (office_steps.claim_kept, office_steps.admit_broken, office_steps.adopt, office_steps.drop)


def refused(code: str, step: Any, promise: Promise, **given: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        step(promise.pk, **{"version": promise.version, "text": "So it is."} | given)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.parametrize("duty", ["councillor", "official", "clerk"])
def test_the_office_says_with_words_that_it_is_kept(office: WardOffice, duty: str) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office)
        refused("empty", office_steps.claim_kept, promise, person=office.official, text=" ")
        kept = office_steps.claim_kept(
            promise.pk, person=getattr(office, duty), version=1, text="Cleaned on Friday; the bill hangs in the office."
        )
    assert (kept.state, kept.kept_votes, kept.claimed_at is not None) == (PromiseState.CLAIMED_KEPT, 0, True)
    told = office.public_events()[-1]
    assert (told["step"], told["by"], told["text"]) == ("claim", "office", kept.proof)


def test_nobody_else_takes_a_step(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office)
        for person in (office.resident, office.moderator):
            for step in STEPS:
                refused("forbidden", step, promise, person=person)
            refused("forbidden", office_steps.set_new_day, promise, person=person, due_on=MONDAY + timedelta(days=30))


def test_of_two_officers_at_once_the_second_is_told_what_stands(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office)
        office_steps.claim_kept(promise.pk, person=office.official, version=1, text="Cleaned.")
        no = refused("stale", office_steps.admit_broken, promise, person=office.clerk)
    assert (no.facts["state"], no.facts["version"]) == ("claimed_kept", 2)


def test_a_new_day_is_given_once_with_its_reason_and_the_first_stays(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office, due_on=date(2027, 3, 31))
        given = {"person": office.official}
        refused("empty", office_steps.set_new_day, promise, due_on=date(2027, 4, 30), **given | {"text": ""})
        refused("bad_field", office_steps.set_new_day, promise, due_on=None, **given)
        for wrong in (date(2027, 2, 28), date(2027, 3, 31), date(2028, 3, 10)):
            refused("bad_field", office_steps.set_new_day, promise, due_on=wrong, **given)
        Promise.objects.update(due_stage=2)
        later = office_steps.set_new_day(
            promise.pk, version=1, due_on=date(2027, 4, 30), text="The pump came late.", **given
        )
        again = date(2027, 5, 30)
        refused("repeated", office_steps.set_new_day, later, due_on=again, **given)
    assert (later.due_on, later.first_due_on, later.why_new_day, later.due_stage, later.state) == (
        date(2027, 4, 30),
        date(2027, 3, 31),
        "The pump came late.",
        0,
        PromiseState.MADE,
    )
    assert [each["due_on"] for each in office.public_events()] == ["2027-03-31", "2027-04-30"]


def test_not_kept_needs_a_reason_and_ends_it(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office)
        refused("empty", office_steps.admit_broken, promise, person=office.councillor, text="")
        broken = office_steps.admit_broken(promise.pk, person=office.councillor, version=1, text="No money came.")
        refused("state", office_steps.claim_kept, broken, person=office.councillor)
    assert (broken.state, broken.ended_at is not None) == (PromiseState.BROKEN, True)


def test_a_written_answer_is_kept_by_writing_it(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office, kind=PromiseKind.ANSWER)
        refused("state", office_steps.claim_kept, promise, person=office.councillor)


def test_only_a_new_holder_adopts_or_drops_and_drops_with_a_reason(office: WardOffice) -> None:
    with on_day(MONDAY):
        own, first, second = (promise_of(office, f"Promise {each}.") for each in range(3))
        refused("state", office_steps.adopt, own, person=office.councillor)
        Promise.objects.exclude(pk=own.pk).update(is_to_adopt=True)
        refused("forbidden", office_steps.adopt, first, person=office.official)
        adopted = office_steps.adopt(first.pk, person=office.councillor, version=1)
        refused("empty", office_steps.drop, second, person=office.councillor, text="")
        dropped = office_steps.drop(second.pk, person=office.councillor, version=1, text="The plan was given up.")
    assert (adopted.state, adopted.is_to_adopt) == (PromiseState.MADE, False)
    assert (dropped.state, dropped.is_to_adopt) == (PromiseState.DROPPED, False)
    told = [each for each in office.public_events() if each["type"] == "promise.stepped"]
    assert [(each["step"], each["holder"]) for each in told] == [
        ("adopt", "Holder of ward 95"),
        ("drop", "Holder of ward 95"),
    ]


def test_a_new_holder_who_says_what_becomes_of_it_has_made_it_theirs(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office)
        Promise.objects.update(is_to_adopt=True)
        later = office_steps.set_new_day(
            promise.pk, person=office.councillor, version=1, due_on=date(2027, 6, 1), text="I need time to look."
        )
        refused("state", office_steps.drop, later, person=office.councillor)
    assert not later.is_to_adopt


def test_words_that_are_too_long_change_nothing(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office)
        refused("too_long", office_steps.claim_kept, promise, person=office.official, text="a" * 100_000)
        refused("not_found", office_steps.claim_kept, Promise(version=1), person=office.official)
    promise_step(promise, "claim")
