"""The office's steps: who may take each, which facts it needs, and what everybody reads of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from sessions.matters.resolving import clock_steps, office_steps, suggestion_steps
from sessions.matters.resolving.assigning import assign, office_people_of
from sessions.matters.resolving.clarifying import clarify
from sessions.matters.resolving.proofs import Proof
from sessions.matters.resolving.verdicts import give_verdict
from sessions.models import Appointment, Matter, MatterPhoto, Office
from sessions.platform.photos.picture import Picture
from sessions.platform.refusals import Refused
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)


def take(step: Any, matter: Matter, person: Any, **facts: Any) -> Matter:
    matter.refresh_from_db()
    taken: Matter = step(matter.pk, person=person, version=matter.version, **facts)
    return taken


def refused(code: str, step: Any, matter: Matter, person: Any, **facts: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        take(step, matter, person, **facts)
    assert refusal.value.code == code
    return refusal.value


def test_to_acknowledge_names_who_does_the_work_and_keeps_the_day(office: WardOffice) -> None:
    office.category.agencies = {"en": "Drainage", "bn": "নিকাশি"}
    office.category.save()
    with on_day(MONDAY):
        matter = office.publish()
        refused("bad_field", office_steps.acknowledge, matter, office.official, due_on=date(2027, 6, 1))
        done = take(office_steps.acknowledge, matter, office.official)
    assert (done.agency, done.is_acknowledged, done.due_on) == ("Drainage", True, date(2027, 3, 30))
    last = office.public_events()[-1]
    assert (last["agency"], last["due_on"]) == ("Drainage", "2027-03-30")


def test_an_earlier_day_may_be_promised(office: WardOffice) -> None:
    with on_day(MONDAY):
        matter = office.publish()
        done = take(office_steps.acknowledge, matter, office.clerk, agency="Roads", due_on=date(2027, 3, 10))
    assert (done.due_on, done.first_due_on) == (date(2027, 3, 10), date(2027, 3, 30))


def test_a_plan_has_its_day_and_the_deadline_stays(office: WardOffice) -> None:
    with on_day(MONDAY):
        matter = office.publish()
        refused("bad_field", office_steps.plan, matter, office.official, planned_on=date(2027, 2, 1), text="Soon.")
        refused("bad_field", office_steps.plan, matter, office.official, planned_on=None, text="Soon.")
        done = take(office_steps.plan, matter, office.official, planned_on=date(2027, 4, 9), text="After the rain.")
    assert (done.planned_on, done.due_on) == (date(2027, 4, 9), date(2027, 3, 30))
    assert office.public_events()[-1]["planned_on"] == "2027-04-09"


@pytest.mark.parametrize("facts", [{"agency": "", "external_number": "7"}, {"agency": "PWD", "external_number": " "}])
def test_not_ours_without_a_name_and_a_number_is_no_answer(office: WardOffice, facts: dict[str, str]) -> None:
    matter = office.publish()
    refused("empty", office_steps.transfer, matter, office.official, **facts)
    assert len(office.public_events()) == 1


def test_passed_on_it_still_has_its_deadline_and_can_be_taken_back(office: WardOffice) -> None:
    matter = office.publish()
    passed = take(office_steps.transfer, matter, office.official, agency="PWD", external_number="PWD/7")
    assert (passed.state, passed.external_number) == ("transferred", "PWD/7")
    assert passed.due_on == matter.due_on
    assert take(office_steps.acknowledge, matter, office.official).external_number == ""


def test_what_is_passed_on_before_the_resident_answers_gets_overdue_and_takes_the_answer(office: WardOffice) -> None:
    with on_day(MONDAY):
        matter = office.publish()
    with on_day(date(2027, 3, 8)):
        take(clock_steps.ask_resident, matter, office.official, text="Which side?")
    with on_day(date(2027, 3, 15)):
        passed = take(office_steps.transfer, matter, office.official, agency="PWD", external_number="PWD/7")
    assert (passed.clock_stopped_on, passed.due_on) == (None, date(2027, 4, 6))
    assert office.public_events()[-1]["due_on"] == "2027-04-06"
    with on_day(date(2027, 3, 16)):
        assert clarify(matter.pk, "The east side.", person=office.resident).state == "waiting"
    matter.refresh_from_db()
    assert matter.due_on == date(2027, 4, 6)


def test_one_that_was_passed_on_while_its_clock_stood_still_takes_the_answer(office: WardOffice) -> None:
    """The kind of step that earlier versions may have left there."""
    with on_day(MONDAY):
        matter = office.step(office.publish(), "transfer", agency="PWD", external_number="PWD/7")
        Matter.objects.update(clock_stopped_on=MONDAY)
    with on_day(date(2027, 3, 15)):
        clarify(matter.pk, "The east side.", person=office.resident)
    matter.refresh_from_db()
    assert (matter.state, matter.clock_stopped_on, matter.due_on) == ("transferred", None, date(2027, 4, 13))


def test_not_possible_needs_a_ground(office: WardOffice) -> None:
    matter = office.publish()
    refused("empty", office_steps.refuse, matter, office.official, text="It is private land.", ground="")
    done = take(office_steps.refuse, matter, office.official, text="It is private land.", ground="Act of 1980, s. 357")
    assert (done.state, office.public_events()[-1]["ground"]) == ("not_possible", "Act of 1980, s. 357")


def test_done_needs_words_and_a_new_photograph_where_the_category_asks_for_one(office: WardOffice) -> None:
    office.category.needs_photo_as_proof = True
    office.category.save()
    matter = office.publish()
    refused("empty", office_steps.claim_done, matter, office.official, text="")
    refused("photo_missing", office_steps.claim_done, matter, office.official, text="Done.")
    add_proof(matter, timezone.now())
    assert take(office_steps.claim_done, matter, office.official, text="Done.").state == "claimed_done"
    give_verdict(matter.pk, "not", person=office.resident, words="It is not.")
    refused("photo_missing", office_steps.claim_done, matter, office.councillor, text="Done now.")
    add_proof(matter, timezone.now())
    assert take(office_steps.claim_done, matter, office.councillor, text="Done now.").state == "claimed_done"


def add_proof(matter: Matter, at: datetime) -> None:
    MatterPhoto.objects.create(
        matter=matter, use="proof", sha256="0" * 64, width=4, height=3, state="shown", added_at=at
    )


def test_photographs_as_proof_are_shown_at_once(office: WardOffice) -> None:
    matter = office.publish()
    proof = Proof(Picture.of(b"RIFF", (4, 3)), alt="A clean drain")
    refused("too_many_photos", office_steps.claim_done, matter, office.official, text="Done.", proofs=[proof] * 4)
    take(office_steps.claim_done, matter, office.official, text="Done.", proofs=[proof])
    shown, stepped = office.public_events()[1:]
    assert (shown["type"], shown["photo"]["alt"], stepped["step"]) == (
        "matter.photo_shown",
        "A clean drain",
        "claim_done",
    )
    assert MatterPhoto.objects.get().state == "shown"


def test_what_is_disputed_is_decided_by_the_councillor_unless_there_is_none(office: WardOffice) -> None:
    matter = office.publish()
    office.step(matter, "claim_done", text="Done.")
    give_verdict(matter.pk, "not", person=office.resident, words="It is not.")
    refused("forbidden", office_steps.claim_done, matter, office.official, text="It is.")
    take(office_steps.start_work, matter, office.official)
    office.step(matter, "claim_done", text="Done.")
    give_verdict(matter.pk, "not", person=office.resident, words="No.")
    Office.objects.filter(ward=office.ward).update(to_on=date(2026, 1, 1))
    assert take(office_steps.claim_done, matter, office.official, text="It is.").state == "claimed_done"


def test_a_delay_has_its_reason_and_the_first_day_stays(office: WardOffice) -> None:
    with on_day(MONDAY):
        matter = office.publish()
        refused("empty", clock_steps.delay, matter, office.official, due_on=date(2027, 4, 30), text="")
        refused("bad_field", clock_steps.delay, matter, office.official, due_on=date(2027, 3, 15), text="Rain.")
        done = take(clock_steps.delay, matter, office.official, due_on=date(2027, 4, 30), text="A court stopped it.")
        asked = take(clock_steps.ask_resident, matter, office.official, text="Which house?")
        refused("state", clock_steps.delay, asked, office.official, due_on=date(2027, 6, 30), text="More.")
    assert (done.due_on, done.first_due_on) == (date(2027, 4, 30), date(2027, 3, 30))


def test_nobody_else_takes_a_step_and_nothing_that_waits_is_known(office: WardOffice) -> None:
    matter, waiting, other = office.publish(), office.lodge(), make_ward_office(96)
    for person in (office.resident, office.moderator, other.official):
        refused("forbidden", office_steps.start_work, matter, person)
    refused("not_found", office_steps.start_work, waiting, office.official)
    with on_day(timezone.localdate() + timedelta(days=1)):
        Appointment.objects.filter(person=office.official).update(to_on=timezone.localdate() - timedelta(days=1))
        refused("forbidden", office_steps.start_work, matter, office.official)


def test_the_second_of_two_officers_learns_what_stands_now(office: WardOffice) -> None:
    matter = office.publish()
    office_steps.start_work(matter.pk, person=office.official, version=matter.version)
    with pytest.raises(Refused) as refusal:
        office_steps.start_work(matter.pk, person=office.clerk, version=matter.version)
    assert (refusal.value.code, refusal.value.facts["state"]) == ("stale", "in_progress")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_the_same_moment_one_takes_the_step_and_the_other_is_told() -> None:
    office = make_ward_office()
    matters = [office.publish(f"Drain {each}.") for each in range(5)]

    def start(matter: Matter, person: Any) -> str:
        try:
            return office_steps.start_work(matter.pk, person=person, version=matter.version).state
        except Refused as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for matter in matters:
            told = pool.map(partial(start, matter), (office.official, office.clerk))
            assert sorted(told) == ["in_progress", "stale"]
    assert [event["type"] for event in office.public_events()].count("matter.stepped") == len(matters)


def test_a_suggestion_is_reviewed_accepted_and_done_or_refused_with_its_reason(office: WardOffice) -> None:
    first, second = (office.publish(f"Plant trees {each}.", kind="suggestion") for each in range(2))
    take(suggestion_steps.review, first, office.official)
    accepted = take(suggestion_steps.accept, first, office.councillor, text="In the next budget.")
    assert (accepted.state, accepted.due_on) == ("accepted", None)
    assert take(suggestion_steps.finish, first, office.official, text="Planted.").state == "done"
    refused("empty", suggestion_steps.not_accept, second, office.official, text="")
    assert take(suggestion_steps.not_accept, second, office.official, text="No room.").state == "not_accepted"


def test_what_an_officer_had_is_in_nobodys_hands_once_they_leave(office: WardOffice) -> None:
    matter = office.publish()
    refused("bad_field", assign, matter, office.clerk, to=office.resident)
    assigned = take(assign, matter, office.clerk, to=office.official)
    assert not office_people_of([office.ward]).has_nobody(assigned)
    Appointment.objects.filter(person=office.official).update(to_on=timezone.localdate() - timedelta(days=1))
    assert office_people_of([office.ward]).has_nobody(assigned)
    assert len(office.public_events()) == 1


def test_people_of_an_office_are_named_by_their_highest_role(office: WardOffice) -> None:
    delegate = make_person("delegate")
    for duty in ("clerk", "delegate"):
        Appointment.objects.create(person=delegate, duty=duty, is_for_city=True, from_on=timezone.localdate())
    people = office_people_of([office.ward])
    roles = {office.councillor.pk: "councillor", delegate.pk: "delegate", office.official.pk: "official"}
    assert people.roles[office.ward.pk] == roles | {office.clerk.pk: "clerk"}
