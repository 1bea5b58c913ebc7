"""Erasure: nothing says any longer who the person was, and the record stays as it was."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.serializers import serialize
from django.test import Client, RequestFactory
from django.utils import timezone

from chatserver.accounts.contacts.contacts import choose_reminders
from chatserver.accounts.cookie_sessions.ending import cookie_sessions_of
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.privacy.consent_views import consent
from chatserver.accounts.privacy.erasure import LONG_AGO, erase_person
from chatserver.accounts.privacy.personal_data import PERSONAL_DATA, OnErasure, fields_about_people, rows_of_person
from chatserver.live.admission.identity import SocketIdentity, mark_of_password
from chatserver.live.admission.revalidation import find_sockets_to_close
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question, report_question
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.consents import NOTICE_VERSION
from sessions.city.people.invites import accept_invite, invite
from sessions.city.wards.ward_change import choose_ward
from sessions.models import Appointment, Duty, Invite, Question, Record, Ward
from sessions.notifications.feed_addresses import renew_address
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

PHONE, EMAIL, NAME = "+919830099999", "canary@example.org", "Canary of the lane"


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.fixture
def person(evening: Evening) -> Any:
    """A resident of whom everything is known, and who has done everything."""
    resident = evening.residents[0]
    resident.label = NAME
    resident.save()
    Identity.objects.create(person=resident, channel="sms", address=PHONE)
    choose_reminders(resident, addresses={"email": EMAIL})
    renew_address(resident)
    other = evening.queue("Somebody else’s", by=1)
    back_question(evening.chat_session, other.pk, person=resident, on=True)
    report_question(evening.chat_session, other.pk, person=resident, why="It is rude.")
    give(evening, resident, "question.ask", text="Waiting", kind="question")
    return resident


def give(evening: Evening, person: Any, op: str, **fields: Any) -> str:
    submitted = SubmittedCommand(
        person.pk, evening.chat_session.pk, "any", "en", make_command(str(uuid4()), op, fields)
    )
    return carry_out_together([submitted])[0].code or "ack"


def whole_database() -> str:
    """Every row of every table of ours but the log's, whose own tests know what it holds."""
    from django.apps import apps

    models = [model for model in apps.get_models() if model._meta.app_label in ("accounts", "chat_sessions", "account")]
    kept = [model for model in models if model._meta.label not in ("chat_sessions.Question", "chat_sessions.Event")]
    return "".join(serialize("json", model._default_manager.all(), ensure_ascii=False) for model in kept)


def test_nothing_that_says_who_it_was_is_left(evening: Evening, person: Any) -> None:
    before = whole_database()
    assert [word in before for word in (PHONE, EMAIL, NAME, person.username)] == [True] * 4
    public_id = str(person.public_id)
    erase_person(User.objects.get(pk=person.pk))
    after = whole_database()
    assert [word for word in (PHONE, EMAIL, NAME, person.username, public_id) if word in after] == []


def test_the_link_from_questions_to_the_person_is_cut_and_they_stay(evening: Evening, person: Any) -> None:
    public = evening.queue("Public", by=0)
    erase_person(person)
    left = {question.text: (question.author_id, question.state, question.label) for question in Question.objects.all()}
    assert left["Public"] == (None, "queued", NAME)
    assert left[""] == (None, "withdrawn", "")  # it waited
    assert evening.take(public).text == "Public"


def test_backings_go_on_counting_and_lead_to_nobody(evening: Evening, person: Any) -> None:
    other = Question.objects.get(text="Somebody else’s")
    erase_person(person)
    other.refresh_from_db()
    [backing] = other.backings.all()
    assert (other.backing, backing.person.username.startswith("erased-"), backing.person.ward) == (1, True, None)


def test_the_record_is_the_same_to_the_byte(evening: Evening, person: Any) -> None:
    evening.queue("Public", by=0)
    close_chat_session(evening.chat_session, by="clerk")
    before = bytes(json.dumps(Record.objects.get().document, sort_keys=True), "utf-8")
    erase_person(person)
    client = Client()
    page = client.get(f"/records/{Record.objects.get().slug}.json").json()
    assert bytes(json.dumps(Record.objects.get().document, sort_keys=True), "utf-8") == before
    assert page["entries"]


def test_every_table_is_left_as_its_fate_says(evening: Evening, person: Any) -> None:
    erase_person(person)
    left = {name for name, model, field in fields_about_people() if rows_of_person(model, field, person).exists()}
    assert {PERSONAL_DATA[name].on_erasure for name in left} == {OnErasure.NAMELESS}


def test_every_device_is_signed_out_every_socket_closed_and_every_command_refused(
    evening: Evening, person: Any
) -> None:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(person)
    identity = SocketIdentity(person.pk, "en", clients[0].session.session_key, mark_of_password(person.password))
    connected = Connected(identity, evening)
    assert (len(cookie_sessions_of([person.pk])), find_sockets_to_close([connected])) == (2, [])
    erase_person(person)
    assert [(one is connected, no.code) for one, no in find_sockets_to_close([connected])] == [(True, "sign_in")]
    assert list(cookie_sessions_of([person.pk])) == []
    assert give(evening, person, "question.ask", text="Still here?", kind="question") == "sign_in"
    assert [client.get("/me/privacy/").status_code for client in clients] == [302, 302]


def test_a_cookie_session_that_has_run_out_goes_too(person: Any) -> None:
    Client().force_login(person)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    erase_person(person)
    assert Session.objects.count() == 0


def test_no_name_in_an_invitation_or_in_the_administration_leads_to_the_account(evening: Evening) -> None:
    official, clerk = evening.residents[1], evening.clerk
    User.objects.filter(pk=official.pk).update(username="ratan.sen")
    made = invite(
        clerk, name="Ratan Sen", duty=Duty.MODERATOR, place=AppointmentPlace(evening.ward), from_on=timezone.localdate()
    )
    accept_invite(made.invite.pk, person=official, is_proven=True)
    accounts = ContentType.objects.get_for_model(User)
    told = {"content_type": accounts, "object_id": str(official.pk), "object_repr": "ratan.sen", "action_flag": 2}
    LogEntry.objects.create(user=clerk, change_message="Ratan Sen", **told)
    ended = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=official).update(from_on=ended, to_on=ended)
    erase_person(User.objects.get(pk=official.pk))
    assert (Invite.objects.get().name, Invite.objects.get().used_at is None) == ("", False)
    assert list(LogEntry.objects.values_list("object_repr", "change_message")) == [("", "")]


def test_the_moment_of_joining_goes_for_it_stands_beside_the_printed_code(person: Any) -> None:
    erase_person(person)
    person.refresh_from_db()
    assert person.joined_at == LONG_AGO


@pytest.mark.long
def test_what_another_window_saves_at_the_same_moment_is_not_kept(evening: Evening, person: Any) -> None:
    """Each of them read the account while it was still there."""
    window, page, form = (User.objects.get(pk=person.pk) for _ in range(3))
    erase_person(person)
    choose_reminders(window, addresses={"email": EMAIL})
    with pytest.raises(Refused, match="stale"):
        choose_ward(page, evening.ward)
    fields = {"adult": "on", "shown": "own", "label": NAME, "version": NOTICE_VERSION, "language": "en"}
    request = RequestFactory().post("/me/consent/", fields, headers={"accept": "application/json"})
    request.user = form
    assert consent(request).status_code == 200
    assert [word for word in (EMAIL, NAME) if word in whole_database()] == []
    left = {name for name, model, field in fields_about_people() if rows_of_person(model, field, person).exists()}
    assert {PERSONAL_DATA[name].on_erasure for name in left} == {OnErasure.NAMELESS}


def test_who_moved_a_moment_ago_is_asked_to_look_again(evening: Evening, person: Any) -> None:
    """The chats of the new ward are not locked: a question could be under way there."""
    Ward.objects.create(number=96, borough=evening.ward.borough)
    User.objects.filter(pk=person.pk).update(ward=Ward.objects.get(number=96))
    with pytest.raises(Refused, match="stale"):
        erase_person(person)
    assert User.objects.get(pk=person.pk).is_active


class Connected:
    """A socket in the room."""

    door = "room"
    reads_desk = False

    def __init__(self, person: SocketIdentity, evening: Evening) -> None:
        self.person, self.chat_session_id = person, evening.chat_session.pk


def test_a_person_with_a_duty_is_not_erased_until_it_has_ended(evening: Evening) -> None:
    for official in (evening.moderator, evening.clerk, evening.councillor):
        with pytest.raises(Refused) as no:
            erase_person(official)
        assert no.value.code == "has_duty"


def test_what_was_decided_stays_with_the_account_that_decided_it_and_its_name_goes(evening: Evening) -> None:
    moderator = evening.moderator
    evening.queue()
    Appointment.objects.filter(person=moderator).update(to_on=timezone.localdate() - timedelta(days=1))
    public_id = moderator.public_id
    erase_person(moderator)
    left = User.objects.get(public_id=public_id)
    assert (left.label, left.is_active, left.decisions.count()) == ("", False, 1)
    assert [row.from_on for row in left.appointments.all()] == [date(2022, 1, 1)]
