"""Commands and streams over plain requests, and commands as plain forms."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sessions.models import Appointment, Duty, Question
from tests.clients.live_fold import empty, fold
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

NOBODY = UUID(int=0)


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.fixture
def resident(evening: Evening) -> Client:
    return client_of(evening.residents[0])


def command(op: str = "question.ask", **fields: Any) -> dict[str, Any]:
    if op == "question.ask":
        fields = {"text": "Drains?", "kind": "question"} | fields
    return {"type": "cmd", "ref": str(uuid4()), "op": op} | fields


def post(client: Client, evening: Evening, body: Any, **extra: Any) -> tuple[int, dict[str, Any]]:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    address = reverse("api_commands", args=[evening.chat_session.pk])
    answer = client.post(address, text, content_type="application/json", **extra)
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def poll(client: Client, chat_session: UUID, **query: Any) -> tuple[int, dict[str, Any]]:
    answer = client.get(reverse("api_events", args=[chat_session]), query)
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def do(client: Client, evening: Evening, **fields: str) -> tuple[str, list[str]]:
    """Send a form; answers where it leads and what is told."""
    answer = client.post(reverse("do", args=[evening.chat_session.pk]), fields)
    assert answer.status_code == 302
    return answer["Location"], [str(message) for message in get_messages(answer.wsgi_request)]


# Commands


def test_a_command_is_acked_and_its_repetition_gets_the_same_answer(resident: Client, evening: Evening) -> None:
    frame = command()
    status, first = post(resident, evening, frame)
    assert (status, first["type"], first["ref"], first["result"]["state"]) == (200, "ack", frame["ref"], "waiting")
    assert post(resident, evening, frame) == (200, first | {"duplicate": True})
    assert Question.objects.count() == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        ("", 400, "bad_json"),
        ('{"type":"pos","seq":1}', 400, "unknown_type"),
        (command("question.eat"), 400, "unknown_op"),
        (command(colour="red"), 400, "unknown_field"),
        (command(text=""), 400, "empty"),
        (command("question.withdraw", question=str(NOBODY)), 404, "not_found"),
        (command("notice.post", text="a"), 403, "forbidden"),
        ("x" * 16_385, 413, "too_big"),
    ],
)
def test_a_refusal_is_a_nack_with_a_fitting_status(
    resident: Client, evening: Evening, body: Any, status: int, code: str
) -> None:
    answered, nack = post(resident, evening, body)
    assert (answered, nack["type"], nack["code"]) == (status, "nack", code)
    assert nack["message"]
    assert Question.objects.count() == 0


@pytest.mark.row("threat", 38)
def test_a_visitor_is_asked_to_sign_in_without_a_question_to_the_database(
    evening: Evening, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        status, nack = post(Client(), evening, command())
        where, _told = do(Client(), evening, op="question.ask", text="Drains?", kind="question")
    assert (status, nack["code"], nack["retry"], nack["message"]) == (401, "sign_in", False, "Please sign in first.")
    assert where.startswith(reverse("sign_in"))


def test_a_command_that_comes_late_is_not_given_by_the_person_who_is_signed_in_by_then(evening: Evening) -> None:
    first, second = evening.residents[:2]
    address = f"{reverse('api_commands', args=[evening.chat_session.pk])}?person={first.public_id}"
    refused, taken = (
        client_of(person).post(address, json.dumps(command()), content_type="application/json")
        for person in (second, first)
    )
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in")
    assert taken.json()["type"] == "ack"
    assert list(Question.objects.values_list("author", flat=True)) == [first.pk]


def test_a_stale_decision_is_a_conflict_and_told_the_current_state(evening: Evening) -> None:
    question = evening.ask()
    moderator = client_of(evening.moderator)
    decision = {"question": str(question.pk), "version": 1}
    assert post(moderator, evening, command("question.hold", **decision))[0] == 200
    status, nack = post(moderator, evening, command("question.approve", **decision))
    assert (status, nack["code"], nack["state"], nack["version"]) == (409, "stale", "held", 2)


def test_too_many_commands_are_told_to_wait(evening: Evening, standing_clock: list[float]) -> None:
    person = client_of(evening.residents[1])

    def answered() -> tuple[int, Any]:
        return post(person, evening, command("question.withdraw", question=str(NOBODY)))

    assert [answered()[0] for _time in range(20)] == [404] * 20
    status, nack = answered()
    assert (status, nack["after_ms"]) == (429, 501)
    standing_clock[0] += nack["after_ms"] / 1000
    assert [answered()[0] for _time in range(2)] == [404, 429]


@pytest.mark.row("threat", 10)
def test_a_command_without_the_token_is_refused(evening: Evening) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(evening.residents[0])
    address = reverse("api_commands", args=[evening.chat_session.pk])
    assert strict.post(address, json.dumps(command()), content_type="application/json").status_code == 403
    strict.cookies["csrftoken"] = "t" * 32
    headers = {"X-CSRFToken": "t" * 32}
    answer = strict.post(address, json.dumps(command()), content_type="application/json", headers=headers)
    assert answer.status_code == 200


# Streams


def test_a_poll_begins_with_a_snapshot_and_goes_on_with_events(evening: Evening) -> None:
    visitor, chat_session = Client(), evening.chat_session.pk
    status, snapshot = poll(visitor, chat_session)
    assert (status, snapshot["type"], snapshot["stream"]) == (200, "snapshot", "public")
    assert "you" not in snapshot
    evening.queue("Drains?")
    status, events = poll(visitor, chat_session, epoch=snapshot["epoch"], since=snapshot["seq"])
    assert (events["type"], events["first"], len(events["events"])) == ("events", snapshot["seq"] + 1, 1)
    for event in events["events"]:
        fold("public", snapshot["state"], event)
    again = poll(visitor, chat_session)[1]
    del again["state"]["counts"], snapshot["state"]["counts"]
    assert snapshot["state"] == again["state"]


def test_a_poll_from_the_beginning_tells_the_whole_evening(evening: Evening) -> None:
    evening.take(evening.queue())
    epoch = poll(Client(), evening.chat_session.pk)[1]["epoch"]
    frame = poll(Client(), evening.chat_session.pk, epoch=epoch, since=0)[1]
    state = empty("public")
    for event in frame["events"]:
        fold("public", state, event)
    assert state == evening.public_state()


def test_a_poll_tells_a_person_how_their_own_questions_stand(resident: Client, evening: Evening) -> None:
    question = evening.ask()
    you = poll(resident, evening.chat_session.pk)[1]["you"]
    assert (you["role"], [own["id"] for own in you["questions"]]) == ("resident", [str(question.pk)])


def test_an_official_polls_the_room_and_not_the_desk(evening: Evening) -> None:
    official = make_person("engineer")
    Appointment.objects.create(person=official, duty=Duty.OFFICIAL, ward=evening.ward, from_on=date(2022, 1, 1))
    client, chat_session = client_of(official), evening.chat_session.pk
    assert poll(client, chat_session)[0] == 200
    assert poll(client, chat_session, stream="desk")[0] == 403


def test_the_desk_is_polled_by_the_desk_alone(resident: Client, evening: Evening) -> None:
    chat_session = evening.chat_session.pk
    evening.ask("A canary?")
    assert poll(resident, chat_session, stream="desk")[0] == 403
    assert poll(Client(), chat_session, stream="desk")[0] == 401
    moderator = client_of(evening.moderator)
    status, snapshot = poll(moderator, chat_session, stream="desk")
    assert (status, snapshot["stream"], len(snapshot["state"]["questions"])) == (200, "desk", 1)
    evening.ask("Lights?", by=1)
    events = poll(moderator, chat_session, stream="desk", epoch=snapshot["epoch"], since=snapshot["seq"])[1]
    assert [event["text"] for event in events["events"]] == ["Lights?"]
    assert "canary" not in json.dumps(poll(resident, chat_session)[1] | {"you": None})


def test_an_unknown_chat_session_is_not_found(db: None) -> None:
    status, nack = poll(Client(), NOBODY)
    assert (status, nack["type"], nack["code"]) == (404, "nack", "not_found")


# Forms


def test_a_form_asks_and_tells_the_receipt(resident: Client, evening: Evening) -> None:
    room = f"/chat/{evening.chat_session.pk}/"
    where, told = do(resident, evening, op="question.ask", text="Drains?", kind="question", next=f"{room}#ask")
    assert where == f"{room}#ask"
    assert Question.objects.get().receipt in told[0]


def test_the_same_form_sent_twice_asks_once(resident: Client, evening: Evening) -> None:
    ref = str(uuid4())
    for _ in range(2):
        do(resident, evening, op="question.ask", text="Drains?", kind="question", ref=ref)
    assert Question.objects.count() == 1


def test_a_script_that_sends_a_form_gets_the_frame_and_the_next_page_tells_of_it(
    resident: Client, evening: Evening
) -> None:
    room, ref = f"/chat/{evening.chat_session.pk}/", str(uuid4())
    fields = {"op": "question.ask", "text": "Drains?", "kind": "question", "ref": ref, "next": f"{room}#ask"}
    address, as_script = reverse("do", args=[evening.chat_session.pk]), {"accept": "application/json"}
    answer = resident.post(address, fields, headers=as_script)
    assert (answer.status_code, answer.json()["type"], answer.json()["ref"]) == (200, "ack", ref)
    told = re.findall(r'<p class="notice" role="status">(.*?)</p>', resident.get(room).content.decode())
    assert [words.partition(".")[0] for words in told] == ["Received"]
    unreadable = resident.post(address, {"op": "question.eat"}, headers=as_script)
    assert (unreadable.status_code, unreadable.json()["code"]) == (400, "unknown_op")
    signed_out = Client().post(address, fields, headers=as_script)
    assert (signed_out.status_code, signed_out.json()["code"]) == (401, "sign_in")


def form_of(client: Client, address: str, op: str) -> dict[str, str]:
    """The hidden fields of the page's form for this op, as a browser without scripts would send them."""
    found = re.search(rf'<form[^>]* data-op="{op}".*?</form>', client.get(address).content.decode(), re.DOTALL)
    assert found is not None
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0]))


def test_a_double_press_extends_once(evening: Evening) -> None:
    clerk, ends_at = client_of(evening.clerk), evening.chat_session.ends_at
    form = form_of(clerk, f"/desk/{evening.chat_session.pk}/", "session.extend") | {"minutes": "15"}
    for _ in range(2):
        assert set(do(clerk, evening, **form)[1]) == {"The chat is extended."}
    evening.chat_session.refresh_from_db()
    assert evening.chat_session.ends_at == ends_at + timedelta(minutes=15)


def test_a_double_press_takes_one_question_and_is_told_so_twice(evening: Evening) -> None:
    evening.queue()
    councillor = client_of(evening.councillor)
    form = form_of(councillor, f"/floor/{evening.chat_session.pk}/", "question.take")
    for _ in range(2):
        assert set(do(councillor, evening, **form)[1]) == {"The question is being answered now."}


@pytest.mark.long
@pytest.mark.parametrize("page", ["chat", "floor", "desk", "me"])
def test_each_form_has_a_ref_of_its_own(evening: Evening, page: str) -> None:
    evening.take(evening.queue())
    evening.ask("A second one")
    people = {
        "chat": [evening.residents[0]],
        "floor": [evening.councillor],
        "desk": [evening.moderator, evening.clerk],
        "me": [evening.residents[0]],
    }
    do_url = reverse("do", args=[evening.chat_session.pk])
    address = "/me/" if page == "me" else f"/{page}/{evening.chat_session.pk}/"
    for person in people[page]:
        html = client_of(person).get(address).content.decode()
        forms = re.findall(rf'<form[^>]*action="{do_url}".*?</form>', html, re.DOTALL)
        forms = [form for form in forms if 'value="question.back"' not in form]  # twice is once by itself
        refs = [ref for form in forms for ref in re.findall(r'name="ref" value="([^"]+)"', form)]
        assert len(forms) == len(refs) == len(set(map(UUID, refs))) > 0


def test_a_form_writes_numbers_truth_and_nothing_as_text(evening: Evening) -> None:
    question = evening.queue()
    backer, moderator, councillor = map(client_of, (evening.residents[1], evening.moderator, evening.councillor))
    do(backer, evening, op="question.back", question=str(question.pk), on="true")
    question.refresh_from_db()
    assert question.backing == 1
    asked = evening.ask("Lights?", by=2)
    fields = {"question": str(asked.pk), "version": "1", "reason": "off_topic", "note": ""}
    do(moderator, evening, op="question.decline", **fields)
    asked.refresh_from_db()
    assert (asked.state, asked.note) == ("declined", "")
    do(councillor, evening, op="question.take", question="")
    question.refresh_from_db()
    assert question.state == "on_floor"


def test_an_empty_form_is_told_what_is_missing(resident: Client, evening: Evening) -> None:
    where, told = do(resident, evening, op="question.ask", text=" ", kind="question")
    assert (where, told) == (
        f"/chat/{evening.chat_session.pk}/",
        ["Something is missing. Please fill in the whole form."],
    )


@pytest.mark.row("threat", 42)
@pytest.mark.row("threat", 43)
@pytest.mark.parametrize("written", ["🇮🇳" * 40_000, "a" * (16 * 1024 + 1), "জ" * 6000])
def test_a_form_that_is_larger_than_any_frame_is_refused(resident: Client, evening: Evening, written: str) -> None:
    question = evening.queue()
    _back, told = do(resident, evening, op="report", question=str(question.pk), why=written)
    assert told == ["That is too long. Please shorten it."]


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_form_leads_nowhere_else(resident: Client, evening: Evening, wanted: str) -> None:
    where, _told = do(resident, evening, op="question.withdraw", question=str(NOBODY), next=wanted)
    assert where == f"/chat/{evening.chat_session.pk}/"


def test_a_visitors_form_leads_to_the_sign_in_and_back(evening: Evening) -> None:
    where, _told = do(Client(), evening, op="question.ask", text="Drains?", kind="question")
    assert where == f"{reverse('sign_in')}?next=%2Fchat%2F{evening.chat_session.pk}%2F"


def test_what_a_form_may_not_do_is_refused(resident: Client, evening: Evening) -> None:
    for fields in ({"op": "session.close"}, {"op": "question.eat"}, {"op": "question.ask", "colour": "red"}, {}):
        assert do(resident, evening, **fields)[1]
    assert Client().get(reverse("do", args=[evening.chat_session.pk])).status_code == 405
    assert Question.objects.count() == 0
