"""The audit in words: an entry of every kind, each thing that is done to it, in both languages, without a code."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from chatserver.accounts.codes.printed_codes import print_batch, revoke_batch
from sessions.chats.calendar.change_values import field_word
from sessions.chats.calendar.change_words import ChangeInWords, all_in_words
from sessions.chats.calendar.lifecycle.closed_days import add_closure, change_closure, remove_closure
from sessions.chats.calendar.lifecycle.dates import PUT_BACK, announce_now, cancel_by_clerk, put_back
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import let_wait, move_chat_session
from sessions.chats.calendar.schedules.schedules import end_schedule
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.own_questions import ask_question
from sessions.city.duties.waivers import waive_independence
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.bans import ban_author, lift_ban
from sessions.city.people.chairs import NewChair, appoint_chair
from sessions.city.people.invites import OFFICE, accept_invite, appoint_clerk, end_appointment, invite, revoke_invite
from sessions.city.people.restoring import restore_appointment
from sessions.city.people.terms_of_office import NewTerm, hand_over
from sessions.city.wards.contacts import OfficeContact, change_contact
from sessions.city.wards.cool_downs import set_cool_down
from sessions.log.clock_readings import _note_jump
from sessions.models import Appointment, Ban, Borough, Change, ChatSession, Post, Record
from sessions.platform.clock.jumps import Reading
from sessions.posting.deciding import change_words, refuse_post, set_post_settings
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from tests.factories.clerks import COURT_ORDER, ORDER, make_clerk
from tests.factories.evening import make_evening, make_person
from tests.factories.planning_desk import NOW, Desk, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

ROOT = Path(__file__).parents[4]
TODAY = date(2027, 1, 1)
NAME, WHY = "বি. রায়", "হলে রং হচ্ছে"
TELEPHONE = "033 5550 0095"
CODES = re.compile(r"(ward|borough):\S|[0-9a-f]{8}-|\d{4}-\d\d|_|[{}\[\]]|None|True|False")
"""What no person says: a place's code, an opaque id, a date as machines write it, the name of a field or a value."""

LATIN = re.compile(r"[A-Za-z0-9]+")


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    desk.clerk.label = NAME
    desk.clerk.save()
    Borough.objects.update(names={"en": "Borough X", "bn": "বরো ১০"})
    return desk


def kinds_in_the_code() -> set[str]:
    """The first argument of every call of audit.note() and audit.note_by()."""
    found = set()
    for app in ("chatserver", "moderation", "sessions"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.note", "audit.note_by"):
                    assert isinstance(node.args[0], ast.Constant), f"{path}: write the kind of entry out"
                    found.add(str(node.args[0].value))
    return found


def change_dates(desk: Desk) -> None:
    because = {"en": WHY, "bn": WHY}
    january, february, march = desk.set_rule()
    moved = move_chat_session(
        february, starts_at=february.starts_at + timedelta(days=3), because=because, sequence=0, clerk=desk.clerk
    )
    waiting = let_wait(moved, because=because, sequence=1, clerk=None)
    put_back(waiting, sequence=2, clerk=desk.clerk)
    announce_now(january, sequence=0, clerk=desk.clerk)
    cancel_by_clerk(march, reason=WHY, sequence=0, clerk=desk.clerk)
    [schedule] = desk.wards[95].schedules.all()
    end_schedule(schedule, last_on=date(2027, 3, 31), version=1, clerk=desk.clerk)


def change_closed_days(desk: Desk) -> None:
    for kind, ward in (("closed", None), ("freeze", desk.wards[96])):
        days: dict[str, Any] = {"from_on": date(2027, 6, 1), "reasons": {"en": WHY, "bn": WHY}, "clerk": desk.clerk}
        closure = add_closure(kind=kind, ward=ward, to_on=date(2027, 6, 1), **days)
        changed = change_closure(closure, version=1, to_on=date(2027, 6, 2), **days)
        remove_closure(changed, version=2, clerk=desk.clerk)


def change_people(desk: Desk) -> None:
    ward, clerk = desk.wards[95], desk.clerk
    last = ward.offices.get()
    term = NewTerm("coordinator", date(2027, 2, 1), names={"en": NAME, "bn": NAME})
    hand_over(ward, term, seen=last.pk, clerk=clerk)
    person = make_person("invited", label=NAME)
    for duty, place in (
        ("moderator", AppointmentPlace(borough=ward.borough)),
        ("official", AppointmentPlace(ward=ward)),
        (OFFICE, None),
    ):
        send = partial(invite, clerk, name=NAME, duty=duty, place=place or AppointmentPlace(ward=ward), from_on=TODAY)
        revoke_invite(send().invite, clerk=clerk)
        accept_invite(send().invite.pk, person=person, is_proven=True)
    end_appointment(Appointment.objects.get(person=person, duty="moderator"), clerk=clerk)
    restore_appointment(Change.objects.latest("pk").pk, clerk=clerk)
    gone = make_person("gone")
    accept_invite(
        invite(clerk, name=NAME, duty="delegate", place=AppointmentPlace(ward=ward), from_on=TODAY).invite.pk,
        person=gone,
        is_proven=True,
    )
    gone.delete()
    appoint_clerk(make_person("boss", label=NAME), AppointmentPlace())
    waive_independence(ward, act="appeal", reason="few_people", until_on=timezone.localdate(), clerk=clerk)


def change_the_rest(desk: Desk) -> None:
    ward, clerk = desk.wards[95], desk.clerk
    set_cool_down(ward, days=30, clerk=clerk)
    batch, _slips = print_batch(ward, count=3, expires_on=date(2027, 2, 1), clerk=clerk)
    revoke_batch(batch, clerk=clerk)
    chat_session = ChatSession.objects.get(state="scheduled")
    question = ask_question(chat_session, Ask(make_person("mita", ward), "Where is the drain?", "question"))
    ban_author(chat_session, question.pk, clerk=clerk, days=3, reason=WHY)
    lift_ban(Ban.objects.get(), clerk=clerk)
    there = {"en": WHY, "bn": WHY}
    borough = Borough.objects.get()
    for place in (ward, borough):
        change_contact(place, OfficeContact(TELEPHONE, addresses=there, hours=there), clerk=clerk)
    chair = appoint_chair(borough, NewChair(TODAY, office=ward.offices.get(kind="councillor")), seen=None, clerk=clerk)
    appoint_chair(borough, NewChair(date(2027, 2, 1)), seen=chair.pk, clerk=clerk)
    set_post_settings(ward, languages=["bn", "en"], always_ask=["announced"], clerk=clerk)
    post = Post.objects.filter(ward=ward).latest("pk")
    change_words(post.pk, {"en": WHY}, version=post.version, clerk=clerk)
    refuse_post(post.pk, version=post.version + 1, clerk=clerk)
    _note_jump(Reading(1.0, datetime(2027, 1, 1, 9, tzinfo=UTC)), timedelta(hours=3))


def redact(desk: Desk) -> None:
    evening = make_evening(number=7)
    evening.queue()
    close_chat_session(evening.chat_session, by="clerk")
    entries = Record.objects.get(chat_session=evening.chat_session).document["entries"]
    chosen: dict[int, tuple[str, ...]] = {each["n"]: () for each in entries if each["type"] == "question.queued"}
    facts = {"authority": WHY, "clerk": desk.clerk, **COURT_ORDER}
    confirm_redaction(propose_redaction(evening.chat_session, chosen, **facts).pk, clerk=make_clerk())


def do_everything(desk: Desk) -> list[Change]:
    for change in (change_dates, change_closed_days, change_people, change_the_rest, redact):
        change(desk)
    return list(Change.objects.select_related("ward", "person").order_by("pk"))


def said(entry: ChangeInWords) -> str:
    fields = [f"{field.name}: {field.before} → {field.after}" for field in entry.fields]
    return " · ".join([entry.what, entry.where, entry.day, entry.who, *fields])


@pytest.mark.long
def test_every_kind_of_entry_is_said_in_words_in_both_languages(desk: Desk) -> None:
    changes = do_everything(desk)
    assert {change.subject for change in changes} == kinds_in_the_code()
    named = {name for change in changes for name in (change.before or {}) | (change.after or {})}
    assert [name for name in named if field_word(name) == name] == []
    receipts = {str(facts["receipt"]) for change in changes for facts in [change.after or {}] if "receipt" in facts}
    with override("en"):
        assert [text for text in map(said, all_in_words(changes)) if CODES.search(text)] == []
    with override("bn"):
        bengali = [said(entry) for entry in all_in_words(changes)]
    allowed = receipts | {*str(PUT_BACK).split()}  # what is said in English on purpose
    allowed |= {*["Holder", "of", "ward", "95"]}  # a name that is entered in English alone
    allowed |= {*TELEPHONE.split()}  # is dialled as it stands
    allowed |= {*ORDER.reference.split()}  # the court's own number, as it is printed
    assert [(text, set(LATIN.findall(text)) - allowed) for text in bengali if set(LATIN.findall(text)) - allowed] == []


def test_people_stand_under_the_name_that_they_show_and_places_under_theirs(desk: Desk) -> None:
    changes = do_everything(desk)
    with override("en"):
        found = {said(entry) for entry in all_in_words(changes)}
    nothing = "· Role: – → Official · Where: – → Ward 95"
    term = "First day: – → 1 January 2027"
    assert f"Somebody was given a role · Ward 95 ·  · {NAME} (clerk) {nothing} · Account: – → {NAME} · {term}" in found
    assert f"Somebody was invited · Ward 95 ·  · {NAME} (clerk) {nothing} · {term}" in found
    assert (
        f"Somebody was given a role · Borough X ·  · {NAME} (clerk) · Role: – → Moderator · Where: – → Borough X"
        f" · Account: – → {NAME} · {term}" in found
    )
    assert (
        f"Somebody was given a role · Ward 95 ·  · {NAME} (clerk) · Role: – → Delegate · Where: – → Ward 95"
        f" · Account: – → an account that has been deleted · {term}" in found
    )
    assert (
        "Somebody was given a role · the whole city ·  · The operator of the server · Role: – → Clerk"
        f" · Where: – → the whole city · Account: – → {NAME} · {term}" in found
    )


@pytest.mark.parametrize(
    ("label", "is_deleted", "who"),
    [(NAME, False, f"{NAME} (clerk)"), ("", False, "Clerk"), (NAME, True, "A clerk whose account has been deleted")],
)
def test_a_clerk_is_named_as_they_want_to_be_shown(desk: Desk, label: str, is_deleted: bool, who: str) -> None:
    clerk = make_person("other-clerk", desk.wards[95], label=label)
    set_cool_down(desk.wards[95], days=30, clerk=clerk)
    if is_deleted:
        clerk.consents.all().delete()
        clerk.delete()
    with override("en"):
        assert [entry.who for entry in all_in_words(Change.objects.all())] == [who]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_for_all_names_at_once(desk: Desk, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        appoint_clerk(make_person(f"clerk-{number}"), AppointmentPlace(borough=desk.wards[95].borough))
    changes = list(Change.objects.select_related("ward", "person"))
    with django_assert_num_queries(2):
        assert len(all_in_words(changes)) == rows
