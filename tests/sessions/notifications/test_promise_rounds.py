"""Who hears what of promises: those who asked are asked, an office hears once a day, and nothing leaves in a freeze."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.city.people.subscriptions import follow_by_channels
from sessions.models import Channel, Promise, Reminder, ReminderRound
from sessions.notifications import outbox
from sessions.notifications.reminder_links import path_of_reminder
from sessions.notifications.reminder_words import REMINDER_TEXTS, SUBJECTS, fields_of_reminder, put_in, sort_of
from sessions.promises.keeping import office_steps
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.keeping.verdicts import give_kept_verdict
from tests.factories.asked_promises import asked_promise, question_of
from tests.factories.matters import WardOffice, make_ward_office, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)
ASKED = (
    "The office says that the promise 95-P-2027-1 is kept. Is it? Please say so within 14 days: "
    "/promises/95-P-2027-1/verdict/"
)
NEW_DAY = "The promise 95-P-2027-1 has a new day: 30 April 2027. The first one stays visible. /promises/95-P-2027-1/"
DUE = date(2027, 3, 31)


@pytest.fixture
def office(db: None) -> WardOffice:
    office = make_ward_office()
    for person in (office.resident, office.official, office.clerk, office.councillor, *office.neighbours):
        follow_by_channels(person, channels=["email"])
    return office


def written(kind: str) -> list[str]:
    rows = Reminder.objects.filter(round__kind=kind).order_by("round", "person__username")
    return list(rows.values_list("person__username", flat=True))


def claim_all(day: date) -> list[outbox.ClaimedReminder]:
    with on_day(day, hour=15):
        claimed: list[outbox.ClaimedReminder] = []
        while some := outbox.claim_some(Channel.EMAIL, at_most=10):
            outbox.note_sent(some)
            claimed += some
        return claimed


def look(day: date) -> None:
    with on_day(day, hour=1):
        carry_out_due_promises(timezone.now())


def words_of(told: ReminderRound, day: date = MONDAY, language: str = "en") -> str:
    with on_day(day), override(language):
        return put_in(str(REMINDER_TEXTS[sort_of(told)]), fields_of_reminder(told, link=path_of_reminder(told)))


def freeze(first: date, last: date) -> None:
    add_closure(kind="freeze", ward=None, clerk=None, from_on=first, to_on=last, reasons={"en": "Election"})


def claim(office: WardOffice, promise: Promise) -> Promise:
    return office_steps.claim_kept(promise.pk, person=office.official, version=promise.version, text="Done.")


def test_everybody_who_asked_is_asked_once_whether_it_is_kept(office: WardOffice) -> None:
    with on_day(MONDAY):
        claim(office, asked_promise(office, by=office.neighbours[:2]))
    assert written("kept") == ["neighbour-95-0", "neighbour-95-1", "resident-95"]
    sent = claim_all(MONDAY)
    assert (len(sent), words_of(sent[0].told)) == (
        3,
        ASKED,
    )
    assert claim_all(MONDAY + timedelta(days=20)) == []
    for language in ("bn", "hi", "ur"):
        assert "95-P-2027-1" in words_of(sent[0].told, language=language).partition("/promises/")[0]


def test_who_asked_hears_of_a_new_day_and_of_the_end(office: WardOffice) -> None:
    with on_day(MONDAY):
        late, broken = asked_promise(office), asked_promise(office)
        given: dict[str, Any] = {"person": office.official, "version": 1, "text": "Rain."}
        office_steps.set_new_day(late.pk, due_on=date(2027, 4, 30), **given)
        office_steps.admit_broken(broken.pk, **given)
    told = {words_of(one.told) for one in claim_all(MONDAY)}
    assert written("promise") == ["resident-95", "resident-95"]
    assert told == {
        NEW_DAY,
        "There is news of the promise 95-P-2027-2: Not kept, says the office. /promises/95-P-2027-2/",
    }


def test_nobody_is_told_their_own_word_and_who_asked_hears_what_supporters_said(office: WardOffice) -> None:
    with on_day(MONDAY):
        own, others = claim(office, asked_promise(office)), claim(office, asked_promise(office, by=office.neighbours))
        give_kept_verdict(own.pk, "kept", person=office.resident)
        for person in office.neighbours:
            give_kept_verdict(others.pk, "kept", person=person)
    rounds = ReminderRound.objects.filter(kind="promise", promise__isnull=False)
    assert [each.promise for each in rounds] == [others]
    assert {one.told.kind for one in claim_all(MONDAY)} == {"promise"}  # the question is answered


def test_the_office_hears_once_a_day_of_all_that_is_due(office: WardOffice) -> None:
    with on_day(MONDAY):
        for _each in range(5):
            asked_promise(office, due_on=DUE)
        asked_promise(office, due_on=date(2027, 3, 23))
    look(date(2027, 3, 24))
    assert written("promise") == ["clerk-95", "councillor-95", "official-95"]
    sent = claim_all(date(2027, 3, 24))
    assert [words_of(one.told, date(2027, 3, 24)) for one in sent] == [
        "Ward 95, promises: due within a week 5, overdue 1. /office/promises/"
    ] * 3
    look(date(2027, 3, 25))
    assert claim_all(date(2027, 3, 25)) == []


@pytest.mark.long
def test_in_a_freeze_nothing_leaves_and_afterwards_what_is_still_true_once(office: WardOffice) -> None:
    question_of(office)
    freeze(date(2027, 3, 15), date(2027, 4, 20))
    with on_day(MONDAY):
        first, second, _third = (asked_promise(office, due_on=DUE) for _each in range(3))
    with on_day(date(2027, 3, 20)):
        claim(office, first)
        given: dict[str, Any] = {"person": office.official, "version": 1, "text": "Rain."}
        office_steps.set_new_day(second.pk, due_on=date(2027, 4, 2), **given)
    for each in range(3, 22):
        look(date(2027, 3, 20) + timedelta(days=each))
        assert claim_all(date(2027, 3, 20) + timedelta(days=each)) == []
    with on_day(date(2027, 4, 12)):
        second.refresh_from_db()
        office_steps.admit_broken(second.pk, person=office.official, version=second.version, text="No.")
    told = [words_of(one.told, date(2027, 4, 21)) for one in claim_all(date(2027, 4, 21))]
    assert sorted(set(told)) == [
        ASKED,
        "There is news of the promise 95-P-2027-2: Not kept, says the office. /promises/95-P-2027-2/",
        "Ward 95, promises: due within a week 0, overdue 1. /office/promises/",
    ]
    assert len(told) == 5


def test_after_a_freeze_that_nobody_foresaw_the_office_hears_once_of_all(office: WardOffice) -> None:
    with on_day(MONDAY):
        for due_on in (date(2027, 3, 9), date(2027, 3, 10)):
            asked_promise(office, due_on=due_on)
    for day in (date(2027, 3, 2), date(2027, 3, 3)):
        look(day)
    freeze(date(2027, 3, 2), date(2027, 4, 20))
    assert claim_all(date(2027, 3, 3)) == []
    look(date(2027, 4, 21))
    told = [words_of(one.told, date(2027, 4, 21)) for one in claim_all(date(2027, 4, 21))]
    assert told == ["Ward 95, promises: due within a week 0, overdue 2. /office/promises/"] * 3


def test_each_kind_has_its_words() -> None:
    kinds = {"kept", "promise", "promise_day", "promises_due"}
    assert kinds <= set(REMINDER_TEXTS)
    assert kinds <= set(SUBJECTS)
