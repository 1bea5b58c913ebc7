"""Claimed done is not done: the person who lodged it says what is so, or two supporters, or silence after 28 days."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.matters.resolving.claims import done_claim_of
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.matters.resolving.verdicts import give_verdict, note_verdict
from sessions.matters.supporting.support import support_matter
from sessions.models import Matter, MatterReply, MatterSupport, MatterVerdict, Standing
from sessions.platform.refusals import Refused
from tests.factories.matters import WardOffice, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)


def claimed(office: WardOffice, day: date = MONDAY, **fields: Any) -> Matter:
    with on_day(day):
        return office.step(office.publish(**fields), "claim_done", text="Cleaned on Monday.")


def support(matter: Matter, *people: Any) -> None:
    for person in people:
        MatterSupport.objects.create(matter=matter, person=person, at=matter.lodged_at)


def refused(code: str, *given: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        give_verdict(*given, **named)
    assert refusal.value.code == code
    return refusal.value


def test_the_person_who_lodged_it_confirms_by_account(office: WardOffice) -> None:
    matter = claimed(office)
    with on_day(MONDAY + timedelta(days=28)):
        assert give_verdict(matter.pk, "fixed", person=office.resident).state == "confirmed_done"
    assert (office.public_events()[-1]["step"], office.public_events()[-1]["by"]) == ("confirm", "resident")


def test_or_by_receipt_as_people_write_it(office: WardOffice) -> None:
    matter = claimed(office, author=None)
    with on_day(MONDAY):
        spaced = f"{matter.receipt[:5].lower()} {matter.receipt[5:]}"
        assert give_verdict(matter.pk, "half", receipt=spaced).state == "half_done"
    assert MatterVerdict.objects.get().is_author


def test_nobody_else_may_say_it(office: WardOffice) -> None:
    matter, other = claimed(office), office.lodge()
    with on_day(MONDAY):
        refused("forbidden", matter.pk, "fixed", person=office.neighbours[0])
        refused("forbidden", matter.pk, "fixed", receipt=other.receipt)
        refused("forbidden", matter.pk, "fixed")
        refused("bad_field", matter.pk, "done", person=office.resident)


def test_only_a_claim_can_be_answered_once_and_in_time(office: WardOffice) -> None:
    with on_day(MONDAY):
        open_one = office.publish()
        refused("state", open_one.pk, "fixed", person=office.resident)
    matter = claimed(office)
    with on_day(MONDAY + timedelta(days=29)):
        refused("too_late", matter.pk, "fixed", person=office.resident)
    with on_day(MONDAY + timedelta(days=3)):
        give_verdict(matter.pk, "fixed", person=office.resident)
        refused("state", matter.pk, "not", person=office.resident, words="It is not.")


def test_a_dispute_needs_words_which_wait_for_a_moderator_and_goes_to_the_councillor(office: WardOffice) -> None:
    matter = claimed(office)
    with on_day(MONDAY + timedelta(days=1)):
        refused("empty", matter.pk, "not", person=office.resident, words=" ")
        disputed = give_verdict(matter.pk, "not", person=office.resident, words="Water stands there still.")
    assert (disputed.state, disputed.assigned_to) == ("disputed", office.councillor)
    assert MatterReply.objects.get().state == "waiting"
    assert "Water stands" not in str(office.public_events())


def test_a_claim_that_was_not_true_wins_only_the_days_to_react(office: WardOffice) -> None:
    matter = claimed(office)
    first = matter.due_on
    with on_day(MONDAY + timedelta(days=1)):
        early = give_verdict(matter.pk, "half", person=office.resident)
    assert (early.due_on, early.is_acknowledged) == (first, False)
    with on_day(MONDAY + timedelta(days=20)):
        again = office.step(matter, "claim_done", text="Cleaned again.")
        late = give_verdict(again.pk, "not", person=office.resident, words="No.")
    assert late.acknowledge_by == late.due_on == date(2027, 3, 30)
    assert late.first_due_on == first


def test_closed_days_that_are_entered_while_it_is_claimed_done_count_once_it_goes_on(office: WardOffice) -> None:
    matter = claimed(office)
    assert matter.due_on == date(2027, 3, 30)
    with on_day(MONDAY + timedelta(days=2)):
        first, last = date(2027, 3, 8), date(2027, 3, 9)
        add_closure(kind="closed", ward=None, from_on=first, to_on=last, reasons={"en": "Flood"}, clerk=None)
        carry_out_due_matters(timezone.now())
    with on_day(MONDAY + timedelta(days=4)):
        disputed = give_verdict(matter.pk, "not", person=office.resident, words="Water stands there still.")
        assert (disputed.acknowledge_by, disputed.due_on) == (date(2027, 3, 18), date(2027, 4, 1))
        assert carry_out_due_matters(timezone.now()) == []
    matter.refresh_from_db()
    assert matter.due_on == date(2027, 4, 1)
    assert office.public_events()[-1]["due_on"] == "2027-04-01"


def test_each_claim_is_answered_anew(office: WardOffice) -> None:
    matter = claimed(office)
    with on_day(MONDAY + timedelta(days=1)):
        give_verdict(matter.pk, "not", person=office.resident, words="No.")
        again = office.step(matter, "claim_done", text="Cleaned again.")
        assert done_claim_of(again).version == again.version
        give_verdict(matter.pk, "fixed", person=office.resident)
    assert list(MatterVerdict.objects.values_list("verdict", flat=True)) == ["not", "fixed"]


def test_two_supporters_confirm_and_one_alone_does_not(office: WardOffice) -> None:
    matter = claimed(office)
    support(matter, *office.neighbours)
    with on_day(MONDAY):
        assert give_verdict(matter.pk, "not", person=office.neighbours[0]).state == "claimed_done"
        assert give_verdict(matter.pk, "fixed", person=office.neighbours[1]).state == "claimed_done"
        refused("repeated", matter.pk, "fixed", person=office.neighbours[1])
        assert give_verdict(matter.pk, "fixed", person=office.neighbours[2]).state == "confirmed_done"
    assert office.public_events()[-1]["by"] == "supporters"


@pytest.mark.row("threat", 28)
def test_two_whose_support_does_not_count_confirm_nothing(office: WardOffice) -> None:
    matter = claimed(office)
    support(matter, *office.neighbours)
    first, second, third = office.neighbours[:3]
    MatterSupport.objects.filter(person=first).update(standing=Standing.NOT_COUNTED)
    with on_day(MONDAY):
        refused("forbidden", matter.pk, "fixed", person=first)
        assert give_verdict(matter.pk, "fixed", person=second).state == "claimed_done"
        MatterSupport.objects.filter(person=second).update(standing=Standing.HELD)
        assert give_verdict(matter.pk, "fixed", person=third).state == "claimed_done"


@pytest.mark.row("threat", 28)
def test_who_joins_after_the_claim_confirms_nothing(office: WardOffice) -> None:
    """Else two friends of the office could close anybody's complaint a minute after it was claimed done."""
    matter = claimed(office)
    early, *late = office.neighbours[:3]
    support(matter, early)
    with on_day(MONDAY + timedelta(days=1)):
        for friend in late:
            support_matter(matter.pk, friend)
            words = refused("forbidden", matter.pk, "fixed", person=friend).message
            assert str(words) == "You joined after the office had said that it is done, so this time you are not asked."
        assert give_verdict(matter.pk, "fixed", person=early).state == "claimed_done"
        again = office.step(
            give_verdict(matter.pk, "not", person=office.resident, words="No."), "claim_done", text="Now."
        )
    with on_day(MONDAY + timedelta(days=2)):
        give_verdict(again.pk, "fixed", person=late[0])
        assert give_verdict(again.pk, "fixed", person=late[1]).state == "confirmed_done"


def test_a_clerk_writes_down_what_somebody_without_an_account_says(office: WardOffice) -> None:
    with_account, without = claimed(office), claimed(office, author=None)
    with on_day(MONDAY):
        assert note_verdict(without.pk, "fixed", clerk=office.clerk).state == "confirmed_done"
        for matter, clerk in ((with_account, office.clerk), (without, office.resident)):
            with pytest.raises(Refused) as refusal:
                note_verdict(matter.pk, "fixed", clerk=clerk)
            assert refusal.value.code == "forbidden"
