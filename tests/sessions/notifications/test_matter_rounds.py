"""Who is told what about complaints and suggestions: once, by the channels that they chose, and never in a freeze."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from moderation.matters.merging import merge_matter
from moderation.matters.screening import decline_matter
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.city.people.subscriptions import follow_by_channels
from sessions.matters.lodging.receipt_subscriptions import forget_followings
from sessions.matters.resolving import clock_steps, office_steps
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.matters.resolving.verdicts import give_verdict
from sessions.models import (
    Appointment,
    Borough,
    Chair,
    Channel,
    Duty,
    Matter,
    MatterFollowing,
    MatterSource,
    MatterSupport,
    Office,
    Reminder,
    ReminderKind,
)
from sessions.notifications import outbox
from sessions.notifications.reminder_links import path_of_reminder
from sessions.notifications.reminder_words import REMINDER_TEXTS, SUBJECTS, fields_of_reminder, put_in, sort_of
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)


@pytest.fixture
def office(db: None) -> WardOffice:
    office = make_ward_office()
    for person in (office.resident, office.official, office.clerk, office.councillor, office.neighbours[0]):
        follow_by_channels(person, channels=["email"])
    return office


def written(kind: str) -> set[str]:
    rows = Reminder.objects.filter(round__kind=kind).values_list("person__username", flat=True)
    return set(rows)


def claim_all(day: date) -> list[outbox.ClaimedReminder]:
    with on_day(day, hour=15):
        claimed: list[outbox.ClaimedReminder] = []
        while some := outbox.claim_some(Channel.EMAIL, at_most=10):
            outbox.note_sent(some)
            claimed += some
        return claimed


@pytest.mark.long
def test_the_office_gets_one_message_a_day_for_all_that_is_due(office: WardOffice) -> None:
    with on_day(MONDAY):
        matters = [office.publish(f"Complaint {each}.") for each in range(40)]
        Matter.objects.filter(pk__in=[each.pk for each in matters[:20]]).update(assigned_to=office.official)
    with on_day(date(2027, 3, 10)):
        carry_out_due_matters(timezone.now())
    assert written("office") == {"councillor-95", "official-95", "clerk-95"}
    assert Reminder.objects.filter(round__kind="office").count() == 3
    with on_day(date(2027, 3, 10), hour=15), override("en"):
        told = Reminder.objects.filter(round__kind="office")[0].round
        text = put_in(str(REMINDER_TEXTS[sort_of(told)]), fields_of_reminder(told, link=path_of_reminder(told)))
    assert text == ("Ward 95, complaints and suggestions: to acknowledge 40, due today or soon 0, overdue 0. /office/")


@pytest.fixture
def executive(office: WardOffice) -> Any:
    """Somebody who works for the whole borough."""
    person = make_person("executive")
    follow_by_channels(person, channels=["email"])
    Appointment.objects.create(
        person=person, duty=Duty.OFFICIAL, borough=office.ward.borough, from_on=timezone.localdate()
    )
    return person


def borough_of(office: WardOffice) -> Borough:
    assert office.ward.borough is not None
    return office.ward.borough


def overdue_by_seven_working_days(office: WardOffice) -> None:
    with on_day(MONDAY):
        office.publish()
    for day in (date(2027, 3, 31), date(2027, 4, 8)):
        with on_day(day):
            carry_out_due_matters(timezone.now())


@pytest.mark.usefixtures("executive")
def test_the_chair_hears_by_the_outbox_where_there_is_one(office: WardOffice) -> None:
    chair = make_person("chair")
    follow_by_channels(chair, channels=["email"])
    Chair.objects.create(borough=borough_of(office), names={"en": "Chair"}, holder=chair, from_on=MONDAY)
    overdue_by_seven_working_days(office)
    assert written("borough") == {"chair"}
    sent = [one for one in claim_all(date(2027, 4, 8)) if one.told.kind == ReminderKind.BOROUGH]
    assert [path_of_reminder(one.told) for one in sent] == ["/matters/?ward=95&overdue=1"]


@pytest.mark.usefixtures("executive")
def test_a_chair_who_gets_no_messages_or_is_no_longer_one_leaves_them_to_the_borough(office: WardOffice) -> None:
    unreachable, former = make_person("unreachable"), make_person("former")
    follow_by_channels(former, channels=["email"])
    borough, ended = borough_of(office), date(2027, 3, 7)
    Chair.objects.create(borough=borough, names={"en": "A"}, holder=former, from_on=MONDAY, to_on=ended)
    Chair.objects.create(borough=borough, names={"en": "B"}, holder=unreachable, from_on=ended + timedelta(days=1))
    overdue_by_seven_working_days(office)
    assert written("borough") == {"executive"}


@pytest.mark.usefixtures("executive")
def test_a_councillor_who_chairs_the_borough_is_not_alone_to_hear_of_their_own_ward(office: WardOffice) -> None:
    Chair.objects.create(borough=borough_of(office), office=Office.objects.get(ward=office.ward), from_on=MONDAY)
    overdue_by_seven_working_days(office)
    assert written("borough") == {"councillor-95", "executive"}


@pytest.mark.usefixtures("executive")
def test_without_a_chair_the_borough_hears_after_seven_working_days(office: WardOffice) -> None:
    with on_day(MONDAY):
        office.publish()
    with on_day(date(2027, 4, 7)):
        carry_out_due_matters(timezone.now())
    assert written("borough") == set()
    with on_day(date(2027, 4, 8)):
        carry_out_due_matters(timezone.now())
    assert written("borough") == {"executive"}


def test_the_person_who_lodged_it_hears_of_steps_and_is_asked(office: WardOffice) -> None:
    with on_day(MONDAY):
        matter = office.publish()
        asked = clock_steps.ask_resident(matter.pk, person=office.official, version=matter.version, text="Which side?")
        office_steps.claim_done(matter.pk, person=office.official, version=asked.version, text="Done.")
    with on_day(MONDAY + timedelta(days=14)):
        carry_out_due_matters(timezone.now())
    assert written("step") == written("claimed") == written("asked_again") == {"resident-95"}
    told = Reminder.objects.get(round__kind="claimed").round
    assert path_of_reminder(told) == f"/matters/{matter.number}/"


def test_who_lodged_what_is_not_published_hears_so_too_and_is_led_to_their_own_page(office: WardOffice) -> None:
    matter = office.lodge("Somebody steals the lamps.")
    with on_day(MONDAY):
        decline_matter(matter.pk, moderator=office.moderator, version=matter.version, reason="attack")
    [one] = claim_all(MONDAY)
    assert one.person is not None
    assert (one.told.kind, one.person.username) == (ReminderKind.STEP, "resident-95")
    assert path_of_reminder(one.told) == f"/me/matters/{matter.number}/"
    assert path_of_reminder(one.told, has_account=False) == "/matters/receipt/"


def test_of_a_suggestion_supporters_hear_too(office: WardOffice) -> None:
    matter = office.publish(kind="suggestion")
    for person in office.neighbours[:2]:
        MatterSupport.objects.create(matter=matter, person=person, at=timezone.now())
    before = Counter(Reminder.objects.values_list("person__username", flat=True))
    office.step(matter, "review")
    after = Counter(Reminder.objects.values_list("person__username", flat=True))
    assert after - before == Counter({"resident-95": 1, "neighbour-95-0": 1})


def test_supporters_of_a_complaint_hear_and_the_author_is_asked_instead_that_it_is_claimed(office: WardOffice) -> None:
    matter = office.publish()
    MatterSupport.objects.create(matter=matter, person=office.neighbours[0], at=timezone.now())
    office.step(matter, "start")
    assert written("step") == {"resident-95", "neighbour-95-0"}
    office_steps.claim_done(matter.pk, person=office.official, version=Matter.objects.get().version, text="Done.")
    last = Reminder.objects.order_by("-round").filter(round__kind="step")[0].round
    assert set(last.reminders.values_list("person__username", flat=True)) == {"neighbour-95-0"}


def test_who_lodged_and_who_supports_what_was_joined_hears_of_the_other_each_once(office: WardOffice) -> None:
    joiner, both, supporter = office.neighbours
    for person in (both, supporter):
        follow_by_channels(person, channels=["email"])
    target, joined = office.publish("The drain overflows."), office.publish("Water in our lane.", author=joiner)
    for matter, person in ((target, both), (joined, both), (joined, supporter), (joined, office.resident)):
        MatterSupport.objects.create(matter=matter, person=person, at=timezone.now())
    merge_matter(joined.pk, moderator=office.moderator, version=joined.version, into=target.number)
    before = Reminder.objects.count()
    office.step(target, "start")
    people = ("resident-95", "neighbour-95-0", "neighbour-95-1", "neighbour-95-2")
    told = Reminder.objects.order_by("pk")[before:].values_list("person__username", "round__matter__number")
    assert sorted(told) == sorted((name, target.number) for name in people)


def test_who_lodged_it_by_a_clerk_hears_of_what_it_was_joined_with_as_long_as_that_goes_on(office: WardOffice) -> None:
    with on_day(MONDAY):
        target = office.publish("The drain overflows.")
        joined = office.publish("Water in our lane.", author=None, source=MatterSource.PHONE)
        MatterFollowing.objects.create(matter=joined, channel="email", language="bn", since=timezone.now())
        merge_matter(joined.pk, moderator=office.moderator, version=joined.version, into=target.number)
    claim_all(MONDAY)
    with on_day(date(2027, 5, 3)):
        assert forget_followings(timezone.now()) == 0
        office.step(target, "acknowledge")
        office.step(target, "start")
    told = [one for one in claim_all(date(2027, 5, 3)) if one.person is None]
    assert [one.told.kind for one in told] == [ReminderKind.JOINED]  # the first one is overtaken
    assert path_of_reminder(told[0].told, has_account=False) == f"/matters/{target.number}/"
    with override("en"):
        text = put_in(str(REMINDER_TEXTS[sort_of(told[0].told)]), fields_of_reminder(told[0].told, link="L"))
    assert text == f"{joined.number} was joined with {target.number}, of which there is news: In progress. L"
    with on_day(date(2027, 5, 4)):
        office.step(Matter.objects.get(pk=target.pk), "refuse")
        claim_all(date(2027, 5, 4))
    with on_day(date(2027, 6, 20)):
        assert forget_followings(timezone.now()) == 1


def test_in_a_freeze_nothing_leaves_and_afterwards_what_is_still_true_once(office: WardOffice) -> None:
    days: dict[str, Any] = {"from_on": date(2027, 3, 2), "to_on": date(2027, 4, 15), "reasons": {"en": "Election"}}
    with on_day(MONDAY):
        add_closure(kind="freeze", ward=None, clerk=None, **days)
        matter = office.publish()
    claim_all(MONDAY)
    with on_day(date(2027, 3, 3)):
        for step in ("acknowledge", "start"):
            office.step(matter, step)
    assert claim_all(date(2027, 3, 20)) == []
    assert [one.told.kind for one in claim_all(date(2027, 4, 16))] == [ReminderKind.STEP]


def test_a_question_that_was_answered_is_not_asked_any_more(office: WardOffice) -> None:
    with on_day(MONDAY):
        matter = office.publish()
        office_steps.claim_done(matter.pk, person=office.official, version=matter.version, text="Done.")
        give_verdict(matter.pk, "fixed", person=office.resident)
    assert "claimed" not in {one.told.kind for one in claim_all(MONDAY)}
    assert Reminder.objects.get(round__kind="claimed").reason == "overtaken"


def test_each_kind_has_its_words() -> None:
    kinds = {"office", "borough", "step", "joined", "claimed", "asked_again"}
    assert kinds <= set(REMINDER_TEXTS)
    assert kinds <= set(SUBJECTS)
