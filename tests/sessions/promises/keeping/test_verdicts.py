"""Only those who asked turn "kept, says the office" into kept: the person who asked, or most of three supporters."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.models import Matter, MatterSupport, Promise, PromiseKind, PromiseState, PromiseVerdict, Standing
from sessions.platform.refusals import Refused
from sessions.promises.keeping.askers import asked_of, promises_by_receipt
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.keeping.verdicts import give_kept_verdict
from tests.factories.asked_promises import asked_promise, back, question_of
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)


def claimed(office: WardOffice, **fields: Any) -> Promise:
    """Claimed kept on Monday; the three neighbours support it."""
    with on_day(MONDAY):
        promise = asked_promise(office, by=fields.pop("by", office.neighbours), **fields)
        return promise_step(promise, "claim", text="Done.")


def say(promise: Promise, verdict: str, *people: Any, after: int = 1) -> Promise:
    with on_day(MONDAY + timedelta(days=after)):
        for person in people:
            promise = give_kept_verdict(promise.pk, verdict, person=person)
    return promise


def refused(code: str, promise: Promise, verdict: str = "kept", *, after: int = 1, **named: Any) -> None:
    with on_day(MONDAY + timedelta(days=after)), pytest.raises(Refused) as refusal:
        give_kept_verdict(promise.pk, verdict, **named)
    assert refusal.value.code == code


def look(after: int) -> list[str]:
    with on_day(MONDAY + timedelta(days=after)):
        return carry_out_due_promises(timezone.now())


@pytest.mark.parametrize(("verdict", "state"), [("kept", "kept"), ("not", "disputed")])
def test_the_word_of_the_person_who_asked_is_enough(office: WardOffice, verdict: str, state: str) -> None:
    promise = say(claimed(office), verdict, office.resident, after=14)
    assert promise.state == state
    told = office.public_events()[-1]
    assert (told["by"], told["kept"], told["not_kept"]) == ("resident", int(verdict == "kept"), int(verdict == "not"))
    assert "resident-95" not in str(office.public_events())


def test_by_the_receipt_of_a_suggestion_as_people_write_it(office: WardOffice) -> None:
    matter = office.publish(kind="suggestion", author=None)
    with on_day(MONDAY):
        promise = promise_step(promise_of(office, kind=PromiseKind.SUGGESTION, matter=matter), "claim")
        written = f"{matter.receipt[:5].lower()} {matter.receipt[5:]}"
        assert promises_by_receipt(written) == [promise]
        assert give_kept_verdict(promise.pk, "kept", receipt=written).state == PromiseState.KEPT
    assert PromiseVerdict.objects.get().person is None


def test_the_receipt_of_a_question_proves_nothing_because_everybody_can_read_it(office: WardOffice) -> None:
    promise = claimed(office)
    assert promise.question is not None
    assert promises_by_receipt(promise.question.receipt) == []
    refused("forbidden", promise, receipt=promise.question.receipt)


def test_most_of_three_supporters_are_enough_and_two_are_not(office: WardOffice) -> None:
    promise = claimed(office)
    assert say(promise, "kept", *office.neighbours[:2]).state == PromiseState.CLAIMED_KEPT
    assert say(promise, "kept", office.neighbours[2]).state == PromiseState.KEPT
    told = office.public_events()[-1]
    assert (told["step"], told["by"], told["kept"], told["not_kept"]) == ("keep", "supporters", 3, 0)
    assert [each["type"] for each in office.public_events()] == ["promise.made", *["promise.stepped"] * 2]


def test_where_they_differ_the_majority_counts_after_fourteen_days(office: WardOffice) -> None:
    promise = claimed(office)
    say(promise, "not", *office.neighbours[:2])
    assert say(promise, "kept", office.neighbours[2]).state == PromiseState.CLAIMED_KEPT
    assert look(14) == []
    assert look(15) == [f"settled by supporters: {promise.number}"]
    assert look(16) == [f"overdue: {promise.number}"]  # what is disputed goes on
    promise.refresh_from_db()
    assert (promise.state, promise.not_votes, promise.kept_votes) == (PromiseState.DISPUTED, 2, 1)


def test_of_many_supporters_the_first_three_do_not_decide_at_once(office: WardOffice) -> None:
    """So that friends of the office cannot settle it before the others have seen it, nor before who asked."""
    others = [make_person(f"other-{each}", office.ward) for each in range(5)]
    promise = claimed(office, by=[*office.neighbours, *others])
    assert say(promise, "kept", *office.neighbours).state == PromiseState.CLAIMED_KEPT
    assert say(promise, "not", office.resident, after=13).state == PromiseState.DISPUTED


def test_a_tie_and_silence_stay_as_they_are_for_ever(office: WardOffice) -> None:
    promise, silent = claimed(office), claimed(office)
    fourth = make_person("fourth", office.ward)
    assert promise.question is not None
    back(promise.question, fourth)
    say(promise, "kept", *office.neighbours[:2])
    say(promise, "not", office.neighbours[2], fourth)
    assert sorted(look(400)) == [f"not confirmed: {promise.number}", f"not confirmed: {silent.number}"]
    assert look(401) == []
    ends = Promise.objects.values_list("state", "claim_end", "kept_votes", "not_votes").order_by("serial")
    assert list(ends) == [("claimed_kept", "unconfirmed", 2, 2), ("claimed_kept", "unconfirmed", 0, 0)]
    refused("too_late", silent, after=15, person=office.resident)


def test_a_person_counts_once_and_nothing_changes_once_it_is_settled(office: WardOffice) -> None:
    promise = claimed(office)
    say(promise, "kept", office.neighbours[0])
    refused("repeated", promise, "not", person=office.neighbours[0])
    say(promise, "kept", office.resident)
    refused("state", promise, "not", person=office.neighbours[1])
    refused("state", promise, "not", person=office.resident)


def test_who_did_not_ask_and_who_works_for_the_office_says_nothing(office: WardOffice) -> None:
    promise, stranger = claimed(office, by=[office.councillor]), make_person("stranger", office.ward)
    assert promise.question is not None
    back(promise.question, stranger, standing=Standing.NOT_COUNTED)
    refused("forbidden", promise, person=stranger)
    refused("forbidden", promise, person=office.councillor)
    refused("forbidden", promise, receipt=office.lodge().receipt)
    refused("forbidden", promise)
    refused("bad_field", promise, "later", person=office.resident)


@pytest.mark.long
def test_before_a_claim_there_is_nothing_to_say_and_after_a_new_one_everybody_is_asked_again(
    office: WardOffice,
) -> None:
    with on_day(MONDAY):
        promise = asked_promise(office, by=office.neighbours)
    refused("state", promise, person=office.resident)
    with on_day(MONDAY):
        promise_step(promise, "claim")
    say(promise, "not", *office.neighbours)
    with on_day(MONDAY + timedelta(days=5)):
        again = promise_step(promise, "claim")
    assert (again.kept_votes, again.not_votes) == (0, 0)
    refused("stale", promise, after=6, person=office.resident, claim=2)
    assert say(promise, "kept", *office.neighbours, after=19).state == PromiseState.KEPT


def test_of_a_suggestion_who_lodged_it_and_those_who_support_it(office: WardOffice) -> None:
    matter = office.publish(kind="suggestion")
    for person in office.neighbours:
        MatterSupport.objects.create(matter=matter, person=person, at=timezone.now())
    with on_day(MONDAY):
        promise = promise_step(promise_of(office, kind=PromiseKind.SUGGESTION, matter=matter), "claim")
        assert asked_of(promise).people() == {office.resident.pk, *(each.pk for each in office.neighbours)}
        assert give_kept_verdict(promise.pk, "not", receipt=matter.receipt).state == PromiseState.DISPUTED


@pytest.mark.row("threat", 28)
def test_who_supports_a_suggestion_only_after_the_claim_is_not_asked(office: WardOffice) -> None:
    """Else friends of the office could outvote those to whom it was promised."""
    matter = office.publish(kind="suggestion")
    with on_day(MONDAY):
        promise = promise_step(promise_of(office, kind=PromiseKind.SUGGESTION, matter=matter), "claim")
    for person in office.neighbours:
        at = timezone.make_aware(datetime.combine(MONDAY + timedelta(days=1), time(9)))
        MatterSupport.objects.create(matter=matter, person=person, at=at)
    asked = asked_of(promise)
    assert (asked.people(), asked.count()) == (frozenset({office.resident.pk}), 1)
    refused("forbidden", promise, person=office.neighbours[0], after=2)


def test_supporters_and_authors_of_joined_promises_count_too(office: WardOffice) -> None:
    with on_day(MONDAY):
        first, second, third = (
            asked_promise(office, by=[person], question=question_of(office, author=author))
            for person, author in zip(
                office.neighbours, (office.resident, make_person("second"), make_person("third")), strict=True
            )
        )
        for one, into in ((third, second), (second, first)):
            Promise.objects.filter(pk=one.pk).update(merged_into=into)
            promise_step(one, "merge", into=into.number)
        promise_step(first, "claim")
    asked = asked_of(first)
    assert asked.askers == {office.resident.pk}
    names = set(type(office.resident).objects.filter(pk__in=asked.supporters()).values_list("username", flat=True))
    assert names == {"neighbour-95-0", "neighbour-95-1", "neighbour-95-2", "second", "third"}


def test_of_a_question_that_the_clock_asked_the_person_who_lodged_the_complaint(office: WardOffice) -> None:
    matter, question = office.publish(), question_of(office, author=None)
    Matter.objects.filter(pk=matter.pk).update(asked_again_of=question)
    promise = claimed(office, question=question, by=())
    with on_day(MONDAY):
        assert promises_by_receipt(matter.receipt) == [promise]
    assert say(promise, "kept", office.resident).state == PromiseState.KEPT


def test_after_a_freeze_in_which_nobody_was_asked_there_are_fourteen_days(office: WardOffice) -> None:
    days: dict[str, Any] = {"from_on": date(2027, 2, 15), "to_on": date(2027, 3, 31), "reasons": {"en": "Election"}}
    question_of(office)
    add_closure(kind="freeze", ward=None, clerk=None, **days)
    promise = claimed(office)
    say(promise, "not", *office.neighbours[:2])
    say(promise, "kept", office.neighbours[2])
    assert look(45) == []
    assert say(promise, "kept", office.resident, after=45).state == PromiseState.KEPT
    refused("too_late", claimed(office, by=()), after=46, person=office.resident)


def test_a_new_holder_in_between_asks_nobody_again(office: WardOffice) -> None:
    promise = claimed(office)
    say(promise, "kept", *office.neighbours[:2])
    with on_day(MONDAY + timedelta(days=2)):
        promise_step(promise, "inherit")
    refused("repeated", promise, person=office.neighbours[0])
    assert say(promise, "kept", office.neighbours[2], after=3).state == PromiseState.KEPT
